package verge.nn;

import java.util.random.RandomGenerator;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tensor;

/**
 * One layer of a transformer's encoder (Vaswani et al. 2017, section 3.1), without dropout; the
 * normalisation after each part, or before it (Xiong et al. 2020):
 *
 * <pre>
 *   ff(x) = f(x W_1 + b_1) W_2 + b_2
 *   after:   x = LN_1(x + att(x, x, x)),   y = LN_2(x + ff(x))
 *   before:  x = x + att(n, n, n), n = LN_1(x),   y = x + ff(LN_2(x))
 * </pre>
 *
 * <p>Sequences are time-major, x and y [steps * groups, width]. Parameters: attention as in
 * {@link MultiHeadAttention}, ff.0 [width, inner] and ff.1 [inner, width] with biases, norm_1 and
 * norm_2 [1, width].
 */
public final class TransformerEncoderLayer {

    private final MultiHeadAttention attention;
    private final Mlp feedForward;
    private final LayerNorm norm1;
    private final LayerNorm norm2;
    private final boolean normFirst;

    /**
     * Adds the parameters under {@code name} to the table.
     *
     * @param inner width of the hidden layer
     * @param activation of the hidden layer, RELU or GELU as a rule
     * @param normFirst whether normalisation comes before each part
     */
    public TransformerEncoderLayer(ParameterTable table, String name, int width, int heads,
            int inner, Activation activation, boolean normFirst, float epsilon) {
        attention = new MultiHeadAttention(table, name + ".attention", width, heads);
        feedForward = new Mlp(table, name + ".ff", activation, Activation.NONE, width, inner,
                width);
        norm1 = new LayerNorm(table, name + ".norm_1", width, epsilon);
        norm2 = new LayerNorm(table, name + ".norm_2", width, epsilon);
        this.normFirst = normFirst;
    }

    /** Glorot-uniform weights, zero biases, normalisations the identity. */
    public void initialise(Parameters p, RandomGenerator random) {
        attention.initialise(p, random);
        feedForward.initialise(p, random);
        norm1.initialise(p);
        norm2.initialise(p);
    }

    /**
     * [steps * groups, width] -> [steps * groups, width].
     *
     * @param mask [groups, steps], 0 for steps that nobody may attend to; null keeps everything
     */
    public Tensor apply(Parameters p, Tensor x, int groups, Tensor mask) {
        if (normFirst) {
            Tensor n = norm1.apply(p, x);                                  // [rows, width]
            Tensor a = x.add(attention.apply(p, n, n, n, groups, mask, null));
            return a.add(feedForward.apply(p, norm2.apply(p, a)));
        }
        Tensor a = norm1.apply(p, x.add(attention.apply(p, x, x, x, groups, mask, null)));
        return norm2.apply(p, a.add(feedForward.apply(p, a)));             // [rows, width]
    }
}
