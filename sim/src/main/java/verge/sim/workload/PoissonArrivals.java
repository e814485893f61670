package verge.sim.workload;

import verge.sim.core.RandomStream;

/** A Poisson process at each site, independent and of the same rate. */
public final class PoissonArrivals implements Arrivals {

    private final RandomStream random = new RandomStream(0, "arrivals.poisson");
    private final int sites;
    private final double perSecond;     // at all sites
    private double seconds;
    private int site;

    /**
     * @param sites         at least 1
     * @param sitePerSecond rate at each site, positive
     * @throws IllegalArgumentException where a number is out of range
     */
    public PoissonArrivals(int sites, double sitePerSecond) {
        this.sites = ArrivalChecks.sites(sites);
        this.perSecond = sites * ArrivalChecks.positive(sitePerSecond);
        begin(0);
    }

    @Override
    public int sites() {
        return sites;
    }

    @Override
    public double meanPerSecond() {
        return perSecond;
    }

    @Override
    public void begin(long seed) {
        random.setSeed(seed);
        seconds = 0;
        site = 0;
    }

    @Override
    public void next() {
        seconds += random.nextExponential() / perSecond;
        site = random.nextInt(sites);
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
