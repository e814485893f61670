package verge.nn;

import java.util.Arrays;
import verge.autodiff.Parameters;
import verge.autodiff.kernel.Kernels;

/**
 * RMSProp (Hinton 2012), with the centred variant and momentum of Graves (2013, Eq. 38-45), epsilon
 * outside the root and coupled weight decay:
 *
 * <pre>
 *   g  = gradient + decay p
 *   v  = alpha v + (1 - alpha) g^2       a = alpha a + (1 - alpha) g, centred only
 *   d  = sqrt(v) + epsilon               centred: sqrt(v - a^2) + epsilon
 *   p -= rate g / d                      momentum: b = momentum b + g / d, p -= rate b
 * </pre>
 *
 * <p>Everything is [size], element by element. Allocates nothing after it is made.
 */
public final class RmsProp implements Optimizer {

    private float rate;
    private final double alpha;
    private final float epsilon;
    private final float momentum;
    private final float decay;
    private final float[] square;
    private final float[] mean;
    private final float[] buffer;

    /** Makes the state for parameters of a size: plain RMSProp without decay. */
    public RmsProp(int size, double rate, double alpha, double epsilon) {
        this(size, rate, alpha, epsilon, false, 0.0, 0.0);
    }

    /** Makes the state for parameters of a size, all of it zero. */
    public RmsProp(int size, double rate, double alpha, double epsilon, boolean centred,
            double momentum, double decay) {
        this.rate = (float) rate;
        this.alpha = alpha;
        this.epsilon = (float) epsilon;
        this.momentum = (float) momentum;
        this.decay = (float) decay;
        square = new float[size];
        mean = centred ? new float[size] : null;
        buffer = momentum > 0 ? new float[size] : null;
    }

    @Override
    public void step(Parameters p) {
        Kernels.active().rmsProp(p.values(), p.gradients(), square, mean, buffer, p.size(), rate,
                (float) alpha, (float) (1.0 - alpha), epsilon, momentum, decay);
        p.changed();
    }

    @Override
    public void rate(double rate) {
        this.rate = (float) rate;
    }

    @Override
    public void reset() {
        for (float[] state : new float[][] {square, mean, buffer}) {
            if (state != null) {
                Arrays.fill(state, 0f);
            }
        }
    }

    /** Returns the running mean of squares itself. */
    public float[] square() {
        return square;
    }

    /** Returns the running mean of gradients itself, null unless centred. */
    public float[] mean() {
        return mean;
    }

    /** Returns the momentum itself, null if there is none. */
    public float[] buffer() {
        return buffer;
    }
}
