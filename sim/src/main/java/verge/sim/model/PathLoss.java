package verge.sim.model;

/**
 * Log-distance path loss: {@code L0 + 10 n log10(d)} dB, with d in metres from a user on the ground
 * to a mast. The macro cell of 3GPP TR 36.814, {@code 128.1 + 37.6 log10(d / km)}, is L0 = 15.3 dB
 * and n = 3.76. Distances below 1 m count as 1 m, where the law has its reference.
 */
public final class PathLoss {

    private static final double NEAREST_SQUARE_METRES = 1;

    private final double referenceGain;
    private final double halfExponent;
    private final double heightSquare;

    /**
     * @param referenceDecibels L0, loss at 1 m
     * @param exponent          n, at least 0
     * @param heightMetres      of the mast above the users
     * @throws IllegalArgumentException where one is not finite, or n is negative
     */
    public PathLoss(double referenceDecibels, double exponent, double heightMetres) {
        if (!(Math.abs(referenceDecibels) <= 1e3 && exponent >= 0 && exponent <= 100
                && Math.abs(heightMetres) <= 1e6)) {
            throw new IllegalArgumentException("no law of path loss");
        }
        referenceGain = StrictMath.pow(10, -referenceDecibels / 10);
        halfExponent = exponent / 2;
        heightSquare = heightMetres * heightMetres;
    }

    /** Power gain over a link whose ends are {@code (dx, dy)} metres apart on the map. */
    public double gain(double dx, double dy) {
        double square = dx * dx + dy * dy + heightSquare;
        // A power by its logarithm takes a tenth of pow's time; it is off by a few parts in 1e15.
        return referenceGain * StrictMath.exp(
                -halfExponent * StrictMath.log(Math.max(square, NEAREST_SQUARE_METRES)));
    }
}
