package verge.sim.workload;

import verge.sim.core.RandomField;
import verge.sim.core.RandomStream;

/**
 * Tasks of a trace: an episode is a stretch of consecutive ones that begins at a random place. The
 * tasks of a job arrive at the same site, drawn for each job and episode, so that sites are loaded
 * unevenly, as the trace has it. Times are stretched by one factor for the whole trace, such that it
 * brings a chosen work per second on average: a busy stretch of the trace remains busy.
 */
public final class TraceTasks implements TaskSource {

    private final RandomStream random = new RandomStream(0, "stretch");
    private final TaskTrace trace;
    private final int sites;
    private final int tasks;
    private final double stretch;
    private long key;                   // of the jobs' sites
    private int first;
    private int taken;

    /**
     * @param trace           at least two tasks, not all at one time
     * @param sites           at least 1
     * @param tasks           of an episode, at most those of the trace
     * @param cyclesPerSecond that the whole trace brings on average
     * @throws IllegalArgumentException where a number is out of range
     */
    public TraceTasks(TaskTrace trace, int sites, int tasks, double cyclesPerSecond) {
        this.trace = trace;
        this.sites = ArrivalChecks.sites(sites);
        this.tasks = tasks;
        if (tasks < 1 || tasks > trace.size()) {
            throw new IllegalArgumentException(
                    "an episode of " + tasks + " tasks from a trace of " + trace.size());
        }
        double span = trace.seconds()[trace.size() - 1] - trace.seconds()[0];
        stretch = trace.totalCycles() / ArrivalChecks.positive(span)
                / ArrivalChecks.positive(cyclesPerSecond);
        begin(0);
    }

    @Override
    public int sites() {
        return sites;
    }

    @Override
    public int tasks() {
        return tasks;
    }

    @Override
    public void begin(long seed) {
        random.setSeed(seed);
        key = random.nextLong();
        first = random.nextInt(trace.size() - tasks + 1);
        taken = 0;
    }

    @Override
    public boolean next() {
        if (taken == tasks) {
            return false;
        }
        taken++;
        return true;
    }

    private int at() {
        return first + taken - 1;
    }

    @Override
    public double seconds() {
        return (trace.seconds()[at()] - trace.seconds()[first]) * stretch;
    }

    @Override
    public int site() {
        return (int) (RandomField.uniform(key, trace.group()[at()], 0) * sites);
    }

    @Override
    public double cycles() {
        return trace.cycles()[at()];
    }

    @Override
    public double inputBits() {
        return trace.inputBits()[at()];
    }

    @Override
    public double resultBits() {
        return trace.resultBits()[at()];
    }

    /** Where in the trace the episode begins. */
    public int first() {
        return first;
    }
}
