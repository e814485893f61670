package verge.algorithms.mrlco;

import java.util.ArrayList;
import java.util.List;
import verge.algorithms.dag.LearnerPool;
import verge.algorithms.dag.LearningTask;
import verge.algorithms.dag.OffloadingNetwork;
import verge.algorithms.dag.PlanBatch;
import verge.algorithms.dag.PolicyState;
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
    private final PolicyState state;

    /** Initialises the policy as the meta-learner does; arguments as there. */
    public FineTunedDrl(MrlcoConfig config, OffloadingNetwork network, List<LearningTask> tasks,
            LearnerPool pool, long seed) {
        this.config = config;
        this.pool = pool;
        this.seed = seed;
        for (LearningTask task : tasks) {
            problems.addAll(task.problems());
        }
        state = new PolicyState(network, config.innerRate(), seed);
    }

    /** Samples plans of graphs of all sets and takes the gradient steps of PPO on them. */
    public PlanBatch.Summary iterate() {
        RandomStream random = new RandomStream(seed, "pretraining/" + state.iteration());
        int graphs = config.graphsPerTask() == 0 ? 100 : config.graphsPerTask();
        List<OffloadProblem> drawn = new ArrayList<>();
        for (int i : Mrlco.draw(problems.size(), Math.min(graphs, problems.size()), random)) {
            drawn.add(problems.get(i));
        }
        PlanBatch plans = pool.run(1, (learner, i) -> {
            PlanBatch batch = learner.sample(drawn, state.policy(), config.trajectories(),
                    random);
            learner.improve(state.policy(), state.optimiser(), batch);
            return batch;
        }).get(0);
        state.advance(List.of(plans));
        return plans.sampled();
    }

    /** Returns the policy with its optimiser, not a copy. */
    public PolicyState state() {
        return state;
    }
}
