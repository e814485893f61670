package verge.nn;

import verge.autodiff.Functions;
import verge.autodiff.Tensor;

/**
 * A normal distribution squashed by tanh, by reparameterisation (Haarnoja et al. 2018, appendix C):
 * u = mean + e^logDeviation noise, action = tanh u, [rows, n] each, and
 * log p(action) = sum over n of (log N(u; mean, deviation) - log(1 - tanh(u)^2)), [rows, 1].
 */
public final class TanhGaussian {

    private static final float HALF_LOG_TWO_PI = 0.91893853f;
    private static final float LOG_FOUR = 1.3862944f;

    private TanhGaussian() {}

    /** u before tanh: mean, log of the standard deviation, standard normal noise, [rows, n] each. */
    public static Tensor unsquashed(Tensor mean, Tensor logDeviation, Tensor noise) {
        return mean.add(logDeviation.exp().multiply(noise));
    }

    /**
     * log p(tanh u) of every row, summed over the dimensions: log N(u; mean, deviation)
     * - log(1 - tanh(u)^2), the latter as log 4 - 2 u - 2 softplus(-2 u), which does not overflow.
     *
     * @return [rows, 1]
     */
    public static Tensor logProbability(Tensor u, Tensor mean, Tensor logDeviation) {
        Tensor z = u.subtract(mean).multiply(logDeviation.scale(-1f).exp());
        Tensor normal = z.square().scale(-0.5f).subtract(logDeviation)
                .affine(1f, -HALF_LOG_TWO_PI);                             // [rows, n]
        Tensor logSlope = u.add(Functions.softplus(u.scale(-2f))).affine(-2f, LOG_FOUR);
        return normal.subtract(logSlope).rowSums();
    }

    /** Entropy of the normal distribution before tanh, in nats: [rows, n] -> [rows, 1]. */
    public static Tensor gaussianEntropy(Tensor logDeviation) {
        return logDeviation.affine(1f, 0.5f + HALF_LOG_TWO_PI).rowSums();
    }
}
