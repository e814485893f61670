package verge.sim.workload;

import verge.sim.core.RandomStream;
import verge.sim.core.Turn;

/**
 * A Poisson process at one site whose rate follows the hours of the day: {@code mean (1 + swing
 * sin(2 pi (t - shift) / period))}, by thinning (Lewis and Shedler, Naval Research Logistics 26(3),
 * 1979).
 */
public final class DiurnalArrivals implements Arrivals {

    private final RandomStream random = new RandomStream(0, "arrivals.diurnal");
    private final double meanPerSecond;
    private final double swing;
    private final double periodSeconds;
    private final double shiftSeconds;
    private double seconds;

    /**
     * @param meanPerSecond over a period
     * @param swing         how far the rate departs from its mean, as a share of it: 0 to 1
     * @param periodSeconds such as a day
     * @param shiftSeconds  when the rate first rises through its mean
     * @throws IllegalArgumentException where a number is out of range
     */
    public DiurnalArrivals(double meanPerSecond, double swing, double periodSeconds,
            double shiftSeconds) {
        this.meanPerSecond = ArrivalChecks.positive(meanPerSecond);
        this.swing = ArrivalChecks.share(swing);
        this.periodSeconds = ArrivalChecks.positive(periodSeconds);
        this.shiftSeconds = shiftSeconds;
        if (!(Math.abs(shiftSeconds) < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a shift that is not finite");
        }
        begin(0);
    }

    @Override
    public int sites() {
        return 1;
    }

    @Override
    public double meanPerSecond() {
        return meanPerSecond;
    }

    /** The rate at a time. */
    public double perSecond(double seconds) {
        double turn = (seconds - shiftSeconds) / periodSeconds;
        return meanPerSecond * (1 + swing * Turn.sine(turn - Math.floor(turn)));
    }

    @Override
    public void begin(long seed) {
        random.setSeed(seed);
        seconds = 0;
    }

    @Override
    public void next() {
        double most = meanPerSecond * (1 + swing);
        do {
            seconds += random.nextExponential() / most;
        } while (random.nextDouble() * most >= perSecond(seconds));
    }

    @Override
    public double seconds() {
        return seconds;
    }

    @Override
    public int site() {
        return 0;
    }
}
