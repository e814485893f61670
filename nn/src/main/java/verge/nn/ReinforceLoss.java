package verge.nn;

import verge.autodiff.Tensor;

/**
 * REINFORCE with a baseline b (Williams 1992; Sutton and Barto 2018, section 13.4): the loss
 * -mean(log pi(a|s) (G - b)), of [n, 1] each, to [1, 1], with G_t = r_t + gamma G_{t+1}.
 */
public final class ReinforceLoss {

    private ReinforceLoss() {}

    /**
     * Returns to go of episodes that may follow each other in one array, time-major:
     * G_t = r_t + gamma (1 - done_t) G_{t+1}, 0 after the last step. In double.
     *
     * @param rewards [steps * batch]
     * @param done whether a step ended its episode, [steps * batch]
     * @param returns receives G, [steps * batch]
     */
    public static void returns(float[] rewards, boolean[] done, int steps, int batch,
            double gamma, float[] returns) {
        for (int b = 0; b < batch; b++) {
            double g = 0.0;
            for (int i = (steps - 1) * batch + b; i >= 0; i -= batch) {
                g = rewards[i] + (done[i] ? 0.0 : gamma * g);
                returns[i] = (float) g;
            }
        }
    }

    /** -mean(log pi(a|s) weight), weights G - baseline being constants: [n, 1] each -> [1, 1]. */
    public static Tensor loss(Tensor logp, Tensor weight) {
        return logp.multiply(weight).mean().scale(-1f);
    }
}
