package verge.lab.selftest;

import java.util.Map;
import java.util.function.UnaryOperator;
import verge.autodiff.Functions;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.lab.text.Numbers;
import verge.nn.SafetensorsFile;

/** Tables of a function's correctly rounded values, met within two units in the last place. */
final class ScalarTable {
    /** Name of the operation of such a case, before that of the function. */
    static final String PREFIX = "scalar_";
    private static final double MOST_ULPS = 2;

    private static final Map<String, UnaryOperator<Tensor>> FUNCTIONS = Map.of(
            "exp", Tensor::exp, "log", Functions::log, "tanh", Tensor::tanh,
            "sigmoid", Tensor::sigmoid, "log1p", Functions::log1p,
            "softplus", Functions::softplus, "sqrt", Functions::sqrt, "erf", Functions::erf);

    private ScalarTable() {
    }

    /**
     * Compares all values, those where the exact one is zero, infinite or NaN exactly.
     *
     * @param digest takes in the values computed
     * @return what is wrong, in one line; null if nothing is
     */
    static String failure(GoldenEntry entry, SafetensorsFile file, BitDigest digest) {
        String name = entry.op().substring(PREFIX.length());
        UnaryOperator<Tensor> function = FUNCTIONS.get(name);
        if (function == null) {
            throw new NotApplicable("no function " + name);
        }
        float[] x = file.floats("x");
        float[] rounded = file.floats("y");
        double[] exact = file.doubles("y64");
        if (rounded.length != x.length || exact.length != x.length) {
            throw new IllegalArgumentException("x, y and y64 of different lengths");
        }
        Tape tape = Tape.forInference();
        float[] y = new float[x.length];
        function.apply(tape.constant(x, 0, 1, x.length)).copyTo(y, 0);
        digest.add(entry.op());
        digest.add(y);
        double most = most(entry);
        for (int i = 0; i < y.length; i++) {
            if (!good(y[i], rounded[i], exact[i], most)) {
                return name + "(" + Numbers.text(x[i]) + ") = " + Numbers.text(y[i])
                        + ", expected " + Numbers.text(rounded[i]) + " within "
                        + Numbers.text(most) + " ulp";
            }
        }
        return null;
    }

    /** Two units, or what the table allows if that is less; none means correctly rounded. */
    private static double most(GoldenEntry entry) {
        double most = entry.tolerance().path("max_ulp").asDouble(MOST_ULPS);
        return most == 0 ? 0 : MOST_ULPS;
    }

    private static boolean good(float actual, float rounded, double exact, double most) {
        if (rounded == 0f || !Float.isFinite(rounded) || most == 0) {
            return Float.floatToIntBits(actual) == Float.floatToIntBits(rounded);
        }
        return Math.abs(actual - exact) <= most * Math.ulp(rounded);
    }
}
