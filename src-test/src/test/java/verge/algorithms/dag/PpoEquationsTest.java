package verge.algorithms.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.nn.Categorical;
import verge.sim.core.OffloadProblem;

/** Objective and estimates, by hand and against the published code's figures. */
class PpoEquationsTest {

    /** Figures are kept in float32. */
    private static final double FLOAT = 2e-6;

    private final Tape tape = new Tape();

    private Tensor column(float... values) {
        return tape.constant(values, 0, values.length, 1);
    }

    private static float log(double x) {
        return (float) StrictMath.log(x);
    }

    /** Ratios 1.5, 0.5, 1.5, 0.5 and 1.1 of advantages 2, 2, -2, -2 and 1, epsilon 0.2. */
    @Test
    void eq16_clippedSurrogateByHand() {
        float[] old = {log(0.4), log(0.4), log(0.4), log(0.4), log(0.5)};
        Tensor now = tape.variable(new float[] {log(0.6), log(0.2), log(0.6), log(0.2), log(0.55)},
                0, 5, 1);
        Tensor loss = now.ppoSurrogate(old, new float[] {2, 2, -2, -2, 1}, 0, 0.2f);
        assertThat((double) loss.scalar())
                .isCloseTo(-(2 * 1.2 + 2 * 0.5 - 2 * 1.5 - 2 * 0.8 + 1.1) / 5, within(FLOAT));
        tape.backward(loss);
        double[] slopes = {0, -2 * 0.5 / 5, 2 * 1.5 / 5, 0, -1.1 / 5};
        for (int i = 0; i < 5; i++) {
            assertThat((double) now.gradient(i, 0)).isCloseTo(slopes[i], within(FLOAT));
        }
    }

    /** v = 1, 4; returns 3, 3: (4 + 1) / 2. */
    @Test
    void eq19_valueLossByHand() {
        assertThat(Learner.valueLoss(column(1, 4), column(3, 3), column(0, 0), false, 0.2f)
                .scalar()).isEqualTo(2.5f);
    }

    /** v_new 1 and 4, v_old 0.9 and 2, epsilon 1/2: moved 1.1 and 4.5; squares 4, 1; 3.61, 2.25. */
    @Test
    void eq19_publishedValueLossByHand() {
        assertThat((double) Learner.valueLoss(column(1, 4), column(3, 3), column(0.9f, 2), true,
                0.5f).scalar()).isCloseTo((4 + 2.25) / 4, within(FLOAT));
    }

    /** Mean 2.5, population deviation sqrt(1.25), over two shards. */
    @Test
    void advantagesAreNormalisedOverAllShards() {
        List<OffloadProblem> two = Graphs.generated(1, 2, 1);
        Trajectories a = new Trajectories(two, TaskEmbedding.PAPER, 1);
        Trajectories b = new Trajectories(two, TaskEmbedding.PAPER, 1);
        System.arraycopy(new float[] {1, 2}, 0, a.advantages, 0, 2);
        System.arraycopy(new float[] {3, 4}, 0, b.advantages, 0, 2);
        Trajectories.normaliseAdvantages(List.of(a, b));
        double deviation = Math.sqrt(1.25);
        assertThat((double) a.advantages[0]).isCloseTo(-1.5 / deviation, within(FLOAT));
        assertThat((double) b.advantages[1]).isCloseTo(1.5 / deviation, within(FLOAT));
    }

    /** The rows of an array [plans][steps], time-major. */
    private static double[] timeMajor(JsonNode rows) {
        int plans = rows.size();
        int steps = rows.get(0).size();
        double[] values = new double[plans * steps];
        for (int b = 0; b < plans; b++) {
            for (int t = 0; t < steps; t++) {
                values[t * plans + b] = rows.get(b).get(t).asDouble();
            }
        }
        return values;
    }

    private static float[] narrow(double[] wide) {
        float[] values = new float[wide.length];
        for (int i = 0; i < wide.length; i++) {
            values[i] = (float) wide[i];
        }
        return values;
    }

    private static float[] logits(JsonNode rows) {
        int plans = rows.size();
        int steps = rows.get(0).size();
        float[] values = new float[2 * plans * steps];
        for (int b = 0; b < plans; b++) {
            for (int t = 0; t < steps; t++) {
                for (int k = 0; k < 2; k++) {
                    values[2 * (t * plans + b) + k] =
                            (float) rows.get(b).get(t).get(k).asDouble();
                }
            }
        }
        return values;
    }

    private static Trajectories golden(JsonNode file) {
        List<OffloadProblem> problems = new ArrayList<>(Graphs.generated(6, 10, 1));
        Trajectories shard = new Trajectories(problems, TaskEmbedding.RELEASED, 1);
        System.arraycopy(timeMajor(file.get("rewards")), 0, shard.rewards, 0, 60);
        System.arraycopy(narrow(timeMajor(file.get("values"))), 0, shard.values, 0, 60);
        double[] actions = timeMajor(file.get("actions"));
        Arrays.setAll(shard.actions, i -> (int) actions[i]);
        shard.estimate(new PpoSettings(5e-4, 0.99, 0.95, 0.3, 0.5, 0, true, false, 3, 1, 0));
        return shard;
    }

    private static void close(String what, float[] ours, double[] golden) {
        assertThat(ours).hasSize(golden.length);
        for (int i = 0; i < golden.length; i++) {
            assertThat((double) ours[i]).as(what + " " + i)
                    .isCloseTo(golden[i], within(FLOAT * (1 + Math.abs(golden[i]))));
        }
    }

    @Test
    void eq18_eq19_publishedReturnsAndAdvantages() throws IOException {
        JsonNode file = GoldenGraphs.json("ppo_gae.json");
        Trajectories shard = golden(file);
        close("returns", shard.returns, timeMajor(file.get("returns")));
        close("advantages", shard.advantages, timeMajor(file.get("advantages")));
        Trajectories.normaliseAdvantages(List.of(shard));
        close("normalised", shard.advantages, timeMajor(file.get("advantages_normalized")));
    }

    @Test
    void eq16_eq17_eq19_eq20_publishedLosses() throws IOException {
        JsonNode file = GoldenGraphs.json("ppo_gae.json");
        int cases = 0;
        for (String name : List.of("clip_0.2", "clip_0.3")) {
            JsonNode losses = file.get("losses").get(name);
            float clip = Float.parseFloat(name.substring(5));
            Trajectories shard = golden(file);
            Trajectories.normaliseAdvantages(List.of(shard));
            Categorical.logProbability(tape.constant(logits(file.get("old_logits")), 0, 60, 2),
                    shard.actions, 0).copyTo(shard.logProbabilities, 0);
            Tensor logp = Categorical.logProbability(
                    tape.constant(logits(file.get("new_logits")), 0, 60, 2), shard.actions, 0);
            double[] ratios = timeMajor(losses.get("ratio"));
            for (int i = 0; i < 60; i++) {
                double ratio = StrictMath.exp(logp.get(i, 0) - shard.logProbabilities[i]);
                assertThat(ratio).isCloseTo(ratios[i], within(FLOAT * (1 + ratios[i])));
            }
            Tensor surrogate = logp.ppoSurrogate(shard.logProbabilities, shard.advantages, 0, clip);
            check(losses, "surrogate_loss", surrogate);
            Tensor v = column(narrow(timeMajor(file.get("new_values"))));
            Tensor returns = column(shard.returns);
            Tensor old = column(shard.values);
            Tensor value = Learner.valueLoss(v, returns, old, true, clip);
            check(losses, "vf_loss_code", value);
            check(losses, "total_code", surrogate.add(value.scale(0.5f)));
            // v_old + clip(v_new - v_old) is what is usually meant; the code adds to v_new.
            Tensor usual = old.add(v.subtract(old).clamp(-clip, clip)).subtract(returns).square();
            check(losses, "vf_loss_standard", usual.maximum(v.subtract(returns).square()).mean()
                    .scale(0.5f));
            cases++;
        }
        assertThat(cases).isEqualTo(2);
    }

    private static void check(JsonNode losses, String name, Tensor ours) {
        assertThat((double) ours.scalar()).as(name)
                .isCloseTo(losses.get(name).asDouble(), within(FLOAT));
    }
}
