package verge.algorithms.dag;

import java.util.List;
import verge.sim.core.OffloadProblem;

/**
 * A learning task T_i of the meta-learner: find an offloading policy for one set of graphs under
 * one pair of rates (MRLCO, section 4.2).
 *
 * @param name the set's name
 * @param problems its graphs with their times; at least one
 */
public record LearningTask(String name, List<OffloadProblem> problems) {

    /** Copies the list. */
    public LearningTask {
        problems = List.copyOf(problems);
        if (problems.isEmpty()) {
            throw new IllegalArgumentException(name + ": a learning task needs at least one graph");
        }
    }
}
