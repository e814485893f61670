package verge.lab.scenario;

/**
 * What came of one episode.
 *
 * @param seed its seed
 * @param tasks tasks that arrived
 * @param dropped tasks that failed: late, dropped or lost
 * @param meanDelaySeconds mean over the tasks that were done; not a number where none was
 * @param failureRate failures over what the scenario relates them to; not a number where that is 0
 * @param energyJoules energy spent; 0 where the world has none
 * @param digest of everything that happened
 * @param slots slots (or, in continuous time, events) that it took
 */
public record Episode(long seed, long tasks, long dropped, double meanDelaySeconds,
        double failureRate, double energyJoules, long digest, long slots) {
}
