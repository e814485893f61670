package verge.sim.workload;

import verge.sim.core.RandomStream;

/**
 * A Poisson process at one site whose rate changes at random: a Markov-modulated Poisson process
 * (Fischer and Meier-Hellstern, Performance Evaluation 18(2), 1993). It begins in a phase drawn by
 * the stationary distribution, so that it is stationary from time 0 on.
 */
public final class BurstyArrivals implements Arrivals {

    private final RandomStream random = new RandomStream(0, "arrivals.mmpp");
    private final int phases;
    private final double[] arrivalPerSecond;    // [phases]
    private final double[] changePerSecond;     // [phases, phases] 0 on the diagonal
    private final double[] leavePerSecond;      // [phases]
    private final double[] stationary;          // [phases]
    private final double meanPerSecond;
    private double seconds;
    private int phase;

    /**
     * @param arrivalPerSecond rate of arrivals in each phase, one of them positive: {@code [phases]}
     * @param changePerSecond  rate of changes from phase to phase, such that each can be reached
     *                         from each; 0 on the diagonal: {@code [phases][phases]}
     * @throws IllegalArgumentException where a number is out of range, or a phase out of reach
     */
    public BurstyArrivals(double[] arrivalPerSecond, double[][] changePerSecond) {
        phases = arrivalPerSecond.length;
        this.arrivalPerSecond = arrivalPerSecond.clone();
        this.changePerSecond = new double[phases * phases];
        leavePerSecond = new double[phases];
        for (int i = 0; i < phases; i++) {
            for (int j = 0; j < phases; j++) {
                double rate = changePerSecond[i][j];
                if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY) || i == j && rate != 0) {
                    throw new IllegalArgumentException("no rate from phase " + i + " to " + j);
                }
                this.changePerSecond[i * phases + j] = rate;
                leavePerSecond[i] += rate;
            }
        }
        stationary = stationary(this.changePerSecond, phases);
        double mean = 0;
        for (int i = 0; i < phases; i++) {
            if (!(arrivalPerSecond[i] >= 0)) {
                throw new IllegalArgumentException("no rate of arrivals in phase " + i);
            }
            mean += stationary[i] * arrivalPerSecond[i];
        }
        meanPerSecond = ArrivalChecks.positive(mean);
        begin(0);
    }

    /**
     * Bursts: a share of the time has a rate some times that of the rest.
     *
     * @param meanPerSecond    in the long run
     * @param burstFactor      rate in a burst over the rate between bursts, at least 1
     * @param burstShare       of the time, between 0 and 1
     * @param meanBurstSeconds how long a burst lasts
     */
    public static BurstyArrivals bursts(double meanPerSecond, double burstFactor,
            double burstShare, double meanBurstSeconds) {
        ArrivalChecks.positive(burstFactor - 1 + Double.MIN_NORMAL);
        ArrivalChecks.positive(ArrivalChecks.share(burstShare) * (1 - burstShare));
        double calm = ArrivalChecks.positive(meanPerSecond)
                / (1 + burstShare * (burstFactor - 1));
        double end = 1 / ArrivalChecks.positive(meanBurstSeconds);
        double begin = end * burstShare / (1 - burstShare);
        return new BurstyArrivals(new double[] {calm, calm * burstFactor},
                new double[][] {{0, begin}, {end, 0}});
    }

    /** Grassmann, Taksar and Heyman (Operations Research 33(5), 1985): no subtraction anywhere. */
    private static double[] stationary(double[] rates, int phases) {
        double[] a = rates.clone();
        double[] share = new double[phases];
        for (int n = phases - 1; n > 0; n--) {
            double out = 0;
            for (int j = 0; j < n; j++) {
                out += a[n * phases + j];
            }
            ArrivalChecks.positive(out);
            for (int i = 0; i < n; i++) {
                a[i * phases + n] /= out;
                for (int j = 0; j < n; j++) {
                    a[i * phases + j] += a[i * phases + n] * a[n * phases + j];
                }
            }
        }
        share[0] = 1;
        double sum = 1;
        for (int n = 1; n < phases; n++) {
            for (int i = 0; i < n; i++) {
                share[n] += share[i] * a[i * phases + n];
            }
            sum += share[n];
        }
        for (int n = 0; n < phases; n++) {
            share[n] /= sum;
        }
        return share;
    }

    @Override
    public int sites() {
        return 1;
    }

    @Override
    public double meanPerSecond() {
        return meanPerSecond;
    }

    @Override
    public void begin(long seed) {
        random.setSeed(seed);
        seconds = 0;
        phase = pick(stationary, 0, random.nextDouble());
    }

    @Override
    public void next() {
        while (true) {
            double total = arrivalPerSecond[phase] + leavePerSecond[phase];
            seconds += random.nextExponential() / total;
            double rest = random.nextDouble() * total - arrivalPerSecond[phase];
            if (rest < 0) {
                return;
            }
            phase = pick(changePerSecond, phase * phases, rest);
        }
    }

    /** The phase into whose part of the weights the point falls; the last that has any, if none. */
    private int pick(double[] weights, int offset, double point) {
        int last = phase;
        for (int i = 0; i < phases; i++) {
            if (weights[offset + i] > 0) {
                last = i;
                point -= weights[offset + i];
                if (point < 0) {
                    return i;
                }
            }
        }
        return last;
    }

    /** The phase after the last arrival. */
    public int phase() {
        return phase;
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
