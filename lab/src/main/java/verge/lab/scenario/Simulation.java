package verge.lab.scenario;

/** A world and a policy, ready to run episodes. */
public interface Simulation {
    /**
     * Runs an episode from the beginning. What it returns follows from the seed alone.
     *
     * @param seed any number
     * @return what came of it
     */
    Episode run(long seed);

    /**
     * Runs an episode and keeps what a report draws.
     *
     * @param seed any number
     * @return the course of the episode; null where the scenario draws none
     */
    default EpisodeTrace trace(long seed) {
        return null;
    }
}
