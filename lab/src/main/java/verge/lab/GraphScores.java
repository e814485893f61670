package verge.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import verge.lab.run.Results.Baselines;
import verge.lab.run.Results.GanttPolicy;
import verge.lab.run.Schedules;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.Scheduler;
import verge.sim.policy.Greedy;
import verge.sim.policy.Heft;
import verge.sim.policy.ListPlan;
import verge.sim.policy.Optimum;

/**
 * What the policies that do not learn reach on a set of graphs.
 *
 * @param rows one per graph, in the graphs' order
 */
public record GraphScores(List<Row> rows) {

    private static final int RANDOM_PLANS = 20;

    /** Copies the list. */
    public GraphScores {
        rows = List.copyOf(rows);
    }

    /**
     * One graph's latencies; greedy and HEFT with both of their scores.
     *
     * @param local everything on the device
     * @param edge everything offloaded
     * @param random mean over plans of fair coins
     * @param roundRobin tasks alternately, the first on the device
     * @param greedy in index order
     * @param heft in rank order
     * @param optimum the exact optimum, if proved
     */
    public record Row(double local, double edge, double random, double roundRobin,
            ListPlan greedy, ListPlan heft, Optimum.Result optimum) {}

    /**
     * Scores every graph.
     *
     * @param optimum how each optimum is searched for
     * @param threads how many graphs at once; no figure depends on it
     * @return the scores
     */
    public static GraphScores of(List<OffloadProblem> problems,
            Function<OffloadProblem, Optimum.Result> optimum, int threads) {
        return new GraphScores(InOrder.map(problems.size(), threads,
                i -> row(problems.get(i), optimum)));
    }

    static Row row(OffloadProblem problem, Function<OffloadProblem, Optimum.Result> optimum) {
        Scheduler scheduler = new Scheduler(problem.size());
        int[] plan = new int[problem.size()];
        double local = scheduler.run(problem, plan);
        Arrays.fill(plan, Scheduler.OFFLOAD);
        double edge = scheduler.run(problem, plan);
        for (int p = 0; p < plan.length; p++) {
            plan[p] = p % 2;
        }
        double roundRobin = scheduler.run(problem, plan);
        RandomStream coin = new RandomStream(0, "random-plans/" + problem.graph().name());
        double random = 0;
        for (int i = 0; i < RANDOM_PLANS; i++) {
            for (int p = 0; p < plan.length; p++) {
                plan[p] = coin.nextBoolean() ? Scheduler.OFFLOAD : Scheduler.LOCAL;
            }
            random += scheduler.run(problem, plan) / RANDOM_PLANS;
        }
        return new Row(local, edge, random, roundRobin, Greedy.plan(problem), Heft.plan(problem),
                optimum.apply(problem));
    }

    /** How many optima are proved. */
    public int proved() {
        return (int) rows.stream().filter(row -> row.optimum().proved()).count();
    }

    /** The mean optimum; null unless every one is proved. */
    public Double optimal() {
        return proved() == rows.size() ? mean(row -> row.optimum().latency()) : null;
    }

    /** A mean over the graphs, summed in their order. */
    public double mean(ToDoubleFunction<Row> figure) {
        double sum = 0;
        for (Row row : rows) {
            sum += figure.applyAsDouble(row);
        }
        return sum / rows.size();
    }

    /** All means. */
    public Baselines baselines() {
        return new Baselines(mean(Row::local), mean(Row::edge), mean(Row::random),
                mean(Row::roundRobin), mean(row -> row.greedy().own()),
                mean(row -> row.greedy().replay()), mean(row -> row.heft().own()),
                mean(row -> row.heft().replay()), optimal());
    }

    /** One graph's schedules under these policies, the optimum last. */
    public static List<GanttPolicy> schedules(OffloadProblem problem,
            Function<OffloadProblem, Optimum.Result> optimum) {
        List<GanttPolicy> schedules = new ArrayList<>();
        int[] plan = new int[problem.size()];
        schedules.add(Schedules.of("local", problem, plan));
        Arrays.fill(plan, Scheduler.OFFLOAD);
        schedules.add(Schedules.of("edge", problem, plan));
        ListPlan greedy = Greedy.plan(problem);
        schedules.add(Schedules.of("greedy", problem.withOrder(greedy.order()), greedy.plan()));
        schedules.add(Schedules.of("heft", problem, Heft.plan(problem).plan()));
        Optimum.Result best = optimum.apply(problem);
        schedules.add(Schedules.of(best.proved() ? "optimal" : "best found", problem,
                best.plan()));
        return schedules;
    }
}
