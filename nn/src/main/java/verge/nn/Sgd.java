package verge.nn;

import java.util.Arrays;
import verge.autodiff.Parameters;
import verge.autodiff.kernel.Kernels;

/**
 * Stochastic gradient descent with momentum (Polyak 1964) or Nesterov's (Sutskever et al. 2013), in
 * the form whose buffer holds gradients, and coupled weight decay:
 *
 * <pre>
 *   g  = gradient + decay p
 *   b  = momentum b + (1 - dampening) g          b = g at the first step
 *   p -= rate b                                  Nesterov: rate (g + momentum b)
 * </pre>
 *
 * <p>Everything is [size], element by element. Allocates nothing after it is made.
 */
public final class Sgd implements Optimizer {

    private float rate;
    private final float momentum;
    private final float rest;
    private final boolean nesterov;
    private final float decay;
    private final float[] buffer;
    private boolean started;

    /** Makes plain descent: p -= rate gradient. */
    public Sgd(int size, double rate) {
        this(size, rate, 0.0, 0.0, false, 0.0);
    }

    /** Makes the state for parameters of a size. */
    public Sgd(int size, double rate, double momentum, double dampening, boolean nesterov,
            double decay) {
        this.rate = (float) rate;
        this.momentum = (float) momentum;
        this.rest = (float) (1.0 - dampening);
        this.nesterov = nesterov;
        this.decay = (float) decay;
        buffer = momentum > 0 ? new float[size] : null;
    }

    @Override
    public void step(Parameters p) {
        Kernels.active().sgd(p.values(), p.gradients(), buffer, p.size(), rate, momentum,
                started ? rest : 1f, nesterov, decay);
        started = true;
        p.changed();
    }

    @Override
    public void rate(double rate) {
        this.rate = (float) rate;
    }

    @Override
    public void reset() {
        started = false;
        if (buffer != null) {
            Arrays.fill(buffer, 0f);
        }
    }

    /** Returns the momentum itself, null if there is none. */
    public float[] buffer() {
        return buffer;
    }
}
