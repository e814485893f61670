package verge.algorithms.mrlato;

import java.util.List;
import verge.algorithms.dag.Learner;
import verge.algorithms.dag.LearnerConfig;
import verge.algorithms.dag.LearnerPool;
import verge.algorithms.dag.LearningTask;
import verge.algorithms.dag.OffloadingNetwork;
import verge.algorithms.dag.PolicyState;
import verge.algorithms.dag.TaskBatch;
import verge.algorithms.dag.Trainer;
import verge.autodiff.Parameters;

/**
 * Meta-training of MRLATO: Algorithm 1 of Zhang et al., "MRLATO: An Adaptive Task Offloading
 * Mechanism Based on Meta Reinforcement Learning in Edge Computing Environment", TVT 2025. It is
 * that of MRLCO but for the outer step, which is plain ascent; network and rank differ by the
 * configuration. Not thread-safe.
 */
public final class Mrlato implements Trainer {

    private final LearnerConfig config;
    private final LearnerPool pool;
    private final PolicyState state;
    private final TaskBatch batch;
    private final LearnerPool.Job adapt = this::adapt;

    /**
     * Initialises the meta policy (line 1).
     *
     * @param network the network of {@code config.network()}
     * @param tasks the learning tasks to sample from, rho(T)
     * @param pool learners of this network with {@code config.ppo()}; not closed here
     */
    public Mrlato(LearnerConfig config, OffloadingNetwork network, List<LearningTask> tasks,
            LearnerPool pool, long seed) {
        this.config = config;
        this.pool = pool;
        this.state = new PolicyState(network, config.outerRate(), seed);  // line 1
        this.batch = new TaskBatch(tasks, config, state.policy().size(), seed);
    }

    /** One meta-iteration k, lines 2 to 10; modifies the meta policy. */
    @Override
    public void iterate() {
        batch.draw(state.iteration());                                    // lines 2, 3
        pool.run(batch.size(), adapt);                                    // line 4
        double beta = config.decayed(config.outerRate(), state.iteration());
        state.optimiser().rate(beta);
        config.metaUpdate().apply(state.policy(), batch.adapted(), state.optimiser(),
                beta, config.innerRate() * config.innerSteps()); // line 9, Eq. (29)
        state.begin();
        for (int i = 0; i < batch.size(); i++) {
            state.saw(batch.plans(i), batch.size());
        }
        state.advance();
    }

    /** The inner loop of learning task i, lines 5 to 7. */
    private void adapt(Learner learner, int i) {
        Parameters theta = learner.begin(state.policy());                 // line 5
        batch.sample(i, learner, theta, config.trajectories());           // line 6
        learner.improve(batch.plans(i));                                  // line 7, Eq. (27)
        batch.keep(i, theta);                                             // theta'_i of Eq. (29)
    }

    /** Returns the meta policy, not a copy; its optimiser is used by the outer steps of Adam only. */
    @Override
    public PolicyState state() {
        return state;
    }
}
