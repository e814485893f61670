package verge.sim.world;

import verge.sim.core.WorldState;

/** What came of the tasks of an episode so far. */
public final class CooperativeTotals {

    private long arrived;
    private long done;
    private double latencySeconds;
    private double reward;

    void clear() {
        arrived = 0;
        done = 0;
        latencySeconds = 0;
        reward = 0;
    }

    void addArrived() {
        arrived++;
    }

    void addDone(double seconds, double taskReward) {
        done++;
        latencySeconds += seconds;
        reward += taskReward;
    }

    /** Tasks that have arrived. */
    public long arrived() {
        return arrived;
    }

    /** Tasks that are done, results and all. */
    public long done() {
        return done;
    }

    /** Sum of the latencies of the tasks done. */
    public double latencySeconds() {
        return latencySeconds;
    }

    /** Mean latency of the tasks done; NaN where there is none. */
    public double meanLatencySeconds() {
        return latencySeconds / done;
    }

    /** Sum of the rewards of the tasks done. */
    public double reward() {
        return reward;
    }

    void save(WorldState to) {
        to.put(arrived);
        to.put(done);
        to.put(latencySeconds);
        to.put(reward);
    }

    void restore(WorldState from, int most) {
        arrived = from.getInt(0, most);
        done = from.getInt(0, (int) arrived);
        latencySeconds = from.getNonNegative();
        reward = from.getNonNegative();
    }
}
