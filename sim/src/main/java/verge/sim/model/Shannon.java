package verge.sim.model;

/** The rate of a channel (STAR, Qu et al., MobiSec 2025, Eq. 2). */
public final class Shannon {

    private static final double LN_2 = StrictMath.log(2);

    private Shannon() {
    }

    /** {@code B log2(1 + SINR)}, bit/s. */
    public static double rateBitsPerSecond(double bandwidthHertz, double sinr) {
        return bandwidthHertz * (StrictMath.log(1 + sinr) / LN_2);                   // Eq. (2)
    }
}
