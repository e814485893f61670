package verge.nn;

import java.util.random.RandomGenerator;
import verge.autodiff.HeadAttention;
import verge.autodiff.Masking;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tensor;

/**
 * Multi-head scaled dot-product attention (Vaswani et al. 2017, section 3.2): head h sees the
 * columns h d to (h + 1) d - 1 of the projections, d = width / heads,
 *
 * <pre>
 *   Q = q W_q + b_q, K = k W_k + b_k, V = v W_v + b_v
 *   weights_h = softmax(Q_h K_h^T / sqrt(d)) over the kept keys
 *   y = (weights_1 V_1 | ... | weights_heads V_heads) W_o + b_o
 * </pre>
 *
 * <p>Sequences are time-major, [steps * groups, width]. Parameters: query, key, value and output,
 * each weight [width, width] and bias [1, width].
 */
public final class MultiHeadAttention {

    private final int heads;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;

    /**
     * Adds the parameters under {@code name} to the table.
     *
     * @throws IllegalArgumentException if the heads do not divide the width
     */
    public MultiHeadAttention(ParameterTable table, String name, int width, int heads) {
        if (heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(heads + " heads of width " + width
                    + ": expected a divisor");
        }
        this.heads = heads;
        query = new Linear(table, name + ".query", width, width, true);
        key = new Linear(table, name + ".key", width, width, true);
        value = new Linear(table, name + ".value", width, width, true);
        output = new Linear(table, name + ".output", width, width, true);
    }

    /** Glorot-uniform weights, zero biases. */
    public void initialise(Parameters p, RandomGenerator random) {
        query.initialise(p, random);
        key.initialise(p, random);
        value.initialise(p, random);
        output.initialise(p, random);
    }

    /**
     * Attends from every query row to the keys of its group.
     *
     * @param q [queries * groups, width]
     * @param k [keys * groups, width]
     * @param v [keys * groups, width]
     * @param mask [groups, keys], 0 for masked; null keeps everything. A group without a kept key
     *     gets the output's bias
     * @param weights receives the weights of each head, [queries * groups, keys]; may be null
     * @return [queries * groups, width]
     */
    public Tensor apply(Parameters p, Tensor q, Tensor k, Tensor v, int groups, Tensor mask,
            Tensor[] weights) {
        Tensor queries = query.apply(p, q);                                // [queries g, width]
        Tensor keys = key.apply(p, Masking.keepSteps(k, mask));            // [keys g, width]
        Tensor values = value.apply(p, Masking.keepSteps(v, mask));        // [keys g, width]
        Tensor context = HeadAttention.attend(queries, keys, values, heads, mask, groups, groups,
                weights);                                                  // [queries g, width]
        return output.apply(p, context);
    }

    /** Returns the number of heads. */
    public int heads() {
        return heads;
    }
}
