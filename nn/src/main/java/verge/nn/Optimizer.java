package verge.nn;

import verge.autodiff.Parameters;

/**
 * A rule that moves parameters p [size] against their gradients [size]: one loop over the flat
 * arrays, which allocates nothing. The state belongs to one set of parameters and is not thread-safe.
 */
public interface Optimizer {

    /** Moves the values of p against its gradients, which stay as they are. */
    void step(Parameters p);

    /** Sets the learning rate from the next step on, as a {@link Schedule} gives it. */
    void rate(double rate);

    /** Forgets all state, as a new optimiser would start. */
    void reset();
}
