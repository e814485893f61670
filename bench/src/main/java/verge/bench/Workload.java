package verge.bench;

import java.util.SplittableRandom;
import verge.autodiff.Parameters;

/** What is measured: one training step of a network, or one decision by it. */
interface Workload {

    /** Runs it once; returns a number that depends on all of it. */
    float run();

    /** Returns the floating-point operations of its matrix products, two for each multiply-add. */
    double operations();

    /** Returns n normal deviates, the same in every run. */
    static float[] normal(int n, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    /** Sets all parameters to small random values. */
    static void initialise(Parameters p) {
        float[] values = normal(p.size(), 1);
        for (int i = 0; i < values.length; i++) {
            p.values()[i] = 0.08f * values[i];
        }
        p.changed();
    }
}
