package verge.nn;

import verge.autodiff.Tensor;
import verge.autodiff.kernel.FloatMath;

/**
 * PPO's loss (Schulman et al. 2017, Eq. 9), of n samples [n, 1] each, to [1, 1]: policy +
 * valueCoefficient value - entropyCoefficient mean entropy. The policy part is the mean of
 * -min(r A, clip(r, 1 - e, 1 + e) A), r = pi(a|s) / pi_old(a|s) (Eq. 7). The value part is the mean of
 * (v - R)^2, or, with a value clip k, of the larger of that and (v_old + clip(v - v_old, -k, k) - R)^2.
 *
 * @param clip epsilon of the ratio's bounds
 * @param valueCoefficient c_1
 * @param entropyCoefficient c_2
 * @param valueClip k, 0 for none
 */
public record PpoLoss(double clip, double valueCoefficient, double entropyCoefficient,
        double valueClip) {

    /**
     * The clipped surrogate of {@link Tensor#ppoSurrogate}, logp being log pi(a|s) [n, 1]: [1, 1]; old
     * log-probabilities and advantages, n each from the offset on, are not copied.
     */
    public Tensor policy(Tensor logp, float[] old, float[] advantages, int from) {
        return logp.ppoSurrogate(old, advantages, from, (float) clip);
    }

    /**
     * The value part: value, its value at sampling time and returns [n, 1] -> [1, 1].
     *
     * @param old used with a value clip only, may be null without
     */
    public Tensor value(Tensor value, Tensor old, Tensor returns) {
        Tensor squares = value.subtract(returns).square();                 // [n, 1]
        if (valueClip > 0) {
            float k = (float) valueClip;
            Tensor limited = old.add(value.subtract(old).clamp(-k, k));    // [n, 1]
            squares = squares.maximum(limited.subtract(returns).square());
        }
        return squares.mean();
    }

    /** The whole: policy and value part [1, 1], entropy of every row [n, 1] -> [1, 1]. */
    public Tensor total(Tensor policy, Tensor value, Tensor entropy) {
        return policy.add(value.scale((float) valueCoefficient))
                .subtract(entropy.mean().scale((float) entropyCoefficient));
    }

    /** Share of rows whose ratio e^(logp - old) lies beyond 1 - clip or 1 + clip; not recorded. */
    public double clippedShare(Tensor logp, float[] old, int from) {
        int clipped = 0;
        for (int i = 0; i < logp.rows(); i++) {
            double ratio = FloatMath.exp(logp.get(i, 0) - old[from + i]);
            clipped += Math.abs(ratio - 1.0) > clip ? 1 : 0;
        }
        return (double) clipped / logp.rows();
    }

    /**
     * Estimate of KL(old || new): mean of (r - 1) - log r (Schulman 2020, k3); not recorded. NaN if
     * a log-probability is.
     */
    public static double approximateKl(Tensor logp, float[] old, int from) {
        double sum = 0.0;
        for (int i = 0; i < logp.rows(); i++) {
            double log = (double) logp.get(i, 0) - old[from + i];
            sum += StrictMath.expm1(log) - log;
        }
        return sum / logp.rows();
    }
}
