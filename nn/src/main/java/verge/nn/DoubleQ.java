package verge.nn;

import verge.autodiff.Tensor;

/**
 * Double Q-learning (van Hasselt, Guez and Silver 2016, Eq. 4) with n-step returns (Sutton and Barto
 * 2018, section 7.1): the online network chooses the next action, the target network values it, with
 * G the discounted rewards of n steps, values [rows, actions], y [rows] and the loss [1, 1]:
 *
 * <pre>
 *   y = G + gamma^n (1 - done) q_target(s')[argmax over legal a of q_online(s')[a]]
 *   loss = mean of weight huber(q(s)[action] - y)
 * </pre>
 */
public final class DoubleQ {

    private DoubleQ() {}

    /**
     * Best action of a row: the lowest among equals; 0 if no action is legal.
     *
     * @param q [rows * actions]
     * @param legal [rows * actions]; may be null: all are
     */
    public static int best(float[] q, int row, int actions, boolean[] legal) {
        int best = -1;
        for (int a = 0; a < actions; a++) {
            int i = row * actions + a;
            if ((legal == null || legal[i]) && (best < 0 || q[i] > q[row * actions + best])) {
                best = a;
            }
        }
        return Math.max(best, 0);
    }

    /**
     * y = reward, plus gamma^n q_target[a*] unless the row is done, a* = argmax of q_online over the
     * legal actions. Next values of a done row do not matter, be they NaN. In double.
     *
     * @param rewards of n steps, discounted and summed already, [rows]
     * @param done whether an episode ended within the n steps, [rows]
     * @param online q of the next state by the online network, [rows * actions]
     * @param target the same by the target network
     * @param legal actions of the next state, [rows * actions]; null: all
     * @param targets receives y, [rows]
     */
    public static void targets(float[] rewards, boolean[] done, float[] online, float[] target,
            boolean[] legal, int rows, int actions, double gamma, int steps, float[] targets) {
        double discount = 1.0;
        for (int i = 0; i < steps; i++) {
            discount *= gamma;
        }
        for (int r = 0; r < rows; r++) {
            double y = rewards[r];
            if (!done[r]) {
                y += discount * target[r * actions + best(online, r, actions, legal)];
            }
            targets[r] = (float) y;
        }
    }

    /**
     * Mean over rows of weight huber(q[action] - y).
     *
     * @param q [rows, actions]
     * @param actions taken, from the offset on; not copied
     * @param targets y, a constant [rows, 1]
     * @param weight importance of each row [rows, 1]; null for 1
     * @return [1, 1]
     */
    public static Tensor loss(Tensor q, int[] actions, int from, Tensor targets, Tensor weight,
            float delta) {
        return RegressionLoss.huber(q.pick(actions, from), targets, weight, delta,
                RegressionLoss.Reduction.MEAN);
    }
}
