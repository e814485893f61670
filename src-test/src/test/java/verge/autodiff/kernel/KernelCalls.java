package verge.autodiff.kernel;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One call or more of every kernel but the products, on buffers of small numbers; the result of a
 * reduction goes into a buffer. Nothing is allocated by a call.
 */
final class KernelCalls {

    static final int ROWS = 3;
    static final int BUFFERS = 8;

    /** One call on some buffers. */
    interface Call {
        void on(Kernels k, float[][] x, int offset, int n);
    }

    private KernelCalls() {}

    /** Calls that touch no more than offset + n elements of a buffer, offset being at most 4. */
    static Map<String, Call> elements() {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("add", (k, x, o, n) -> k.add(x[0], o, x[1], 1, x[2], 2, n));
        calls.put("subtract", (k, x, o, n) -> k.subtract(x[0], o, x[1], 1, x[2], 2, n));
        calls.put("multiply", (k, x, o, n) -> k.multiply(x[0], o, x[1], 1, x[2], 2, n));
        calls.put("multiplyAdd", (k, x, o, n) -> k.multiplyAdd(x[0], o, x[1], 1, x[2], 2, n));
        calls.put("affine", (k, x, o, n) -> k.affine(x[3][0], x[3][1], x[0], o, x[2], 2, n));
        calls.put("axpy", (k, x, o, n) -> k.axpy(x[3][0], x[0], o, x[2], 2, n));
        calls.put("expShifted", (k, x, o, n) -> k.expShifted(x[3][0], x[0], o, x[2], 2, n));
        calls.put("log", (k, x, o, n) -> k.log(x[0], o, x[2], 2, n));
        calls.put("tanh", (k, x, o, n) -> k.tanh(x[0], o, x[2], 2, n));
        calls.put("sigmoid", (k, x, o, n) -> k.sigmoid(x[0], o, x[2], 2, n));
        calls.put("elu", (k, x, o, n) -> k.elu(x[3][0], x[0], o, x[2], 2, n));
        calls.put("eluBackward", (k, x, o, n) ->
                k.eluBackward(x[3][0], x[0], o, x[1], 1, x[2], 2, n));
        calls.put("relu", (k, x, o, n) -> k.relu(x[0], o, x[2], 2, n));
        calls.put("reluBackward", (k, x, o, n) -> k.reluBackward(x[0], o, x[1], 1, x[2], 2, n));
        calls.put("tanhBackward", (k, x, o, n) -> k.tanhBackward(x[0], o, x[1], 1, x[2], 2, n));
        calls.put("sigmoidBackward", (k, x, o, n) ->
                k.sigmoidBackward(x[0], o, x[1], 1, x[2], 2, n));
        calls.put("sum", (k, x, o, n) -> x[2][0] = k.sum(x[0], o, n));
        calls.put("dot", (k, x, o, n) -> x[2][0] = k.dot(x[0], o, x[1], 1, n));
        calls.put("max", (k, x, o, n) -> x[2][0] = k.max(x[0], o, n));
        calls.put("blend", (k, x, o, n) -> k.blend(x[3][0], x[0], o, x[3][1], x[2], 2, n));
        // The output in place of an input, as the operations use it.
        calls.put("add in place", (k, x, o, n) -> k.add(x[0], o, x[1], 1, x[1], 1, n));
        calls.put("affine in place", (k, x, o, n) ->
                k.affine(x[3][0], x[3][1], x[0], o, x[0], o, n));
        calls.put("expShifted in place", (k, x, o, n) -> k.expShifted(0f, x[0], o, x[0], o, n));
        calls.put("elu in place", (k, x, o, n) -> k.elu(x[3][0], x[0], o, x[0], o, n));
        calls.put("log in place", (k, x, o, n) -> k.log(x[0], o, x[0], o, n));
        calls.put("tanh in place", (k, x, o, n) -> k.tanh(x[0], o, x[0], o, n));
        return calls;
    }

    /** Calls on rows, cells and parameters: 4 ROWS n + 8 elements of a buffer at most. */
    static Map<String, Call> rows() {
        Map<String, Call> calls = new LinkedHashMap<>();
        addRows(calls);
        addEdges(calls);
        addCells(calls);
        addUpdates(calls);
        return calls;
    }

    private static void addRows(Map<String, Call> calls) {
        calls.put("gemmHeads", (k, x, o, n) -> k.gemmHeads(9, 1, n, 2, x[0], o, 2, 0, 1, x[1], 1, n,
                n, false, x[2], 2, n, 0));
        calls.put("gemmHeads added", (k, x, o, n) -> k.gemmHeads(5, 1, n, 2, x[0], o, 1, 0, 5, x[1],
                1, 2 * n, n, true, x[2], 2, n, 0));
        calls.put("gemmHeads of rows", (k, x, o, n) -> k.gemmHeads(3, 2, n, 2, x[0], o, 4, 2, 1,
                x[1], 1, n, 3 * n, true, x[2], 2, 2 * n, n));
        calls.put("addRows", (k, x, o, n) -> k.addRows(ROWS, n, x[0], o, n + 1, x[1], 1));
        calls.put("softmaxRows", (k, x, o, n) -> k.softmaxRows(ROWS, n, x[0], o, x[1], 1));
        calls.put("softmaxRows in place", (k, x, o, n) -> k.softmaxRows(ROWS, n, x[0], o, x[0], o));
        calls.put("softmaxRowsBackward", (k, x, o, n) ->
                k.softmaxRowsBackward(ROWS, n, x[0], o, x[1], 1, x[2], 2));
        calls.put("logSoftmaxRows", (k, x, o, n) -> k.logSoftmaxRows(ROWS, n, x[0], o, x[1], 1));
        calls.put("logSoftmaxRows in place", (k, x, o, n) ->
                k.logSoftmaxRows(ROWS, n, x[0], o, x[0], o));
        calls.put("logSoftmaxRowsBackward", (k, x, o, n) ->
                k.logSoftmaxRowsBackward(ROWS, n, x[0], o, x[1], 1, x[2], 2));
        calls.put("layerNormRows", (k, x, o, n) ->
                k.layerNormRows(ROWS, n, x[0], o, x[1], 1, x[2], 2, 1e-5f, x[3], 3, x[4], 4, x[5],
                        5));
        calls.put("layerNormRowsBackward", (k, x, o, n) ->
                k.layerNormRowsBackward(ROWS, n, x[0], o, x[1], 1, x[2], 2, x[3], 3, x[4], 4, x[5],
                        5, x[6], 6, x[7], 7));
        calls.put("layerNormRowsBackward of gamma", (k, x, o, n) ->
                k.layerNormRowsBackward(ROWS, n, x[0], o, x[1], 1, x[2], 2, x[3], 3, x[4], 4, null,
                        5, x[6], 6, null, 7));
    }

    /** Three nodes with four edges between them, and with as many as there is room for. */
    private static void addEdges(Map<String, Call> calls) {
        int[] starts = {0, 2, 2, 4};
        int[] sources = {1, 0, 2, 1};
        int[][] manyStarts = new int[Twins.LONGEST + 1][];
        for (int n = 0; n < manyStarts.length; n++) {
            manyStarts[n] = new int[] {0, n / 3, n / 3 + n / 2, n};
        }
        int[] manySources = new int[Twins.LONGEST];
        for (int j = 0; j < manySources.length; j++) {
            manySources[j] = j * j % 3;
        }
        calls.put("headDots", (k, x, o, n) ->
                k.headDots(0, 3, 4, n, x[0], o, null, x[1], 1, x[2], 2));
        calls.put("headDots of rows", (k, x, o, n) ->
                k.headDots(1, 4, 2, n, x[0], o, sources, x[1], 1, x[2], 2));
        calls.put("edgeWeights of many heads", (k, x, o, n) ->
                k.edgeWeights(3, 3, n, starts, sources, x[0], o, x[1], 1, x[2], 2, x[3][0], x[4], 4,
                        x[5], 5));
        calls.put("edgeWeights of many edges", (k, x, o, n) ->
                k.edgeWeights(3, 3, 4, manyStarts[n], manySources, x[0], o, x[1], 1, x[2], 2, 0.2f,
                        x[4], 4, x[5], 5));
        calls.put("edgeWeights without scores", (k, x, o, n) ->
                k.edgeWeights(3, 3, 3, manyStarts[n], manySources, x[0], o, x[1], 1, null, 0, 0.2f,
                        x[4], 4, x[5], 5));
        calls.put("edgeSums", (k, x, o, n) ->
                k.edgeSums(3, 3, n, starts, sources, x[0], o, x[1], 1, x[2], 2));
        calls.put("edgeSums of four heads", (k, x, o, n) ->
                k.edgeSums(3, 4, n, starts, sources, x[0], o, x[1], 1, x[2], 2));
        calls.put("edgeSumsBackward", (k, x, o, n) ->
                k.edgeSumsBackward(3, 4, n, starts, sources, x[0], o, x[1], 1, x[2], 2));
    }

    private static void addCells(Map<String, Call> calls) {
        calls.put("lstmCell", (k, x, o, n) ->
                k.lstmCell(ROWS, n, x[0], o, x[5], 5, x[1], 1, x[2], 2, x[3], 3, x[4], 4));
        calls.put("lstmCell in place", (k, x, o, n) ->
                k.lstmCell(ROWS, n, x[0], o, x[0], o, x[1], 1, x[1], 1, x[3], 3, x[3], 3));
        calls.put("lstmCellBackward", (k, x, o, n) ->
                k.lstmCellBackward(ROWS, n, x[0], o, x[1], 1, x[2], 2, x[3], 3, x[4], 4, x[5], 5));
        calls.put("lstmCellBackward in place", (k, x, o, n) ->
                k.lstmCellBackward(ROWS, n, x[0], o, x[1], 1, x[2], 2, x[3], 3, x[4], 4, x[0], o));
        calls.put("gruCell", (k, x, o, n) ->
                k.gruCell(ROWS, n, x[0], o, x[1], 1, x[2], 2, x[3], 3));
        calls.put("gruCell in place", (k, x, o, n) ->
                k.gruCell(ROWS, n, x[0], o, x[1], 1, x[2], 2, x[2], 2));
        calls.put("gruCellBackward", (k, x, o, n) ->
                k.gruCellBackward(ROWS, n, x[0], o, x[1], 1, x[2], 2, x[3], 3, x[4], 4, x[5], 5,
                        x[6], 6));
        calls.put("gruCellBackward in place", (k, x, o, n) ->
                k.gruCellBackward(ROWS, n, x[0], o, x[1], 1, x[2], 2, x[3], 3, x[0], o, x[1], 1,
                        x[3], 3));
    }

    private static void addUpdates(Map<String, Call> calls) {
        calls.put("adam", (k, x, o, n) ->
                k.adam(x[0], x[1], x[2], x[3], n, 0.01f, 0.9f, 0.1f, 0.999f, 0.001f, 0.1f, 1e-8f,
                        0.02f));
        calls.put("rmsProp", (k, x, o, n) ->
                k.rmsProp(x[0], x[1], x[2], null, null, n, 0.01f, 0.99f, 0.01f, 1e-8f, 0f, 0.02f));
        calls.put("rmsProp centered with momentum", (k, x, o, n) ->
                k.rmsProp(x[0], x[1], x[2], x[3], x[4], n, 0.01f, 0.99f, 0.01f, 1e-8f, 0.9f, 0f));
        calls.put("sgd", (k, x, o, n) -> k.sgd(x[0], x[1], null, n, 0.01f, 0f, 1f, false, 0.02f));
        calls.put("sgd with momentum", (k, x, o, n) ->
                k.sgd(x[0], x[1], x[2], n, 0.01f, 0.9f, 0.8f, false, 0f));
        calls.put("sgd of Nesterov", (k, x, o, n) ->
                k.sgd(x[0], x[1], x[2], n, 0.01f, 0.9f, 1f, true, 0.1f));
    }
}
