package verge.sim.workload;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * Tasks in the order of their arrival. Immutable; the arrays handed out are its own and are not to be
 * modified.
 */
public final class TaskTrace {

    /** Tasks at most. */
    public static final int MOST_TASKS = 20_000_000;

    private final double[] seconds;
    private final long[] group;
    private final double[] cycles;
    private final double[] inputBits;
    private final double[] resultBits;

    private TaskTrace(Builder from, int[] order) {
        seconds = picked(from.seconds, order);
        cycles = picked(from.cycles, order);
        inputBits = picked(from.inputBits, order);
        resultBits = picked(from.resultBits, order);
        group = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            group[i] = from.group.getLong(order[i]);
        }
    }

    private static double[] picked(DoubleArrayList from, int[] order) {
        double[] picked = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            picked[i] = from.getDouble(order[i]);
        }
        return picked;
    }

    /** Number of tasks. */
    public int size() {
        return seconds.length;
    }

    /** When each arrives, ascending: {@code [size]}. */
    public double[] seconds() {
        return seconds;
    }

    /** What arrives together: the number of each task's job: {@code [size]}. */
    public long[] group() {
        return group;
    }

    /** Work of each, in cycles: {@code [size]}. */
    public double[] cycles() {
        return cycles;
    }

    /** Data that each needs where it is computed: {@code [size]}. */
    public double[] inputBits() {
        return inputBits;
    }

    /** Data that comes of each: {@code [size]}. */
    public double[] resultBits() {
        return resultBits;
    }

    /** Work of all tasks, in cycles. */
    public double totalCycles() {
        double sum = 0;
        for (double work : cycles) {
            sum += work;
        }
        return sum;
    }

    /** Gathers tasks, in any order. */
    public static final class Builder {

        private final DoubleArrayList seconds = new DoubleArrayList();
        private final LongArrayList group = new LongArrayList();
        private final DoubleArrayList cycles = new DoubleArrayList();
        private final DoubleArrayList inputBits = new DoubleArrayList();
        private final DoubleArrayList resultBits = new DoubleArrayList();

        /** Tasks so far. */
        public int size() {
            return seconds.size();
        }

        /**
         * Adds a task.
         *
         * @throws IllegalArgumentException where a number is negative or not finite, or the work
         *                                  is 0
         * @throws IllegalStateException    where there are {@link #MOST_TASKS}
         */
        public void add(double seconds, long group, double cycles, double inputBits,
                double resultBits) {
            if (!(seconds >= 0 && cycles > 0 && inputBits >= 0 && resultBits >= 0
                    && seconds + cycles + inputBits + resultBits < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("no task: a time, work or data out of range");
            }
            if (size() == MOST_TASKS) {
                throw new IllegalStateException("more than " + MOST_TASKS + " tasks");
            }
            this.seconds.add(seconds);
            this.group.add(group);
            this.cycles.add(cycles);
            this.inputBits.add(inputBits);
            this.resultBits.add(resultBits);
        }

        /** The tasks by their time; those of equal time stay in their order. */
        public TaskTrace build() {
            int[] order = new int[size()];
            for (int i = 0; i < order.length; i++) {
                order[i] = i;
            }
            IntArrays.mergeSort(order, (a, b) ->
                    Double.compare(seconds.getDouble(a), seconds.getDouble(b)));
            return new TaskTrace(this, order);
        }
    }
}
