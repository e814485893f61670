package verge.sim.core;

import org.apache.commons.math3.util.FastMath;

/**
 * Sine and cosine of a part of a whole turn, {@code 2 pi t}: folded into an eighth of a turn, which
 * is exact, and there by commons-math3, which allocates nothing for angles this small. StrictMath
 * does on newer releases of Java.
 */
public final class Turn {

    private static final double EIGHTH = 0.125;

    private Turn() {
    }

    /**
     * Cosine of {@code 2 pi turn}. Nothing is allocated.
     *
     * @param turn a number from 0 to 1
     */
    public static double cosine(double turn) {
        double half = turn > 0.5 ? 1 - turn : turn;             // cos(-x) = cos x
        double quarter = half > 0.25 ? 0.5 - half : half;       // cos(pi - x) = -cos x
        double value = quarter > EIGHTH ? FastMath.sin(2 * Math.PI * (0.25 - quarter))
                : FastMath.cos(2 * Math.PI * quarter);
        return half > 0.25 ? -value : value;
    }

    /**
     * Sine of {@code 2 pi turn}. Nothing is allocated.
     *
     * @param turn a number from 0 to 1
     */
    public static double sine(double turn) {
        double half = turn > 0.5 ? 1 - turn : turn;             // sin(-x) = -sin x
        double quarter = half > 0.25 ? 0.5 - half : half;       // sin(pi - x) = sin x
        double value = quarter > EIGHTH ? FastMath.cos(2 * Math.PI * (0.25 - quarter))
                : FastMath.sin(2 * Math.PI * quarter);
        return turn > 0.5 ? -value : value;
    }
}
