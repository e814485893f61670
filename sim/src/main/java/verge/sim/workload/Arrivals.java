package verge.sim.workload;

/**
 * A random process of arrivals at one site or several, without end. Nothing is allocated after
 * construction. One thread at a time.
 */
public interface Arrivals {

    /** How many sites there are. */
    int sites();

    /** Arrivals per second at all sites together, in the long run. */
    double meanPerSecond();

    /** Begins anew at time 0, before the first arrival; all that follows is given by the seed. */
    void begin(long seed);

    /** Moves to the next arrival, which is no earlier than the last. */
    void next();

    /** When it arrives. */
    double seconds();

    /** Where it arrives: 0 to {@link #sites()} - 1. */
    int site();
}
