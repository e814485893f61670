package verge.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verge.sim.Shared;
import verge.sim.core.EventDigest;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.TaskGraph;
import verge.sim.core.Timing;
import verge.sim.policy.Greedy;
import verge.sim.policy.Heft;
import verge.sim.policy.Optimum;
import verge.sim.workload.TaskGraphGenerator.Shape;

class TaskGraphGeneratorTest {

    /** Means over a set of graphs, by which sets can be compared. */
    private record Statistics(double levels, double width, double edges, double cost, double local,
            double edge, double greedy, double heft, double optimum) {

        static Statistics of(List<TaskGraph> graphs) {
            double[] sums = new double[9];
            for (TaskGraph graph : graphs) {
                int[] level = levels(graph);
                int[] widths = new int[graph.size() + 1];
                for (int depth : level) {
                    widths[depth]++;
                }
                int levels = 0;
                int widest = 0;
                for (int width : widths) {
                    levels += width > 0 ? 1 : 0;
                    widest = Math.max(widest, width);
                }
                OffloadProblem problem = new OffloadProblem(graph, Timing.RELEASED, 7, 7);
                double cost = 0;
                double local = 0;
                double upload = 0;
                for (int i = 0; i < graph.size(); i++) {
                    cost += graph.workload()[i] / graph.size();
                    local += problem.localTime()[i];
                    upload += problem.uploadTime()[i];
                }
                double[] values = {levels, widest, graph.children().length, cost, local, upload,
                    Greedy.plan(problem).own(), Heft.plan(problem).replay(),
                    Optimum.solve(problem, 10).latency()};
                for (int i = 0; i < values.length; i++) {
                    sums[i] += values[i] / graphs.size();
                }
            }
            return new Statistics(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6],
                    sums[7], sums[8]);
        }

        private static int[] levels(TaskGraph graph) {
            int[] level = new int[graph.size()];
            for (int task : graph.topologicalOrder()) {
                int end = graph.parentOffsets()[task + 1];
                for (int k = graph.parentOffsets()[task]; k < end; k++) {
                    level[task] = Math.max(level[task], level[graph.parents()[k]] + 1);
                }
            }
            return level;
        }
    }

    private static List<TaskGraph> generate(Shape shape, int count, long seed) {
        RandomStream random = new RandomStream(seed, "graphs");
        List<TaskGraph> graphs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            graphs.add(TaskGraphGenerator.generate(shape, random, "g" + i));
        }
        return graphs;
    }

    /** The published sets vary in ccr from graph to graph: 0.3, 0.4 and 0.5. */
    private static List<TaskGraph> generateLikePublished(double fat, double density) {
        List<TaskGraph> graphs = new ArrayList<>();
        for (double ccr : new double[] {0.3, 0.4, 0.5}) {
            graphs.addAll(generate(Shape.paper(20, fat, density, ccr), 80, 1));
        }
        return graphs;
    }

    @ParameterizedTest
    @CsvSource({"offload_random20_17, 0.4, 0.4", "offload_random20_21, 0.4, 0.8",
        "offload_random20_1, 0.5, 0.6", "offload_random20_8, 0.6, 0.8",
        "offload_random20_24, 0.7, 0.4", "offload_random20_12, 0.8, 0.6",
        "offload_random20_10, 0.8, 0.8"})
    void graphsAreLikeThePublishedOnes(String set, double fat, double density) {
        Statistics published = Statistics.of(Shared.graphs(set));
        Statistics own = Statistics.of(generateLikePublished(fat, density));
        System.out.println(set + " published " + published);
        System.out.println(set + "       own " + own);
        assertThat(own.levels / published.levels).isBetween(0.93, 1.07);
        assertThat(own.width / published.width).isBetween(0.95, 1.05);
        // Narrow and dense graphs have a tenth fewer edges here: 27 for 30 on set 21.
        assertThat(own.edges / published.edges).isBetween(0.85, 1.1);
        assertThat(own.cost / published.cost).isBetween(0.93, 1.07);
        assertThat(own.local / published.local).isBetween(0.93, 1.07);
        assertThat(own.edge / published.edge).isBetween(0.93, 1.07);
        assertThat(own.greedy / published.greedy).isBetween(0.93, 1.07);
        assertThat(own.heft / published.heft).isBetween(0.93, 1.07);
        assertThat(own.optimum / published.optimum).isBetween(0.92, 1.08);
    }

    @Test
    void sizesAndEdgesKeepToTheShape() {
        long seed = 3;
        RandomStream random = new RandomStream(seed, "shapes");
        for (int i = 0; i < 500; i++) {
            Shape shape = new Shape(1 + random.nextInt(80), random.nextDouble(),
                    random.nextDouble(), random.nextDouble(), 1 + random.nextInt(3),
                    0.1 + 2 * random.nextDouble(), 10_240, 10_240 + random.nextInt(100_000));
            TaskGraph graph = TaskGraphGenerator.generate(shape, random, "g");
            String name = "seed " + seed + ", case " + i + ", " + shape;
            assertThat(graph.size()).as(name).isEqualTo(shape.tasks());
            assertThat(graph.name()).isEqualTo("g");
            int widest = widest(shape);
            for (int task = 0; task < graph.size(); task++) {
                double result = graph.resultBytes()[task];
                assertThat(result % 1024).as(name).isZero();
                assertThat(result).as(name).isBetween(10_240.0, (double) shape.maxBytes());
                assertThat(graph.workload()[task]).as(name)
                        .isEqualTo(StrictMath.round(result / shape.ccr()))
                        .isEqualTo(graph.uploadBytes()[task]);
                int parents = graph.parentOffsets()[task + 1] - graph.parentOffsets()[task];
                assertThat(parents).as(name).isLessThanOrEqualTo(widest);
                assertThat(parents == 0).as(name).isEqualTo(task < firstLevel(graph));
                for (int k = 0; k < parents; k++) {
                    assertThat(graph.parents()[graph.parentOffsets()[task] + k]).isLessThan(task);
                }
            }
        }
    }

    private static int widest(Shape shape) {
        return Math.max(1, (int) (StrictMath.pow(shape.tasks(), shape.fat())
                * (2 - shape.regular())));
    }

    private static int firstLevel(TaskGraph graph) {
        int task = 0;
        while (task < graph.size() && graph.isRoot(task)) {
            task++;
        }
        return task;
    }

    @Test
    void regularityOneGivesEqualLevelsAndDensityOneFullOnes() {
        TaskGraph graph = TaskGraphGenerator.generate(
                new Shape(16, 0.5, 0, 1, 1, 0.5, 1024, 2048), new RandomStream(1, "g"), "g");
        for (int task = 0; task < 16; task++) {
            int parents = graph.parentOffsets()[task + 1] - graph.parentOffsets()[task];
            assertThat(parents).isEqualTo(task < 4 ? 0 : 1);
            if (task >= 4) {
                int parent = graph.parents()[graph.parentOffsets()[task]];
                assertThat(parent / 4).isEqualTo(task / 4 - 1);
            }
        }
        double edges = 0;
        for (TaskGraph dense : generate(new Shape(16, 0.5, 1, 1, 1, 0.5, 1, 2), 300, 2)) {
            edges += dense.children().length / 300.0;
        }
        assertThat(edges).isBetween(12 * 2.4, 12 * 2.6);         // 1, 2, 3 or 4 parents, alike
    }

    @Test
    void sameSeedSameGraph() {
        EventDigest digest = new EventDigest();
        for (TaskGraph graph : generate(Shape.paper(30, 0.6, 0.5, 0.4), 20, 9)) {
            for (int task = 0; task < graph.size(); task++) {
                digest.add(graph.workload()[task]);
                digest.add(graph.resultBytes()[task]);
            }
            for (int child : graph.children()) {
                digest.add(child);
            }
        }
        assertThat(digest.hex()).isEqualTo("2eb28b301dd88f5f");
    }

    @Test
    void shapesOutOfRangeAreRefused() {
        double[][] bad = {{0, .5, .5, .5, 1, .5, 1, 2}, {100_001, .5, .5, .5, 1, .5, 1, 2},
            {5, -.1, .5, .5, 1, .5, 1, 2}, {5, Double.NaN, .5, .5, 1, .5, 1, 2},
            {5, .5, 1.1, .5, 1, .5, 1, 2}, {5, .5, .5, 1.1, 1, .5, 1, 2},
            {5, .5, .5, .5, 0, .5, 1, 2}, {5, .5, .5, .5, 1, 0, 1, 2},
            {5, .5, .5, .5, 1, Double.NaN, 1, 2}, {5, .5, .5, .5, 1, .5, -1, 2},
            {5, .5, .5, .5, 1, .5, 3, 2}, {5, .5, .5, .5, 1, .5, 1, 0x1p53}};
        for (double[] v : bad) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Shape((int) v[0], v[1], v[2],
                    v[3], (int) v[4], v[5], (long) v[6], (long) v[7]));
        }
    }
}
