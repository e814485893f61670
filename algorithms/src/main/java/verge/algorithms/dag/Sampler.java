package verge.algorithms.dag;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.nn.Categorical;
import verge.sim.core.OffloadProblem;
import verge.sim.world.Decisions;
import verge.sim.world.Outcomes;
import verge.sim.world.TaskGraphWorld;

/** Runs a policy on task graph worlds, one per trajectory, all deciding in step. Not thread-safe. */
final class Sampler {

    private final OffloadingNetwork network;
    private final RewardScale rewardScale;
    private final Tape tape = Tape.forInference();
    private final OffloadingNetwork.Pass pass;
    private TaskGraphWorld[] worlds = new TaskGraphWorld[0];
    private Decisions decisions;
    private Outcomes outcomes;
    private int maxTasks;

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
        begin(to);
        tape.reset();
        pass.begin(tape, theta, to.embeddings, to.tasks, to.groups, to.perGraph);
        for (int t = 0; t < to.tasks; t++) {
            int row = t * to.batch;
            observe(to, t);
            Tensor d = pass.step(t, to.previous, row, to.states,
                    row * TaskGraphWorld.FEATURES);                        // [batch, outputs]
            Tensor logits = network.logits(theta, d);                      // [batch, choices]
            network.value(theta, d, logits).copyTo(to.values, row);
            decide(to, row, logits.logSoftmax(), random);
            act(to, t);
        }
        for (int b = 0; b < to.batch; b++) {
            to.latencies[b] = worlds[b].latency();
        }
    }

    private void begin(Trajectories to) {
        if (to.batch > worlds.length || to.tasks > maxTasks) {
            maxTasks = Math.max(maxTasks, to.tasks);
            worlds = new TaskGraphWorld[Math.max(to.batch, worlds.length)];
            for (int b = 0; b < worlds.length; b++) {
                worlds[b] = new TaskGraphWorld(b, maxTasks);
            }
            decisions = new Decisions(worlds.length, TaskGraphWorld.FEATURES);
            outcomes = new Outcomes(worlds.length);
        }
        for (int b = 0; b < to.batch; b++) {
            worlds[b].assign(to.problems.get(b / to.perGraph));
            worlds[b].reset(b);
        }
    }

    private void observe(Trajectories to, int t) {
        decisions.clear();
        for (int b = 0; b < to.batch; b++) {
            worlds[b].next(decisions);
        }
        int row = t * to.batch;
        int width = TaskGraphWorld.FEATURES;
        System.arraycopy(decisions.features(), 0, to.states, row * width, to.batch * width);
        if (t == 0) {
            Arrays.fill(to.previous, 0, to.batch, OffloadingNetwork.START);
        } else {
            System.arraycopy(to.actions, row - to.batch, to.previous, row, to.batch);
        }
    }

    private void decide(Trajectories to, int row, Tensor logp, RandomGenerator random) {
        for (int b = 0; b < to.batch; b++) {
            int action = random == null ? Categorical.mode(logp, b)
                    : Categorical.sample(logp, b, random);
            to.actions[row + b] = action;
            to.logProbabilities[row + b] = logp.get(b, action);
            decisions.choice()[b] = action;
        }
    }

    private void act(Trajectories to, int t) {
        outcomes.clear();
        for (int b = 0; b < to.batch; b++) {
            worlds[b].apply(decisions);
            worlds[b].drain(outcomes);
        }
        for (int i = 0; i < outcomes.size(); i++) {
            int b = outcomes.world()[i];
            OffloadProblem problem = to.problems.get(b / to.perGraph);
            to.rewards[t * to.batch + b] =
                    rewardScale.reward(problem, -outcomes.reward()[i]);
        }
    }
}
