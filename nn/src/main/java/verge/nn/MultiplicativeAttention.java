package verge.nn;

import java.util.random.RandomGenerator;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tensor;

/**
 * Multiplicative attention, general form (Luong et al. 2015, section 3.1): e_s = q . (W k_s), weights
 * [rows, steps] the softmax of e over the steps; q [rows, query], k_s [groups, keys]. Parameter:
 * key [keys, query].
 */
public final class MultiplicativeAttention implements AttentionLayer {

    private final Linear key;

    /** Adds the parameter under {@code name} to the table. */
    public MultiplicativeAttention(ParameterTable table, String name, int queryWidth,
            int keyWidth) {
        key = new Linear(table, name + ".key", keyWidth, queryWidth, false);
    }

    @Override
    public void initialise(Parameters p, RandomGenerator random) {
        key.initialise(p, random);
    }

    @Override
    public Tensor keys(Parameters p, Tensor values) {
        return key.apply(p, values);
    }

    @Override
    public Tensor weights(Parameters p, Tensor q, Tensor keys, Tensor mask, int groups,
            int batch) {
        return AttentionLayer.softmax(q.dotScores(keys, 1f, groups, batch), mask, groups, batch);
    }
}
