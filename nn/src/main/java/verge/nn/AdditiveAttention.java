package verge.nn;

import java.util.random.RandomGenerator;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;
import verge.autodiff.Tensor;

/**
 * Additive attention (Bahdanau et al. 2015): e_s = v . tanh(W_q q + W_k k_s + b), weights the
 * softmax of e over the steps, context the weighted sum of the values; q [rows, query],
 * k_s [groups, keys], weights [rows, steps], context [rows, d]. Parameters: query [query, units],
 * key [keys, units], key bias [1, units], v [1, units].
 */
public final class AdditiveAttention implements AttentionLayer {

    private final Linear query;
    private final Linear key;
    private final Slot v;

    /** Adds the parameters under {@code name} to the table. */
    public AdditiveAttention(ParameterTable table, String name, int queryWidth, int keyWidth,
            int units) {
        query = new Linear(table, name + ".query", queryWidth, units, false);
        key = new Linear(table, name + ".key", keyWidth, units, true);
        v = table.add(name + ".v", 1, units);
    }

    @Override
    public void initialise(Parameters p, RandomGenerator random) {
        query.initialise(p, random);
        key.initialise(p, random);
        Initializers.glorotUniform(p, v, random);
    }

    @Override
    public Tensor keys(Parameters p, Tensor values) {
        return key.apply(p, values);
    }

    @Override
    public Tensor weights(Parameters p, Tensor q, Tensor keys, Tensor mask, int groups,
            int batch) {
        Tensor projected = query.apply(p, q);                              // [rows, units]
        Tensor scores = projected.additiveScores(keys, q.tape().parameter(p, v), groups, batch);
        return AttentionLayer.softmax(scores, mask, groups, batch);        // [rows, steps]
    }
}
