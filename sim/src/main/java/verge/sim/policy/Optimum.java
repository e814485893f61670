package verge.sim.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import verge.sim.core.OffloadProblem;
import verge.sim.core.Scheduler;

/**
 * The plan of least latency among all plans in the problem's order, in either timing model, by
 * branch and bound: depth first, the bounds of {@link LoadBound} and of the longest path, and to
 * begin with the heuristics' plans, improved one choice at a time. Graphs of 20 tasks take
 * milliseconds, most of 40 a fraction of a second.
 */
public final class Optimum {

    /** Latencies that differ by less than this fraction may differ by rounding only. */
    private static final double ROUNDING = 1e-12;

    /** Share of the busiest edge resource's load from which another one gets a bound too. */
    private static final double RELEVANT_LOAD = 0.6;

    private static final int FEW_EXACT = 8;
    private static final int FEW_POINTS = 1024;
    private static final int FEW_NODES = 100_000;
    private static final int MANY_EXACT = 15;
    private static final int MANY_POINTS = 1 << 16;
    private static final int MOST_POINTS_IN_ALL = 1 << 21;
    private static final int LEAST_POINTS = 16;

    /** How many tasks and edges improving the heuristics' plans may visit. */
    private static final long IMPROVEMENT_EFFORT = 4_000_000;

    private Optimum() {
    }

    /**
     * What the search found.
     *
     * @param latency latency of the plan by {@link Scheduler#run}, to the bit
     * @param plan    choice by place in the problem's order: {@code [tasks]}
     * @param proved  whether the search came to its end: no plan in this order has a latency lower
     *                by more than rounding, one part in 10^12
     * @param nodes   how many partial plans were looked at
     */
    public record Result(double latency, int[] plan, boolean proved, long nodes) {
    }

    /**
     * Searches until the proof or the time limit. Of several optimal plans the one found first is
     * given; as long as the time limit is not hit, that depends on the problem alone. Allocates, for
     * hard problems some tens of megabytes.
     *
     * @param timeLimitSeconds after how long to give up the proof, possibly infinite; preparing the
     *                         search of a large graph may take longer
     * @throws IllegalArgumentException where the limit is negative or not a number
     */
    public static Result solve(OffloadProblem problem, double timeLimitSeconds) {
        return solve(problem, timeLimitSeconds, Long.MAX_VALUE);
    }

    /**
     * As {@link #solve} until a number of partial plans have been looked at, so that what is found depends on
     * the problem alone even where the proof fails. Allocates likewise.
     *
     * @param nodeLimit after how many to give up the proof, at least 1; a hundred thousand, and some
     *                  at the end, are looked at in any case
     * @throws IllegalArgumentException where the limit is below 1
     */
    public static Result solveWithinNodes(OffloadProblem problem, long nodeLimit) {
        if (nodeLimit < 1) {
            throw new IllegalArgumentException("a node limit must be at least 1");
        }
        return solve(problem, Double.POSITIVE_INFINITY, nodeLimit);
    }

    private static Result solve(OffloadProblem problem, double timeLimitSeconds, long nodeLimit) {
        if (!(timeLimitSeconds >= 0)) {
            throw new IllegalArgumentException("a time limit must not be negative");
        }
        OrderedProblem tasks = new OrderedProblem(problem);
        PlanSearch search = new PlanSearch(tasks, timeLimitSeconds);
        Scheduler scheduler = new Scheduler(problem.size());
        for (int[] plan : heuristicPlans(problem)) {
            search.offer(plan, improve(problem, plan, scheduler));
        }
        LoadBound[] bounds = bounds(tasks, FEW_EXACT, FEW_POINTS);
        boolean proved = search.run(bounds, -ROUNDING, FEW_NODES);
        if (!proved) {
            bounds = bounds(tasks, MANY_EXACT, MANY_POINTS);
            proved = search.run(bounds, -ROUNDING, nodeLimit);
        }
        if (proved) {
            // A look at what rounding may have hidden; many plans may tie, hence no proof of it.
            search.run(bounds, ROUNDING, FEW_NODES);
        }
        int[] plan = search.plan();
        return new Result(scheduler.run(problem, plan), plan, proved, search.nodes());
    }

    /** One bound for each resource of the edge that is a bottleneck or not far from it. */
    private static LoadBound[] bounds(OrderedProblem tasks, int exact, int points) {
        double most = 0;
        for (EdgeResource resource : EdgeResource.values()) {
            most = Math.max(most, tasks.load(resource));
        }
        int fitting = Math.max(LEAST_POINTS, Math.min(points, MOST_POINTS_IN_ALL / tasks.size));
        List<LoadBound> bounds = new ArrayList<>();
        for (EdgeResource resource : EdgeResource.values()) {
            if (tasks.load(resource) >= most * RELEVANT_LOAD) {
                bounds.add(new LoadBound(tasks, resource, exact, fitting));
            }
        }
        return bounds.toArray(LoadBound[]::new);
    }

    private static int[][] heuristicPlans(OffloadProblem problem) {
        int[] byTask = Greedy.plan(problem).choiceByTask();
        int[] greedy = new int[problem.size()];
        for (int place = 0; place < greedy.length; place++) {
            greedy[place] = byTask[problem.order()[place]];
        }
        int[] local = new int[problem.size()];
        int[] edge = new int[problem.size()];
        Arrays.fill(edge, Scheduler.OFFLOAD);
        return new int[][] {Heft.plan(problem).plan(), greedy, local, edge};
    }

    /** Turns over single choices as long as that helps, and returns the latency. */
    private static double improve(OffloadProblem problem, int[] plan, Scheduler scheduler) {
        long effortPerRun = problem.size() + problem.graph().parents().length;
        long runs = IMPROVEMENT_EFFORT / effortPerRun;
        double latency = scheduler.run(problem, plan);
        int sinceBetter = 0;
        for (int place = 0; sinceBetter < plan.length && runs > 0; runs--) {
            plan[place] ^= 1;
            double turned = scheduler.run(problem, plan);
            if (turned < latency) {
                latency = turned;
                sinceBetter = 0;
            } else {
                plan[place] ^= 1;
                sinceBetter++;
            }
            place = (place + 1) % plan.length;
        }
        return latency;
    }
}
