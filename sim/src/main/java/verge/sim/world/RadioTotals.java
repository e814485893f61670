package verge.sim.world;

/** What came of the tasks of an episode so far. */
public final class RadioTotals {

    private long tasks;
    private long offloaded;
    private long failed;
    private double delaySeconds;

    void clear() {
        set(0, 0, 0, 0);
    }

    void set(long tasks, long offloaded, long failed, double delaySeconds) {
        this.tasks = tasks;
        this.offloaded = offloaded;
        this.failed = failed;
        this.delaySeconds = delaySeconds;
    }

    void addLocal(double delay) {
        tasks++;
        delaySeconds += delay;
    }

    void addOffloaded(double delay) {
        offloaded++;
        addLocal(delay);
    }

    void addFailed() {
        tasks++;
        offloaded++;
        failed++;
    }

    /** Tasks decided. */
    public long tasks() {
        return tasks;
    }

    /** Tasks that were offloaded, failed ones included. */
    public long offloaded() {
        return offloaded;
    }

    /** Tasks whose transmission took too long. */
    public long failed() {
        return failed;
    }

    /** Tasks done: local ones and those offloaded without failure. */
    public long done() {
        return tasks - failed;
    }

    /** Sum of the delays of the tasks done. */
    public double delaySeconds() {
        return delaySeconds;
    }

    /** Mean delay of the tasks done (MPD); NaN where there is none. */
    public double meanDelaySeconds() {
        return delaySeconds / done();
    }

    /** Failed over offloaded (OFR); NaN where nothing was offloaded. */
    public double failureRate() {
        return (double) failed / offloaded;
    }

    /** Delays, and a penalty per failure, over all tasks, see Eq. (5); NaN without tasks. */
    public double costSeconds(double penaltySeconds) {
        return (delaySeconds + penaltySeconds * failed) / tasks;
    }
}
