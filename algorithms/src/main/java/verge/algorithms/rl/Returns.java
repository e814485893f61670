package verge.algorithms.rl;

/**
 * Returns and advantages, time-major: element (t, b) of an array is at
 * {@code t * batch + b}. Sums run in double from the last step to the first; where no flags say which
 * steps end an episode, the last one does, and nothing is bootstrapped. No method allocates.
 */
public final class Returns {

    private Returns() {}

    /** returns_t = r_t + gamma returns_{t+1} (MRLCO, below Eq. 19). */
    public static void discounted(double[] rewards, int steps, int batch, double gamma,
            float[] returns) {
        for (int b = 0; b < batch; b++) {
            double g = 0.0;
            for (int t = steps - 1; t >= 0; t--) {
                g = rewards[t * batch + b] + gamma * g;
                returns[t * batch + b] = (float) g;
            }
        }
    }

    /**
     * Generalised advantage estimates (Schulman et al. 2016; MRLCO Eq. 18): A_t = delta_t +
     * gamma lambda A_{t+1} with delta_t = r_t + gamma v_{t+1} - v_t, and v = 0 after the last step.
     */
    public static void gae(double[] rewards, float[] values, int steps, int batch, double gamma,
            double lambda, float[] advantages) {
        for (int b = 0; b < batch; b++) {
            double advantage = 0.0;
            double next = 0.0;
            for (int t = steps - 1; t >= 0; t--) {
                double value = values[t * batch + b];
                double delta = rewards[t * batch + b] + gamma * next - value;
                advantage = delta + gamma * lambda * advantage;
                advantages[t * batch + b] = (float) advantage;
                next = value;
            }
        }
    }

    /**
     * Generalised advantage estimates of transitions that may belong to several episodes, one after
     * the other, and lambda returns (Schulman et al. 2016, Eq. 16): A_t = delta_t +
     * gamma lambda (1 - done_t) A_{t+1} with delta_t = r_t + gamma (1 - done_t) v_{t+1} - v_t, and
     * returns_t = A_t + v_t. What follows a done step does not matter, be it NaN.
     *
     * @param values [steps + 1, batch], the last row for what comes after the last step
     * @param done whether a transition ended its episode, [steps, batch]
     * @param advantages receives A, [steps, batch]
     * @param returns receives A + v, [steps, batch]
     */
    public static void gae(float[] rewards, float[] values, boolean[] done, int steps, int batch,
            double gamma, double lambda, float[] advantages, float[] returns) {
        for (int b = 0; b < batch; b++) {
            double advantage = 0.0;
            for (int i = (steps - 1) * batch + b; i >= 0; i -= batch) {
                double delta = rewards[i] - (double) values[i];
                advantage = done[i] ? delta
                        : delta + gamma * values[i + batch] + gamma * lambda * advantage;
                advantages[i] = (float) advantage;
                returns[i] = (float) (advantage + values[i]);
            }
        }
    }

    /**
     * Advantages against the group: returns_t minus their mean over the consecutive
     * {@code group} episodes that share a problem.
     */
    public static void againstGroup(float[] returns, int steps, int batch, int group,
            float[] advantages) {
        for (int t = 0; t < steps; t++) {
            for (int from = t * batch; from < (t + 1) * batch; from += group) {
                double sum = 0.0;
                for (int i = from; i < from + group; i++) {
                    sum += returns[i];
                }
                double mean = sum / group;
                for (int i = from; i < from + group; i++) {
                    advantages[i] = (float) (returns[i] - mean);
                }
            }
        }
    }
}
