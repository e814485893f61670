package verge.algorithms.dag;

import java.util.List;
import java.util.random.RandomGenerator;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.nn.Adam;
import verge.nn.Categorical;
import verge.nn.GradientClip;
import verge.sim.core.OffloadProblem;

/**
 * The inner loop of Algorithm 1 (MRLCO, lines 6-9): samples plans of a set of graphs and improves
 * a policy on them by PPO. Graphs of equal size are processed in shards whose gradients are added
 * in order. One learner belongs to one thread; its tapes and worlds are reused.
 */
public final class Learner {

    private final OffloadingNetwork network;
    private final PpoSettings ppo;
    private final Sampler sampler;
    private final BeamSampler beams;
    private final OffloadingNetwork.Pass pass;
    final Recordings recordings;
    private Parameters inner;
    private Adam optimiser;

    /** Makes a learner for policies of this network. */
    public Learner(OffloadingNetwork network, PpoSettings ppo, RewardScale rewardScale) {
        this.network = network;
        this.ppo = ppo;
        this.sampler = new Sampler(network, rewardScale);
        this.beams = new BeamSampler(network);
        this.pass = network.new Pass(new Tape());
        this.recordings = new Recordings(network, pass.tape(), Recordings.ROOM);
    }

    /** Returns the network whose policies are improved. */
    public OffloadingNetwork network() {
        return network;
    }

    /**
     * Samples plans of every problem with the policy theta.
     *
     * @param perGraph plans per problem
     * @param random where actions are drawn; null for the most probable action everywhere
     */
    public PlanBatch sample(List<OffloadProblem> problems, Parameters theta, int perGraph,
            RandomGenerator random) {
        PlanBatch batch = new PlanBatch(network.shape().embedding());
        sample(batch, problems, theta, perGraph, random);
        return batch;
    }

    /** The same into a batch, whose arrays are used again. */
    public void sample(PlanBatch into, List<OffloadProblem> problems, Parameters theta,
            int perGraph, RandomGenerator random) {
        recordings.forget(into);
        into.assign(problems, perGraph);
        for (int s = 0; s < into.shards().size(); s++) {
            sampler.fill(into.shards().get(s), theta, random);
        }
        into.summarise();
    }

    /**
     * The same for plans on which {@link #improve} will improve theta: what the network has made of
     * them is kept until then, as far as there is room, and the first gradient step begins there.
     */
    public void sampleToImprove(PlanBatch into, List<OffloadProblem> problems, Parameters theta,
            int perGraph, RandomGenerator random) {
        if (!network.stepwise()) {                       // all tasks at once are faster then
            sample(into, problems, theta, perGraph, random);
            return;
        }
        into.assign(problems, perGraph);
        recordings.begin(into, theta);
        for (int s = 0; s < into.shards().size(); s++) {
            sampler.fill(into.shards().get(s), theta, random, recordings.next());
        }
        into.summarise();
    }

    /**
     * Finds several plans of every problem, of which the best is to be taken.
     *
     * @param into filled with the plans, the likeliest not necessarily first
     * @param decoding how they are found; its temperature is used unless plans are sampled as usual
     * @param random where noise is drawn
     */
    public void search(PlanBatch into, List<OffloadProblem> problems, Parameters theta,
            int perGraph, Decoding decoding, double temperature, RandomGenerator random) {
        if (decoding == Decoding.SAMPLED) {
            sample(into, problems, theta, perGraph, random);
            return;
        }
        recordings.forget(into);
        into.assign(problems, perGraph);
        for (int s = 0; s < into.shards().size(); s++) {
            beams.fill(into.shards().get(s), theta, temperature,
                    decoding == Decoding.BEAM ? null : random);
        }
        into.summarise();
    }

    /** Returns a copy of theta with a new optimiser, to be improved: this learner's own, reused. */
    public Parameters begin(Parameters theta) {
        if (inner == null) {
            inner = new Parameters(network.table());
            optimiser = new Adam(inner.size(), ppo.rate(), PpoSettings.ADAM_EPSILON);
        }
        inner.copyFrom(theta);
        optimiser.reset();
        return inner;
    }

    /** Takes the gradient steps of {@link #improve} on the copy that {@link #begin} has made. */
    public void improve(PlanBatch batch) {
        improve(inner, optimiser, batch);
    }

    /**
     * Takes m gradient steps on the objective of Eq. (20) over sampled plans.
     *
     * @param theta the policy, modified
     * @param adam the optimiser's state, modified
     * @throws verge.autodiff.NumericFault if a loss or gradient is not finite; theta is then as
     *     after the last good step
     */
    public void improve(Parameters theta, Adam adam, PlanBatch batch) {
        List<Trajectories> shards = batch.shards();
        int rows = 0;
        for (int s = 0; s < shards.size(); s++) {
            shards.get(s).estimate(ppo);
            rows += shards.get(s).rows();
        }
        Trajectories.normaliseAdvantages(shards);
        for (int j = 0; j < ppo.steps(); j++) {                      // Algorithm 1, line 7
            theta.zeroGradients();
            for (int s = 0; s < shards.size(); s++) {
                Trajectories shard = shards.get(s);
                OffloadingNetwork.Pass sampling = recordings.of(batch, s, theta);
                Tensor loss = sampling == null ? loss(theta, shard) : loss(theta, shard, sampling);
                loss.tape().backward(loss.scale((float) shard.rows() / rows));
                loss.tape().checkGradients(theta);
            }
            if (ppo.gradientNorm() > 0) {
                GradientClip.byGlobalNorm(theta, ppo.gradientNorm());
            }
            adam.step(theta);                                        // line 8
        }
        recordings.forget(batch);
    }

    /** Minus J^PPO of Eq. (20) on one shard, as a mean over its decisions: [1, 1]. */
    Tensor loss(Parameters theta, Trajectories shard) {
        pass.begin(theta, shard.embeddings, shard.tasks, shard.groups);
        return loss(theta, shard, pass);
    }

    /** The same where a pass has begun, or has decoded everything. */
    private Tensor loss(Parameters theta, Trajectories shard, OffloadingNetwork.Pass pass) {
        Tensor d = pass.all(shard.tree, shard.states, shard.tasks);  // [rows, outputs]
        Tensor logits = network.logits(theta, d);                    // [rows, choices]
        Tensor logp = ofPlans(logits.logSoftmax(), shard).pick(shard.actions, 0);
        Tensor loss = logp.ppoSurrogate(shard.logProbabilities, shard.advantages, 0,
                (float) ppo.clip());                                 // -J^C          Eq. (16)
        if (ppo.valueCoefficient() > 0) {
            Tensor v = ofPlans(network.value(theta, d, logits), shard);   // [tasks * batch, 1]
            loss = loss.add(valueLoss(v, shard).scale((float) ppo.valueCoefficient()));
        }
        if (ppo.entropyCoefficient() > 0) {
            Tensor entropy = ofPlans(Categorical.entropy(logits), shard).mean();
            loss = loss.add(entropy.scale((float) -ppo.entropyCoefficient()));
        }
        return loss;                                                 // -J^PPO        Eq. (20)
    }

    /** What each plan's decisions get of the rows of the tree: [rows, n] -> [tasks * batch, n]. */
    private static Tensor ofPlans(Tensor x, Trajectories shard) {
        return x.gatherRows(shard.tree.at, 0, shard.rows());
    }

    /** J^VF of Eq. (19); in the published code half the mean of the larger of two squares. */
    private Tensor valueLoss(Tensor v, Trajectories shard) {
        return valueLoss(v, v.tape().constant(shard.returns, 0, shard.rows(), 1),
                v.tape().constant(shard.values, 0, shard.rows(), 1), ppo.valueClipped(),
                (float) ppo.clip());
    }

    static Tensor valueLoss(Tensor v, Tensor returns, Tensor old, boolean clipped, float clip) {
        Tensor free = v.subtract(returns).square();                  // [rows, 1]
        if (!clipped) {
            return free.mean();
        }
        Tensor moved = v.add(v.subtract(old).clamp(-clip, clip));
        return free.maximum(moved.subtract(returns).square()).mean().scale(0.5f);
    }
}
