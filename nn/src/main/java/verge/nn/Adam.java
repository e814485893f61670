package verge.nn;

import java.util.Arrays;
import verge.autodiff.Parameters;
import verge.autodiff.kernel.Kernels;

/** Adam (Kingma and Ba 2015, Algorithm 1), over flat arrays. Allocates nothing after it is made. */
public final class Adam {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;

    private final float rate;
    private final float epsilon;
    private final float[] mean;
    private final float[] square;
    private int steps;
    private double power1 = 1.0;
    private double power2 = 1.0;

    /** Makes the state for parameters of a size, moments zero. */
    public Adam(int size, double rate, double epsilon) {
        this.rate = (float) rate;
        this.epsilon = (float) epsilon;
        this.mean = new float[size];
        this.square = new float[size];
    }

    /** Forgets all moments, as a new optimiser would start. */
    public void reset() {
        Arrays.fill(mean, 0f);
        Arrays.fill(square, 0f);
        steps = 0;
        power1 = 1.0;
        power2 = 1.0;
    }

    /** Moves the values of p against its gradients, which stay as they are. */
    public void step(Parameters p) {
        steps++;
        power1 *= BETA1;
        power2 *= BETA2;
        Kernels.active().adam(p.values(), p.gradients(), mean, square, p.size(),
                (float) (rate / (1.0 - power1)), (float) BETA1, (float) (1.0 - BETA1),
                (float) BETA2, (float) (1.0 - BETA2), (float) Math.sqrt(1.0 - power2), epsilon,
                0f);
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
            power1 *= BETA1;
            power2 *= BETA2;
        }
    }
}
