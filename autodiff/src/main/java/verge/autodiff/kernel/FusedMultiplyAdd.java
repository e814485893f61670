package verge.autodiff.kernel;

/**
 * Fused multiply-add where the processor has none, or the JVM does not use it: there
 * {@code Math.fma} computes in {@code BigDecimal}, a microsecond and some garbage each time. The
 * emulation is exact: the product of two floats is exact in double, the sum is rounded to odd
 * (Boldo and Melquiond 2008, "Emulation of FMA and correctly rounded sums: proved algorithms using
 * rounding to odd"), and with 29 bits more than a float has, the second rounding cannot err.
 */
final class FusedMultiplyAdd {

    /** Whether {@code Math.fma} is an instruction; results do not depend on it. */
    static final boolean IN_HARDWARE = isFast();

    private static final int BATCHES = 25;
    private static final int BATCH = 32;
    /** An instruction takes about 50 ns even in the interpreter, BigDecimal never less than 500. */
    private static final long MOST_NANOSECONDS = 300L * BATCH;

    private FusedMultiplyAdd() {}

    /** Returns a * b + c, rounded once. */
    static float emulate(float a, float b, float c) {
        double product = (double) a * b;
        double sum = product + c;
        double back = sum - product;
        double lost = (product - (sum - back)) + (c - back);          // exact, or NaN
        if (lost > 0.0 || lost < 0.0) {
            long bits = Double.doubleToRawLongBits(sum);
            if ((bits & 1) == 0) {                                    // the odd neighbour instead
                bits += lost > 0.0 == sum > 0.0 ? 1 : -1;
                sum = Double.longBitsToDouble(bits);
            }
        }
        return (float) sum;
    }

    /** One fast batch is enough, so that interruptions and class loading do not count. */
    private static boolean isFast() {
        float x = 1.1f;
        boolean fast = false;
        for (int batch = 0; batch < BATCHES && !fast; batch++) {
            long begin = System.nanoTime();
            for (int i = 0; i < BATCH; i++) {
                x = FloatMath.platformFma(x, 0.999f, 0.001f);
            }
            fast = System.nanoTime() - begin < MOST_NANOSECONDS;
        }
        return fast;
    }
}
