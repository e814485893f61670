package verge.nn;

import verge.autodiff.Tensor;

/**
 * Losses of deep deterministic policy gradients (Lillicrap et al. 2016, Algorithm 1), values
 * [rows, 1], losses [1, 1]:
 *
 * <pre>
 *   y = r + gamma (1 - done) Q'(s', mu'(s'))
 *   critic: mean (Q(s, a) - y)^2             actor: -mean Q(s, mu(s))
 * </pre>
 */
public final class DdpgLoss {

    private DdpgLoss() {}

    /**
     * y = reward + gamma (1 - done) q', q' the target critic's value of the target actor's action.
     * A done row ignores q'.
     *
     * @param rewards r, [rows]
     * @param done whether a step ended its episode, [rows]
     * @param next q', [rows, 1]
     * @param targets receives y, [rows]
     */
    public static void targets(float[] rewards, boolean[] done, Tensor next, double gamma,
            float[] targets) {
        for (int i = 0; i < next.rows(); i++) {
            targets[i] = (float) (rewards[i] + (done[i] ? 0.0 : gamma * next.get(i, 0)));
        }
    }

    /** Mean of (Q(s, a) - y)^2: value and constant y [rows, 1] -> [1, 1]. */
    public static Tensor critic(Tensor value, Tensor targets) {
        return RegressionLoss.squared(value, targets, null, RegressionLoss.Reduction.MEAN);
    }

    /**
     * -mean of Q(s, mu(s)), [rows, 1] -> [1, 1]. The critic's parameters gather a gradient too:
     * zero it, or do not step them.
     */
    public static Tensor actor(Tensor value) {
        return value.mean().scale(-1f);
    }
}
