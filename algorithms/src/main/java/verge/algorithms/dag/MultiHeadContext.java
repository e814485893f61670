package verge.algorithms.dag;

import java.util.random.RandomGenerator;
import verge.autodiff.HeadAttention;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tensor;
import verge.nn.AttentionLayer;
import verge.nn.Linear;

/**
 * Multi-head dot-product attention (Vaswani et al. 2017) as MRLATO states it, without biases:
 *
 * <pre>
 *   Q' = Q W_Q,  K' = E W_K,  V' = E W_V                        Eq. (18)
 *   Q_i, K_i, V_i: columns i d_k to (i + 1) d_k                 Eq. (19)
 *   a_i = softmax(Q_i K_i^T / sqrt(d_k)) V_i                    Eq. (20)
 *   c = (a_1 | ... | a_h) W_O                                   Eqs. (21), (22)
 * </pre>
 *
 * Query row r attends to the encodings of its graph, as in every {@link AttentionLayer}.
 */
final class MultiHeadContext implements AttentionLayer {

    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;
    private final int units;
    private final int heads;

    /** Adds the parameters under {@code name} to the table; the heads divide the units. */
    MultiHeadContext(ParameterTable table, String name, int queryWidth, int keyWidth, int units,
            int heads) {
        this.units = units;
        this.heads = heads;
        query = new Linear(table, name + ".query", queryWidth, units, false);
        key = new Linear(table, name + ".key", keyWidth, units, false);
        value = new Linear(table, name + ".value", keyWidth, units, false);
        output = new Linear(table, name + ".output", units, units, false);
    }

    @Override
    public void initialise(Parameters p, RandomGenerator random) {
        query.initialise(p, random);
        key.initialise(p, random);
        value.initialise(p, random);
        output.initialise(p, random);
    }

    /** K' of Eq. (18): [steps * groups, width] -> [steps * groups, units]. */
    @Override
    public Tensor keys(Parameters p, Tensor encodings) {
        return key.apply(p, encodings);
    }

    /** V' of Eq. (18): [steps * groups, width] -> [steps * groups, units]. */
    @Override
    public Tensor values(Parameters p, Tensor encodings) {
        return value.apply(p, encodings);
    }

    /** Weights of the first head alone; {@link #context} uses those of all. */
    @Override
    public Tensor weights(Parameters p, Tensor q, Tensor keys, Tensor mask, int groups,
            int batch) {
        int width = units / heads;
        Tensor scores = query.apply(p, q).columns(0, width).dotScores(keys.columns(0, width),
                (float) (1.0 / Math.sqrt(width)), groups, batch);
        return AttentionLayer.softmax(scores, mask, groups, batch); // [rows, steps]
    }

    @Override
    public Tensor context(Parameters p, Tensor q, Tensor keys, Tensor values, int groups,
            int batch) {
        Tensor projected = query.apply(p, q);                      // Q'   [rows, units]  Eq. (18)
        Tensor all = HeadAttention.attend(projected, keys, values, heads, null, groups, batch,
                null);                                             // Eqs. (19), (20), (21)
        return output.apply(p, all);                               // c    [rows, units]  Eq. (22)
    }
}
