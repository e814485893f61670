package verge.sim.workload;

import verge.sim.core.RandomStream;
import verge.sim.core.WorldState;

/**
 * In each slot a task arrives at each device with the same probability, its size uniform over a
 * range and at least something. Allocates nothing after construction.
 */
public final class BernoulliArrivals implements SlotArrivals {

    private final RandomStream random = new RandomStream(0, "arrivals");
    private final double probability;
    private final double low;
    private final double high;
    private final double least;

    /**
     * @param probability of a task per device and slot, 0 to 1
     * @param lowMbit     lower end of the range
     * @param highMbit    upper end, not below the lower one
     * @param leastMbit   smaller sizes become this one, positive
     */
    public BernoulliArrivals(double probability, double lowMbit, double highMbit,
            double leastMbit) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability must be 0 to 1");
        }
        if (!(lowMbit <= highMbit && highMbit - lowMbit < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("sizes must be a range");
        }
        if (!(leastMbit > 0 && leastMbit < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("least size must be positive");
        }
        this.probability = probability;
        this.low = lowMbit;
        this.high = highMbit;
        this.least = leastMbit;
    }

    @Override
    public void reset(long seed) {
        random.setSeed(seed);
    }

    @Override
    public void draw(double[] sizeMbit) {
        for (int d = 0; d < sizeMbit.length; d++) {
            sizeMbit[d] = random.nextDouble() < probability
                    ? Math.max(low + random.nextDouble() * (high - low), least) : 0;
        }
    }

    @Override
    public void save(WorldState to) {
        to.putAll(random.saveState());
    }

    @Override
    public void restore(WorldState from) {
        long[] state = new long[RandomStream.STATE_LENGTH];
        from.getAll(state);
        random.restoreState(state);
    }
}
