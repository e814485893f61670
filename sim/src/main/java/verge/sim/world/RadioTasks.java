package verge.sim.world;

import verge.sim.core.RandomStream;

/** The tasks of one slot: who has one, what it uploads and what it computes. */
final class RadioTasks {

    private final RadioConfig config;
    private final RandomStream random = new RandomStream(0, "arrivals");
    private final double[] bits;            // [users]
    private final double[] gigacycles;      // [users]
    private final boolean[] present;        // [users]
    private int count;

    RadioTasks(RadioConfig config) {
        this.config = config;
        bits = new double[config.users()];
        gigacycles = new double[config.users()];
        present = new boolean[config.users()];
    }

    void begin(long seed) {
        random.setSeed(seed);
    }

    /** Draws those of the next slot. */
    void draw() {
        count = 0;
        for (int u = 0; u < present.length; u++) {
            present[u] = random.nextDouble() < config.taskProbability();
            bits[u] = present[u] ? config.dataBits().draw(random) : 0;
            gigacycles[u] = present[u] ? config.workGigacycles().draw(random) : 0;
            count += present[u] ? 1 : 0;
        }
    }

    int count() {
        return count;
    }

    boolean present(int user) {
        return present[user];
    }

    /** D, 0 where there is no task: {@code [users]}. */
    double[] bits() {
        return bits;
    }

    /** C, 0 where there is no task: {@code [users]}. */
    double[] gigacycles() {
        return gigacycles;
    }
}
