package verge.algorithms.mrlco;

import java.util.ArrayList;
import java.util.List;
import verge.algorithms.dag.LearnerPool;
import verge.algorithms.dag.LearningTask;
import verge.algorithms.dag.OffloadingNetwork;
import verge.algorithms.dag.PlanBatch;
import verge.algorithms.dag.PpoSettings;
import verge.autodiff.Parameters;
import verge.nn.Adam;
import verge.sim.core.EventDigest;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;

/**
 * The paper's learning baseline (section 5.2, "Fine-tuning DRL"): the same network, trained by PPO
 * on all training sets together, whose parameters are the start of the same adaptation. One
 * iteration draws as many graphs as one learning task of the meta-learner. Not thread-safe.
 */
public final class FineTunedDrl {

    private final MrlcoConfig config;
    private final List<OffloadProblem> problems = new ArrayList<>();
    private final LearnerPool pool;
    private final long seed;
    private final Parameters theta;
    private final Adam adam;
    private final EventDigest events = new EventDigest();
    private int iteration;

    /** Initialises the policy as the meta-learner does; arguments as there. */
    public FineTunedDrl(MrlcoConfig config, OffloadingNetwork network, List<LearningTask> tasks,
            LearnerPool pool, long seed) {
        this.config = config;
        this.pool = pool;
        this.seed = seed;
        for (LearningTask task : tasks) {
            problems.addAll(task.problems());
        }
        theta = new Parameters(network.table());
        adam = new Adam(theta.size(), config.innerRate(), PpoSettings.ADAM_EPSILON);
        network.initialise(theta, new RandomStream(seed, "initialisation"));
    }

    /** Samples plans of graphs of all sets and takes the gradient steps of PPO on them. */
    public PlanBatch.Summary iterate() {
        RandomStream random = new RandomStream(seed, "pretraining/" + iteration);
        int graphs = config.graphsPerTask() == 0 ? 100 : config.graphsPerTask();
        List<OffloadProblem> drawn = new ArrayList<>();
        for (int i : Mrlco.draw(problems.size(), Math.min(graphs, problems.size()), random)) {
            drawn.add(problems.get(i));
        }
        PlanBatch plans = pool.run(1, (learner, i) -> {
            PlanBatch batch = learner.sample(drawn, theta, config.trajectories(), random);
            learner.improve(theta, adam, batch);
            return batch;
        }).get(0);
        plans.digest(events);
        iteration++;
        return plans.sampled();
    }

    /** Returns the policy itself. */
    public Parameters policy() {
        return theta;
    }

    /** Returns the optimiser's state itself. */
    public Adam optimiser() {
        return adam;
    }

    /** Returns the number of iterations made. */
    public int iteration() {
        return iteration;
    }

    /** Returns the running digest of all sampled actions and latencies. */
    public EventDigest events() {
        return events;
    }

    /** Continues after a number of iterations whose policy and optimiser have been put back. */
    public void resume(int iterations) {
        iteration = iterations;
    }
}
