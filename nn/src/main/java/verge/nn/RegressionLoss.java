package verge.nn;

import verge.autodiff.Tensor;

/**
 * Losses of predictions p against targets t, [rows, cols] each, with d = p - t: d^2, or Huber's (1964),
 * d^2 / 2 up to |d| = delta and delta (|d| - delta / 2) beyond; the result is [rows, cols] or, reduced,
 * [1, 1]. A weight [rows, cols] multiplies element by element; the mean divides by the number of
 * elements, not by the sum of the weights. All are differentiable in predictions and targets: give a
 * constant where the target is one.
 */
public final class RegressionLoss {

    /** What becomes of the loss of each element. */
    public enum Reduction {
        /** Stays: [rows, cols]. */
        NONE,
        /** Mean of all: [1, 1]. */
        MEAN,
        /** Sum of all: [1, 1]. */
        SUM;

        Tensor apply(Tensor loss) {
            return switch (this) {
                case NONE -> loss;
                case MEAN -> loss.mean();
                case SUM -> loss.sum();
            };
        }
    }

    private RegressionLoss() {}

    /** (prediction - target)^2, without a half; weight may be null. */
    public static Tensor squared(Tensor prediction, Tensor target, Tensor weight,
            Reduction reduction) {
        Tensor loss = prediction.subtract(target).square();                // [rows, cols]
        return reduction.apply(weight == null ? loss : loss.multiply(weight));
    }

    /**
     * Huber's loss (1964) of d = prediction - target: d^2 / 2 up to |d| = delta, delta (|d| -
     * delta / 2) beyond; computed as c (d - c / 2) with c = d limited to [-delta, delta], which is
     * the same and does not square what is large. weight may be null.
     */
    public static Tensor huber(Tensor prediction, Tensor target, Tensor weight, float delta,
            Reduction reduction) {
        Tensor d = prediction.subtract(target);                            // [rows, cols]
        Tensor c = d.clamp(-delta, delta);
        Tensor loss = c.multiply(d.subtract(c.scale(0.5f)));
        return reduction.apply(weight == null ? loss : loss.multiply(weight));
    }
}
