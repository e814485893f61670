package verge.lab;

import verge.sim.workload.TaskGraphGenerator.Shape;

/**
 * What {@code verge generate} makes.
 *
 * @param count how many graphs
 * @param seed root seed; each graph has a stream of its own
 * @param tasks tasks per graph
 * @param fat about tasks^fat tasks are on a level
 * @param density how many of a level's tasks a task may depend on, 0 to 1
 * @param regular how alike the levels' widths are, 0 to 1
 * @param jump levels that an edge may skip
 * @param ccr result bytes over cost
 * @param minBytes least result in bytes
 * @param maxBytes largest result in bytes
 */
record GenerateSettings(int count, long seed, int tasks, double fat, double density, double regular,
        int jump, double ccr, long minBytes, long maxBytes) {
    private static final int MOST_GRAPHS = 1_000_000;

    /** Checks all values. */
    GenerateSettings {
        if (count < 1 || count > MOST_GRAPHS) {
            throw new IllegalArgumentException("count must be 1 to " + MOST_GRAPHS);
        }
        shape(tasks, fat, density, regular, jump, ccr, minBytes, maxBytes);
    }

    static GenerateSettings defaults() {
        return new GenerateSettings(100, 1, 20, 0.6, 0.6, 0.5, 1, 0.5, Shape.PAPER_MIN_BYTES,
                Shape.PAPER_MAX_BYTES);
    }

    Shape shape() {
        return shape(tasks, fat, density, regular, jump, ccr, minBytes, maxBytes);
    }

    private static Shape shape(int tasks, double fat, double density, double regular, int jump,
            double ccr, long minBytes, long maxBytes) {
        return new Shape(tasks, fat, density, regular, jump, ccr, minBytes, maxBytes);
    }
}
