package verge.sim.world;

import verge.sim.core.WorldState;

/** A state of a {@link RadioWorld} as it was read, before anything of the world changes. */
record RadioState(long seed, int slot, boolean drawn, boolean awaiting, long digestState,
        long digestCount, long tasks, long offloaded, long failed, double delaySeconds,
        double[] joules, double[] queues, long[] knownId, double[] knownReward) {

    static RadioState read(WorldState from, RadioConfig config) {
        long seed = from.getLong();
        int slot = (int) whole(from.getLong(), config.slots());
        boolean drawn = whole(from.getLong(), slot < config.slots() ? 1 : 0) == 1;
        boolean awaiting = whole(from.getLong(), drawn ? 1 : 0) == 1;
        long digestState = from.getLong();
        long digestCount = from.getLong();
        long tasks = whole(from.getLong(), (long) config.users() * slot);
        long offloaded = whole(from.getLong(), tasks);
        long failed = whole(from.getLong(), offloaded);
        double delay = number(from.getDouble());
        double[] joules = {number(from.getDouble()), number(from.getDouble()),
                number(from.getDouble()), number(from.getDouble())};
        double[] queues = new double[config.users() + config.servers()];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = number(from.getDouble());
        }
        int known = (int) whole(from.getLong(), Math.min(tasks, from.remaining() / 2));
        long[] id = new long[known];
        double[] reward = new double[known];
        for (int i = 0; i < known; i++) {
            id[i] = whole(from.getLong(), (long) config.users() * slot - 1);
            reward[i] = -number(-from.getDouble());
        }
        return new RadioState(seed, slot, drawn, awaiting, digestState, digestCount, tasks,
                offloaded, failed, delay, joules, queues, id, reward);
    }

    private static long whole(long word, long most) {
        if (word < 0 || word > most) {
            throw new IllegalArgumentException(
                    "no state of this world: " + word + ", expected 0 to " + most);
        }
        return word;
    }

    private static double number(double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "no state of this world: a time or an energy that is none");
        }
        return value;
    }
}
