package verge.nn;

/**
 * Numbers x [n] brought to mean 0 and deviation 1, in place, as advantages are before a policy gradient
 * (Andrychowicz et al. 2021): x = (x - mean) / (deviation + 1e-8), sums in double, in order. Allocates
 * nothing.
 */
public final class Standardization {

    private static final double EPSILON = 1e-8;

    private Standardization() {}

    /**
     * x = (x - mean) / (deviation + 1e-8) over n numbers from the offset on, the variance divided by
     * n - 1. One number alone stays as it is.
     */
    public static void unbiased(float[] x, int from, int n) {
        standardize(x, from, n, n - 1);
    }

    /** As {@link #unbiased}, the variance divided by n. */
    public static void biased(float[] x, int from, int n) {
        standardize(x, from, n, n);
    }

    private static void standardize(float[] x, int from, int n, int divisor) {
        if (n < 2) {
            return;
        }
        double sum = 0.0;
        for (int i = from; i < from + n; i++) {
            sum += x[i];
        }
        double mean = sum / n;
        double squares = 0.0;
        for (int i = from; i < from + n; i++) {
            squares += (x[i] - mean) * (x[i] - mean);
        }
        double deviation = Math.sqrt(squares / divisor) + EPSILON;
        for (int i = from; i < from + n; i++) {
            x[i] = (float) ((x[i] - mean) / deviation);
        }
    }
}
