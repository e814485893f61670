package verge.algorithms.dag;

import verge.autodiff.Parameters;
import verge.nn.Adam;
import verge.sim.core.RandomStream;

/**
 * Adaptation of a trained policy to an unseen learning task, as the paper evaluates it: every
 * update samples plans of every graph, which are measured, and takes the inner gradient steps on
 * them. The policy it starts from is not modified.
 */
public final class Adaptation {

    /** Plans sampled per graph and update, as in the paper's evaluation. */
    public static final int PLANS = 20;

    private final Learner learner;
    private final LearningTask task;
    private final Parameters theta;
    private final Adam adam;
    private final long seed;
    private int updates;

    /** Starts from a policy; every draw follows from the seed and the task's name. */
    public Adaptation(Learner learner, PpoSettings ppo, Parameters policy, LearningTask task,
            long seed) {
        this.learner = learner;
        this.task = task;
        this.seed = seed;
        this.theta = new Parameters(policy.table());
        this.theta.copyFrom(policy);
        this.adam = new Adam(policy.size(), ppo.rate(), PpoSettings.ADAM_EPSILON);
    }

    /**
     * The policy's latencies after a number of updates, as means over the graphs.
     *
     * @param update updates made before
     * @param sampled over sampled plans
     * @param greedyDecoded of the plans of most probable actions
     * @param best of the best sampled plan of each graph
     */
    public record Measurement(int update, PlanBatch.Summary sampled, double greedyDecoded,
            double best) {}

    /** Measures the policy as it is and, if asked for, makes one update on the plans sampled. */
    public Measurement measure(boolean thenUpdate) {
        PlanBatch plans = learner.sample(task.problems(), theta, PLANS,
                new RandomStream(seed, "evaluation/" + task.name() + "/" + updates));
        PlanBatch greedy = learner.sample(task.problems(), theta, 1, null);
        Measurement now = new Measurement(updates, plans.sampled(), greedy.meanLatency(),
                plans.best().mean());
        if (thenUpdate) {
            learner.improve(theta, adam, plans);
            updates++;
        }
        return now;
    }

    /** Returns the adapted parameters themselves. */
    public Parameters policy() {
        return theta;
    }
}
