package verge.algorithms.mrlco;

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
 * Meta-training of MRLCO: Algorithm 1 of Wang et al., "Fast Adaptive Task Offloading in Edge
 * Computing Based on Meta Reinforcement Learning", TPDS 2021. Not thread-safe.
 */
public final class Mrlco implements Trainer {

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
    public Mrlco(LearnerConfig config, OffloadingNetwork network, List<LearningTask> tasks,
            LearnerPool pool, long seed) {
        this.config = config;
        this.pool = pool;
        this.state = new PolicyState(network, config.outerRate(), seed);  // line 1
        this.batch = new TaskBatch(tasks, config, state.policy().size(), seed);
    }

    /** One iteration k of the outer loop, lines 2 to 12; modifies the meta policy. */
    @Override
    public void iterate() {
        batch.draw(state.iteration());                                    // lines 2, 3
        pool.run(batch.size(), adapt);                                    // line 4
        double beta = config.decayed(config.outerRate(), state.iteration());
        state.optimiser().rate(beta);
        config.metaUpdate().apply(state.policy(), batch.adapted(), state.optimiser(),
                beta, config.innerRate() * config.innerSteps()); // line 12, Eq. (22)
        state.begin();
        for (int i = 0; i < batch.size(); i++) {
            state.saw(batch.plans(i), batch.size());
        }
        state.advance();
    }

    /** The inner loop of learning task i, lines 5 to 10: theta'_i = U(theta, T_i), Eq. (21). */
    private void adapt(Learner learner, int i) {
        Parameters theta = learner.begin(state.policy());                 // line 5
        batch.sample(i, learner, theta, config.trajectories());           // line 6
        learner.improve(batch.plans(i));                                  // lines 7 to 9, Eq. (20)
        batch.keep(i, theta);                                             // line 10
    }

    /** Returns the meta policy with its outer optimiser, not a copy. */
    @Override
    public PolicyState state() {
        return state;
    }
}
