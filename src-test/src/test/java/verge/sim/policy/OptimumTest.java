package verge.sim.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import verge.sim.RandomGraphs;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.Scheduler;
import verge.sim.core.TaskGraph;
import verge.sim.core.Timing;
import verge.sim.workload.TaskGraphGenerator;

class OptimumTest {

    @Test
    void equalsTryingEveryPlan() {
        long seed = 77;
        RandomStream random = new RandomStream(seed, "optimum");
        int cases = 0;
        for (int i = 0; i < 500; i++) {
            TaskGraph graph = RandomGraphs.any(random, 12);
            for (Timing timing : Timing.values()) {
                OffloadProblem problem = new OffloadProblem(graph, timing,
                        1 + 20 * random.nextDouble(), 1 + 20 * random.nextDouble());
                Optimum.Result optimum = Optimum.solve(problem, 60);
                String name = "seed " + seed + ", case " + i + ", " + timing;
                assertThat(optimum.proved()).as(name).isTrue();
                assertThat(optimum.latency()).as(name).isEqualTo(leastOfAllPlans(problem));
                assertThat(new Scheduler(12).run(problem, optimum.plan())).as(name)
                        .isEqualTo(optimum.latency());
                cases++;
            }
        }
        assertThat(cases).isEqualTo(1_000);
    }

    private static double leastOfAllPlans(OffloadProblem problem) {
        Scheduler scheduler = new Scheduler(problem.size());
        int[] plan = new int[problem.size()];
        double least = Double.POSITIVE_INFINITY;
        for (int number = 0; number < 1 << plan.length; number++) {
            for (int p = 0; p < plan.length; p++) {
                plan[p] = number >>> p & 1;
            }
            least = Math.min(least, scheduler.run(problem, plan));
        }
        return least;
    }

    @Test
    void noPlanBeatsIt() {
        long seed = 78;
        RandomStream random = new RandomStream(seed, "optimum");
        int plans = 0;
        for (int i = 0; i < 250; i++) {
            TaskGraphGenerator.Shape shape = TaskGraphGenerator.Shape.paper(5 + i % 18,
                    0.3 + 0.6 * random.nextDouble(), random.nextDouble(),
                    0.3 + random.nextDouble());
            TaskGraph graph = TaskGraphGenerator.generate(shape, random, "g");
            Scheduler scheduler = new Scheduler(graph.size());
            for (Timing timing : Timing.values()) {
                OffloadProblem problem = new OffloadProblem(graph, timing, 7, 7);
                Optimum.Result optimum = Optimum.solve(problem, 60);
                String name = "seed " + seed + ", case " + i + ", " + timing;
                assertThat(optimum.proved()).as(name).isTrue();
                assertThat(Heft.plan(problem).replay()).isGreaterThanOrEqualTo(optimum.latency());
                for (int k = 0; k < 20; k++) {
                    int[] plan = RandomGraphs.plan(random, graph.size());
                    assertThat(scheduler.run(problem, plan)).as(name)
                            .isGreaterThanOrEqualTo(optimum.latency());
                    plans++;
                }
            }
        }
        assertThat(plans).isEqualTo(10_000);
    }

    /** With short fronts and few exact places the bounds are weak, and must still be bounds. */
    @Test
    void everyStrengthOfBoundGivesTheSameOptimum() {
        RandomStream random = new RandomStream(79, "bounds");
        for (int i = 0; i < 24; i++) {
            TaskGraph graph = TaskGraphGenerator.generate(
                    TaskGraphGenerator.Shape.paper(14, 0.6, 0.6, 0.5), random, "g");
            OffloadProblem problem = new OffloadProblem(graph, Timing.values()[i % 2], 7, 7);
            double expected = Optimum.solve(problem, 60).latency();
            OrderedProblem tasks = new OrderedProblem(problem);
            for (int exact : new int[] {1, 5, 10, 20}) {
                for (int points : new int[] {2, 3, 16, 4096}) {
                    PlanSearch search = new PlanSearch(tasks, 60);
                    EdgeResource resource = EdgeResource.values()[i % 3];
                    LoadBound[] bounds = {new LoadBound(tasks, resource, exact, points)};
                    assertThat(search.run(bounds, -1e-12, Long.MAX_VALUE)).isTrue();
                    assertThat(Math.abs(search.best() - expected))
                            .isLessThanOrEqualTo(1e-12 * expected);
                    assertThat(new Scheduler(14).run(problem, search.plan()))
                            .isEqualTo(search.best());
                }
            }
        }
    }

    /** Before every place and at every state on the way no completion is below the bounds. */
    @Test
    void theLoadBoundNeverExceedsTheBestCompletion() {
        RandomStream random = new RandomStream(80, "bounds");
        for (int i = 0; i < 300; i++) {
            OffloadProblem problem = new OffloadProblem(RandomGraphs.any(random, 9),
                    Timing.values()[i % 2], 7, 5);
            OrderedProblem tasks = new OrderedProblem(problem);
            EdgeResource resource = EdgeResource.values()[i % 3];
            LoadBound[] bounds = {new LoadBound(tasks, resource, 1, 2),
                new LoadBound(tasks, resource, 1, 64), new LoadBound(tasks, resource, 4, 8),
                new LoadBound(tasks, resource, 9, 2)};
            Scheduler scheduler = new Scheduler(9);
            int[] plan = RandomGraphs.plan(random, problem.size());
            for (int place = 0; place < plan.length; place++) {
                scheduler.reset(problem);
                for (int p = 0; p < place; p++) {
                    scheduler.step(problem.order()[p], plan[p]);
                }
                double least = leastOfCompletions(problem, plan, place);
                assertThat(tails(tasks, scheduler, problem, place))
                        .isLessThanOrEqualTo(least * (1 + 1e-14));
                for (LoadBound bound : bounds) {
                    double freeEdge = switch (resource) {
                        case UPLINK -> scheduler.freeUplink();
                        case HOST -> scheduler.freeHost();
                        case DOWNLINK -> scheduler.freeDownlink();
                    };
                    assertThat(bound.of(place, scheduler.freeLocal(), freeEdge))
                            .isLessThanOrEqualTo(least * (1 + 1e-14));
                }
            }
        }
    }

    /** What the longest paths from the tasks so far leave possible. */
    private static double tails(OrderedProblem tasks, Scheduler s, OffloadProblem problem,
            int places) {
        double longest = 0;
        for (int p = 0; p < places; p++) {
            int task = problem.order()[p];
            if (s.choice(task) == 0) {
                longest = Math.max(longest, s.localFinish(task) + tasks.afterLocal[p]);
            } else {
                longest = Math.max(longest, s.uploadFinish(task) + tasks.afterUpload[p]);
                longest = Math.max(longest, s.hostFinish(task) + tasks.afterHost[p]);
                longest = Math.max(longest, s.downloadFinish(task) + tasks.afterDownload[p]);
            }
        }
        return longest;
    }

    private static double leastOfCompletions(OffloadProblem problem, int[] begin, int place) {
        Scheduler scheduler = new Scheduler(problem.size());
        int[] plan = begin.clone();
        double least = Double.POSITIVE_INFINITY;
        for (int number = 0; number < 1 << (plan.length - place); number++) {
            for (int p = place; p < plan.length; p++) {
                plan[p] = number >>> (p - place) & 1;
            }
            least = Math.min(least, scheduler.run(problem, plan));
        }
        return least;
    }

    @Test
    void manyTiesDoNotDelayTheProof() {
        TaskGraph.Builder equal = new TaskGraph.Builder("equal");
        for (int i = 0; i < 60; i++) {
            equal.addTask(8e6, 8e6, 2e6);
        }
        TaskGraph.Builder free = new TaskGraph.Builder("free");
        for (int i = 0; i < 200; i++) {
            free.addTask(0, 0, 0);
        }
        for (TaskGraph graph : new TaskGraph[] {equal.build(), free.build()}) {
            for (Timing timing : Timing.values()) {
                Optimum.Result optimum =
                        Optimum.solve(new OffloadProblem(graph, timing, 7, 7), 60);
                assertThat(optimum.proved()).as(graph.name() + timing).isTrue();
            }
        }
    }

    /** What is found within some nodes depends on the problem alone, proved or not. */
    @Test
    void theNodeLimitEndsTheSearchAtTheSamePlan() {
        TaskGraph graph = TaskGraphGenerator.generate(
                TaskGraphGenerator.Shape.paper(100, 0.7, 0.5, 0.5), new RandomStream(1, "g"), "g");
        OffloadProblem problem = new OffloadProblem(graph, Timing.RELEASED, 7, 7);
        Optimum.Result one = Optimum.solveWithinNodes(problem, 5000);
        Optimum.Result two = Optimum.solveWithinNodes(problem, 5000);
        assertThat(one.proved()).isFalse();
        assertThat(two.nodes()).isEqualTo(one.nodes());
        assertThat(two.plan()).isEqualTo(one.plan());
        assertThat(Optimum.solveWithinNodes(problem, 100_000).nodes())
                .isGreaterThan(one.nodes() + 90_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Optimum.solveWithinNodes(problem, 0));
    }

    @Test
    void theTimeLimitEndsTheSearchWithTheBestPlanSoFar() {
        TaskGraph graph = TaskGraphGenerator.generate(
                TaskGraphGenerator.Shape.paper(300, 0.7, 0.5, 0.5), new RandomStream(1, "g"), "g");
        OffloadProblem problem = new OffloadProblem(graph, Timing.RELEASED, 7, 7);
        Optimum.Result none = Optimum.solve(problem, 0);
        assertThat(none.proved()).isFalse();
        assertThat(none.latency()).isLessThanOrEqualTo(Heft.plan(problem).replay())
                .isEqualTo(new Scheduler(300).run(problem, none.plan()));
        Optimum.Result some = Optimum.solve(problem, 0.5);
        assertThat(some.latency()).isLessThanOrEqualTo(none.latency());
        assertThat(some.nodes()).isPositive();
        for (double bad : new double[] {-1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Optimum.solve(problem, bad));
        }
    }

    @Test
    void graphsOfManyThousandTasksAreSearchedToo() {
        TaskGraph.Builder chain = new TaskGraph.Builder("chain");
        for (int i = 0; i < 20_000; i++) {
            chain.addTask(1e6 + i, 1e6 + i, 1e5);
            if (i > 0) {
                chain.addEdge(i - 1, i);
            }
        }
        OffloadProblem problem = new OffloadProblem(chain.build(), Timing.PAPER, 7, 7);
        Optimum.Result optimum = Optimum.solve(problem, 2);
        assertThat(optimum.latency()).isLessThanOrEqualTo(Heft.plan(problem).replay());
    }

    @Test
    void sameProblemSamePlan() {
        RandomStream random = new RandomStream(81, "same");
        OffloadProblem problem = new OffloadProblem(RandomGraphs.any(random, 25),
                Timing.PAPER, 7, 7);
        Optimum.Result first = Optimum.solve(problem, 60);
        Optimum.Result second = Optimum.solve(problem, Double.POSITIVE_INFINITY);
        assertThat(second.plan()).isEqualTo(first.plan());
        assertThat(second.nodes()).isEqualTo(first.nodes());
    }
}
