package verge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;

/** Initial values, sampling, and optimiser state. */
class TrainingPartsTest {

    private static final long SEED = 20_250_616L;

    @Test
    void glorotFillsItsRangeAndNothingElse() {
        ParameterTable table = new ParameterTable();
        table.add("before", 1, 3);
        Slot w = table.add("w", 100, 200);
        table.add("after", 1, 3);
        Parameters p = new Parameters(table);
        Initializers.glorotUniform(p, w, new Random(SEED));
        double bound = Math.sqrt(6.0 / 300);
        double squares = 0;
        float largest = 0;
        for (int i = 0; i < p.size(); i++) {
            float v = p.values()[i];
            squares += v * v;
            largest = Math.max(largest, Math.abs(v));
            assertThat(v == 0f).isEqualTo(i < 3 || i >= p.size() - 3);
        }
        assertThat((double) largest).isBetween(0.999 * bound, bound);
        // Variance bound^2 / 3 within five standard deviations of its estimate.
        assertThat(squares / w.size()).isCloseTo(bound * bound / 3,
                within(5 * bound * bound * Math.sqrt(4.0 / 45 / w.size())));
    }

    @Test
    void recurrentWeightsAreOrthogonalGateByGate() {
        int h = 6;
        ParameterTable table = new ParameterTable();
        LstmCell cell = new LstmCell(table, "c", 3, h, true);
        Parameters p = new Parameters(table);
        cell.initialise(p, 1f, new Random(SEED));
        Slot w = slot(table, "c.w_h");
        for (int gate = 0; gate < 4; gate++) {
            for (int i = 0; i < h; i++) {
                for (int j = 0; j < h; j++) {
                    double product = 0;
                    for (int k = 0; k < h; k++) {
                        int row = w.offset() + k * 4 * h + gate * h;
                        product += (double) p.values()[row + i] * p.values()[row + j];
                    }
                    assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-6));
                }
            }
        }
        Slot bias = slot(table, "c.bias");
        for (int i = 0; i < 4 * h; i++) {
            assertThat(p.values()[bias.offset() + i]).isEqualTo(i / h == 1 ? 1f : 0f);
        }
        Slot gamma = slot(table, "c.norm_c.gamma");
        assertThat(Arrays.copyOfRange(p.values(), gamma.offset(), gamma.offset() + h))
                .containsOnly(1f);
    }

    @Test
    void sequenceFromZerosIsThatFromTensorsOfZeros() {
        for (boolean norm : new boolean[] {false, true}) {
            ParameterTable table = new ParameterTable();
            LstmCell cell = new LstmCell(table, "c", 3, 5, norm);
            Parameters p = new Parameters(table);
            cell.initialise(p, 1f, new Random(SEED));
            float[] x = inputs();
            float[] implicit = outcome(p, x, (t, in) -> cell.sequence(p, in, 2, new Tensor[5]));
            float[] explicit = outcome(p, x, (t, in) -> cell.sequence(p, in, t.zeros(2, 5),
                    t.zeros(2, 5), new Tensor[5]));
            assertThat(implicit).isEqualTo(explicit);
        }
    }

    @Test
    void inputsInTwoPartsGiveTheBitsOfOne() {
        ParameterTable table = new ParameterTable();
        LstmCell cell = new LstmCell(table, "c", 3, 5, false);
        Parameters p = new Parameters(table);
        cell.initialise(p, 1f, new Random(SEED));
        float[] x = inputs();
        float[] whole = outcome(p, x, (t, in) -> cell.sequence(p, in, t.zeros(2, 5),
                t.zeros(2, 5), new Tensor[5]));
        float[] parts = outcome(p, x, (t, in) -> cell.sequenceFrom(p,
                cell.feed(p, in.columns(0, 2)), in.columns(2, 3), t.zeros(2, 5), t.zeros(2, 5),
                new Tensor[5]));
        assertThat(parts).isEqualTo(whole);
        LstmCell normed = new LstmCell(new ParameterTable(), "n", 3, 5, true);
        Tape tape = Tape.forInference();
        assertThatThrownBy(() -> normed.feed(p, tape.zeros(2, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the inputs of a layer-normalised cell are one");
    }

    /** Four steps of two rows with three inputs. */
    private static float[] inputs() {
        Random random = new Random(SEED);
        float[] x = new float[4 * 2 * 3];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    /** The outputs [8, 5] and, behind them, the gradients of their squares' sum. */
    private static float[] outcome(Parameters p, float[] x,
            BiFunction<Tape, Tensor, Tensor> layer) {
        Tape tape = new Tape();
        p.zeroGradients();
        Tensor y = layer.apply(tape, tape.constant(x, 0, 8, 3));           // [8, 5]
        tape.backward(y.square().sum());
        float[] all = Arrays.copyOf(p.gradients(), p.size() + y.size());
        y.copyTo(all, p.size());
        return all;
    }

    private static Slot slot(ParameterTable table, String name) {
        return table.slots().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void linearGainScalesTheWeightOnly() {
        ParameterTable table = new ParameterTable();
        Linear linear = new Linear(table, "l", 4, 3, true);
        Parameters one = new Parameters(table);
        Parameters small = new Parameters(table);
        linear.initialise(one, new Random(SEED));
        linear.initialise(small, 0.25f, new Random(SEED));
        for (int i = 0; i < one.size(); i++) {
            assertThat(small.values()[i]).isEqualTo(0.25f * one.values()[i]);
            assertThat(one.values()[i] == 0f).isEqualTo(i >= 12);
        }
    }

    @Test
    void samplesFollowTheDistribution() {
        double[] probability = {0.1, 0.6, 0.05, 0.25};
        float[] logits = new float[8];
        for (int i = 0; i < 4; i++) {
            logits[4 + i] = (float) Math.log(probability[i]) + 3f;
        }
        Tape tape = Tape.forInference();
        Tensor logp = tape.constant(logits, 0, 2, 4).logSoftmax();
        Random random = new Random(SEED);
        int n = 40_000;
        int[] counts = new int[4];
        for (int i = 0; i < n; i++) {
            counts[Categorical.sample(logp, 1, random)]++;
        }
        for (int i = 0; i < 4; i++) {
            double deviation = Math.sqrt(probability[i] * (1 - probability[i]) / n);
            assertThat(counts[i] / (double) n).isCloseTo(probability[i], within(5 * deviation));
        }
        assertThat(Categorical.mode(logp, 0)).as("lowest among equals").isZero();
        assertThat(Categorical.mode(logp, 1)).isEqualTo(1);
    }

    /** A norm of 1e-6, where the 1e-6 of the formula halves the result. */
    @Test
    void clippingScalesByTheLimitOverNormPlusMillionth() {
        ParameterTable table = new ParameterTable();
        table.add("w", 1, 2);
        Parameters p = new Parameters(table);
        p.gradients()[0] = 6e-7f;
        p.gradients()[1] = -8e-7f;
        assertThat(GradientClip.byGlobalNorm(p, 5e-7)).isCloseTo(1e-6, within(1e-12));
        assertThat(p.gradients()[0]).isCloseTo(1.5e-7f, within(1e-13f));
        assertThat(p.gradients()[1]).isCloseTo(-2e-7f, within(1e-13f));
        GradientClip.byGlobalNorm(p, 1.0);
        assertThat(p.gradients()[0]).as("below the limit").isCloseTo(1.5e-7f, within(1e-13f));
    }

    @Test
    void adamContinuesFromItsStateAndStartsAfreshWhenReset() {
        ParameterTable table = new ParameterTable();
        table.add("w", 2, 9);
        Parameters p = new Parameters(table);
        Parameters q = new Parameters(table);
        Adam whole = new Adam(p.size(), 0.01, 1e-8);
        for (int step = 0; step < 7; step++) {
            gradient(p, step);
            whole.step(p);
        }
        Adam first = new Adam(q.size(), 0.01, 1e-8);
        for (int step = 0; step < 4; step++) {
            gradient(q, step);
            first.step(q);
        }
        Adam second = new Adam(q.size(), 0.01, 1e-8);
        System.arraycopy(first.mean(), 0, second.mean(), 0, q.size());
        System.arraycopy(first.square(), 0, second.square(), 0, q.size());
        second.resume(first.steps());
        for (int step = 4; step < 7; step++) {
            gradient(q, step);
            second.step(q);
        }
        assertThat(q.values()).containsExactly(p.values());
        assertThat(second.steps()).isEqualTo(7);
        second.reset();
        Parameters r = new Parameters(table);
        Parameters s = new Parameters(table);
        gradient(r, 1);
        gradient(s, 1);
        second.step(r);
        new Adam(s.size(), 0.01, 1e-8).step(s);
        assertThat(r.values()).containsExactly(s.values()).doesNotContain(0f);
    }

    private static void gradient(Parameters p, int step) {
        Random random = new Random(SEED + step);
        for (int i = 0; i < p.size(); i++) {
            p.gradients()[i] = (float) random.nextGaussian();
        }
    }
}
