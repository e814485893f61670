package verge.sim.core;

import java.util.Arrays;

/**
 * One task graph under one timing model and one pair of radio rates: how long each task takes on
 * each resource (Eq. 4 of MRLCO, Wang et al., TPDS 2021), and the order in which tasks are
 * scheduled (Eq. 10). Immutable; its arrays are not to be modified. All times are in the paper's
 * unit, printed there as milliseconds.
 */
public final class OffloadProblem {

    /** What the user's equipment processes per unit of time, in bytes. */
    private static final double LOCAL_BYTES_PER_UNIT = 1048576;

    /** What the edge host processes per unit of time, in bytes. */
    private static final double HOST_BYTES_PER_UNIT = 10485760;

    /** What a link of 1 Mbps carries per unit of time, in bytes. */
    private static final double LINK_BYTES_PER_UNIT_AND_MBPS = 131072;

    private final TaskGraph graph;
    private final Timing timing;
    private final double uplinkMbps;
    private final double downlinkMbps;
    private final double[] localTime;
    private final double[] uploadTime;
    private final double[] hostTime;
    private final double[] downloadTime;
    private final double[] rank;
    private final int[] order;
    private final int[] position;

    /**
     * Allocates; tasks are ordered by descending rank. Equal ranks go by ascending number; under
     * {@link Timing#RELEASED} by descending number, as in every order on record, since the
     * published code sorts upwards and reverses.
     *
     * @throws IllegalArgumentException where a rate is not a positive finite number, or the sizes
     *                                  divided by it are not finite
     */
    public OffloadProblem(TaskGraph graph, Timing timing, double uplinkMbps, double downlinkMbps) {
        this.graph = graph;
        this.timing = timing;
        this.uplinkMbps = rate("uplink", uplinkMbps);
        this.downlinkMbps = rate("downlink", downlinkMbps);
        this.localTime = quotient(graph.workload(), LOCAL_BYTES_PER_UNIT);
        this.uploadTime = quotient(graph.uploadBytes(), uplinkMbps * LINK_BYTES_PER_UNIT_AND_MBPS);
        this.hostTime = quotient(graph.workload(), HOST_BYTES_PER_UNIT);
        this.downloadTime =
                quotient(graph.resultBytes(), downlinkMbps * LINK_BYTES_PER_UNIT_AND_MBPS);
        this.rank = rank(graph.topologicalOrder());
        // Parents never rank below children, but may rank equal where a task costs nothing.
        this.order = TopologicalOrder.of(graph, this::compareByRank);
        this.position = inverse(order);
    }

    private OffloadProblem(OffloadProblem from, int[] order) {
        this.graph = from.graph;
        this.timing = from.timing;
        this.uplinkMbps = from.uplinkMbps;
        this.downlinkMbps = from.downlinkMbps;
        this.localTime = from.localTime;
        this.uploadTime = from.uploadTime;
        this.hostTime = from.hostTime;
        this.downloadTime = from.downloadTime;
        this.rank = from.rank;
        this.order = order;
        this.position = inverse(order);
    }

    /**
     * The same problem with its tasks scheduled in another order. Allocates.
     *
     * @param order every task once, parents before children: {@code [size]}; copied
     * @throws IllegalArgumentException where it is no such order
     */
    public OffloadProblem withOrder(int[] order) {
        boolean[] placed = new boolean[size()];
        if (order.length != size()) {
            throw new IllegalArgumentException(
                    "an order of " + order.length + " tasks for a graph of " + size());
        }
        for (int task : order) {
            if (task < 0 || task >= size() || placed[task]) {
                throw new IllegalArgumentException("task " + task + " unknown or placed twice");
            }
            for (int k = graph.parentOffsets()[task]; k < graph.parentOffsets()[task + 1]; k++) {
                if (!placed[graph.parents()[k]]) {
                    throw new IllegalArgumentException("task " + task
                            + " placed before its parent " + graph.parents()[k]);
                }
            }
            placed[task] = true;
        }
        return new OffloadProblem(this, order.clone());
    }

    /** The task graph. */
    public TaskGraph graph() {
        return graph;
    }

    /** The timing model. */
    public Timing timing() {
        return timing;
    }

    /** Number of tasks. */
    public int size() {
        return graph.size();
    }

    /** Rate R_ul of the uplink. */
    public double uplinkMbps() {
        return uplinkMbps;
    }

    /** Rate R_dl of the downlink. */
    public double downlinkMbps() {
        return downlinkMbps;
    }

    /** T_UE of each task: {@code [size]}. Eq. (4) */
    public double[] localTime() {
        return localTime;
    }

    /** T_ul of each task: {@code [size]}. Eq. (4) */
    public double[] uploadTime() {
        return uploadTime;
    }

    /** T_s of each task: {@code [size]}. Eq. (4) */
    public double[] hostTime() {
        return hostTime;
    }

    /** T_dl of each task: {@code [size]}. Eq. (4) */
    public double[] downloadTime() {
        return downloadTime;
    }

    /** Rank of each task: {@code [size]}. Eq. (10) */
    public double[] rank() {
        return rank;
    }

    /** The tasks in the order they are scheduled in: {@code [size]}. */
    public int[] order() {
        return order;
    }

    /** Place of each task in {@link #order()}: {@code [size]}. */
    public int[] position() {
        return position;
    }

    /** Time of a task that is offloaded and meets no queue: T_ul + T_s + T_dl. */
    public double offloadTime(int task) {
        return uploadTime[task] + hostTime[task] + downloadTime[task];
    }

    private int compareByRank(int a, int b) {
        if (rank[a] != rank[b]) {
            return Double.compare(rank[b], rank[a]);
        }
        return timing == Timing.RELEASED ? Integer.compare(b, a) : Integer.compare(a, b);
    }

    /** {@code rank(i) = T_i + max over children j of rank(j)}. Eq. (10) */
    private double[] rank(int[] parentsFirst) {
        double[] result = new double[size()];
        for (int p = size() - 1; p >= 0; p--) {
            int task = parentsFirst[p];
            double longest = 0;
            for (int k = graph.childOffsets()[task]; k < graph.childOffsets()[task + 1]; k++) {
                longest = Math.max(longest, result[graph.children()[k]]);
            }
            double weight = timing == Timing.PAPER
                    ? offloadTime(task) : Math.min(localTime[task], offloadTime(task));
            result[task] = weight + longest;
        }
        return result;
    }

    private static double rate(String link, double mbps) {
        if (!(mbps > 0) || mbps == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(link + " rate must be positive and finite");
        }
        return mbps;
    }

    private double[] quotient(double[] bytes, double bytesPerUnit) {
        double[] times = new double[bytes.length];
        double sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            times[i] = bytes[i] / bytesPerUnit;
            sum += times[i];
        }
        if (!(sum < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "sizes of " + graph.name() + " too large for this rate");
        }
        return times;
    }

    private static int[] inverse(int[] order) {
        int[] position = new int[order.length];
        Arrays.fill(position, -1);
        for (int p = 0; p < order.length; p++) {
            position[order[p]] = p;
        }
        return position;
    }
}
