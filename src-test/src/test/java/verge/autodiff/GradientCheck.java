package verge.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Compares values and gradients of float code with a double-precision reference of the same
 * function and the central differences of that reference.
 */
public final class GradientCheck {

    /** Largest error of a value, relative to the largest entry of its matrix. */
    public static final double VALUE_TOLERANCE = 1e-5;
    /** Largest error of a gradient entry, relative to the gradient's largest entry. */
    public static final double GRADIENT_TOLERANCE = 1e-4;
    /** What differences themselves get wrong, where the gradient is zero. */
    private static final double DIFFERENCE_NOISE = 1e-9;
    private static final double STEP = 1e-5;

    private GradientCheck() {}

    /**
     * Random values around multiples of 0.1, at a distance of at least 0.02 from each multiple and
     * from the values of the next input: the kinks of tests lie at multiples or between inputs.
     *
     * @param input number of the input, 0 to 3
     */
    public static float[] sample(int n, int input, Random random) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            double multiple = 0.1 * (random.nextInt(25) - 12);
            values[i] = (float) (multiple + 0.025 + 0.015 * input + 0.004 * random.nextDouble());
        }
        return values;
    }

    /** Widens floats. */
    public static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    /** Central differences of f at x in each direction; x is as it was afterwards. */
    public static double[] differences(double[] x, ToDoubleFunction<double[]> f) {
        double[] slope = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double middle = x[i];
            x[i] = middle + STEP;
            double above = f.applyAsDouble(x);
            x[i] = middle - STEP;
            double below = f.applyAsDouble(x);
            x[i] = middle;
            slope[i] = (above - below) / (2 * STEP);
        }
        return slope;
    }

    /** Sum of weight * y over all elements. */
    public static double weighted(float[] weight, DoubleMatrix y) {
        return DoubleMatrix.sum(weight.length, i -> weight[i] * y.at(i));
    }

    /** Asserts that a tensor's values are the reference's, of equal shape. */
    public static void assertValue(String what, Tensor actual, DoubleMatrix expected) {
        assertThat(new int[] {actual.rows(), actual.cols()}).as(what + " shape")
                .containsExactly(expected.rows(), expected.cols());
        float[] values = new float[actual.size()];
        actual.copyTo(values, 0);
        double[] reference = new double[values.length];
        for (int i = 0; i < reference.length; i++) {
            reference[i] = expected.at(i);
        }
        assertClose(what + " value", values, reference, VALUE_TOLERANCE);
    }

    /** Asserts that a gradient is the reference's. */
    public static void assertGradient(String what, float[] actual, double[] expected) {
        assertClose(what, actual, expected, GRADIENT_TOLERANCE);
    }

    private static void assertClose(String what, float[] actual, double[] expected,
            double tolerance) {
        double largest = 0;
        for (double g : expected) {
            largest = Math.max(largest, Math.abs(g));
        }
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(actual[i] - expected[i]);
            if (!(error <= tolerance * largest + DIFFERENCE_NOISE)) {
                fail("%s: element %d is %s, expected %s", what, i, actual[i], expected[i]);
            }
        }
    }
}
