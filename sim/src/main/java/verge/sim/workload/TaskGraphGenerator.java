package verge.sim.workload;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import verge.sim.core.RandomStream;
import verge.sim.core.TaskGraph;

/**
 * Makes random layered task graphs, in the structure of the generator whose graphs MRLCO (Wang et
 * al., TPDS 2021, section 5.2) is trained and tested on.
 */
public final class TaskGraphGenerator {

    private static final int BYTES_PER_BLOCK = 1024;

    private TaskGraphGenerator() {
    }

    /**
     * What the graphs look like.
     *
     * @param tasks    number of tasks, 1 to 100,000
     * @param fat      0 to 1: a level has about {@code tasks^fat} tasks
     * @param density  0 to 1: how many of the previous level's tasks a task may have as parents
     * @param regular  0 to 1: how alike the levels' widths are; 1 for all alike
     * @param jump     how many levels an edge leads down at most, at least 1
     * @param ccr      result bytes over cost, greater than 0
     * @param minBytes least result, at least 0
     * @param maxBytes largest result, at most 2^53 ccr
     */
    public record Shape(int tasks, double fat, double density, double regular, int jump,
            double ccr, long minBytes, long maxBytes) {

        /** Least result in the paper's graphs: 5 MiB. */
        public static final long PAPER_MIN_BYTES = 5242880;

        /** Largest result in the paper's graphs: 50 MiB. */
        public static final long PAPER_MAX_BYTES = 52428800;

        /** @throws IllegalArgumentException where a value is out of its range */
        public Shape {
            require(tasks >= 1 && tasks <= 100_000, "tasks", "1 to 100,000");
            require(fat >= 0 && fat <= 1, "fat", "0 to 1");
            require(density >= 0 && density <= 1, "density", "0 to 1");
            require(regular >= 0 && regular <= 1, "regular", "0 to 1");
            require(jump >= 1 && jump <= 100_000, "jump", "1 to 100,000");
            require(ccr > 0 && ccr <= 0x1p20, "ccr", "greater than 0, at most 2^20");
            require(minBytes >= 0 && minBytes <= maxBytes, "min-bytes", "0 to max-bytes");
            require(maxBytes <= 0x1p53 * Math.min(ccr, 1), "max-bytes", "at most 2^53 ccr");
        }

        /** The paper's sizes, regularity and jump: 5 to 50 MiB, 0.5, 1. */
        public static Shape paper(int tasks, double fat, double density, double ccr) {
            return new Shape(tasks, fat, density, 0.5, 1, ccr, PAPER_MIN_BYTES, PAPER_MAX_BYTES);
        }

        private static void require(boolean holds, String what, String expected) {
            if (!holds) {
                throw new IllegalArgumentException(what + " must be " + expected);
            }
        }
    }

    /**
     * One graph. Levels have widths around {@code tasks^fat}; a task of one level has up to
     * {@code density} times the previous level's width as parents, from up to {@code jump} levels
     * above. Results are whole blocks of 1024 bytes, uniform between the two sizes; a task's
     * cost is its result over {@code ccr}. Every edge leads to a higher number. Allocates; draws
     * from the stream.
     *
     * @param name name of the graph
     */
    public static TaskGraph generate(Shape shape, RandomStream random, String name) {
        TaskGraph.Builder graph = new TaskGraph.Builder(name);
        for (int i = 0; i < shape.tasks; i++) {
            double bytes = uniform(random, shape.minBytes, shape.maxBytes);
            long result = BYTES_PER_BLOCK * (long) (bytes / BYTES_PER_BLOCK);
            long cost = Math.round(result / shape.ccr);
            graph.addTask(cost, cost, result);
        }
        int[] firstOfLevel = levels(shape, random);
        int[] lastChild = new int[shape.tasks];
        for (int level = 1; level < firstOfLevel.length - 1; level++) {
            for (int task = firstOfLevel[level]; task < firstOfLevel[level + 1]; task++) {
                addParents(shape, random, graph, firstOfLevel, level, task, lastChild);
            }
        }
        return graph.build();
    }

    /** The first task of each level, and behind them the number of tasks. */
    private static int[] levels(Shape shape, RandomStream random) {
        int usualWidth = (int) StrictMath.pow(shape.tasks, shape.fat);
        double spread = 1 - shape.regular;
        IntArrayList first = new IntArrayList();
        int placed = 0;
        while (placed < shape.tasks) {
            first.add(placed);
            double width = usualWidth * (1 + uniform(random, -spread, spread));
            placed = Math.min(shape.tasks, placed + Math.max(1, (int) width));
        }
        first.add(placed);
        return first.toIntArray();
    }

    private static void addParents(Shape shape, RandomStream random, TaskGraph.Builder graph,
            int[] firstOfLevel, int level, int task, int[] lastChild) {
        int above = firstOfLevel[level] - firstOfLevel[level - 1];
        int wanted = Math.min(above, 1 + (int) uniform(random, 0, shape.density * above));
        for (int i = 0; i < wanted; i++) {
            int levelsUp = (int) uniform(random, 1, shape.jump + 1);
            int parentLevel = Math.max(0, level - levelsUp);
            int first = firstOfLevel[parentLevel];
            int width = firstOfLevel[parentLevel + 1] - first;
            int candidate = random.nextInt(width);
            int probes = 0;
            while (probes < width && lastChild[first + candidate] == task) {
                candidate = (candidate + 1) % width;
                probes++;
            }
            // A level all of whose tasks are parents already has no further one to give.
            if (probes < width) {
                lastChild[first + candidate] = task;
                graph.addEdge(first + candidate, task);
            }
        }
    }

    private static double uniform(RandomStream random, double low, double high) {
        return low + random.nextDouble() * (high - low);
    }
}
