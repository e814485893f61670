package verge.sim;

import verge.sim.core.RandomStream;
import verge.sim.core.TaskGraph;

/** Random graphs of every kind: edges in both directions of the numbering, free tasks, loners. */
public final class RandomGraphs {

    private RandomGraphs() {
    }

    /** A graph of 1 to {@code most} tasks. */
    public static TaskGraph any(RandomStream random, int most) {
        int tasks = 1 + random.nextInt(most);
        double density = random.nextDouble();
        boolean free = random.nextInt(4) == 0;
        boolean equal = random.nextInt(4) == 0;
        boolean ownUpload = random.nextInt(3) == 0;
        TaskGraph.Builder graph = new TaskGraph.Builder("random");
        for (int i = 0; i < tasks; i++) {
            double cost = free && random.nextBoolean() ? 0 : equal ? 5e6 : size(random);
            double result = free && random.nextBoolean() ? 0 : equal ? 2e6 : size(random);
            graph.addTask(cost, ownUpload ? size(random) : cost, result);
        }
        int[] order = permutation(random, tasks, random.nextBoolean());
        for (int i = 0; i < tasks; i++) {
            for (int j = i + 1; j < tasks; j++) {
                if (random.nextDouble() < density * density) {
                    graph.addEdge(order[i], order[j]);
                }
            }
        }
        return graph.build();
    }

    /** Random choices. */
    public static int[] plan(RandomStream random, int tasks) {
        int[] plan = new int[tasks];
        for (int i = 0; i < tasks; i++) {
            plan[i] = random.nextInt(2);
        }
        return plan;
    }

    private static double size(RandomStream random) {
        return 1024 * (5120 + random.nextInt(46080));
    }

    private static int[] permutation(RandomStream random, int tasks, boolean identity) {
        int[] order = new int[tasks];
        for (int i = 0; i < tasks; i++) {
            int j = identity ? i : random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
