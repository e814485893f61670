package verge.sim.workload;

/**
 * How the batch tasks of Alibaba's cluster-trace-v2018 become edge tasks. The trace gives processors
 * in hundredths of a core and memory in percent of a machine; the scale is chosen here.
 */
public final class BatchUnits {

    /** The trace's unit of processors: 100 is one core. */
    public static final double CPU_PER_CORE = 100;

    /** Cost of a task in a task graph; the device of MRLCO processes as much per unit of time. */
    public static final double COST_BYTES_PER_CORE_SECOND = 1048576;

    /** Upload, and result, of a task in a task graph per percent of a machine's memory. */
    public static final double DATA_BYTES_PER_MEMORY_PERCENT = 10 * 1048576;

    /** Work of a job that arrives at an edge server. */
    public static final double CYCLES_PER_CORE_SECOND = 1e6;

    /** Work of a job that takes no time. */
    public static final double LEAST_CYCLES = 1e6;

    /** Input, and result, of a job that arrives, per percent of a machine's memory. */
    public static final double DATA_BITS_PER_MEMORY_PERCENT = 2e7;

    /** Processors of a task of which the trace does not give them. */
    public static final double UNKNOWN_CPU = CPU_PER_CORE;

    /** Instances of a task of which the trace does not give them. */
    public static final double UNKNOWN_INSTANCES = 1;

    private BatchUnits() {
    }
}
