package verge.algorithms.drl;

import java.util.ArrayList;
import java.util.List;
import verge.algorithms.dag.Draw;
import verge.algorithms.dag.Learner;
import verge.algorithms.dag.LearnerConfig;
import verge.algorithms.dag.LearnerPool;
import verge.algorithms.dag.LearningTask;
import verge.algorithms.dag.OffloadingNetwork;
import verge.algorithms.dag.PlanBatch;
import verge.algorithms.dag.PolicyState;
import verge.algorithms.dag.Trainer;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;

/**
 * The learning baseline of MRLCO (section 5.2) and MRLATO (Table II): one policy for all training
 * sets, trained by PPO, whose parameters are the start of the same adaptation. An iteration samples
 * as many plans and takes as many gradient steps as one of the meta-learner does: one mini-batch for
 * each of its learning tasks, of graphs drawn from all sets together. Not thread-safe.
 */
public final class FineTunedDrl implements Trainer {

    /** Graphs of a mini-batch where the meta-learner takes all graphs of a learning task. */
    private static final int ALL_GRAPHS = 100;

    private final LearnerConfig config;
    private final List<OffloadProblem> problems = new ArrayList<>();
    private final LearnerPool pool;
    private final long seed;
    private final PolicyState state;
    private final RandomStream random;
    private final Draw draw = new Draw();
    private final List<OffloadProblem> drawn = new ArrayList<>();
    private final PlanBatch plans;
    private final LearnerPool.Job improve = this::improve;

    /** Initialises the policy as the meta-learners do; arguments as there. */
    public FineTunedDrl(LearnerConfig config, OffloadingNetwork network, List<LearningTask> tasks,
            LearnerPool pool, long seed) {
        this.config = config;
        this.pool = pool;
        this.seed = seed;
        for (LearningTask task : tasks) {
            problems.addAll(task.problems());
        }
        state = new PolicyState(network, config.innerRate(), seed);
        random = new RandomStream(seed, "pretraining");
        plans = new PlanBatch(config.embedding());
    }

    /** One mini-batch after the other: each begins from what the last one made. */
    @Override
    public void iterate() {
        pool.run(1, improve);
        state.advance();
    }

    private void improve(Learner learner, int ignored) {
        state.begin();
        state.optimiser().rate(config.decayed(config.innerRate(), state.iteration()));
        for (int i = 0; i < config.metaBatch(); i++) {
            random.restart(seed, state.iteration(), i);
            int wanted = config.graphsPerTask() == 0 ? ALL_GRAPHS : config.graphsPerTask();
            int graphs = Math.min(wanted, problems.size());
            int[] chosen = draw.indices(problems.size(), graphs, random);
            drawn.clear();
            for (int k = 0; k < graphs; k++) {
                drawn.add(problems.get(chosen[k]));
            }
            learner.sampleToImprove(plans, drawn, state.policy(), config.trajectories(), random);
            learner.improve(state.policy(), state.optimiser(), plans);
            state.saw(plans, config.metaBatch());
        }
    }

    /** Returns the policy with its optimiser, not a copy. */
    @Override
    public PolicyState state() {
        return state;
    }
}
