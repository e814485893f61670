package verge.algorithms.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import verge.autodiff.GradientCheck;
import verge.autodiff.NumericFault;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.nn.Adam;
import verge.nn.Categorical;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;

class LearnerTest {

    static List<Profiles> profiles() {
        return Profiles.all(3);
    }

    private static PpoSettings ppo(double clip, double value, double entropy, boolean clipped,
            boolean group, int steps) {
        return new PpoSettings(1e-3, 0.99, 0.95, clip, value, entropy, clipped, group, steps, 4, 0);
    }

    /** One shard of plans under a policy, its returns and advantages estimated. */
    private record Fixture(OffloadingNetwork network, Parameters theta, Learner learner,
            PlanBatch batch) {

        Trajectories shard() {
            return batch.shards().get(0);
        }
    }

    private static Fixture fixture(Profiles profile, PpoSettings ppo,
            List<OffloadProblem> problems, int perGraph) {
        OffloadingNetwork network = new OffloadingNetwork(profile.shape());
        Parameters theta = profile.parameters(network, 21);
        Learner learner = new Learner(network, ppo, profile.reward());
        PlanBatch batch = learner.sample(problems, theta, perGraph, new RandomStream(5, "plans"));
        for (Trajectories shard : batch.shards()) {
            shard.estimate(ppo);
        }
        Trajectories.normaliseAdvantages(batch.shards());
        return new Fixture(network, theta, learner, batch);
    }

    /** Minus Eq. (20), from the outputs of the network in double. */
    private static double loss(Trajectories shard, List<DoubleNetwork.Outputs> outputs,
            PpoSettings ppo) {
        double surrogate = 0;
        double value = 0;
        double entropy = 0;
        for (int b = 0; b < shard.batch; b++) {
            for (int t = 0; t < shard.tasks; t++) {
                int row = t * shard.batch + b;
                double[] pi = DoubleNetwork.softmax(outputs.get(b).logits()[t]);
                double ratio = pi[shard.actions[row]]
                        / StrictMath.exp(shard.logProbabilities[row]);
                double clipped = Math.max(1 - ppo.clip(), Math.min(1 + ppo.clip(), ratio));
                surrogate += Math.min(ratio * shard.advantages[row],
                        clipped * shard.advantages[row]);
                double v = outputs.get(b).values()[t];
                double error = v - shard.returns[row];
                double moved = v - shard.returns[row] + Math.max(-ppo.clip(),
                        Math.min(ppo.clip(), v - shard.values[row]));
                value += ppo.valueClipped() ? 0.5 * Math.max(error * error, moved * moved)
                        : error * error;
                for (double p : pi) {
                    entropy -= p * StrictMath.log(p);
                }
            }
        }
        return (-surrogate + ppo.valueCoefficient() * value
                - ppo.entropyCoefficient() * entropy) / shard.rows();
    }

    private static void checkGradient(Profiles profile, PpoSettings ppo) {
        Fixture f = fixture(profile, ppo, Graphs.generated(2, 3, 3), 2);
        float[] away = Graphs.noise(f.theta.size(), 0.03, 8);
        for (int i = 0; i < away.length; i++) {
            f.theta.values()[i] += away[i];
        }
        f.theta.zeroGradients();
        Tensor loss = f.learner.loss(f.theta, f.shard());
        double value = loss.scalar();
        loss.tape().backward(loss);
        double[] wide = GradientCheck.widen(f.theta.values());
        DoubleNetwork reference = new DoubleNetwork(profile.shape(), f.network.table(), wide);
        double expected = loss(f.shard(), reference.all(f.shard()), ppo);
        assertThat(value).isCloseTo(expected, within(1e-5 * (1 + Math.abs(expected))));
        double[] slopes = GradientCheck.differences(wide,
                x -> loss(f.shard(), reference.all(f.shard()), ppo));
        GradientCheck.assertGradient(profile + " " + ppo, f.theta.gradients(), slopes);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void eq20_lossAndGradientInDouble(Profiles profile) {
        checkGradient(profile, profile.ppo());
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void eq20_lossAndGradientOfEveryTerm(Profiles profile) {
        checkGradient(profile, ppo(0.05, 0.7, 0.1, false, false, 1));
        checkGradient(profile, ppo(0.05, 0.7, 0.1, true, true, 1));
    }

    /** Where the policy is the one that sampled, the objective is the mean advantage. */
    @ParameterizedTest
    @MethodSource("profiles")
    void eq17_ratioIsOneAtFirst(Profiles profile) {
        Fixture f = fixture(profile, ppo(0.2, 0, 0, false, true, 1), Graphs.generated(3, 6, 4), 4);
        Trajectories shard = f.shard();
        float sum = 0f;
        for (float advantage : shard.advantages) {
            sum += advantage;
        }
        f.theta.zeroGradients();
        Tensor loss = f.learner.loss(f.theta, shard);
        assertThat(loss.scalar()).isEqualTo(-sum / shard.rows());
        loss.tape().backward(loss);
        float[] ours = f.theta.gradients().clone();
        f.theta.zeroGradients();
        Tape tape = new Tape();
        Tensor logp = logProbabilities(f, shard, tape);
        tape.backward(logp.multiply(tape.constant(shard.advantages, 0, shard.rows(), 1)).mean()
                .scale(-1f));
        double[] policyGradient = GradientCheck.widen(f.theta.gradients());
        assertThat(Arrays.stream(policyGradient).map(Math::abs).max().orElse(0))
                .isGreaterThan(1e-4);
        GradientCheck.assertGradient("policy gradient", ours, policyGradient);
    }

    private static Tensor logProbabilities(Fixture f, Trajectories shard, Tape tape) {
        OffloadingNetwork.Pass pass = f.network.new Pass(tape);
        pass.begin(f.theta, shard.embeddings, shard.tasks, shard.groups);
        Tensor[] outputs = new Tensor[shard.tasks];
        for (int t = 0; t < shard.tasks; t++) {
            outputs[t] = pass.step(t, shard.tree, shard.states);
        }
        Tensor logits = f.network.logits(f.theta, tape.concatRows(outputs, shard.tasks))
                .gatherRows(shard.tree.at, 0, shard.rows());
        return Categorical.logProbability(logits, shard.actions, 0);
    }

    /** Adam's first steps are about as long as the rate, whatever the gradient's length. */
    @Test
    void everyInnerStepMovesThePolicy() {
        Profiles profile = profiles().get(0);
        for (int steps = 1; steps <= 3; steps++) {
            Fixture f = fixture(profile, ppo(0.2, 0.5, 0, false, false, steps),
                    Graphs.generated(2, 5, 1), 4);
            float[] before = f.theta.values().clone();
            Adam adam = new Adam(f.theta.size(), 1e-3, PpoSettings.ADAM_EPSILON);
            f.learner.improve(f.theta, adam, f.batch);
            assertThat(adam.steps()).isEqualTo(steps);
            double largest = 0;
            for (int i = 0; i < before.length; i++) {
                largest = Math.max(largest, Math.abs(f.theta.values()[i] - before[i]));
            }
            assertThat(largest).isBetween(0.9e-3 * steps, 1.3e-3 * steps);
        }
    }

    /** The mean over all decisions, whatever shards they lie in. */
    @ParameterizedTest
    @MethodSource("profiles")
    void gradientsOfShardsAddUp(Profiles profile) {
        List<OffloadProblem> mixed = new ArrayList<>();
        for (int tasks : new int[] {6, 1, 9, 6, 3}) {
            mixed.addAll(Graphs.generated(1, tasks, 30 + mixed.size()));
        }
        PpoSettings ppo = ppo(0.2, 0.5, 0.01, false, false, 1);
        Fixture f = fixture(profile, ppo, mixed, 4);
        assertThat(f.batch.shards()).extracting(s -> s.tasks).containsExactly(1, 3, 6, 9);
        double rows = 4 * (1 + 3 + 6 + 6 + 9);
        double[] expected = new double[f.theta.size()];
        for (Trajectories shard : f.batch.shards()) {
            f.theta.zeroGradients();
            Tensor loss = f.learner.loss(f.theta, shard);
            loss.tape().backward(loss);
            for (int i = 0; i < expected.length; i++) {
                expected[i] += f.theta.gradients()[i] * shard.rows() / rows;
            }
        }
        f.learner.improve(f.theta, new Adam(f.theta.size(), 1e-3, 1e-8), f.batch);
        GradientCheck.assertGradient("sum of shards", f.theta.gradients(), expected);
    }

    @Test
    void oneSetOfManyGraphsFillsSeveralShards() {
        Profiles profile = profiles().get(4);
        Fixture f = fixture(profile, profile.ppo(), Graphs.generated(26, 5, 9), 20);
        assertThat(f.batch.shards()).extracting(s -> s.groups).containsExactly(12, 12, 2);
        double sum = 0;
        double squares = 0;
        for (Trajectories shard : f.batch.shards()) {
            for (float a : shard.advantages) {
                sum += a;
                squares += (double) a * a;
            }
        }
        int rows = 26 * 5 * 20;
        assertThat(sum / rows).isCloseTo(0, within(1e-6));
        assertThat(squares / rows).isCloseTo(1, within(1e-5));
    }

    /** What may be degenerate: one task, no sizes at all, one graph, one plan per graph. */
    @ParameterizedTest
    @MethodSource("profiles")
    void degenerateSetsAreLearntFrom(Profiles profile) {
        List<List<OffloadProblem>> sets = List.of(
                Graphs.generated(1, 1, 2),
                List.of(Graphs.zeros(3)),
                List.of(Graphs.zeros(1)),
                List.of(Graphs.of(new double[] {0, 3}, new double[] {0, 0}, new int[] {0, 1}),
                        Graphs.zeros(2)),
                Graphs.generated(1, 6, 2));
        for (List<OffloadProblem> set : sets) {
            for (int perGraph : new int[] {1, 4}) {
                Fixture f = fixture(profile, profile.ppo(), set, perGraph);
                Adam adam = new Adam(f.theta.size(), 1e-3, PpoSettings.ADAM_EPSILON);
                f.learner.improve(f.theta, adam, f.batch);
                assertThat(adam.steps()).isEqualTo(profile.ppo().steps());
                for (float v : f.theta.values()) {
                    assertThat(v).isFinite();
                }
            }
        }
    }

    /** Equal advantages say nothing: normalised they are zero, not rounding blown up. */
    @Test
    void equalAdvantagesBecomeZero() {
        for (float constant : new float[] {0f, 1f / 3, -1e7f, 3.3e15f}) {
            Trajectories shard = new Trajectories(Graphs.generated(7, 3, 1),
                    TaskEmbedding.RELEASED, 3);
            Arrays.fill(shard.advantages, constant);
            Trajectories.normaliseAdvantages(List.of(shard));
            assertThat(shard.advantages).containsOnly(0f);
        }
    }

    /** A large common part must not eat the differences: 2^20 + {-1, 1} are {-1, 1}. */
    @Test
    void normalisationKeepsSmallDifferences() {
        Trajectories shard = new Trajectories(Graphs.generated(1, 2, 1), TaskEmbedding.RELEASED, 2);
        float base = 1 << 20;
        float[] given = {base - 1, base + 1, base + 1, base - 1};
        System.arraycopy(given, 0, shard.advantages, 0, 4);
        Trajectories.normaliseAdvantages(List.of(shard));
        assertThat(shard.advantages).containsExactly(new float[] {-1, 1, 1, -1}, within(1e-6f));
    }

    @Test
    void aNonFiniteRewardIsANumericFaultAndLeavesThePolicy() {
        Profiles profile = profiles().get(0);
        Fixture f = fixture(profile, profile.ppo(), Graphs.generated(2, 4, 1), 2);
        f.shard().rewards[3] = Double.NaN;
        float[] before = f.theta.values().clone();
        Adam adam = new Adam(f.theta.size(), 1e-3, PpoSettings.ADAM_EPSILON);
        assertThatThrownBy(() -> f.learner.improve(f.theta, adam, f.batch))
                .isInstanceOf(NumericFault.class);
        assertThat(f.theta.values()).containsExactly(before);
        assertThat(adam.steps()).isZero();
    }

    /** The same seed, the same plans. */
    @Test
    void oneStreamOneSetOfPlans() {
        Profiles profile = profiles().get(1);
        List<OffloadProblem> problems = Graphs.generated(3, 8, 2);
        Fixture first = fixture(profile, profile.ppo(), problems, 5);
        Fixture again = fixture(profile, profile.ppo(), problems, 5);
        assertThat(again.shard().actions).containsExactly(first.shard().actions);
        assertThat(again.shard().latencies).containsExactly(first.shard().latencies);
        assertThat(Arrays.stream(first.shard().actions).sum()).isBetween(1, 3 * 8 * 5 - 1);
    }
}
