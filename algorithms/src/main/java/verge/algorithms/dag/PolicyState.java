package verge.algorithms.dag;

import verge.autodiff.Parameters;
import verge.nn.Adam;
import verge.sim.core.EventDigest;
import verge.sim.core.RandomStream;

/**
 * A policy in training, and all that a checkpoint must hold of it: every draw follows from the
 * seed and the iteration, so that parameters, optimiser, digest and a number suffice.
 */
public final class PolicyState {

    private final Parameters policy;
    private final Adam optimiser;
    private final EventDigest events = new EventDigest();
    private int iteration;

    /** Initialises a policy of the network; the optimiser has this learning rate. */
    public PolicyState(OffloadingNetwork network, double rate, long seed) {
        policy = new Parameters(network.table());
        optimiser = new Adam(policy.size(), rate, PpoSettings.ADAM_EPSILON);
        network.initialise(policy, new RandomStream(seed, "initialisation"));
    }

    /** Returns the parameters themselves. */
    public Parameters policy() {
        return policy;
    }

    /** Returns the optimiser itself. */
    public Adam optimiser() {
        return optimiser;
    }

    /** Returns the running digest of all sampled actions and latencies. */
    public EventDigest events() {
        return events;
    }

    /** Returns the number of iterations made. */
    public int iteration() {
        return iteration;
    }

    /** Counts an iteration and adds its plans to the digest. */
    public void advance(Iterable<PlanBatch> plans) {
        for (PlanBatch batch : plans) {
            batch.digest(events);
        }
        iteration++;
    }

    /** Continues after a number of iterations, the rest of whose state has been put back. */
    public void resume(int iterations) {
        iteration = iterations;
    }
}
