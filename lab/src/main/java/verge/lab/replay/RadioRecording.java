package verge.lab.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import verge.lab.text.Disk;
import verge.lab.text.Json;
import verge.sim.core.InputException;
import verge.sim.model.Interference;
import verge.sim.world.RadioSlot;

/**
 * A recorded episode of the radio world: every input, and what came out where that was recorded.
 *
 * <p>The file is one JSON object: {@code M} users, {@code N} servers, {@code T} slots; {@code
 * slot_s}, {@code B_hz}, {@code noise_w}, {@code tau_max_s}, {@code interference} ({@code full} or
 * {@code cell}); {@code f_local_ghz} [M], {@code F_edge_ghz} [N], {@code P_tx_w} [M], {@code
 * gain_large_scale} [M][N]; {@code slots} [T] with {@code D_bits} [M], {@code C_gcycles} [M] and
 * {@code actions} [M] (-2 no task, -1 local, else the server). Outputs, per slot {@code tasks},
 * {@code q_local_after_s} [M] and {@code q_edge_after_s} [N], and {@code summary}, are needed to
 * check alone. Other fields are passed over.
 *
 * @param source the file, for messages
 * @param name what the recording calls itself; empty without
 * @param users M
 * @param servers N
 * @param setting the physics
 * @param deviceGigahertz {@code [M]}
 * @param serverGigahertz {@code [N]}
 * @param powerWatts {@code [M]}
 * @param gain {@code [M, N]}
 * @param slots inputs of each slot
 * @param recorded the whole file, for outputs
 */
record RadioRecording(String source, String name, int users, int servers,
        RadioSlot.Setting setting, double[] deviceGigahertz, double[] serverGigahertz,
        double[] powerWatts, double[] gain, List<Slot> slots, Fields recorded) {
    private static final int MOST_BYTES = 1 << 27;
    private static final int MOST_NODES = 1_000_000;
    private static final double MOST_BITS = 1e15;
    private static final double MOST_GIGACYCLES = 1e12;
    private static final double MOST_SECONDS = 1e9;

    /**
     * Inputs of one slot.
     *
     * @param bits {@code [M]}
     * @param gigacycles {@code [M]}
     * @param action {@code [M]}, see {@link RadioSlot}
     * @param recorded the slot's object, for outputs
     */
    record Slot(double[] bits, double[] gigacycles, int[] action, Fields recorded) {
    }

    /**
     * Reads a recording; work and memory are bounded by its size.
     *
     * @param file a JSON file
     * @return its inputs, checked
     * @throws InputException for anything else
     */
    static RadioRecording read(Path file) {
        String source = file.toString();
        Fields root = new Fields(source, "", Json.tree(source, Disk.read(file, MOST_BYTES)));
        int users = root.whole("M", 1, MOST_NODES);
        int servers = root.whole("N", 1, MOST_NODES);
        String scope = root.text("interference");
        if (!scope.equals("full") && !scope.equals("cell")) {
            throw root.refuse("interference", "\"" + scope + "\"", "full or cell");
        }
        RadioSlot.Setting setting = new RadioSlot.Setting(
                root.number("slot_s", 1e-9, MOST_SECONDS), root.number("B_hz", 1e-3, 1e15),
                root.number("noise_w", 1e-30, 1e9), root.number("tau_max_s", 0, MOST_SECONDS),
                scope.equals("full") ? Interference.Scope.FULL : Interference.Scope.CELL, false);
        double[] device = root.numbers("f_local_ghz", users, 1e-9, 1e9);
        double[] server = root.numbers("F_edge_ghz", servers, 1e-9, 1e9);
        double[] power = root.numbers("P_tx_w", users, 0, 1e9);
        double[] gain = root.matrix("gain_large_scale", users, servers, 0, 1e9);
        List<Fields> rows = root.objects("slots");
        if (rows.size() != root.whole("T", 0, Integer.MAX_VALUE)) {
            throw root.refuse("slots", "a list of " + rows.size(),
                    "as many slots as T says, " + root.whole("T", 0, Integer.MAX_VALUE));
        }
        List<Slot> slots = new ArrayList<>(rows.size());
        for (Fields row : rows) {
            if (row.has("t")) {
                row.whole("t", slots.size(), slots.size());
            }
            slots.add(new Slot(row.numbers("D_bits", users, 0, MOST_BITS),
                    row.numbers("C_gcycles", users, 0, MOST_GIGACYCLES),
                    row.wholes("actions", users, RadioSlot.NONE, servers - 1), row));
        }
        return new RadioRecording(source, root.has("name") ? root.text("name") : "", users,
                servers, setting, device, server, power, gain, slots, root);
    }
}
