package verge.autodiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static verge.autodiff.kernel.Twins.LONGEST;
import static verge.autodiff.kernel.Twins.SEED;
import static verge.autodiff.kernel.Twins.compare;
import static verge.autodiff.kernel.Twins.nothing;
import static verge.autodiff.kernel.Twins.vector;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import verge.autodiff.kernel.Twins.Call;

/** Kernels over rows, recurrent cells and optimisers of both twins agree bit for bit. */
class KernelRowsTest {

    private static final int ROWS = 3;
    private static final int BUFFERS = 8;
    private static final int LENGTH = 4 * ROWS * LONGEST + 8;
    private static final int ROUNDS = 6;

    static Map<String, Call> calls() {
        Map<String, Call> calls = new LinkedHashMap<>();
        addRows(calls);
        addCells(calls);
        addUpdates(calls);
        return calls;
    }

    private static void addRows(Map<String, Call> calls) {
        calls.put("addRows", (k, x, o, n) ->
                nothing(() -> k.addRows(ROWS, n, x[0], o, n + 1, x[1], 1)));
        calls.put("softmaxRows", (k, x, o, n) ->
                nothing(() -> k.softmaxRows(ROWS, n, x[0], o, x[1], 1)));
        calls.put("softmaxRows in place", (k, x, o, n) ->
                nothing(() -> k.softmaxRows(ROWS, n, x[0], o, x[0], o)));
        calls.put("softmaxRowsBackward", (k, x, o, n) ->
                nothing(() -> k.softmaxRowsBackward(ROWS, n, x[0], o, x[1], 1, x[2], 2)));
        calls.put("logSoftmaxRows", (k, x, o, n) ->
                nothing(() -> k.logSoftmaxRows(ROWS, n, x[0], o, x[1], 1)));
        calls.put("logSoftmaxRows in place", (k, x, o, n) ->
                nothing(() -> k.logSoftmaxRows(ROWS, n, x[0], o, x[0], o)));
        calls.put("logSoftmaxRowsBackward", (k, x, o, n) ->
                nothing(() -> k.logSoftmaxRowsBackward(ROWS, n, x[0], o, x[1], 1, x[2], 2)));
        calls.put("layerNormRows", (k, x, o, n) -> nothing(() -> k.layerNormRows(ROWS, n, x[0], o,
                x[1], 1, x[2], 2, 1e-5f, x[3], 3, x[4], 4, x[5], 5)));
        calls.put("layerNormRowsBackward", (k, x, o, n) ->
                nothing(() -> k.layerNormRowsBackward(ROWS, n, x[0], o, x[1], 1, x[2], 2, x[3], 3,
                        x[4], 4, x[5], 5, x[6], 6, x[7], 7)));
        calls.put("layerNormRowsBackward of gamma", (k, x, o, n) ->
                nothing(() -> k.layerNormRowsBackward(ROWS, n, x[0], o, x[1], 1, x[2], 2, x[3], 3,
                        x[4], 4, null, 5, x[6], 6, null, 7)));
    }

    private static void addCells(Map<String, Call> calls) {
        calls.put("lstmCell", (k, x, o, n) ->
                nothing(() -> k.lstmCell(ROWS, n, x[0], o, x[1], 1, x[2], 2, x[3], 3, x[4], 4)));
        calls.put("lstmCell in place", (k, x, o, n) ->
                nothing(() -> k.lstmCell(ROWS, n, x[0], o, x[1], 1, x[1], 1, x[3], 3, x[3], 3)));
        calls.put("lstmCellBackward", (k, x, o, n) -> nothing(() -> k.lstmCellBackward(ROWS, n,
                x[0], o, x[1], 1, x[2], 2, x[3], 3, x[4], 4, x[5], 5)));
        calls.put("lstmCellBackward in place", (k, x, o, n) -> nothing(() ->
                k.lstmCellBackward(ROWS, n, x[0], o, x[1], 1, x[2], 2, x[3], 3, x[4], 4, x[0],
                        o)));
        calls.put("gruCell", (k, x, o, n) ->
                nothing(() -> k.gruCell(ROWS, n, x[0], o, x[1], 1, x[2], 2, x[3], 3)));
        calls.put("gruCell in place", (k, x, o, n) ->
                nothing(() -> k.gruCell(ROWS, n, x[0], o, x[1], 1, x[2], 2, x[2], 2)));
        calls.put("gruCellBackward", (k, x, o, n) -> nothing(() -> k.gruCellBackward(ROWS, n,
                x[0], o, x[1], 1, x[2], 2, x[3], 3, x[4], 4, x[5], 5, x[6], 6)));
        calls.put("gruCellBackward in place", (k, x, o, n) -> nothing(() ->
                k.gruCellBackward(ROWS, n, x[0], o, x[1], 1, x[2], 2, x[3], 3, x[0], o, x[1], 1,
                        x[3], 3)));
    }

    private static void addUpdates(Map<String, Call> calls) {
        calls.put("adam", (k, x, o, n) -> nothing(() -> k.adam(x[0], x[1], x[2], x[3], n, 0.01f,
                0.9f, 0.1f, 0.999f, 0.001f, 0.1f, 1e-8f, 0.02f)));
        calls.put("rmsProp", (k, x, o, n) -> nothing(() -> k.rmsProp(x[0], x[1], x[2], null, null,
                n, 0.01f, 0.99f, 0.01f, 1e-8f, 0f, 0.02f)));
        calls.put("rmsProp centered with momentum", (k, x, o, n) -> nothing(() ->
                k.rmsProp(x[0], x[1], x[2], x[3], x[4], n, 0.01f, 0.99f, 0.01f, 1e-8f, 0.9f,
                        0f)));
        calls.put("sgd", (k, x, o, n) -> nothing(() ->
                k.sgd(x[0], x[1], null, n, 0.01f, 0f, 1f, false, 0.02f)));
        calls.put("sgd with momentum", (k, x, o, n) -> nothing(() ->
                k.sgd(x[0], x[1], x[2], n, 0.01f, 0.9f, 0.8f, false, 0f)));
        calls.put("sgd of Nesterov", (k, x, o, n) -> nothing(() ->
                k.sgd(x[0], x[1], x[2], n, 0.01f, 0.9f, 1f, true, 0.1f)));
    }

    @Test
    void twinsAgreeBitForBit() {
        Kernels vector = vector();
        Map<String, Call> calls = calls();
        int compared = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int n = 0; n <= LONGEST; n++) {
                for (Map.Entry<String, Call> call : calls.entrySet()) {
                    compare(call.getKey(), call.getValue(), vector, BUFFERS, LENGTH, n % 4, n,
                            SEED + compared, round % 2 == 1);
                    compared++;
                }
            }
        }
        System.out.println(compared + " calls of kernels over rows compared, " + vector.name());
        assertThat(compared).isEqualTo(ROUNDS * (LONGEST + 1) * calls.size());
    }
}
