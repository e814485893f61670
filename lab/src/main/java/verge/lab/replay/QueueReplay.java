package verge.lab.replay;

import java.nio.file.Path;
import verge.lab.text.Disk;
import verge.lab.text.Json;
import verge.sim.core.InputException;
import verge.sim.world.QueueConfig;

/**
 * Arrivals and actions of the slotted queue world, as a file records them, and what it recorded of
 * their course.
 *
 * <p>The file is one JSON object in the terms of the published simulator: {@code n_iot} devices,
 * {@code n_fog} servers, {@code n_time} slots of {@code slot_s}, {@code max_delay} slots; {@code
 * comp_cap_iot} [n_iot] and {@code comp_cap_fog} [n_fog] in Gcycles per slot, {@code tran_cap_iot}
 * [n_iot][n_fog] in Mbit per slot, {@code comp_density} [n_iot] in Gcycles per Mbit; {@code
 * arrivals} [n_time][n_iot] in Mbit, 0 for none, and {@code actions} [n_time][n_iot], 0 on the
 * device and k to server k - 1. What {@link QueueCourse} computes may be recorded beside them. Other
 * fields are passed over.
 *
 * @param source the file, for messages
 * @param name what the recording calls itself; empty without
 * @param config the world
 * @param arrivals Mbit: {@code [slots, devices]}
 * @param actions {@code [slots, devices]}
 * @param recorded the whole file, for outputs
 */
record QueueReplay(String source, String name, QueueConfig config, double[] arrivals,
        int[] actions, Fields recorded) {
    private static final int MOST_BYTES = 256 << 20;
    private static final int MOST = 1_000_000;
    private static final double LEAST_CAPACITY = 1e-9;
    private static final double MOST_CAPACITY = 1e9;
    private static final double DROP_SLOTS = 3;

    /**
     * Reads a recording; work and memory are bounded by its size.
     *
     * @param file a JSON file
     * @param discard what becomes of tasks that cannot meet their deadline
     * @return its inputs, checked
     * @throws InputException for anything else
     */
    static QueueReplay read(Path file, QueueConfig.Discard discard) {
        return parse(file.toString(), Disk.read(file, MOST_BYTES), discard);
    }

    /** As {@link #read}, from a text. */
    static QueueReplay parse(String source, String text, QueueConfig.Discard discard) {
        Fields in = new Fields(source, "", Json.tree(source, text));
        int devices = in.whole("n_iot", 1, MOST);
        int servers = in.whole("n_fog", 1, MOST);
        int slots = in.whole("n_time", 1, MOST);
        int deadline = in.whole("max_delay", 1, MOST);
        double seconds = in.number("slot_s", LEAST_CAPACITY, MOST_CAPACITY);
        double[] local = capacities(in, "comp_cap_iot", devices);
        double[] server = capacities(in, "comp_cap_fog", servers);
        double[] uplink = in.matrix("tran_cap_iot", devices, servers, LEAST_CAPACITY,
                MOST_CAPACITY);
        double[] density = capacities(in, "comp_density", devices);
        double[] arrivals = in.matrix("arrivals", slots, devices, 0, MOST_CAPACITY);
        int[] actions = in.wholeMatrix("actions", slots, devices, 0, servers);
        QueueConfig config;
        try {
            config = new QueueConfig(devices, servers, slots, 0, deadline, seconds, local, server,
                    uplink, density, discard, 1, -DROP_SLOTS * deadline);
        } catch (IllegalArgumentException e) {
            throw new InputException(source, "", "a world that is too large", e.getMessage());
        }
        return new QueueReplay(source, in.has("name") ? in.text("name") : "", config, arrivals,
                actions, in);
    }

    private static double[] capacities(Fields in, String key, int length) {
        return in.numbers(key, length, LEAST_CAPACITY, MOST_CAPACITY);
    }
}
