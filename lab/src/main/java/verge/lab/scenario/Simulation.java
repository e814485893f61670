package verge.lab.scenario;

import verge.lab.run.EpisodeTrace;
import verge.lab.run.Results;

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

    /**
     * Runs an episode and keeps its schedule.
     *
     * @param seed any number
     * @return the schedule beside those of other policies; null where it is none of a task graph
     */
    default Results.Gantt schedule(long seed) {
        return null;
    }
}
