package verge.nn;

import java.util.Arrays;
import verge.autodiff.Parameters;
import verge.autodiff.kernel.Kernels;

/**
 * Adam (Kingma and Ba 2015, Algorithm 1), over flat arrays, with coupled weight decay:
 *
 * <pre>
 *   g  = gradient + decay p
 *   m  = beta1 m + (1 - beta1) g         v = beta2 v + (1 - beta2) g^2
 *   p -= rate / (1 - beta1^t) m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
 * </pre>
 *
 * <p>Everything is [size], element by element. Allocates nothing after it is made.
 */
public final class Adam implements Optimizer {

    private float rate;
    private final double beta1;
    private final double beta2;
    private final float epsilon;
    private final float decay;
    private final float[] mean;
    private final float[] square;
    private int steps;
    private double power1 = 1.0;
    private double power2 = 1.0;

    /** Makes the state for parameters of a size, moments zero; betas 0.9 and 0.999, no decay. */
    public Adam(int size, double rate, double epsilon) {
        this(size, rate, 0.9, 0.999, epsilon, 0.0);
    }

    /** Makes the state for parameters of a size, moments zero. */
    public Adam(int size, double rate, double beta1, double beta2, double epsilon, double decay) {
        this.rate = (float) rate;
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = (float) epsilon;
        this.decay = (float) decay;
        this.mean = new float[size];
        this.square = new float[size];
    }

    @Override
    public void reset() {
        Arrays.fill(mean, 0f);
        Arrays.fill(square, 0f);
        resume(0);
    }

    @Override
    public void rate(double rate) {
        this.rate = (float) rate;
    }

    @Override
    public void step(Parameters p) {
        steps++;
        power1 *= beta1;
        power2 *= beta2;
        Kernels.active().adam(p.values(), p.gradients(), mean, square, p.size(),
                (float) (rate / (1.0 - power1)), (float) beta1, (float) (1.0 - beta1),
                (float) beta2, (float) (1.0 - beta2), (float) Math.sqrt(1.0 - power2), epsilon,
                decay);
        p.changed();
    }

    /** Returns the first moments themselves. */
    public float[] mean() {
        return mean;
    }

    /** Returns the second moments themselves. */
    public float[] square() {
        return square;
    }

    /** Returns the number of steps made. */
    public int steps() {
        return steps;
    }

    /** Continues after a number of steps whose moments have been put back. */
    public void resume(int stepsMade) {
        steps = 0;
        power1 = 1.0;
        power2 = 1.0;
        for (; steps < stepsMade; steps++) {
            power1 *= beta1;
            power2 *= beta2;
        }
    }
}
