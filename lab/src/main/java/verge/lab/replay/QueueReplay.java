package verge.lab.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import verge.sim.core.InputException;
import verge.sim.world.QueueConfig;

/**
 * Arrivals and actions of the slotted queue world, as a file records them, and what it recorded of
 * their course.
 *
 * @param name what the file calls itself
 * @param config the world
 * @param arrivals Mbit: {@code [slots, devices]}
 * @param actions 0 on the device, k to server k - 1: {@code [slots, devices]}
 * @param recorded the whole file
 */
public record QueueReplay(String name, QueueConfig config, double[] arrivals, int[] actions,
        JsonNode recorded) {
    private static final int MOST = 1_000_000;
    private static final double DROP_SLOTS = 3;

    /**
     * Reads a file.
     *
     * @param file JSON with {@code n_iot}, {@code n_fog}, {@code n_time}, {@code max_delay},
     *        {@code slot_s}, {@code comp_cap_iot}, {@code comp_cap_fog}, {@code tran_cap_iot},
     *        {@code comp_density}, {@code arrivals} and {@code actions}
     * @param discard what becomes of tasks that cannot meet their deadline
     * @return the replay
     * @throws InputException if it is none
     */
    public static QueueReplay read(Path file, QueueConfig.Discard discard) {
        return read(JsonReader.open(file), discard);
    }

    /**
     * Reads a text.
     *
     * @param source where it is from, for messages
     * @param text JSON
     * @param discard what becomes of tasks that cannot meet their deadline
     * @return the replay
     * @throws InputException if it is none
     */
    public static QueueReplay parse(String source, String text, QueueConfig.Discard discard) {
        return read(new JsonReader(source, text), discard);
    }

    private static QueueReplay read(JsonReader in, QueueConfig.Discard discard) {
        int devices = in.whole("n_iot", 1, MOST);
        int servers = in.whole("n_fog", 1, MOST);
        int slots = in.whole("n_time", 1, MOST);
        int deadline = in.whole("max_delay", 1, MOST);
        double[] local = in.positives("comp_cap_iot", devices);
        double[] server = in.positives("comp_cap_fog", servers);
        double[] uplink = in.numbers("tran_cap_iot", devices, servers, true);
        double[] density = in.positives("comp_density", devices);
        double[] arrivals = in.numbers("arrivals", slots, devices, false);
        int[] actions = in.wholes("actions", slots, devices, 0, servers);
        QueueConfig config;
        try {
            config = new QueueConfig(devices, servers, slots, 0, deadline, in.positive("slot_s"),
                    local, server, uplink, density, discard, 1, -DROP_SLOTS * deadline);
        } catch (IllegalArgumentException e) {
            throw new InputException(in.source(), "", "a world that is too large", e.getMessage());
        }
        JsonNode name = in.root().get("name");
        return new QueueReplay(name == null ? "" : name.asText(), config, arrivals, actions,
                in.root());
    }
}
