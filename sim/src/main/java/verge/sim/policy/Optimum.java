package verge.sim.policy;

import verge.sim.core.OffloadProblem;

/** The exact optimum. */
public final class Optimum {

    private Optimum() {
    }

    /**
     * @param latency latency of the plan
     * @param plan    choice by place in the problem's order: {@code [tasks]}
     * @param proved  whether no plan in this order has a lower latency
     * @param nodes   how many partial plans were looked at
     */
    public record Result(double latency, int[] plan, boolean proved, long nodes) {
    }

    /** @param timeLimitSeconds after how long to give up the proof */
    public static Result solve(OffloadProblem problem, double timeLimitSeconds) {
        throw new UnsupportedOperationException(
                "" + problem.size() + (timeLimitSeconds > 0));
    }
}
