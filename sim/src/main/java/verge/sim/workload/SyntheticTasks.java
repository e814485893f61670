package verge.sim.workload;

import verge.sim.core.RandomStream;

/**
 * Tasks of random size that arrive by a random process. Work is exponential above a least value, or
 * the same for all; the data of a task is in proportion to its work but for a uniform factor.
 */
public final class SyntheticTasks implements TaskSource {

    private final RandomStream random = new RandomStream(0, "tasks");
    private final Arrivals arrivals;
    private final int tasks;
    private final Sizes sizes;
    private int taken;
    private double cycles;
    private double inputBits;
    private double resultBits;

    /**
     * How large tasks are.
     *
     * @param meanCycles        mean work
     * @param exponentialShare  the part of it that is exponential, 0 to 1; the rest is the same for
     *                          all
     * @param inputBitsPerCycle mean data that a task needs, per cycle of its work
     * @param resultShare       result over input
     * @param inputSpread       input is uniform in its mean x (1 +- this), 0 to 1
     */
    public record Sizes(double meanCycles, double exponentialShare, double inputBitsPerCycle,
            double resultShare, double inputSpread) {

        /** @throws IllegalArgumentException where a number is out of range */
        public Sizes {
            ArrivalChecks.positive(meanCycles);
            ArrivalChecks.share(exponentialShare);
            ArrivalChecks.share(inputSpread);
            if (!(inputBitsPerCycle >= 0 && inputBitsPerCycle < Double.POSITIVE_INFINITY
                    && resultShare >= 0 && resultShare < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("data that is negative or not finite");
            }
        }
    }

    /**
     * @param arrivals when and where; belongs to this source alone
     * @param tasks    of an episode, at least 1
     * @param sizes    how large they are
     */
    public SyntheticTasks(Arrivals arrivals, int tasks, Sizes sizes) {
        if (tasks < 1 || tasks > TaskTrace.MOST_TASKS) {
            throw new IllegalArgumentException("an episode of " + tasks + " tasks");
        }
        this.arrivals = arrivals;
        this.tasks = tasks;
        this.sizes = sizes;
        begin(0);
    }

    @Override
    public int sites() {
        return arrivals.sites();
    }

    @Override
    public int tasks() {
        return tasks;
    }

    @Override
    public void begin(long seed) {
        arrivals.begin(seed);
        random.setSeed(seed);
        taken = 0;
    }

    @Override
    public boolean next() {
        if (taken == tasks) {
            return false;
        }
        taken++;
        arrivals.next();
        double factor = 1 - sizes.exponentialShare()
                + sizes.exponentialShare() * random.nextExponential();
        cycles = Math.max(Double.MIN_NORMAL, sizes.meanCycles() * factor);
        double spread = 1 + sizes.inputSpread() * (2 * random.nextDouble() - 1);
        inputBits = cycles * sizes.inputBitsPerCycle() * spread;
        resultBits = inputBits * sizes.resultShare();
        return true;
    }

    @Override
    public double seconds() {
        return arrivals.seconds();
    }

    @Override
    public int site() {
        return arrivals.site();
    }

    @Override
    public double cycles() {
        return cycles;
    }

    @Override
    public double inputBits() {
        return inputBits;
    }

    @Override
    public double resultBits() {
        return resultBits;
    }
}
