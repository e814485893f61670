package verge.algorithms.dag;

import java.util.random.RandomGenerator;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.nn.Categorical;

/**
 * Draws plans of a policy independently of each other; what plans have in common is worked out once.
 * Not thread-safe.
 */
final class Sampler {

    private final OffloadingNetwork network;
    private final RewardScale rewardScale;
    private final OffloadingNetwork.Pass own;
    private final Rollout rollout = new Rollout();

    Sampler(OffloadingNetwork network, RewardScale rewardScale) {
        this.network = network;
        this.rewardScale = rewardScale;
        this.own = network.new Pass(Tape.forInference());
    }

    /**
     * Fills the trajectories with plans of the policy theta.
     *
     * @param random where actions are drawn; null for the most probable action everywhere
     */
    void fill(Trajectories to, Parameters theta, RandomGenerator random) {
        fill(to, theta, random, null);
    }

    /** The same in a pass that is kept; null for one of this sampler, which is used again. */
    void fill(Trajectories to, Parameters theta, RandomGenerator random,
            OffloadingNetwork.Pass kept) {
        OffloadingNetwork.Pass pass = kept == null ? own : kept;
        rollout.begin(to);
        to.scaleRewards(rewardScale);
        pass.begin(theta, to.embeddings, to.tasks, to.groups);
        for (int t = 0; t < to.tasks; t++) {
            rollout.observe(to, t);
            Tensor d = pass.step(t, to.tree, to.states);                   // [rows, outputs]
            Tensor logits = network.logits(theta, d);                      // [rows, choices]
            decide(to, t, logits.logSoftmax(), network.value(theta, d, logits), random);
            to.tree.branch(t, to.actions, network.attends());
            rollout.act(to, t);
            rollout.reward(to, t);
        }
        rollout.end(to);
    }

    private static void decide(Trajectories to, int t, Tensor logp, Tensor value,
            RandomGenerator random) {
        for (int b = t * to.batch; b < (t + 1) * to.batch; b++) {
            int row = to.tree.at[b] - to.tree.first[t];
            int action = random == null ? Categorical.mode(logp, row)
                    : Categorical.sample(logp, row, random);
            to.actions[b] = action;
            to.logProbabilities[b] = logp.get(row, action);
            to.values[b] = value.get(row, 0);
        }
    }
}
