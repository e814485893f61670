package verge.sim.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import verge.sim.RandomGraphs;

class TaskGraphTest {

    private static TaskGraph.Builder tasks(int count) {
        TaskGraph.Builder graph = new TaskGraph.Builder("g");
        for (int i = 0; i < count; i++) {
            assertThat(graph.addTask(i, 2 * i, 3 * i)).isEqualTo(i);
        }
        return graph;
    }

    @Test
    void neighboursAreDistinctAndAscending() {
        TaskGraph.Builder builder = tasks(4);
        builder.addEdge(3, 2);
        builder.addEdge(3, 0);
        builder.addEdge(1, 2);
        builder.addEdge(3, 2);
        TaskGraph graph = builder.build();
        assertThat(graph.size()).isEqualTo(4);
        assertThat(graph.childOffsets()).containsExactly(0, 0, 1, 1, 3);
        assertThat(graph.children()).containsExactly(2, 0, 2);
        assertThat(graph.parentOffsets()).containsExactly(0, 1, 1, 3, 3);
        assertThat(graph.parents()).containsExactly(3, 1, 3);
        assertThat(graph.workload()).containsExactly(0, 1, 2, 3);
        assertThat(graph.uploadBytes()).containsExactly(0, 2, 4, 6);
        assertThat(graph.resultBytes()).containsExactly(0, 3, 6, 9);
        assertThat(graph.isRoot(3)).isTrue();
        assertThat(graph.isRoot(0)).isFalse();
        assertThat(graph.isExit(0)).isTrue();
        assertThat(graph.isExit(1)).isFalse();
        assertThat(graph.topologicalOrder()).containsExactly(1, 3, 0, 2);
    }

    @Test
    void aCycleIsNamedByOneOfItsEdges() {
        TaskGraph.Builder builder = tasks(6);
        builder.addEdge(0, 1);
        builder.addEdge(2, 3);
        builder.addEdge(1, 2);
        builder.addEdge(3, 1);
        builder.addEdge(3, 4);
        builder.addEdge(4, 5);
        assertThatExceptionOfType(TaskGraph.CycleException.class).isThrownBy(builder::build)
                .satisfies(e -> assertThat(e.edge()).isIn(1, 2, 3));
        TaskGraph.Builder loop = tasks(1);
        loop.addEdge(0, 0);
        assertThatExceptionOfType(TaskGraph.CycleException.class).isThrownBy(loop::build)
                .satisfies(e -> assertThat(e.edge()).isZero());
    }

    @Test
    void badTasksAndEdgesAreRefused() {
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException().isThrownBy(() -> tasks(1).addTask(bad, 1, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> tasks(1).addTask(1, bad, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> tasks(1).addTask(1, 1, bad));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> tasks(0).build());
        for (int bad : new int[] {-1, 2}) {
            TaskGraph.Builder builder = tasks(2);
            builder.addEdge(0, bad);
            assertThatIllegalArgumentException().isThrownBy(builder::build);
        }
    }

    @Test
    void ordersAreTopologicalAndByRank() {
        long seed = 11;
        RandomStream random = new RandomStream(seed, "orders");
        for (int i = 0; i < 3_000; i++) {
            TaskGraph graph = RandomGraphs.any(random, 20);
            OffloadProblem problem = new OffloadProblem(graph, Timing.values()[i % 2],
                    0.5 + 9 * random.nextDouble(), 3);
            // Refuses what is not topological.
            assertThat(problem.withOrder(problem.order()).order()).isEqualTo(problem.order());
            problem.withOrder(graph.topologicalOrder());
            for (int p = 0; p < graph.size(); p++) {
                assertThat(problem.position()[problem.order()[p]]).isEqualTo(p);
                if (p > 0) {
                    int before = problem.order()[p - 1];
                    int after = problem.order()[p];
                    assertThat(problem.rank()[before]).as("seed " + seed)
                            .isGreaterThanOrEqualTo(problem.rank()[after]);
                }
            }
        }
    }

    @Test
    void eq10RankIsTheLongestChainOfWeights() {
        RandomStream random = new RandomStream(12, "ranks");
        for (int i = 0; i < 500; i++) {
            for (Timing timing : Timing.values()) {
                OffloadProblem problem =
                        new OffloadProblem(RandomGraphs.any(random, 10), timing, 7, 5);
                for (int task = 0; task < problem.size(); task++) {
                    double expected = longestChain(problem, task);
                    assertThat(Math.abs(problem.rank()[task] - expected))
                            .isLessThanOrEqualTo(1e-12 * expected);
                }
            }
        }
    }

    private static double longestChain(OffloadProblem problem, int task) {
        TaskGraph graph = problem.graph();
        double mbps = 131072;
        double offload = graph.uploadBytes()[task] / (7 * mbps)
                + graph.workload()[task] / 10485760 + graph.resultBytes()[task] / (5 * mbps);
        double local = graph.workload()[task] / 1048576;
        double longest = 0;
        for (int k = graph.childOffsets()[task]; k < graph.childOffsets()[task + 1]; k++) {
            longest = Math.max(longest, longestChain(problem, graph.children()[k]));
        }
        double weight = problem.timing() == Timing.PAPER ? offload : Math.min(local, offload);
        return weight + longest;
    }

    @Test
    void equalRanksGoByNumber() {
        TaskGraph.Builder builder = new TaskGraph.Builder("equal");
        for (int i = 0; i < 6; i++) {
            builder.addTask(i < 3 ? 1000 : 2000, 1000, 1000);
        }
        TaskGraph graph = builder.build();
        assertThat(new OffloadProblem(graph, Timing.PAPER, 7, 7).order())
                .containsExactly(3, 4, 5, 0, 1, 2);
        assertThat(new OffloadProblem(graph, Timing.RELEASED, 7, 7).order())
                .containsExactly(5, 4, 3, 2, 1, 0);
    }

    @Test
    void aFreeParentOfAHigherNumberStillComesFirst() {
        TaskGraph.Builder graph = new TaskGraph.Builder("free");
        graph.addTask(1000, 1000, 1000);
        graph.addTask(0, 0, 0);
        graph.addEdge(1, 0);
        assertThat(new OffloadProblem(graph.build(), Timing.PAPER, 7, 7).order())
                .containsExactly(1, 0);
    }

    @Test
    void badRatesAndOrdersAreRefused() {
        TaskGraph.Builder builder = tasks(3);
        builder.addEdge(0, 1);
        TaskGraph graph = builder.build();
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new OffloadProblem(graph, Timing.PAPER, bad, 7));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new OffloadProblem(graph, Timing.PAPER, 7, bad));
        }
        TaskGraph.Builder huge = new TaskGraph.Builder("huge");
        huge.addTask(1e300, 1e300, 1e300);
        assertThatIllegalArgumentException().isThrownBy(
                () -> new OffloadProblem(huge.build(), Timing.PAPER, 1e-20, 7));
        OffloadProblem problem = new OffloadProblem(graph, Timing.PAPER, 7, 7);
        for (int[] bad : new int[][] {{0, 1}, {1, 0, 2}, {0, 0, 1}, {0, 1, 3}, {-1, 0, 1}}) {
            assertThatIllegalArgumentException().isThrownBy(() -> problem.withOrder(bad));
        }
    }
}
