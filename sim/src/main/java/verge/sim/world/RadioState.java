package verge.sim.world;

import verge.sim.core.WorldState;

/** A state of a {@link RadioWorld} as it was read, before anything of the world changes. */
record RadioState(long seed, int slot, boolean drawn, boolean awaiting, long digestState,
        long digestCount, long tasks, long offloaded, long failed, double delaySeconds,
        double[] joules, double[] queues, long[] knownId, double[] knownReward) {

    static RadioState read(WorldState from, RadioConfig config) {
        long seed = from.getLong();
        int slot = from.getInt(0, config.slots());
        boolean drawn = from.getLong(0, slot < config.slots() ? 1 : 0) == 1;
        boolean awaiting = from.getLong(0, drawn ? 1 : 0) == 1;
        long digestState = from.getLong();
        long digestCount = from.getLong();
        long tasks = from.getLong(0, (long) config.users() * slot);
        long offloaded = from.getLong(0, tasks);
        long failed = from.getLong(0, offloaded);
        double delay = from.getNonNegative();
        double[] joules = {from.getNonNegative(), from.getNonNegative(),
                from.getNonNegative(), from.getNonNegative()};
        double[] queues = new double[config.users() + config.servers()];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = from.getNonNegative();
        }
        int known = (int) from.getLong(0, Math.min(tasks, from.remaining() / 2));
        long[] id = new long[known];
        double[] reward = new double[known];
        for (int i = 0; i < known; i++) {
            id[i] = from.getLong(0, (long) config.users() * slot - 1);
            reward[i] = from.getDouble();
            WorldState.require(reward[i] <= 0 && reward[i] > Double.NEGATIVE_INFINITY);
        }
        return new RadioState(seed, slot, drawn, awaiting, digestState, digestCount, tasks,
                offloaded, failed, delay, joules, queues, id, reward);
    }
}
