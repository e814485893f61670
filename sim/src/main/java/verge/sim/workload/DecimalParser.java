package verge.sim.workload;

import java.nio.charset.StandardCharsets;

/**
 * Reads decimal numbers as JSON writes them: digits, a fraction, an exponent. The result is the
 * nearest double. Allocates only where the digits and the exponent are too many to be exact in one
 * multiplication or division of doubles.
 */
final class DecimalParser {

    private static final int LONGEST = 64;
    private static final long MOST_EXACT = 1L << 53;
    private static final int EXACT_POWER = 22;
    private static final int LARGEST_EXPONENT = 10_000;
    private static final double[] POWERS = powers();

    private final byte[] text = new byte[LONGEST];
    private int length;
    private long mantissa;
    private boolean exact;

    private static double[] powers() {
        double[] powers = new double[EXACT_POWER + 1];
        powers[0] = 1;
        for (int i = 1; i <= EXACT_POWER; i++) {
            powers[i] = 10 * powers[i - 1];
        }
        return powers;
    }

    /** What the last call of {@link #read} read. */
    String text() {
        return new String(text, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** Moves behind a number, which may be infinite if its exponent is large. */
    double read(TextSource source, String expected) {
        length = 0;
        mantissa = 0;
        exact = true;
        boolean negative = source.peek() == '-';
        if (negative) {
            take(source, expected);
        }
        digits(source, expected);
        int exponent = 0;
        if (source.peek() == '.') {
            take(source, expected);
            exponent = -digits(source, expected);
        }
        if (source.peek() == 'e' || source.peek() == 'E') {
            exponent += exponent(source, expected);
        }
        if (!exact || Math.abs(exponent) > EXACT_POWER) {
            return Double.parseDouble(text());
        }
        double value = exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
        return negative ? -value : value;
    }

    private int digits(TextSource source, String expected) {
        int count = 0;
        int c = source.peek();
        while (c >= '0' && c <= '9') {
            exact &= mantissa <= (MOST_EXACT - 9) / 10;
            mantissa = 10 * mantissa + c - '0';
            count++;
            take(source, expected);
            c = source.peek();
        }
        if (count == 0) {
            throw source.error(source.upcoming(), expected);
        }
        return count;
    }

    private int exponent(TextSource source, String expected) {
        take(source, expected);
        boolean negative = source.peek() == '-';
        if (negative || source.peek() == '+') {
            take(source, expected);
        }
        int exponent = 0;
        int count = 0;
        int c = source.peek();
        while (c >= '0' && c <= '9') {
            exponent = Math.min(LARGEST_EXPONENT, 10 * exponent + c - '0');
            count++;
            take(source, expected);
            c = source.peek();
        }
        if (count == 0) {
            throw source.error(source.upcoming(), expected);
        }
        return negative ? -exponent : exponent;
    }

    private void take(TextSource source, String expected) {
        if (length == LONGEST) {
            throw source.error("a number of more than " + LONGEST + " characters", expected);
        }
        text[length++] = (byte) source.peek();
        source.advance();
    }
}
