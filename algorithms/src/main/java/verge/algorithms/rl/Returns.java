package verge.algorithms.rl;

/**
 * Returns and advantages of complete episodes, time-major: element (t, b) of an array is at
 * {@code t * batch + b}. Sums run in double from the last step to the first; the last step is
 * terminal, so nothing is bootstrapped. No method allocates.
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
