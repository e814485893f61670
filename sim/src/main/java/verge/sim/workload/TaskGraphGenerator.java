package verge.sim.workload;

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
     * @param jump     by how many levels an edge may skip at most, at least 0
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
            require(jump >= 0 && jump <= tasks, "jump", "0 to the number of tasks");
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
     * One graph. Allocates; draws from the stream.
     *
     * @param name name of the graph
     */
    public static TaskGraph generate(Shape shape, RandomStream random, String name) {
        throw new UnsupportedOperationException(name);
    }
}
