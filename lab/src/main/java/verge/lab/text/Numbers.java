package verge.lab.text;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The one way a floating number becomes text. {@code Double.toString} differs between JDK 17 and
 * later ones (2e23 is an example), so nothing that is written may go through it or through
 * concatenation.
 */
public final class Numbers {
    private static final double MOST_PLAIN = 1e15;

    private Numbers() {
    }

    /**
     * The shortest decimal that reads back as the same double, in the notation of
     * {@code Double.toString}.
     *
     * @param value any double
     * @return for example {@code 0.1}, {@code 2.0E23}, {@code NaN}, {@code -Infinity}
     */
    public static String text(double value) {
        return DoubleToDecimal.toString(value);
    }

    /**
     * As {@link #text}, but a whole number has no point.
     *
     * @param value any double
     * @return for example {@code 100}, {@code 0.1}, {@code 1.0E15}
     */
    public static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < MOST_PLAIN
                ? Long.toString((long) value) : text(value);
    }

    /**
     * A number with fixed decimals for people to read, half to even on the exact binary value; a
     * result that is zero has no sign.
     *
     * @param value any double
     * @param decimals digits after the point, at least 0
     * @return for example {@code 12.35}; {@code -} for a value that is not finite
     */
    public static String fixed(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }

    /**
     * As {@link #fixed(double, int)}, for figures that may be unknown.
     *
     * @param value a number, or null where there is none
     * @param decimals digits after the point, at least 0
     * @return the number, or {@code -} for null
     */
    public static String fixed(Double value, int decimals) {
        return value == null ? "-" : fixed(value.doubleValue(), decimals);
    }
}
