package verge.algorithms.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.nn.Categorical;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.world.TaskGraphWorld;

class OffloadingNetworkTest {

    static List<Profiles> profiles() {
        return Profiles.all(6);
    }

    private static PlanBatch sampled(Profiles profile, OffloadingNetwork network, Parameters theta,
            List<OffloadProblem> problems, int perGraph) {
        return new Learner(network, profile.ppo(), profile.reward()).sample(problems, theta,
                perGraph, new RandomStream(3, "plans"));
    }

    /** All decisions in one pass over given actions: logits [rows * 2], then values [rows]. */
    private static float[] forced(OffloadingNetwork network, Parameters theta, Trajectories shard,
            Tape tape) {
        OffloadingNetwork.Pass pass = network.new Pass(tape);
        pass.begin(theta, shard.embeddings, shard.tasks, shard.groups);
        Tensor[] outputs = new Tensor[shard.tasks];
        for (int t = 0; t < shard.tasks; t++) {
            outputs[t] = pass.step(t, shard.tree, shard.states);
        }
        Tensor d = tape.concatRows(outputs, shard.tasks)
                .gatherRows(shard.tree.at, 0, shard.rows());
        Tensor logits = network.logits(theta, d);
        float[] all = new float[3 * shard.rows()];
        logits.copyTo(all, 0);
        network.value(theta, d, logits).copyTo(all, 2 * shard.rows());
        return all;
    }

    private static float logProbability(float[] logits, int row, int action) {
        Tensor t = Tape.forInference().constant(logits, 2 * row, 1, 2);
        return Categorical.logProbability(t, new int[] {action}, 0).get(0, 0);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void samplingAndTeacherForcingAgreeBitForBit(Profiles profile) {
        OffloadingNetwork network = new OffloadingNetwork(profile.shape());
        Parameters theta = profile.parameters(network, 11);
        List<OffloadProblem> problems = new ArrayList<>(Graphs.generated(3, 7, 1));
        problems.addAll(Graphs.generated(2, 4, 2));
        List<Trajectories> shards = sampled(profile, network, theta, problems, 5).shards();
        assertThat(shards).hasSize(2);
        int chosen = 0;
        for (Trajectories shard : shards) {
            float[] recorded = forced(network, theta, shard, new Tape());
            assertThat(forced(network, theta, shard, Tape.forInference()))
                    .containsExactly(recorded);
            for (int row = 0; row < shard.rows(); row++) {
                assertThat(shard.logProbabilities[row])
                        .isEqualTo(logProbability(recorded, row, shard.actions[row]));
                assertThat(shard.values[row]).isEqualTo(recorded[2 * shard.rows() + row]);
                chosen += shard.actions[row];
            }
        }
        assertThat(chosen).as("both choices are drawn").isBetween(1, 5 * (3 * 7 + 2 * 4) - 1);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void aPlansOutputsDoNotDependOnItsNeighbours(Profiles profile) {
        OffloadingNetwork network = new OffloadingNetwork(profile.shape());
        Parameters theta = profile.parameters(network, 12);
        List<OffloadProblem> problems = Graphs.generated(4, 6, 5);
        int perGraph = 3;
        Trajectories all = sampled(profile, network, theta, problems, perGraph).shards().get(0);
        float[] together = forced(network, theta, all, new Tape());
        for (int b = 0; b < all.batch; b++) {
            Trajectories one = alone(all, b, profile.shape().embedding());
            float[] alone = forced(network, theta, one, new Tape());
            for (int t = 0; t < all.tasks; t++) {
                int row = t * all.batch + b;
                assertThat(alone[2 * t]).isEqualTo(together[2 * row]);
                assertThat(alone[2 * t + 1]).isEqualTo(together[2 * row + 1]);
                assertThat(alone[2 * all.tasks + t]).isEqualTo(together[2 * all.rows() + row]);
            }
        }
    }

    /** One trajectory as a batch of its own. */
    private static Trajectories alone(Trajectories all, int b, TaskEmbedding embedding) {
        int f = TaskGraphWorld.FEATURES;
        Trajectories one = new Trajectories(List.of(all.problems[b / all.perGraph]),
                embedding, 1);
        one.tree.begin(1, 1);
        for (int t = 0; t < all.tasks; t++) {
            int row = t * all.batch + b;
            one.actions[t] = all.actions[row];
            one.tree.branch(t, one.actions, false);
            System.arraycopy(all.states, all.tree.at[row] * f, one.states, t * f, f);
        }
        return one;
    }

    @Test
    void greedyPlansDoNotDependOnTheOtherGraphs() {
        Profiles profile = profiles().get(2);
        OffloadingNetwork network = new OffloadingNetwork(profile.shape());
        Parameters theta = profile.parameters(network, 13);
        Learner learner = new Learner(network, profile.ppo(), profile.reward());
        List<OffloadProblem> problems = Graphs.generated(5, 9, 6);
        Trajectories all = learner.sample(problems, theta, 1, null).shards().get(0);
        for (int g = 0; g < problems.size(); g++) {
            int[] plan = new OffloadingPolicy(learner.network(), theta).plan(problems.get(g));
            for (int t = 0; t < plan.length; t++) {
                assertThat(plan[t]).isEqualTo(all.actions[t * all.batch + g]);
            }
        }
    }

    /** Encoder, attention, decoder and heads against the same equations in double. */
    @ParameterizedTest
    @MethodSource("profiles")
    void eq12_eq13_eq14_eq15_networkInDouble(Profiles profile) {
        OffloadingNetwork network = new OffloadingNetwork(profile.shape());
        Parameters theta = profile.parameters(network, 14);
        List<OffloadProblem> problems = Graphs.generated(2, 6, 7);
        Trajectories shard = sampled(profile, network, theta, problems, 2).shards().get(0);
        float[] ours = forced(network, theta, shard, new Tape());
        double[] wide = new double[theta.size()];
        Arrays.setAll(wide, i -> theta.values()[i]);
        List<DoubleNetwork.Outputs> reference =
                new DoubleNetwork(profile.shape(), network.table(), wide).all(shard);
        // Raw durations of hundreds enter RELEASED's encoder: its gates are rounded with them.
        double tolerance = profile.shape().embedding() == TaskEmbedding.RELEASED ? 1e-4 : 1e-5;
        for (int b = 0; b < shard.batch; b++) {
            for (int t = 0; t < shard.tasks; t++) {
                int row = t * shard.batch + b;
                for (int k = 0; k < 2; k++) {
                    assertThat((double) ours[2 * row + k])
                            .isCloseTo(reference.get(b).logits()[t][k], within(tolerance));
                }
                assertThat((double) ours[2 * shard.rows() + row])
                        .isCloseTo(reference.get(b).values()[t], within(tolerance));
            }
        }
    }

    /** Every parameter changes the output of some decision. */
    @ParameterizedTest
    @MethodSource("profiles")
    void everyMatrixMatters(Profiles profile) {
        OffloadingNetwork network = new OffloadingNetwork(profile.shape());
        Parameters theta = profile.parameters(network, 15);
        Trajectories shard = sampled(profile, network, theta, Graphs.generated(2, 5, 8), 2)
                .shards().get(0);
        float[] before = forced(network, theta, shard, new Tape());
        for (var slot : network.table().slots()) {
            float[] kept = theta.values().clone();
            for (int i = 0; i < slot.size(); i++) {
                theta.values()[slot.offset() + i] *= 1.5f;
                theta.changed();
            }
            assertThat(forced(network, theta, shard, new Tape())).as(slot.name())
                    .isNotEqualTo(before);
            System.arraycopy(kept, 0, theta.values(), 0, kept.length);
            theta.changed();
        }
    }
}
