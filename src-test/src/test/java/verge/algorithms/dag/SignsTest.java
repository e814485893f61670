package verge.algorithms.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import verge.algorithms.mrlco.Mrlco;
import verge.autodiff.Parameters;
import verge.autodiff.Tensor;
import verge.nn.Adam;
import verge.nn.GradientClip;

/**
 * A test of the learning tests: meta-training written out step by step is the method's own, bit for
 * bit, and learns; with the sign of the policy loss, of the advantages or of the outer step flipped it
 * must not. Were a learning test to pass with a flipped sign, it would prove nothing.
 */
class SignsTest {

    private static final long SEED = 4;
    private static final int ITERATIONS = 25;
    private static final double LEARNT = 0.93;

    private enum Flipped { NOTHING, LOSS, ADVANTAGE, OUTER_STEP }

    private static LearnerConfig config(MetaUpdate update) {
        return new LearnerConfig(Profile.VERGE, TaskEmbedding.VERGE, RewardScale.VERGE, 0, 1, 16,
                false, true, AttentionKind.NONE, 1, true, false, 1.0, 3e-3, 3e-3, 0, 1.0, 0.95, 0.0,
                0.01, 0.2, false, true, 3, 10, 1.0, update, 3, 4);
    }

    private static List<LearningTask> tasks() {
        List<LearningTask> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tasks.add(new LearningTask("set-" + i, Graphs.generated(6, 10, 100 + i)));
        }
        return tasks;
    }

    /** Algorithm 1 once more, with one sign that may be wrong. */
    private static final class ByHand {
        private final LearnerConfig config;
        private final Flipped flipped;
        private final Learner learner;
        private final TaskBatch batch;
        private final PolicyState state;

        ByHand(LearnerConfig config, Flipped flipped) {
            this.config = config;
            this.flipped = flipped;
            OffloadingNetwork network = new OffloadingNetwork(config.network());
            learner = new Learner(network, config.ppo(), config.rewardScale());
            state = new PolicyState(network, config.outerRate(), SEED);
            batch = new TaskBatch(tasks(), config, state.policy().size(), SEED);
        }

        void iterate() {
            Parameters theta = state.policy();
            batch.draw(state.iteration());
            for (int i = 0; i < batch.size(); i++) {
                Parameters inner = learner.begin(theta);
                PlanBatch plans = batch.sample(i, learner, inner, config.trajectories());
                improve(inner, plans);
                batch.keep(i, inner);
            }
            if (flipped == Flipped.OUTER_STEP) {
                for (float[] adapted : batch.adapted()) {
                    for (int k = 0; k < adapted.length; k++) {
                        adapted[k] = 2 * theta.values()[k] - adapted[k];
                    }
                }
            }
            config.metaUpdate().apply(theta, batch.adapted(), state.optimiser(),
                    config.outerRate(), config.innerRate() * config.innerSteps());
            state.advance();
        }

        private void improve(Parameters inner, PlanBatch plans) {
            Adam adam = new Adam(inner.size(), config.innerRate(), PpoSettings.ADAM_EPSILON);
            int rows = 0;
            for (Trajectories shard : plans.shards()) {
                if (flipped == Flipped.ADVANTAGE) {
                    for (int i = 0; i < shard.rows(); i++) {
                        shard.rewards[i] = -shard.rewards[i];
                    }
                }
                shard.estimate(config.ppo());
                rows += shard.rows();
            }
            Trajectories.normaliseAdvantages(plans.shards());
            for (int j = 0; j < config.innerSteps(); j++) {
                inner.zeroGradients();
                for (Trajectories shard : plans.shards()) {
                    Tensor loss = learner.loss(inner, shard).scale((float) shard.rows() / rows);
                    loss = flipped == Flipped.LOSS ? loss.scale(-1f) : loss;
                    loss.tape().backward(loss);
                }
                GradientClip.byGlobalNorm(inner, config.gradientNorm());
                adam.step(inner);
            }
        }

        double latencyOfUnseen() {
            return learner.sample(Graphs.generated(6, 10, 900), state.policy(), 20,
                    new Random(1)).meanLatency();
        }
    }

    /** Latency on unseen graphs after the training over that before it. */
    private static double ratio(MetaUpdate update, Flipped flipped) {
        ByHand training = new ByHand(config(update), flipped);
        double before = training.latencyOfUnseen();
        for (int k = 0; k < ITERATIONS; k++) {
            training.iterate();
        }
        double ratio = training.latencyOfUnseen() / before;
        System.out.printf("%s, flipped %s: latency times %.3f%n", update, flipped, ratio);
        return ratio;
    }

    @Test
    void byHandIsTheMethodsOwn() {
        LearnerConfig config = config(MetaUpdate.ADAM_MEAN);
        OffloadingNetwork network = new OffloadingNetwork(config.network());
        ByHand byHand = new ByHand(config, Flipped.NOTHING);
        try (LearnerPool pool = new LearnerPool(network, config.ppo(), config.rewardScale(), 2)) {
            Mrlco own = new Mrlco(config, network, tasks(), pool, SEED);
            for (int k = 0; k < 3; k++) {
                own.iterate();
                byHand.iterate();
                assertThat(byHand.state.policy().digest()).isEqualTo(own.state().policy().digest());
            }
        }
    }

    @Test
    void onlyTheRightSignsLearn() {
        for (MetaUpdate update : List.of(MetaUpdate.ADAM_MEAN, MetaUpdate.ASCENT)) {
            assertThat(ratio(update, Flipped.NOTHING)).isLessThan(LEARNT);
            for (Flipped wrong : List.of(Flipped.LOSS, Flipped.ADVANTAGE, Flipped.OUTER_STEP)) {
                assertThat(ratio(update, wrong)).as(wrong + " flipped").isGreaterThan(LEARNT);
            }
        }
    }
}
