package verge.lab.scenario;

/**
 * What came of one episode.
 *
 * @param seed its seed
 * @param tasks tasks that arrived
 * @param dropped tasks that failed: late, dropped or lost
 * @param meanDelaySeconds mean over the tasks that were done; not a number where none was
 * @param failureRate failures over what the scenario relates them to; not a number where that is 0
 * @param energyJoules energy spent; not a number where the world has no energy
 * @param digest of everything that happened
 * @param slots slots (or, in continuous time, events) that it took
 * @param costSeconds delays, and a penalty for each failure, per task; not a number in a world that
 *        weighs failures in no such way
 */
public record Episode(long seed, long tasks, long dropped, double meanDelaySeconds,
        double failureRate, double energyJoules, long digest, long slots, double costSeconds) {
    /** An episode of a world without penalties; see the components. */
    public Episode(long seed, long tasks, long dropped, double meanDelaySeconds,
            double failureRate, double energyJoules, long digest, long slots) {
        this(seed, tasks, dropped, meanDelaySeconds, failureRate, energyJoules, digest, slots,
                Double.NaN);
    }
}
