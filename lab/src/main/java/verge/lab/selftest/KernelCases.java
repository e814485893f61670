package verge.lab.selftest;

import static verge.lab.selftest.KernelCase.elementwise;
import static verge.lab.selftest.KernelCase.matrices;
import static verge.lab.selftest.KernelCase.reduction;

import java.util.LinkedHashMap;
import java.util.Map;
import verge.autodiff.kernel.FloatMath;

/** Every kernel and every function of {@code FloatMath}, by its name in the source. */
final class KernelCases {
    /** Precedes the names of functions. */
    static final String FUNCTION = "FloatMath.";

    private KernelCases() {
    }

    /** Returns the cases in the order in which they are shown. */
    static Map<String, KernelCase> all() {
        Map<String, KernelCase> all = new LinkedHashMap<>();
        functions(all);
        products(all);
        vectors(all);
        return all;
    }

    private static void functions(Map<String, KernelCase> all) {
        all.put(FUNCTION + "fma", elementwise(4, (k, x, o, n) -> {
            for (int i = 0; i < n[0]; i++) {
                x[3][o[3] + i] = FloatMath.fma(x[0][o[0] + i], x[1][o[1] + i], x[2][o[2] + i]);
            }
        }));
        all.put(FUNCTION + "exp", elementwise(2, (k, x, o, n) -> {
            for (int i = 0; i < n[0]; i++) {
                x[1][o[1] + i] = FloatMath.exp(x[0][o[0] + i]);
            }
        }));
        all.put(FUNCTION + "tanh", elementwise(2, (k, x, o, n) -> {
            for (int i = 0; i < n[0]; i++) {
                x[1][o[1] + i] = FloatMath.tanh(x[0][o[0] + i]);
            }
        }));
        all.put(FUNCTION + "sigmoid", elementwise(2, (k, x, o, n) -> {
            for (int i = 0; i < n[0]; i++) {
                x[1][o[1] + i] = FloatMath.sigmoid(x[0][o[0] + i]);
            }
        }));
        all.put(FUNCTION + "log", elementwise(2, (k, x, o, n) -> {
            for (int i = 0; i < n[0]; i++) {
                x[1][o[1] + i] = FloatMath.log(x[0][o[0] + i]);
            }
        }));
    }

    private static void products(Map<String, KernelCase> all) {
        all.put("gemm", matrices(3, 3, (k, x, o, s) -> {
            int m = s[0];
            int n = s[1];
            int depth = s[2];
            k.gemm(m, n, depth, x[0], o[0], depth, 1, x[1], o[1], n, x[2], o[2], n);
            k.gemm(m, n, depth, x[0], o[0], 1, m, x[1], o[1], n + 1, x[2], o[2], n + 1);
        }));
    }

    private static void vectors(Map<String, KernelCase> all) {
        all.put("add", elementwise(3, (k, x, o, n) ->
                k.add(x[0], o[0], x[1], o[1], x[2], o[2], n[0])));
        all.put("subtract", elementwise(3, (k, x, o, n) ->
                k.subtract(x[0], o[0], x[1], o[1], x[2], o[2], n[0])));
        all.put("multiply", elementwise(3, (k, x, o, n) ->
                k.multiply(x[0], o[0], x[1], o[1], x[2], o[2], n[0])));
        all.put("multiplyAdd", elementwise(3, (k, x, o, n) ->
                k.multiplyAdd(x[0], o[0], x[1], o[1], x[2], o[2], n[0])));
        all.put("affine", elementwise(2, (k, x, o, n) ->
                k.affine(1.7f, -0.3f, x[0], o[0], x[1], o[1], n[0])));
        all.put("axpy", elementwise(2, (k, x, o, n) ->
                k.axpy(-0.7f, x[0], o[0], x[1], o[1], n[0])));
        all.put("expShifted", elementwise(2, (k, x, o, n) ->
                k.expShifted(1.1f, x[0], o[0], x[1], o[1], n[0])));
        all.put("tanh", elementwise(2, (k, x, o, n) ->
                k.tanh(x[0], o[0], x[1], o[1], n[0])));
        all.put("sigmoid", elementwise(2, (k, x, o, n) ->
                k.sigmoid(x[0], o[0], x[1], o[1], n[0])));
        all.put("tanhBackward", elementwise(3, (k, x, o, n) ->
                k.tanhBackward(x[0], o[0], x[1], o[1], x[2], o[2], n[0])));
        all.put("sigmoidBackward", elementwise(3, (k, x, o, n) ->
                k.sigmoidBackward(x[0], o[0], x[1], o[1], x[2], o[2], n[0])));
        all.put("sum", reduction(1, (k, x, o, n) -> k.sum(x[0], o[0], n[0])));
        all.put("dot", reduction(2, (k, x, o, n) -> k.dot(x[0], o[0], x[1], o[1], n[0])));
        all.put("max", reduction(1, (k, x, o, n) -> k.max(x[0], o[0], n[0])));
        all.put("adam", KernelCase.vectors(4, (k, x, o, n) ->
                k.adam(x[0], x[1], x[2], x[3], n[0], 0.01f, 0.9f, 0.1f, 0.999f, 0.001f, 0.0316f,
                        1e-8f)));
    }
}
