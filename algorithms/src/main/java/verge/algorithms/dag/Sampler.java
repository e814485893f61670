package verge.algorithms.dag;

import java.util.random.RandomGenerator;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.nn.Categorical;
import verge.sim.world.TaskGraphWorld;

/** Draws plans of a policy independently of each other. Not thread-safe. */
final class Sampler {

    private final OffloadingNetwork network;
    private final RewardScale rewardScale;
    private final Tape tape = Tape.forInference();
    private final OffloadingNetwork.Pass pass;
    private final Rollout rollout = new Rollout();

    Sampler(OffloadingNetwork network, RewardScale rewardScale) {
        this.network = network;
        this.rewardScale = rewardScale;
        this.pass = network.new Pass();
    }

    /**
     * Fills the trajectories with plans of the policy theta.
     *
     * @param random where actions are drawn; null for the most probable action everywhere
     */
    void fill(Trajectories to, Parameters theta, RandomGenerator random) {
        rollout.begin(to);
        to.scaleRewards(rewardScale);
        tape.reset();
        pass.begin(tape, theta, to.embeddings, to.tasks, to.groups, to.perGraph);
        for (int t = 0; t < to.tasks; t++) {
            int row = t * to.batch;
            rollout.observe(to, t);
            Tensor d = pass.step(t, to.previous, row, to.states,
                    row * TaskGraphWorld.FEATURES);                        // [batch, outputs]
            Tensor logits = network.logits(theta, d);                      // [batch, choices]
            network.value(theta, d, logits).copyTo(to.values, row);
            decide(to, row, logits.logSoftmax(), random);
            rollout.act(to, t);
        }
        rollout.end(to);
    }

    private static void decide(Trajectories to, int row, Tensor logp, RandomGenerator random) {
        for (int b = 0; b < to.batch; b++) {
            int action = random == null ? Categorical.mode(logp, b)
                    : Categorical.sample(logp, b, random);
            to.actions[row + b] = action;
            to.logProbabilities[row + b] = logp.get(b, action);
        }
    }
}
