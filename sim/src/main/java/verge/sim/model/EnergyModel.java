package verge.sim.model;

/**
 * Energy of a processor with a radio: kappa f^2 joules per cycle (Burd and Brodersen, 1996, as in
 * most work on offloading), power times time on the radio, and power times time while idle.
 *
 * @param kappa         joules seconds^2 per cycle^3, at least 0
 * @param transmitWatts of the radio, at least 0
 * @param idleWatts     while nothing is computed, at least 0
 */
public record EnergyModel(double kappa, double transmitWatts, double idleWatts) {

    /** Spends nothing. */
    public static final EnergyModel NONE = new EnergyModel(0, 0, 0);

    /** Checks that nothing is negative. */
    public EnergyModel {
        if (!(kappa >= 0 && transmitWatts >= 0 && idleWatts >= 0)
                || Double.isInfinite(kappa + transmitWatts + idleWatts)) {
            throw new IllegalArgumentException("energies must not be negative");
        }
    }

    /** Joules of some cycles at a clock rate in hertz. */
    public double computeJoules(double cycles, double hertz) {
        return kappa * hertz * hertz * cycles;
    }

    /** Joules of the radio. */
    public double transmitJoules(double seconds) {
        return transmitWatts * seconds;
    }

    /** Joules while idle. */
    public double idleJoules(double seconds) {
        return idleWatts * seconds;
    }
}
