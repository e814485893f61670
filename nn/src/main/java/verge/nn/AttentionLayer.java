package verge.nn;

import java.util.random.RandomGenerator;
import verge.autodiff.Parameters;
import verge.autodiff.Tensor;

/**
 * Attention of decoder rows over the encoder outputs of their group. The keys are computed once
 * per encoding. Query row r belongs to group (r mod batch) / (batch / groups), so one encoding
 * serves every trajectory of a graph.
 */
public interface AttentionLayer {

    /** Sets the initial values of the layer's parameters. */
    void initialise(Parameters p, RandomGenerator random);

    /** Keys of encoder outputs: [steps * groups, width] -> [steps * groups, key width]. */
    Tensor keys(Parameters p, Tensor values);

    /** Weights over the steps, rows summing to 1: [rows, query] -> [rows, steps]. */
    Tensor weights(Parameters p, Tensor query, Tensor keys, int groups, int batch);

    /** Weighted sum of the values [steps * groups, d] for every query row: [rows, d]. */
    default Tensor context(Parameters p, Tensor query, Tensor keys, Tensor values, int groups,
            int batch) {
        return weights(p, query, keys, groups, batch).attend(values, groups, batch);
    }
}
