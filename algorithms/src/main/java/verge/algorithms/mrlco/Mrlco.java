package verge.algorithms.mrlco;

import java.util.ArrayList;
import java.util.List;
import verge.algorithms.dag.LearnerPool;
import verge.algorithms.dag.LearningTask;
import verge.algorithms.dag.OffloadingNetwork;
import verge.algorithms.dag.PlanBatch;
import verge.algorithms.dag.PolicyState;
import verge.algorithms.dag.PpoSettings;
import verge.autodiff.Parameters;
import verge.nn.Adam;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;

/**
 * Meta-training of MRLCO: Algorithm 1 of Wang et al., "Fast Adaptive Task Offloading in Edge
 * Computing Based on Meta Reinforcement Learning", TPDS 2021. Not thread-safe.
 */
public final class Mrlco {

    private final MrlcoConfig config;
    private final List<LearningTask> tasks;
    private final LearnerPool pool;
    private final long seed;
    private final PolicyState state;

    /**
     * Initialises the meta policy (line 1).
     *
     * @param network the network of {@code config.network()}
     * @param tasks the learning tasks to sample from, rho(T)
     * @param pool learners of this network with {@code config.ppo()}; not closed here
     */
    public Mrlco(MrlcoConfig config, OffloadingNetwork network, List<LearningTask> tasks,
            LearnerPool pool, long seed) {
        this.config = config;
        this.tasks = List.copyOf(tasks);
        this.pool = pool;
        this.seed = seed;
        this.state = new PolicyState(network, config.outerRate(), seed);
    }

    /** One iteration k of the outer loop, lines 3 to 12; modifies the meta policy. */
    public Progress iterate() {
        Parameters theta = state.policy();
        int k = state.iteration();                                       // line 2
        int[] chosen = draw(tasks.size(), Math.min(config.metaBatch(), tasks.size()),
                new RandomStream(seed, "tasks/" + k));                   // line 3
        List<Adapted> adapted = pool.run(chosen.length, (learner, i) -> { // line 4
            LearningTask task = tasks.get(chosen[i]);
            RandomStream random = new RandomStream(seed, "training/" + k + "/" + i);
            Parameters inner = new Parameters(theta.table());            // line 5
            inner.copyFrom(theta);
            Adam adam = new Adam(inner.size(), config.innerRate(),
                    PpoSettings.ADAM_EPSILON);
            PlanBatch plans = learner.sample(graphs(task, random), inner,
                    config.trajectories(), random);                      // line 6
            learner.improve(inner, adam, plans);                         // lines 7 to 9
            return new Adapted(inner.values(), plans);                   // line 10
        });
        float[][] values = new float[adapted.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = adapted.get(i).theta();
        }
        config.metaUpdate().apply(theta, values, state.optimiser(), config.outerRate(),
                config.innerRate() * config.innerSteps());               // line 12, Eq. (22)
        state.advance(adapted.stream().map(Adapted::plans).toList());
        return progress(adapted);
    }

    private record Adapted(float[] theta, PlanBatch plans) {}

    /**
     * What an iteration saw.
     *
     * @param iteration iterations made
     * @param latency mean latency of the plans sampled with the meta policy before the update
     * @param ci95 half width of its 95 % interval
     */
    public record Progress(int iteration, double latency, double ci95) {}

    private Progress progress(List<Adapted> adapted) {
        double mean = 0.0;
        double variance = 0.0;
        for (Adapted one : adapted) {
            PlanBatch.Summary summary = one.plans().sampled();
            mean += summary.mean() / adapted.size();
            variance += summary.ci95() * summary.ci95();
        }
        return new Progress(state.iteration(), mean, Math.sqrt(variance) / adapted.size());
    }

    private List<OffloadProblem> graphs(LearningTask task, RandomStream random) {
        List<OffloadProblem> all = task.problems();
        if (config.graphsPerTask() == 0 || config.graphsPerTask() >= all.size()) {
            return all;
        }
        List<OffloadProblem> some = new ArrayList<>();
        for (int i : draw(all.size(), config.graphsPerTask(), random)) {
            some.add(all.get(i));
        }
        return some;
    }

    /** Draws count of n indices without replacement. */
    static int[] draw(int n, int count, RandomStream random) {
        int[] indices = new int[n];
        for (int i = 0; i < n; i++) {
            indices[i] = i;
        }
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++) {
            int j = i + random.nextInt(n - i);
            drawn[i] = indices[j];
            indices[j] = indices[i];
        }
        return drawn;
    }

    /** Returns the meta policy with its outer optimiser, not a copy. */
    public PolicyState state() {
        return state;
    }
}
