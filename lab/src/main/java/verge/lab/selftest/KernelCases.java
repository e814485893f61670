package verge.lab.selftest;

import static verge.lab.selftest.KernelCase.elementwise;
import static verge.lab.selftest.KernelCase.reduction;

import java.util.LinkedHashMap;
import java.util.Map;
import verge.autodiff.kernel.FloatMath;
import verge.autodiff.kernel.SpecialFunctions;

/** Every kernel and every scalar function beneath them, by its name in the source. */
final class KernelCases {
    private KernelCases() {
    }

    /** Returns the cases in the order in which they are shown; packing is seen in gemmPacked. */
    static Map<String, KernelCase> all() {
        Map<String, KernelCase> all = new LinkedHashMap<>();
        functions(all);
        products(all);
        vectors(all);
        rows(all);
        edges(all);
        cells(all);
        updates(all);
        return all;
    }

    private static void functions(Map<String, KernelCase> all) {
        all.put("FloatMath.fma", elementwise(4, (k, x, o, n) -> {
            for (int i = 0; i < n[0]; i++) {
                x[3][o[3] + i] = FloatMath.fma(x[0][o[0] + i], x[1][o[1] + i], x[2][o[2] + i]);
            }
        }));
        all.put("FloatMath.exp", function(FloatMath::exp));
        all.put("FloatMath.expm1", function(FloatMath::expm1));
        all.put("FloatMath.tanh", function(FloatMath::tanh));
        all.put("FloatMath.sigmoid", function(FloatMath::sigmoid));
        all.put("FloatMath.log", function(FloatMath::log));
        all.put("SpecialFunctions.log1p", function(SpecialFunctions::log1p));
        all.put("SpecialFunctions.softplus", function(SpecialFunctions::softplus));
        all.put("SpecialFunctions.erf", function(SpecialFunctions::erf));
        all.put("SpecialFunctions.gelu", function(SpecialFunctions::gelu));
        all.put("SpecialFunctions.geluSlope", function(SpecialFunctions::geluSlope));
        all.put("SpecialFunctions.sin", function(SpecialFunctions::sin));
        all.put("SpecialFunctions.cos", function(SpecialFunctions::cos));
    }

    private interface Function {
        float of(float x);
    }

    private static KernelCase function(Function f) {
        return elementwise(2, (k, x, o, n) -> {
            for (int i = 0; i < n[0]; i++) {
                x[1][o[1] + i] = f.of(x[0][o[0] + i]);
            }
        });
    }

    private static void products(Map<String, KernelCase> all) {
        all.put("gemm", KernelCase.products((k, x, o, s) -> {
            int m = s[0];
            int n = s[1];
            int depth = s[2];
            k.gemm(m, n, depth, x[0], o[0], depth, 1, x[1], o[1], n, x[2], o[2], n,
                    x[2], o[2], n);
            k.gemm(m, n, depth, x[0], o[0], 1, m, x[1], o[1], n + 1, x[3], o[3], 0,
                    x[2], o[2], n + 1);
        }));
        all.put("gemmHeads", KernelCase.products((k, x, o, s) -> {
            int m = s[0];
            int n = s[1] / 5;
            int depth = s[2];
            k.gemmHeads(5, m, n, depth, x[0], o[0], 1, depth, 1, x[1], o[1], n, 5 * n, false,
                    x[2], o[2], n, 5 * n);
            k.gemmHeads(5, m, n, depth, x[0], o[0], 1, depth, 1, x[1], o[1], n, 5 * n, true,
                    x[2], o[2], n, 5 * n);
        }));
        all.put("gemmPacked", KernelCase.products((k, x, o, s) -> {
            int m = s[0];
            int n = s[1];
            int depth = s[2];
            float[] packed = new float[o[3] + k.packedFloats(depth, n)];
            k.pack(depth, n, x[1], o[1], n, 1, packed, o[3]);
            k.gemmPacked(m, n, depth, x[0], o[0], depth, 1, packed, o[3], x[3], o[3], 0,
                    x[2], o[2], n);
            k.pack(depth, n, x[1], o[1], 1, depth, packed, o[3]);
            k.gemmPacked(m, n, depth, x[0], o[0], 1, m, packed, o[3], null, 0, 0,
                    x[3], o[3], n + 1);
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
        all.put("blend", elementwise(2, (k, x, o, n) ->
                k.blend(0.05f, x[0], o[0], 0.95f, x[1], o[1], n[0])));
        all.put("expShifted", elementwise(2, (k, x, o, n) ->
                k.expShifted(1.1f, x[0], o[0], x[1], o[1], n[0])));
        all.put("log", elementwise(2, (k, x, o, n) ->
                k.log(x[0], o[0], x[1], o[1], n[0])));
        all.put("tanh", elementwise(2, (k, x, o, n) ->
                k.tanh(x[0], o[0], x[1], o[1], n[0])));
        all.put("sigmoid", elementwise(2, (k, x, o, n) ->
                k.sigmoid(x[0], o[0], x[1], o[1], n[0])));
        all.put("elu", elementwise(2, (k, x, o, n) ->
                k.elu(0.7f, x[0], o[0], x[1], o[1], n[0])));
        all.put("eluBackward", elementwise(3, (k, x, o, n) ->
                k.eluBackward(0.7f, x[0], o[0], x[1], o[1], x[2], o[2], n[0])));
        all.put("relu", elementwise(2, (k, x, o, n) ->
                k.relu(x[0], o[0], x[1], o[1], n[0])));
        all.put("reluBackward", elementwise(3, (k, x, o, n) ->
                k.reluBackward(x[0], o[0], x[1], o[1], x[2], o[2], n[0])));
        all.put("tanhBackward", elementwise(3, (k, x, o, n) ->
                k.tanhBackward(x[0], o[0], x[1], o[1], x[2], o[2], n[0])));
        all.put("sigmoidBackward", elementwise(3, (k, x, o, n) ->
                k.sigmoidBackward(x[0], o[0], x[1], o[1], x[2], o[2], n[0])));
        all.put("sum", reduction(1, (k, x, o, n) -> k.sum(x[0], o[0], n[0])));
        all.put("dot", reduction(2, (k, x, o, n) -> k.dot(x[0], o[0], x[1], o[1], n[0])));
        all.put("max", reduction(1, (k, x, o, n) -> k.max(x[0], o[0], n[0])));
    }

    private static void rows(Map<String, KernelCase> all) {
        all.put("addRows", KernelCase.rows(2, 1, (k, x, o, s) ->
                k.addRows(s[0], s[1], x[0], o[0], s[1] + 1, x[1], o[1])));
        all.put("softmaxRows", KernelCase.rows(2, 1, (k, x, o, s) ->
                k.softmaxRows(s[0], s[1], x[0], o[0], x[1], o[1])));
        all.put("softmaxRowsBackward", KernelCase.rows(3, 1, (k, x, o, s) ->
                k.softmaxRowsBackward(s[0], s[1], x[0], o[0], x[1], o[1], x[2], o[2])));
        all.put("logSoftmaxRows", KernelCase.rows(2, 1, (k, x, o, s) ->
                k.logSoftmaxRows(s[0], s[1], x[0], o[0], x[1], o[1])));
        all.put("logSoftmaxRowsBackward", KernelCase.rows(3, 1, (k, x, o, s) ->
                k.logSoftmaxRowsBackward(s[0], s[1], x[0], o[0], x[1], o[1], x[2], o[2])));
        all.put("layerNormRows", KernelCase.rows(6, 1, (k, x, o, s) ->
                k.layerNormRows(s[0], s[1], x[0], o[0], x[1], o[1], x[2], o[2], 1e-5f,
                        x[3], o[3], x[4], o[4], x[5], o[5])));
        all.put("layerNormRowsBackward", KernelCase.rows(8, 1, (k, x, o, s) ->
                k.layerNormRowsBackward(s[0], s[1], x[0], o[0], x[1], o[1], x[2], o[2],
                        x[3], o[3], x[4], o[4], x[5], o[5], x[6], o[6], x[7], o[7])));
    }

    /** A graph of so many nodes with three edges into each; heads or channels are columns. */
    private static void edges(Map<String, KernelCase> all) {
        all.put("headDots", KernelCase.rows(3, 2, (k, x, o, s) -> {
            k.headDots(0, s[0], 2, s[1], x[0], o[0], null, x[1], o[1], x[2], o[2]);
            k.headDots(s[0] / 2, s[0], 2, s[1], x[0], o[0], sources(s[0]), x[1], o[1], x[2],
                    o[2] + 2 * s[0]);
        }));
        all.put("edgeWeights", KernelCase.rows(5, 3, (k, x, o, s) -> {
            k.edgeWeights(s[0], s[0], s[1], starts(s[0]), sources(s[0]), x[0], o[0], x[1], o[1],
                    x[2], o[2], 0.2f, x[3], o[3], x[4], o[4]);
            k.edgeWeights(s[0], s[0], s[1], starts(s[0]), sources(s[0]), x[0], o[0], x[1], o[1],
                    null, 0, -0.7f, x[3], o[3], x[4], o[4]);
        }));
        all.put("edgeSums", KernelCase.rows(3, 3, (k, x, o, s) ->
                k.edgeSums(s[0], 2, s[1], starts(s[0]), sources(s[0]), x[0], o[0], x[1], o[1],
                        x[2], o[2])));
        all.put("edgeSumsBackward", KernelCase.rows(3, 3, (k, x, o, s) ->
                k.edgeSumsBackward(s[0], 2, s[1], starts(s[0]), sources(s[0]), x[0], o[0], x[1],
                        o[1], x[2], o[2])));
    }

    private static int[] starts(int nodes) {
        int[] starts = new int[nodes + 1];
        for (int i = 0; i <= nodes; i++) {
            starts[i] = 3 * i;
        }
        return starts;
    }

    private static int[] sources(int nodes) {
        int[] sources = new int[3 * nodes];
        for (int j = 0; j < sources.length; j++) {
            sources[j] = 7 * j % nodes;
        }
        return sources;
    }

    private static void cells(Map<String, KernelCase> all) {
        all.put("lstmCell", KernelCase.rows(5, 4, (k, x, o, s) ->
                k.lstmCell(s[0], s[1], x[0], o[0], x[0], o[0], x[1], o[1], x[2], o[2],
                        x[3], o[3], x[4], o[4])));
        all.put("lstmCellBackward", KernelCase.rows(6, 4, (k, x, o, s) ->
                k.lstmCellBackward(s[0], s[1], x[0], o[0], x[1], o[1], x[2], o[2], x[3], o[3],
                        x[4], o[4], x[5], o[5])));
        all.put("gruCell", KernelCase.rows(4, 3, (k, x, o, s) ->
                k.gruCell(s[0], s[1], x[0], o[0], x[1], o[1], x[2], o[2], x[3], o[3])));
        all.put("gruCellBackward", KernelCase.rows(7, 3, (k, x, o, s) ->
                k.gruCellBackward(s[0], s[1], x[0], o[0], x[1], o[1], x[2], o[2], x[3], o[3],
                        x[4], o[4], x[5], o[5], x[6], o[6])));
    }

    private static void updates(Map<String, KernelCase> all) {
        all.put("adam", KernelCase.vectors(4, (k, x, o, n) ->
                k.adam(x[0], x[1], x[2], x[3], n[0], 0.01f, 0.9f, 0.1f, 0.999f, 0.001f, 0.0316f,
                        1e-8f, 0.01f)));
        all.put("rmsProp", KernelCase.vectors(5, (k, x, o, n) -> {
            k.rmsProp(x[0], x[1], x[2], null, null, n[0], 0.01f, 0.99f, 0.01f, 1e-8f, 0f, 0f);
            k.rmsProp(x[0], x[1], x[2], x[3], x[4], n[0], 0.01f, 0.9f, 0.1f, 1e-8f, 0.9f, 0.01f);
        }));
        all.put("sgd", KernelCase.vectors(3, (k, x, o, n) -> {
            k.sgd(x[0], x[1], null, n[0], 0.01f, 0f, 1f, false, 0.01f);
            k.sgd(x[0], x[1], x[2], n[0], 0.01f, 0.9f, 0.5f, false, 0f);
            k.sgd(x[0], x[1], x[2], n[0], 0.01f, 0.9f, 1f, true, 0.01f);
        }));
    }
}
