package verge.sim.policy;

import verge.sim.core.OffloadProblem;

/**
 * The greedy baseline of MRLCO (Wang et al., TPDS 2021, section 5): tasks in order of their
 * numbers, each to where it finishes earlier. Where an edge leads to a lower number, the lowest
 * number whose parents are done comes first.
 */
public final class Greedy {

    private Greedy() {
    }

    /** Its plan, in order of the tasks' numbers. Allocates. */
    public static ListPlan plan(OffloadProblem problem) {
        return ListPlan.earliestFinish(problem.withOrder(problem.graph().topologicalOrder()));
    }
}
