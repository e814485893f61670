package verge.sim.core;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/**
 * A mobile application: tasks with costs, and which task needs whose result. Immutable. Neighbours
 * are held in compressed rows: the parents of task {@code i} are {@code parents()[k]} for
 * {@code k} from {@code parentOffsets()[i]} to {@code parentOffsets()[i + 1]} (exclusive), distinct
 * and ascending; children likewise. Tasks are numbered from 0; an edge may lead to a lower number.
 *
 * <p>The arrays handed out are the graph's own: they are not to be modified.
 */
public final class TaskGraph {

    private final String name;
    private final double[] workload;
    private final double[] uploadBytes;
    private final double[] resultBytes;
    private final int[] parentOffsets;
    private final int[] parents;
    private final int[] childOffsets;
    private final int[] children;

    private TaskGraph(Builder from, int[] childOffsets, int[] children) {
        this.name = from.name;
        this.workload = from.workload.toDoubleArray();
        this.uploadBytes = from.uploadBytes.toDoubleArray();
        this.resultBytes = from.resultBytes.toDoubleArray();
        this.childOffsets = childOffsets;
        this.children = children;
        this.parentOffsets = new int[workload.length + 1];
        this.parents = transpose(childOffsets, children, parentOffsets);
    }

    /** Where the graph comes from, for messages. */
    public String name() {
        return name;
    }

    /** Number of tasks. */
    public int size() {
        return workload.length;
    }

    /** Cost S of each task, in bytes to be processed: {@code [size]}. */
    public double[] workload() {
        return workload;
    }

    /** What each task sends when it is offloaded, in bytes: {@code [size]}. */
    public double[] uploadBytes() {
        return uploadBytes;
    }

    /** Result E of each task, in bytes: {@code [size]}. */
    public double[] resultBytes() {
        return resultBytes;
    }

    /** Where each task's parents begin in {@link #parents()}: {@code [size + 1]}. */
    public int[] parentOffsets() {
        return parentOffsets;
    }

    /** Parents of all tasks, task by task: {@code [edges]}. */
    public int[] parents() {
        return parents;
    }

    /** Where each task's children begin in {@link #children()}: {@code [size + 1]}. */
    public int[] childOffsets() {
        return childOffsets;
    }

    /** Children of all tasks, task by task: {@code [edges]}. */
    public int[] children() {
        return children;
    }

    /** Whether the task needs no other task's result. */
    public boolean isRoot(int task) {
        return parentOffsets[task] == parentOffsets[task + 1];
    }

    /** Whether no other task needs this task's result. */
    public boolean isExit(int task) {
        return childOffsets[task] == childOffsets[task + 1];
    }

    /**
     * The tasks, parents before children, and among those whose parents are all listed the lowest
     * number first: the identity where every edge leads to a higher number. A new array.
     */
    public int[] topologicalOrder() {
        return TopologicalOrder.of(this, Integer::compare);
    }

    /** Equal sizes and edges; the name does not count. */
    public boolean sameAs(TaskGraph other) {
        return Arrays.equals(workload, other.workload)
                && Arrays.equals(uploadBytes, other.uploadBytes)
                && Arrays.equals(resultBytes, other.resultBytes)
                && Arrays.equals(childOffsets, other.childOffsets)
                && Arrays.equals(children, other.children);
    }

    /** Columns in ascending order, since rows are visited in ascending order. */
    private static int[] transpose(int[] offsets, int[] columns, int[] transposedOffsets) {
        int rows = offsets.length - 1;
        for (int column : columns) {
            transposedOffsets[column + 1]++;
        }
        for (int i = 0; i < rows; i++) {
            transposedOffsets[i + 1] += transposedOffsets[i];
        }
        int[] next = Arrays.copyOf(transposedOffsets, rows);
        int[] transposed = new int[columns.length];
        for (int row = 0; row < rows; row++) {
            for (int k = offsets[row]; k < offsets[row + 1]; k++) {
                transposed[next[columns[k]]++] = row;
            }
        }
        return transposed;
    }

    /** The edges added so far lead in a circle; {@link #edge()} closes it. */
    public static final class CycleException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        private final int edge;

        private CycleException(int edge, int from, int to) {
            super("a cycle, of which the edge from task " + from + " to task " + to + " is part");
            this.edge = edge;
        }

        /** Which call of {@link Builder#addEdge} added an edge of the cycle, from 0. */
        public int edge() {
            return edge;
        }
    }

    /** Gathers tasks and edges. */
    public static final class Builder {

        private final String name;
        private final DoubleArrayList workload = new DoubleArrayList();
        private final DoubleArrayList uploadBytes = new DoubleArrayList();
        private final DoubleArrayList resultBytes = new DoubleArrayList();
        private final IntArrayList from = new IntArrayList();
        private final IntArrayList to = new IntArrayList();

        /** @param name where the graph comes from, for messages */
        public Builder(String name) {
            this.name = name;
        }

        /**
         * Adds the next task and returns its number.
         *
         * @param workload    cost S, in bytes to be processed
         * @param uploadBytes what it sends when offloaded
         * @param resultBytes result E
         * @throws IllegalArgumentException where one is negative, infinite or not a number
         */
        public int addTask(double workload, double uploadBytes, double resultBytes) {
            this.workload.add(size("workload", workload));
            this.uploadBytes.add(size("upload size", uploadBytes));
            this.resultBytes.add(size("result size", resultBytes));
            return this.workload.size() - 1;
        }

        /** Task {@code to} needs the result of {@code from}; an edge added twice counts once. */
        public void addEdge(int from, int to) {
            this.from.add(from);
            this.to.add(to);
        }

        /**
         * The graph of all tasks and edges added.
         *
         * @throws CycleException           where the edges lead in a circle
         * @throws IllegalArgumentException where there is no task, or an edge names an unknown one
         */
        public TaskGraph build() {
            int tasks = workload.size();
            if (tasks == 0) {
                throw new IllegalArgumentException("no task");
            }
            for (int k = 0; k < from.size(); k++) {
                int low = Math.min(from.getInt(k), to.getInt(k));
                int high = Math.max(from.getInt(k), to.getInt(k));
                if (low < 0 || high >= tasks) {
                    throw new IllegalArgumentException("an edge from task " + from.getInt(k)
                            + " to task " + to.getInt(k) + " among " + tasks + " tasks");
                }
            }
            int[] offsets = new int[tasks + 1];
            int[] children = distinctChildren(offsets);
            TaskGraph graph = new TaskGraph(this, offsets, children);
            requireAcyclic(graph);
            return graph;
        }

        private static double size(String what, double bytes) {
            if (!(bytes >= 0) || bytes == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException(what + " must be finite and not negative");
            }
            return bytes;
        }

        private int[] distinctChildren(int[] offsets) {
            int tasks = offsets.length - 1;
            for (int k = 0; k < from.size(); k++) {
                offsets[from.getInt(k) + 1]++;
            }
            for (int i = 0; i < tasks; i++) {
                offsets[i + 1] += offsets[i];
            }
            int[] next = Arrays.copyOf(offsets, tasks);
            int[] children = new int[from.size()];
            for (int k = 0; k < from.size(); k++) {
                children[next[from.getInt(k)]++] = to.getInt(k);
            }
            int kept = 0;
            for (int i = 0, begin = 0; i < tasks; i++) {
                int end = offsets[i + 1];
                Arrays.sort(children, begin, end);
                offsets[i] = kept;
                for (int k = begin; k < end; k++) {
                    if (k == begin || children[k] != children[k - 1]) {
                        children[kept++] = children[k];
                    }
                }
                begin = end;
            }
            offsets[tasks] = kept;
            return Arrays.copyOf(children, kept);
        }

        /** Walks back among the tasks that no order can place until one is met again. */
        private void requireAcyclic(TaskGraph graph) {
            boolean[] placed = new boolean[graph.size()];
            int[] order = TopologicalOrder.placeable(graph, Integer::compare);
            if (order.length == graph.size()) {
                return;
            }
            for (int task : order) {
                placed[task] = true;
            }
            int task = 0;
            while (placed[task]) {
                task++;
            }
            boolean[] met = new boolean[graph.size()];
            int child = task;
            while (!met[task]) {
                met[task] = true;
                child = task;
                int k = graph.parentOffsets[task];
                while (placed[graph.parents[k]]) {
                    k++;
                }
                task = graph.parents[k];
            }
            int edge = 0;
            while (from.getInt(edge) != task || to.getInt(edge) != child) {
                edge++;
            }
            throw new CycleException(edge, task, child);
        }
    }
}
