package verge.lab.scenario;

import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.Timing;
import verge.sim.workload.TaskGraphGenerator;
import verge.sim.workload.TaskGraphGenerator.Shape;

/**
 * The numbers of a scenario of task graphs; each episode has a graph of its own, whose fat, density
 * and ratio of result to cost are drawn from those given.
 *
 * @see Shape
 */
record GraphSettings(int tasks, double[] fat, double[] density, double[] ccr, Timing timing,
        double uplinkMbps, double downlinkMbps, long optimumNodes) {
    private static final int MOST_TASKS = 1_000;

    GraphSettings {
        Bounds.within("tasks", tasks, 1, MOST_TASKS);
        all("fat", fat, 0, 1);
        all("density", density, 0, 1);
        all("ccr", ccr, 1e-3, 1e3);
        Bounds.within("uplink-mbps", uplinkMbps, 1e-6, 1e9);
        Bounds.within("downlink-mbps", downlinkMbps, 1e-6, 1e9);
        Bounds.within("optimum-nodes", optimumNodes, 1, 1e15);
    }

    private static void all(String key, double[] values, double least, double most) {
        if (values.length == 0) {
            throw new IllegalArgumentException(key + " is empty, expected one or more");
        }
        for (double value : values) {
            Bounds.within(key, value, least, most);
        }
    }

    /** The graph of an episode, at the rates. Allocates. */
    OffloadProblem problem(long seed) {
        RandomStream random = new RandomStream(seed, "graph");
        Shape shape = Shape.paper(tasks, drawn(fat, random), drawn(density, random),
                drawn(ccr, random));
        return new OffloadProblem(TaskGraphGenerator.generate(shape, random, "graph-" + seed),
                timing, uplinkMbps, downlinkMbps);
    }

    private static double drawn(double[] values, RandomStream random) {
        return values[random.nextInt(values.length)];
    }
}
