package verge.autodiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verge.nn.Golden;
import verge.nn.SafetensorsFile;

/** Accuracy of the float functions, and their special values. */
class FloatMathTest {

    private static final double MOST_ULP = 2.0;
    /** Prime, so that the sweep meets all exponents with changing fractions. */
    private static final int STRIDE = 4001;

    private interface FloatFunction {
        float of(float x);
    }

    enum Function {
        EXP(FloatMath::exp, StrictMath::exp),
        EXPM1(FloatMath::expm1, StrictMath::expm1),
        TANH(FloatMath::tanh, StrictMath::tanh),
        SIGMOID(FloatMath::sigmoid, x -> 1 / (1 + StrictMath.exp(-x))),
        LOG(FloatMath::log, StrictMath::log);

        private final FloatFunction ours;
        private final DoubleUnaryOperator reference;

        Function(FloatFunction ours, DoubleUnaryOperator reference) {
            this.ours = ours;
            this.reference = reference;
        }
    }

    /** Distance in units of the last place of the float nearest to y. */
    private static double ulps(float x, float actual, double y) {
        float nearest = (float) y;
        if (Float.isNaN(nearest) || Float.isInfinite(nearest) || nearest == 0f) {
            boolean same = nearest == actual || Float.isNaN(nearest) && Float.isNaN(actual);
            // At the ends of the range the neighbour of the right result is one unit away.
            boolean next = Math.abs(actual) == Float.MAX_VALUE && Float.isInfinite(nearest)
                    || Math.abs(actual) <= Float.MIN_VALUE && nearest == 0f;
            return same ? 0 : next ? 1 : fail("f(%s) is %s, expected %s", x, actual, y);
        }
        return Float.isNaN(actual) || Float.isInfinite(actual)
                ? Float.isNaN(actual) || Math.abs(nearest) != Float.MAX_VALUE
                        ? fail("f(%s) is %s, expected %s", x, actual, y) : 1
                : Math.abs(actual - y) / Math.ulp(nearest);
    }

    @ParameterizedTest
    @EnumSource
    void denseSweepIsWithinTwoUnits(Function f) {
        double worst = 0;
        float at = 0;
        int count = 0;
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
            float x = Float.intBitsToFloat((int) bits);
            double error = ulps(x, f.ours.of(x), f.reference.applyAsDouble(x));
            count++;
            if (error > worst) {
                worst = error;
                at = x;
            }
        }
        System.out.printf(Locale.ROOT, "%s: %.3f ulp at %s, %d values%n", f, worst, at,
                count);
        assertThat(count).isEqualTo(1_073_474);
        assertThat(worst).as("worst at %s", at).isLessThanOrEqualTo(MOST_ULP);
    }

    /** Where a sweep over every third float found these formulas, or others, at their worst. */
    @ParameterizedTest
    @EnumSource
    void worstKnownArgumentsAreWithinTwoUnits(Function f) {
        float[] known = {-59.92188f, -59.901005f, -5.542755f, -4.846455f, -3.4469116f,
            0.62830955f, 0.62535214f, 0.5164523f, 1.4122971f, 0.36627746f, -0.34752223f};
        for (float x : known) {
            assertThat(ulps(x, f.ours.of(x), f.reference.applyAsDouble(x))).as("%s of %s", f, x)
                    .isLessThanOrEqualTo(MOST_ULP);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXPM1")
    void correctlyRoundedTablesAreWithinTwoUnits(Function f) {
        Path path = Golden.numerics("scalar/" + f.name().toLowerCase(Locale.ROOT)
                + ".safetensors");
        SafetensorsFile table = SafetensorsFile.read(path);
        float[] x = table.floats("x");
        float[] rounded = table.floats("y");
        double[] y = table.doubles("y64");
        double worst = 0;
        int exact = 0;
        for (int i = 0; i < x.length; i++) {
            float actual = f.ours.of(x[i]);
            worst = Math.max(worst, ulps(x[i], actual, y[i]));
            if (Float.floatToIntBits(actual) == Float.floatToIntBits(rounded[i])) {
                exact++;
            } else if (rounded[i] == 0f && actual == 0f) {
                fail("%s of %s has the wrong sign of zero", f, x[i]);
            }
        }
        System.out.printf(Locale.ROOT, "%s: table %.3f ulp, %d of %d exact%n", f, worst,
                exact, x.length);
        assertThat(x).hasSize(10_000);
        assertThat(worst).isLessThanOrEqualTo(MOST_ULP);
    }

    @Test
    void specialValues() {
        float infinity = Float.POSITIVE_INFINITY;
        float nan = Float.NaN;
        float[] x = {0f, -0f, infinity, -infinity, nan, 200f, -200f, 1f};
        assertBits(Function.EXP, x, 1f, 1f, infinity, 0f, nan, infinity, 0f, 2.7182817f);
        assertBits(Function.EXPM1, x, 0f, -0f, infinity, -1f, nan, infinity, -1f, 1.7182818f);
        float[] tiny = {Float.MIN_VALUE, -Float.MIN_VALUE, 1e-40f, -3e-39f, 88.72283f, 88.72284f};
        assertBits(Function.EXPM1, tiny, Float.MIN_VALUE, -Float.MIN_VALUE, 1e-40f, -3e-39f,
                3.4027985e38f, infinity);
        assertBits(Function.TANH, x, 0f, -0f, 1f, -1f, nan, 1f, -1f, 0.7615942f);
        assertBits(Function.SIGMOID, x, 0.5f, 0.5f, 1f, 0f, nan, 1f, 0f, 0.7310586f);
        float[] y = {0f, -0f, infinity, -infinity, nan, -1f, 1f, Float.MIN_VALUE};
        assertBits(Function.LOG, y, -infinity, -infinity, infinity, nan, nan, nan, 0f,
                -103.278929f);
    }

    private static void assertBits(Function f, float[] x, float... expected) {
        for (int i = 0; i < x.length; i++) {
            assertThat(Float.floatToIntBits(f.ours.of(x[i]))).as("%s of %s", f, x[i])
                    .isEqualTo(Float.floatToIntBits(expected[i]));
        }
    }

    @Test
    void fusedMultiplyAddRoundsOnce() {
        float x = 1 + 0x1p-12f;
        assertThat(FloatMath.fma(x, x, -1f)).isEqualTo(0x1p-11f + 0x1p-24f);
    }
}
