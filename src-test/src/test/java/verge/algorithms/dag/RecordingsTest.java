package verge.algorithms.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;

/** A gradient step that begins where the plans were sampled is the step that makes its own pass. */
class RecordingsTest {

    private static final int PLANS = 60;               // of a graph: four graphs in a shard

    static List<Profiles> profiles() {
        return Profiles.all(3);
    }

    /** What the test learns with: the policy, then its learner, plans and optimised copy. */
    private static final class Subject {

        private final OffloadingNetwork network;
        private final Learner learner;
        private final PlanBatch plans;
        private final Parameters policy;
        private Parameters theta;

        Subject(Profiles profile) {
            network = new OffloadingNetwork(profile.shape());
            learner = new Learner(network, profile.ppo(), profile.reward());
            plans = new PlanBatch(profile.shape().embedding());
            policy = profile.parameters(network, 4);
        }

        /** Samples plans of a copy of the policy. */
        void sample(List<OffloadProblem> problems, boolean kept, long seed) {
            theta = learner.begin(policy);
            RandomStream random = new RandomStream(seed, "plans");
            if (kept) {
                learner.sampleToImprove(plans, problems, theta, PLANS, random);
            } else {
                learner.sample(plans, problems, theta, PLANS, random);
            }
        }

        boolean keeps(int shard) {
            return learner.recordings.of(plans, shard, theta) != null;
        }

        float[] improved() {
            learner.improve(plans);
            return theta.values().clone();
        }
    }

    private static List<OffloadProblem> problems(int tasks) {
        List<OffloadProblem> problems = new ArrayList<>(Graphs.generated(5, tasks, 2));
        problems.addAll(Graphs.generated(2, tasks - 1, 3));
        return problems;
    }

    /** Three shards, twice, with larger graphs the second time and smaller ones the third. */
    @ParameterizedTest
    @MethodSource("profiles")
    void theStepsHaveTheSameBits(Profiles profile) {
        Subject plain = new Subject(profile);
        Subject kept = new Subject(profile);
        for (int tasks : new int[] {3, 5, 4}) {
            plain.sample(problems(tasks), false, tasks);
            kept.sample(problems(tasks), true, tasks);
            for (int shard = 0; shard < 3; shard++) {
                assertThat(plain.keeps(shard)).isFalse();
                assertThat(kept.keeps(shard)).isEqualTo(kept.network.stepwise());
            }
            float[] before = kept.theta.values().clone();
            float[] after = kept.improved();
            assertThat(Arrays.equals(after, plain.improved())).as("tasks %d", tasks).isTrue();
            assertThat(Arrays.equals(after, before)).isFalse();
            assertThat(kept.keeps(0)).as("the policy is another one now").isFalse();
        }
    }

    @Test
    void aPassOfAnotherPolicyOrOfOtherPlansIsNotTaken() {
        Profiles profile = profiles().get(0);
        Subject plain = new Subject(profile);
        Subject kept = new Subject(profile);
        plain.sample(problems(3), false, 1);
        kept.sample(problems(3), true, 1);
        for (Subject s : List.of(plain, kept)) {
            s.theta.values()[0] += 0.5f;
            s.theta.changed();
        }
        assertThat(kept.keeps(0)).isFalse();
        assertThat(Arrays.equals(kept.improved(), plain.improved())).isTrue();

        kept.sample(problems(3), true, 1);
        assertThat(kept.keeps(0)).isTrue();
        kept.sample(problems(3), false, 2);
        plain.sample(problems(3), false, 2);
        assertThat(kept.keeps(0)).isFalse();
        assertThat(Arrays.equals(kept.improved(), plain.improved())).isTrue();
    }

    @Test
    void noMorePassesAreKeptThanThereIsRoomFor() {
        Profiles profile = profiles().get(0);
        OffloadingNetwork network = new OffloadingNetwork(profile.shape());
        Parameters theta = profile.parameters(network, 4);
        PlanBatch plans = new PlanBatch(profile.shape().embedding());
        Tape tape = new Tape();
        Recordings none = new Recordings(network, tape, 0);
        none.begin(plans, theta);
        assertThat(none.next()).isNull();
        Recordings two = new Recordings(network, tape, tape.capacity() + 1);
        for (int round = 0; round < 2; round++) {
            two.begin(plans, theta);
            OffloadingNetwork.Pass first = two.next();
            OffloadingNetwork.Pass second = two.next();
            assertThat(first).isNotNull().isSameAs(two.of(plans, 0, theta));
            assertThat(second).isNotNull().isSameAs(two.of(plans, 1, theta)).isNotSameAs(first);
            assertThat(two.next()).isNull();
            assertThat(two.of(plans, 2, theta)).isNull();
            two.forget(plans);
            assertThat(two.of(plans, 0, theta)).isNull();
        }
    }
}
