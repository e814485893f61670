package verge.algorithms.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ReturnsTest {

    /** Two episodes side by side; r = 1, 2, 4 and -1, 0, 3; gamma 1/2. */
    @Test
    void discountedByHand() {
        float[] returns = new float[6];
        Returns.discounted(new double[] {1, -1, 2, 0, 4, 3}, 3, 2, 0.5, returns);
        assertThat(returns).containsExactly(3, -0.25f, 4, 1.5f, 4, 3);
    }

    /** v = 2, 1, 3: delta = -0.5, 2.5, 1; with gamma lambda 1/4: A_2 = 1, A_1 = 2.75, A_0. */
    @Test
    void eq18_gaeByHand() {
        float[] advantages = new float[3];
        Returns.gae(new double[] {1, 2, 4}, new float[] {2, 1, 3}, 3, 1, 0.5, 0.5, advantages);
        assertThat(advantages).containsExactly(-0.5f + 2.75f / 4, 2.75f, 1);
    }

    /** Eq. (18) as the sum that it is, its last value 0, against the recursion. */
    @Test
    void eq18_gaeIsTheDiscountedSumOfErrors() {
        long seed = 20240611;
        Random random = new Random(seed);
        for (int trial = 0; trial < 50; trial++) {
            int steps = 1 + random.nextInt(30);
            int batch = 1 + random.nextInt(4);
            double gamma = random.nextDouble();
            double lambda = random.nextDouble();
            double[] rewards = random.doubles((long) steps * batch, -2, 2).toArray();
            float[] values = new float[steps * batch];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            float[] advantages = new float[values.length];
            Returns.gae(rewards, values, steps, batch, gamma, lambda, advantages);
            for (int b = 0; b < batch; b++) {
                for (int t = 0; t < steps; t++) {
                    double sum = 0;
                    for (int k = t; k < steps; k++) {
                        double next = k + 1 < steps ? values[(k + 1) * batch + b] : 0;
                        sum += StrictMath.pow(gamma * lambda, k - t) * (rewards[k * batch + b]
                                + gamma * next - values[k * batch + b]);
                    }
                    assertThat((double) advantages[t * batch + b])
                            .as("seed %d trial %d", seed, trial)
                            .isCloseTo(sum, within(1e-6 * (1 + Math.abs(sum))));
                }
            }
        }
    }

    /** With lambda 1 the advantage is the return minus the value, with 0 the error alone. */
    @Test
    void eq18_ends() {
        double[] rewards = {1, 2, 4};
        float[] values = {2, 1, 3};
        float[] returns = new float[3];
        float[] advantages = new float[3];
        Returns.discounted(rewards, 3, 1, 0.75, returns);
        Returns.gae(rewards, values, 3, 1, 0.75, 1, advantages);
        for (int t = 0; t < 3; t++) {
            assertThat(advantages[t]).isEqualTo(returns[t] - values[t]);
        }
        Returns.gae(rewards, values, 3, 1, 0.75, 0, advantages);
        assertThat(advantages).containsExactly(-0.25f, 3.25f, 1);
    }

    /** Batch of two graphs with two plans each, two steps. */
    @Test
    void againstTheGroupByHand() {
        float[] returns = {1, 3, 10, 30, -2, 2, 5, 5};
        float[] advantages = new float[8];
        Returns.againstGroup(returns, 2, 4, 2, advantages);
        assertThat(advantages).containsExactly(-1, 1, -10, 10, -2, 2, 0, 0);
    }
}
