package verge.algorithms.dag;

import verge.autodiff.Parameters;
import verge.nn.Adam;
import verge.sim.core.RandomStream;

/**
 * Adaptation of a trained policy to an unseen learning task, as the papers evaluate it: every update
 * samples plans of every graph, which are measured, and takes the inner gradient steps on them. The
 * policy it starts from is not modified.
 */
public final class Adaptation {

    /** Plans sampled per graph and update, as in the paper's evaluation. */
    public static final int PLANS = 20;

    private final Learner learner;
    private final LearningTask task;
    private final Parameters theta;
    private final Adam adam;
    private final long seed;
    private final Search search;
    private final PlanBatch plans;
    private final PlanBatch other;
    private int updates;

    /**
     * How the plans are found of which the best is measured.
     *
     * @param decoding independently, without replacement, or by beams
     * @param temperature what logits are divided by then; independent samples are drawn at 1
     */
    public record Search(Decoding decoding, double temperature) {

        /** The best of the sampled plans themselves. */
        public static final Search SAMPLED = new Search(Decoding.SAMPLED, 1.0);

        /** Checks the temperature. */
        public Search {
            if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("temperature must be positive and finite");
            }
        }
    }

    /** Starts from a policy; every draw follows from the seed and the task's name. */
    public Adaptation(Learner learner, PpoSettings ppo, Parameters policy, LearningTask task,
            Search search, long seed) {
        this.learner = learner;
        this.task = task;
        this.seed = seed;
        this.search = search;
        this.theta = new Parameters(policy.table());
        this.theta.copyFrom(policy);
        this.adam = new Adam(policy.size(), ppo.rate(), PpoSettings.ADAM_EPSILON);
        this.plans = new PlanBatch(learner.network().shape().embedding());
        this.other = new PlanBatch(learner.network().shape().embedding());
    }

    /**
     * The policy's latencies after a number of updates, by graph in the set's order: {@code [graphs]}.
     *
     * @param update updates made before
     * @param sampled means over sampled plans
     * @param greedyDecoded of the plans of most probable actions
     * @param best of the best of {@link #PLANS} plans, found as the {@link Search} says
     * @param bestSampled of the best of the sampled plans
     */
    public record Measurement(int update, double[] sampled, double[] greedyDecoded, double[] best,
            double[] bestSampled) {

        /** The mean over the graphs, summed in their order. */
        public static double mean(double[] latencies) {
            double sum = 0.0;
            for (double latency : latencies) {
                sum += latency;
            }
            return sum / latencies.length;
        }

        /** Half width of the 95 % interval of that mean (normal); 0 for one graph. */
        public static double ci95(double[] latencies) {
            if (latencies.length < 2) {
                return 0.0;
            }
            double mean = mean(latencies);
            double squares = 0.0;
            for (double latency : latencies) {
                squares += (latency - mean) * (latency - mean);
            }
            return 1.959963984540054
                    * Math.sqrt(squares / (latencies.length - 1) / latencies.length);
        }
    }

    /** Measures the policy as it is and, if asked for, makes one update on the plans sampled. */
    public Measurement measure(boolean thenUpdate) {
        String name = "evaluation/" + task.name() + "/" + updates;
        RandomStream random = new RandomStream(seed, name);
        if (thenUpdate) {
            learner.sampleToImprove(plans, task.problems(), theta, PLANS, random);
        } else {
            learner.sample(plans, task.problems(), theta, PLANS, random);
        }
        learner.sample(other, task.problems(), theta, 1, null);
        double[] greedy = latencies(other, false);
        if (search.decoding() != Decoding.SAMPLED) {
            learner.search(other, task.problems(), theta, PLANS, search.decoding(),
                    search.temperature(), new RandomStream(seed, name + "/search"));
        }
        boolean alike = search.decoding() == Decoding.SAMPLED;
        Measurement now = new Measurement(updates, latencies(plans, false), greedy,
                latencies(alike ? plans : other, true), latencies(plans, true));
        if (thenUpdate) {
            learner.improve(theta, adam, plans);
            updates++;
        }
        return now;
    }

    private static double[] latencies(PlanBatch batch, boolean best) {
        double[] latencies = new double[batch.graphs()];
        for (int g = 0; g < latencies.length; g++) {
            latencies[g] = best ? batch.best(g) : batch.mean(g);
        }
        return latencies;
    }

    /** Returns the adapted parameters themselves. */
    public Parameters policy() {
        return theta;
    }
}
