package verge.nn;

import java.util.random.RandomGenerator;
import verge.autodiff.Masking;
import verge.autodiff.Parameters;
import verge.autodiff.Tensor;

/**
 * Attention of decoder rows over the encoder outputs of their group (Bahdanau et al. 2015; Luong et
 * al. 2015): weights [rows, steps] = softmax over the steps of scores of query rows [rows, query]
 * and keys, context [rows, d] = their sums of the values. Keys are computed once per encoding.
 * Query row r belongs to group (r mod batch) / (batch / groups), so one encoding serves every
 * trajectory of a graph.
 */
public interface AttentionLayer {

    /** Sets the initial values of the layer's parameters. */
    void initialise(Parameters p, RandomGenerator random);

    /** Keys of encoder outputs: [steps * groups, width] -> [steps * groups, key width]. */
    Tensor keys(Parameters p, Tensor values);

    /** What {@link #context} sums up of encoder outputs; they themselves unless projected. */
    default Tensor values(Parameters p, Tensor encodings) {
        return encodings;
    }

    /** Weights over the steps, rows summing to 1: [rows, query] -> [rows, steps]. */
    default Tensor weights(Parameters p, Tensor query, Tensor keys, int groups, int batch) {
        return weights(p, query, keys, null, groups, batch);
    }

    /**
     * As {@link #weights}, over the steps that a mask keeps; weights are 0 elsewhere, and in a row
     * without a kept step. The values must have gone through {@link Masking#keepSteps} before the
     * keys were made, so that what is masked cannot matter.
     *
     * @param mask [groups, steps], 0 for masked; null keeps everything
     */
    Tensor weights(Parameters p, Tensor query, Tensor keys, Tensor mask, int groups, int batch);

    /** Weighted sum of the values [steps * groups, d] for every query row: [rows, d]. */
    default Tensor context(Parameters p, Tensor query, Tensor keys, Tensor values, int groups,
            int batch) {
        return weights(p, query, keys, groups, batch).attend(values, groups, batch);
    }

    /**
     * Masked softmax of scores [rows, steps], a mask [groups, steps] serving the batch / groups
     * consecutive rows of each group in every time step.
     */
    static Tensor softmax(Tensor scores, Tensor mask, int groups, int batch) {
        if (mask == null) {
            return scores.softmax();
        }
        return Masking.softmax(scores, batch == groups ? mask : mask.repeatRows(batch / groups));
    }
}
