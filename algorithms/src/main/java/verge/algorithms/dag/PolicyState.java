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
    private double latency;
    private double ci95;

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

    /** Returns the mean latency of the plans that the last iteration has sampled. */
    public double latency() {
        return latency;
    }

    /** Returns the half width of the 95 % interval of {@link #latency()}. */
    public double ci95() {
        return ci95;
    }

    /** Begins an iteration, whose plans are to be {@link #saw} and which is then to be counted. */
    public void begin() {
        latency = 0.0;
        ci95 = 0.0;
    }

    /** Adds plans of the iteration, one of so many equal parts, to its mean and to the digest. */
    public void saw(PlanBatch plans, int parts) {
        plans.digest(events);
        latency += plans.meanLatency() / parts;
        ci95 = Math.sqrt(ci95 * ci95 + plans.ci95() * plans.ci95() / parts / parts);
    }

    /** Counts an iteration. */
    public void advance() {
        iteration++;
    }

    /** Continues after a number of iterations, the rest of whose state has been put back. */
    public void resume(int iterations) {
        iteration = iterations;
    }
}
