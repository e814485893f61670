package verge.nn;

import java.util.random.RandomGenerator;
import verge.autodiff.Masking;
import verge.autodiff.Tensor;
import verge.autodiff.kernel.FloatMath;

/**
 * The categorical distribution given by a row of logits x: p = softmax x over the actions that a mask
 * [rows, actions] keeps (1 = keep), log p = x - log sum e^x, entropy -sum p log p (Sutton and Barto
 * 2018, section 13.1; masks as in Huang and Ontanon 2022). Masked actions have p = 0 and log p =
 * -infinity; a row without a kept action has entropy 0.
 */
public final class Categorical {

    private Categorical() {}

    /** log p(action) of every row: logits [rows, n], actions from the offset on -> [rows, 1]. */
    public static Tensor logProbability(Tensor logits, int[] actions, int from) {
        return logits.logSoftmax().pick(actions, from);
    }

    /**
     * As the other, over the entries a mask keeps; 0 in a row without one.
     *
     * @param mask [m, n] as in {@link Masking}; null keeps everything
     */
    public static Tensor logProbability(Tensor logits, Tensor mask, int[] actions, int from) {
        Tensor chosen = Masking.logSoftmax(logits, mask).pick(actions, from);
        return mask == null ? chosen : Masking.keep(chosen, Masking.anyKept(mask));
    }

    /** Entropy -sum p log p of every row in nats: logits [rows, n] -> [rows, 1]. */
    public static Tensor entropy(Tensor logits) {
        return Masking.entropy(logits, null);
    }

    /** As the other, over the entries a mask keeps; 0 in a row without one. */
    public static Tensor entropy(Tensor logits, Tensor mask) {
        return Masking.entropy(logits, mask);
    }

    /**
     * Draws from one row of log-probabilities by inverting the distribution function with one
     * uniform number. Rounding may leave a rest beyond the last entry, which the last entry that is
     * not masked gets.
     *
     * @param logp a tensor of log-probabilities [rows, n], -infinity where masked
     */
    public static int sample(Tensor logp, int row, RandomGenerator random) {
        float u = random.nextFloat();
        int last = logp.cols() - 1;
        while (last > 0 && logp.get(row, last) == Float.NEGATIVE_INFINITY) {
            last--;
        }
        for (int i = 0; i < last; i++) {
            u -= FloatMath.exp(logp.get(row, i));
            if (u < 0f) {
                return i;
            }
        }
        return last;
    }

    /** Returns the most probable entry of a row, the lowest among equals. */
    public static int mode(Tensor logits, int row) {
        int best = 0;
        for (int i = 1; i < logits.cols(); i++) {
            if (logits.get(row, i) > logits.get(row, best)) {
                best = i;
            }
        }
        return best;
    }
}
