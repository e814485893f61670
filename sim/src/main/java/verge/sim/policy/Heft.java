package verge.sim.policy;

import verge.sim.core.OffloadProblem;

/**
 * The HEFT-based baseline of MRLCO (Wang et al., TPDS 2021, section 5): tasks by descending rank,
 * which is the problem's order, each to where it finishes earlier.
 */
public final class Heft {

    private Heft() {
    }

    /** Its plan, in the problem's order. Allocates. */
    public static ListPlan plan(OffloadProblem problem) {
        return ListPlan.earliestFinish(problem);
    }
}
