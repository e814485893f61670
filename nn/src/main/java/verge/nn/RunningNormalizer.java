package verge.nn;

import java.util.Arrays;

/**
 * Mean and variance of features over all rows seen so far, updated without cancellation
 * (Welford 1962), and the features brought to mean 0 and variance 1; for the k-th row x [width],
 *
 * <pre>
 *   d = x - mean;  mean += d / k;  squares += d (x - mean);  variance = squares / k
 *   y = (x - mean) / sqrt(variance + epsilon), limited to [-limit, limit]
 * </pre>
 *
 * <p>State in double, in row order; allocates nothing after it is made.
 */
public final class RunningNormalizer {

    private final double[] mean;
    private final double[] squares;
    private final float limit;
    private long rows;

    /** Makes a normaliser of rows of a width; results are limited to [-limit, limit]. */
    public RunningNormalizer(int width, float limit) {
        mean = new double[width];
        squares = new double[width];
        this.limit = limit;
    }

    /** Takes in count rows, [count * width] row-major from the offset on. Modifies the state alone. */
    public void observe(float[] x, int from, int count) {
        int width = mean.length;
        for (int r = 0; r < count; r++) {
            rows++;
            for (int i = 0; i < width; i++) {
                double deviation = x[from + r * width + i] - mean[i];
                mean[i] += deviation / rows;
                squares[i] += deviation * (x[from + r * width + i] - mean[i]);
            }
        }
    }

    /**
     * Writes (x - mean) / sqrt(variance + epsilon), limited; a feature that never varied gives its
     * distance from the mean over sqrt(epsilon). {@code y} may be {@code x}.
     *
     * @param x [count * width], row-major from the offset on
     * @param y receives the results, laid out alike from its offset on
     */
    public void normalize(float[] x, int from, int count, double epsilon, float[] y, int to) {
        int width = mean.length;
        for (int r = 0; r < count; r++) {
            for (int i = 0; i < width; i++) {
                double z = (x[from + r * width + i] - mean[i])
                        / Math.sqrt(variance(i) + epsilon);
                y[to + r * width + i] = Math.max(-limit, Math.min(limit, (float) z));
            }
        }
    }

    /** Returns the number of rows seen. */
    public long rows() {
        return rows;
    }

    /** Returns the mean of a feature, 0 before the first row. */
    public double mean(int feature) {
        return mean[feature];
    }

    /** Returns the variance of a feature, divided by the rows; 1 before the first row. */
    public double variance(int feature) {
        return rows == 0 ? 1.0 : squares[feature] / rows;
    }

    /** Writes rows, means and sums of squares, 1 + 2 width numbers, as {@link #restore} reads. */
    public void save(double[] state, int at) {
        state[at] = rows;
        System.arraycopy(mean, 0, state, at + 1, mean.length);
        System.arraycopy(squares, 0, state, at + 1 + mean.length, mean.length);
    }

    /** Continues from what {@link #save} has written. */
    public void restore(double[] state, int at) {
        rows = (long) state[at];
        System.arraycopy(state, at + 1, mean, 0, mean.length);
        System.arraycopy(state, at + 1 + mean.length, squares, 0, mean.length);
    }

    /** Forgets everything. */
    public void reset() {
        Arrays.fill(mean, 0.0);
        Arrays.fill(squares, 0.0);
        rows = 0;
    }
}
