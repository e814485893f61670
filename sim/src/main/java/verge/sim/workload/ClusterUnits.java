package verge.sim.workload;

/**
 * How requests of Google's ClusterData 2011, shares of a machine that is not disclosed, become the
 * work and data of an edge task. The trace fixes the proportions between tasks; the scale is chosen
 * here, such that the mean of the finished tasks (14.6 machine seconds, 3 % of the memory) is a task
 * of 1.5 Gcycles and 30 Mbit, as edge computing papers have it.
 */
public final class ClusterUnits {

    /** The trace's unit of time. */
    public static final double MICROSECONDS_PER_SECOND = 1e6;

    /** Cycles per second of the largest machine: work = CPU request x run time x this. */
    public static final double CYCLES_PER_MACHINE_SECOND = 1e8;

    /** Work of a task that requests no processor or runs for no time. */
    public static final double LEAST_CYCLES = 1e6;

    /** Input of a task that requests all memory of the largest machine. */
    public static final double INPUT_BITS_PER_MEMORY = 1e9;

    /** Result of a task that requests all disk of the largest machine. */
    public static final double RESULT_BITS_PER_DISK = 1e9;

    private ClusterUnits() {
    }

    /** Work of a task, in cycles. */
    static double cycles(double cpuRequest, double runMicros) {
        return Math.max(LEAST_CYCLES,
                cpuRequest * (runMicros / MICROSECONDS_PER_SECOND) * CYCLES_PER_MACHINE_SECOND);
    }
}
