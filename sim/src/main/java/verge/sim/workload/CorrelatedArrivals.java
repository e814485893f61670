package verge.sim.workload;

import verge.sim.core.RandomStream;

/**
 * Sites that are hit together: each has a Poisson process of its own, and at the points of one more
 * Poisson process each site has an arrival with some probability, all at the same time. Each site
 * alone sees a Poisson process; the numbers of arrivals at two sites in the same time have the
 * correlation {@code p^2 s / (o + p s)}, with o the own rate, s the common one and p the
 * probability (a common shock model; Lindskog and McNeil, ASTIN Bulletin 33(2), 2003).
 */
public final class CorrelatedArrivals implements Arrivals {

    private final RandomStream random = new RandomStream(0, "arrivals.correlated");
    private final int sites;
    private final double ownPerSecond;
    private final double commonPerSecond;
    private final double probability;
    private final int[] hit;            // [sites] those of the last common point, in order
    private int hits;
    private int taken;
    private double seconds;
    private int site;

    /**
     * @param sites           at least 1
     * @param ownPerSecond    rate of each site's own process, at least 0
     * @param commonPerSecond rate of the common process, at least 0
     * @param probability     that a common point hits a site
     * @throws IllegalArgumentException where a number is out of range, or nothing ever arrives
     */
    public CorrelatedArrivals(int sites, double ownPerSecond, double commonPerSecond,
            double probability) {
        this.sites = ArrivalChecks.sites(sites);
        this.probability = ArrivalChecks.share(probability);
        if (!(ownPerSecond >= 0 && commonPerSecond >= 0)) {
            throw new IllegalArgumentException("a rate below 0");
        }
        ArrivalChecks.positive(ownPerSecond + commonPerSecond * probability);
        this.ownPerSecond = ownPerSecond;
        this.commonPerSecond = commonPerSecond;
        hit = new int[sites];
        begin(0);
    }

    /**
     * Sites of some rate and correlation.
     *
     * @param sitePerSecond rate at each site
     * @param correlation   of the numbers of arrivals at two sites, 0 to 1
     * @param probability   that a common point hits a site, at least the correlation
     */
    public static CorrelatedArrivals of(int sites, double sitePerSecond, double correlation,
            double probability) {
        ArrivalChecks.positive(sitePerSecond);
        ArrivalChecks.share(correlation);
        if (!(probability > 0 && probability >= correlation)) {
            throw new IllegalArgumentException("a probability below the correlation");
        }
        double common = sitePerSecond * correlation / (probability * probability);
        return new CorrelatedArrivals(sites,
                sitePerSecond * (1 - correlation / probability), common, probability);
    }

    @Override
    public int sites() {
        return sites;
    }

    @Override
    public double meanPerSecond() {
        return sites * (ownPerSecond + probability * commonPerSecond);
    }

    @Override
    public void begin(long seed) {
        random.setSeed(seed);
        seconds = 0;
        site = 0;
        hits = 0;
        taken = 0;
    }

    @Override
    public void next() {
        double own = sites * ownPerSecond;
        while (taken == hits) {
            seconds += random.nextExponential() / (own + commonPerSecond);
            hits = 0;
            taken = 0;
            if (random.nextDouble() * (own + commonPerSecond) < own) {
                hit[hits++] = random.nextInt(sites);
            } else {
                strike();
            }
        }
        site = hit[taken++];
    }

    private void strike() {
        for (int s = 0; s < sites; s++) {
            if (random.nextDouble() < probability) {
                hit[hits++] = s;
            }
        }
    }

    @Override
    public double seconds() {
        return seconds;
    }

    @Override
    public int site() {
        return site;
    }
}
