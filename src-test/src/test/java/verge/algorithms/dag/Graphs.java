package verge.algorithms.dag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.TaskGraph;
import verge.sim.core.Timing;
import verge.sim.workload.TaskGraphGenerator;
import verge.sim.workload.TaskGraphGenerator.Shape;

/** Small graphs for tests. */
public final class Graphs {

    /** One unit of local time. */
    public static final double UNIT = 1048576;

    private Graphs() {}

    /** Generated graphs at 7 Mbit/s. */
    public static List<OffloadProblem> generated(int count, int tasks, long seed) {
        List<OffloadProblem> problems = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            problems.add(problem(TaskGraphGenerator.generate(Shape.paper(tasks, 0.6, 0.6, 0.4),
                    new RandomStream(seed, "test/" + tasks + "/" + i), "g" + i)));
        }
        return problems;
    }

    /** Tasks of these costs and results in units of local time, with edges (from, to). */
    public static OffloadProblem of(double[] costs, double[] results, int[]... edges) {
        TaskGraph.Builder builder = new TaskGraph.Builder("hand");
        for (int i = 0; i < costs.length; i++) {
            builder.addTask(costs[i] * UNIT, costs[i] * UNIT, results[i] * UNIT);
        }
        for (int[] edge : edges) {
            builder.addEdge(edge[0], edge[1]);
        }
        return problem(builder.build());
    }

    /** A graph whose middle task has this many parents and as many children. */
    public static OffloadProblem hub(int neighbours) {
        int n = 2 * neighbours + 1;
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        int[][] edges = new int[2 * neighbours][];
        for (int i = 0; i < neighbours; i++) {
            edges[i] = new int[] {i, neighbours};
            edges[neighbours + i] = new int[] {neighbours, neighbours + 1 + i};
        }
        return of(ones, ones, edges);
    }

    /** Tasks without sizes and edges. */
    public static OffloadProblem zeros(int tasks) {
        return of(new double[tasks], new double[tasks]);
    }

    /** Uniform floats of both signs. */
    public static float[] noise(int n, double width, long seed) {
        Random random = new Random(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (width * (2 * random.nextDouble() - 1));
        }
        return values;
    }

    private static OffloadProblem problem(TaskGraph graph) {
        return new OffloadProblem(graph, Timing.RELEASED, 8, 8);
    }
}
