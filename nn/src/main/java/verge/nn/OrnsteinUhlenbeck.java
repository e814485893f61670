package verge.nn;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Noise that remembers (Uhlenbeck and Ornstein 1930; Lillicrap et al. 2016, section 7), in steps of
 * Euler and Maruyama: x += theta (mu - x) dt + sigma sqrt(dt) n, n standard normal, x and n
 * [dimensions]. In double; allocates nothing after it is made.
 */
public final class OrnsteinUhlenbeck {

    private final double theta;
    private final double mu;
    private final double sigma;
    private final double stepSeconds;
    private final double[] x;

    /** Makes a process of some dimensions that starts at its mean mu; dt is {@code stepSeconds}. */
    public OrnsteinUhlenbeck(int dimensions, double theta, double mu, double sigma,
            double stepSeconds) {
        this.theta = theta;
        this.mu = mu;
        this.sigma = sigma;
        this.stepSeconds = stepSeconds;
        x = new double[dimensions];
        reset();
    }

    /** Returns to the mean. */
    public void reset() {
        Arrays.fill(x, mu);
    }

    /** Makes one step with the normal numbers given, [dimensions] from the offset on. */
    public void step(float[] normal, int from) {
        for (int i = 0; i < x.length; i++) {
            step(i, normal[from + i]);
        }
    }

    /** Makes one step with normal numbers drawn in the order of the dimensions. */
    public void step(RandomGenerator random) {
        for (int i = 0; i < x.length; i++) {
            step(i, random.nextGaussian());
        }
    }

    private void step(int i, double normal) {
        x[i] += theta * (mu - x[i]) * stepSeconds + sigma * Math.sqrt(stepSeconds) * normal;
    }

    /** Returns the state x [dimensions] itself; it may be set. */
    public double[] state() {
        return x;
    }
}
