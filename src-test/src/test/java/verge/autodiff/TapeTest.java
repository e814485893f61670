package verge.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

/** Faults, stale handles, growth of the arenas, and inference. */
class TapeTest {

    private static final long SEED = 20_250_614L;

    private static Parameters parameters(float... values) {
        ParameterTable table = new ParameterTable();
        table.add("first", 1, 1);
        table.add("weight", 1, values.length - 1);
        Parameters p = new Parameters(table);
        System.arraycopy(values, 0, p.values(), 0, values.length);
        return p;
    }

    @Test
    void lossThatIsNotFiniteNamesTheFirstOperation() {
        Parameters p = parameters(1f, 2f, 1e30f, 3f);
        float[] before = p.values().clone();
        Tape tape = new Tape();
        Tensor w = tape.parameter(p, p.table().slots().get(1));           // [1, 3]
        Tensor loss = w.tanh().add(w.scale(2f).square()).sum();           // 1e60 in the square
        assertThatThrownBy(() -> tape.backward(loss)).isInstanceOf(NumericFault.class)
                .hasMessage("the loss is not finite; first at operation 3, square [1, 3]");
        assertThat(p.values()).containsExactly(before);
        assertThat(p.gradients()).containsOnly(0f);
    }

    @Test
    void gradientThatIsNotFiniteNamesOperationAndParameter() {
        Parameters p = parameters(1f, 1e-30f, 1e-31f);
        float[] before = p.values().clone();
        Tape tape = new Tape();
        Tensor w = tape.parameter(p, p.table().slots().get(1));           // [1, 2]
        tape.backward(w.scale(10f).scale(1e30f).scale(1e30f).sum());      // finite; slope 1e61
        assertThatThrownBy(() -> tape.checkGradients(p)).isInstanceOf(NumericFault.class)
                .hasMessage("the gradient of weight is not finite; "
                        + "first at operation 1, affine [1, 2]");
        assertThat(p.values()).containsExactly(before);
    }

    @Test
    void finiteGradientsPassTheCheck() {
        Parameters p = parameters(1f, 2f, 3f);
        Tape tape = new Tape();
        tape.backward(tape.parameter(p, p.table().slots().get(1)).square().sum());
        tape.checkGradients(p);
        assertThat(p.gradients()).containsExactly(0f, 4f, 6f);
    }

    @Test
    void gradientsOfParametersAccumulateOverSteps() {
        Parameters p = parameters(1f, 2f, 3f);
        Tape tape = new Tape();
        for (int step = 1; step <= 3; step++) {
            tape.reset();
            tape.backward(tape.parameter(p, p.table().slots().get(1)).square().sum());
            assertThat(p.gradients()).containsExactly(0f, step * 4f, step * 6f);
        }
        p.zeroGradients();
        assertThat(p.gradients()).containsOnly(0f);
    }

    /** What the array held before counts for nothing, and what no pass has reached is zero. */
    @Test
    void zeroGradientsNeedNoZerosInTheArray() {
        Parameters p = parameters(1f, 2f, 3f, 4f);
        Slot weight = p.table().slots().get(1);                            // [1, 3]
        float[] kept = p.gradients();
        Tape tape = new Tape();
        Arrays.fill(kept, 7f);
        p.zeroGradients();
        Tensor one = tape.parameter(p, new Slot("part", 2, 1, 1));
        Tensor squares = tape.parameter(p, weight).square();
        assertThat(tape.parameter(p, weight).gradient(0, 1)).isZero();
        p.zeroGradients();
        tape.backward(squares.sum().add(one.scale(10f)));
        assertThat(kept).containsExactly(0f, 4f, 16f, 8f);
        tape.reset();
        tape.backward(tape.parameter(p, weight).matmul(tape.constant(new float[] {1, 1, 1}, 0, 3,
                1)));
        assertThat(kept).containsExactly(0f, 5f, 17f, 9f);
        p.zeroGradients();
        tape.reset();
        tape.backward(tape.parameter(p, p.table().slots().get(0)).square());
        assertThat(kept).containsExactly(2f, 0f, 0f, 0f);
        p.zeroGradients();
        p.gradients()[0] = 5f;
        tape.reset();
        tape.backward(tape.parameter(p, p.table().slots().get(0)).square());
        assertThat(kept).containsExactly(7f, 0f, 0f, 0f);
    }

    /** Who writes to a part of a slot, or across slots, finds zeros there, and only there. */
    @Test
    void onlySlotsThatAreWrittenToBecomeZeros() {
        Parameters p = parameters(1f, 2f, 3f, 4f);                         // [1, 1] and [1, 3]
        float[] raw = p.rawGradients();
        p.zeroGradients();
        Arrays.fill(raw, 7f);
        assertThat(p.firstToWrite(2, 1)).isFalse();
        assertThat(raw).containsExactly(7f, 0f, 0f, 0f);
        assertThat(p.firstToWrite(1, 3)).isFalse();
        assertThat(p.firstToWrite(0, 1)).isTrue();
        p.zeroGradients();
        Arrays.fill(raw, 7f);
        assertThat(p.firstToWrite(0, 2)).isFalse();
        assertThat(raw).containsOnly(0f);
        assertThat(p.firstToWrite(0, 1)).isFalse();
    }

    @Test
    void staleHandlesAreCaught() {
        List<Function<Tensor, Object>> uses = List.of(Tensor::softmax, Tensor::logSoftmax,
                Tensor::rowSums, Tensor::sum, Tensor::mean, Tensor::tanh, Tensor::exp,
                Tensor::relu, Tensor::square, Tensor::sigmoid, Tensor::lstmGates, Tensor::scalar,
                x -> x.pick(new int[1], 0), x -> x.columns(0, 1), x -> x.rows(0, 1),
                x -> x.reshape(4, 1), x -> x.gatherRows(new int[1], 0, 1), x -> x.repeatRows(2),
                x -> x.get(0, 0), x -> x.gradient(0, 0), x -> x.add(x), x -> x.concat(x),
                x -> x.matmul(x.reshape(4, 1)), x -> x.lstmMemory(x), x -> x.dotScores(x, 1, 1, 1),
                x -> x.reshape(1, 1).attend(x, 1, 1), x -> x.clamp(0, 1), x -> x.scale(2),
                x -> x.ppoSurrogate(new float[4], new float[4], 0, 0.2f));
        Tape tape = new Tape();
        for (boolean gradient : new boolean[] {false, true}) {
            for (Function<Tensor, Object> use : uses) {
                Tensor stale = gradient ? tape.variable(new float[4], 0, 1, 4)
                        : tape.zeros(1, 4);
                tape.reset();
                assertThatThrownBy(() -> use.apply(stale)).as("use %d", uses.indexOf(use))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
        Tensor stale = tape.zeros(1, 1);
        tape.reset();
        assertThatThrownBy(() -> tape.backward(stale))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("stale");
        Tensor fresh = tape.zeros(1, 1);
        assertThatThrownBy(() -> fresh.add(stale)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fresh.add(new Tape().zeros(1, 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shapesThatDoNotFitNameOperationAndShapes() {
        Tape tape = new Tape();
        Tensor x = tape.zeros(2, 3);
        assertThatThrownBy(() -> x.matmul(tape.zeros(2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("linear: shapes [2, 3] and [2, 3] do not fit");
        assertThatThrownBy(() -> x.add(tape.zeros(2, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("add: shapes [2, 3] and [2, 1] do not fit");
        assertThatThrownBy(() -> x.pick(new int[] {0, 3}, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pick: index 3 of 3 columns");
        assertThatThrownBy(() -> x.gatherRows(new int[] {-1}, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tape.backward(x)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("loss [2, 3]: expected [1, 1]");
        assertThatThrownBy(() -> tape.constant(new float[5], 0, 2, 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A step of far more floats than a fresh arena holds: growing midway changes no bit. */
    @Test
    void resultsDoNotDependOnGrowth() {
        int n = 40;
        ParameterTable table = new ParameterTable();
        Slot w = table.add("w", n, n);
        Slot gamma = table.add("gamma", 1, n);
        Parameters p = new Parameters(table);
        Random random = new Random(SEED);
        for (int i = 0; i < p.size(); i++) {
            p.values()[i] = (float) random.nextGaussian() / 5f;
        }
        float[] input = new float[30 * n];
        for (int i = 0; i < input.length; i++) {
            input[i] = (float) random.nextGaussian();
        }
        Tape tape = new Tape();
        float[] first = null;
        for (int step = 0; step < 5; step++) {
            tape.reset();
            assertThat(tape.growths()).isEqualTo(step == 0 ? 0 : 1);
            p.zeroGradients();
            Tensor x = tape.constant(input, 0, 30, n);
            Tensor[] parts = new Tensor[100];
            for (int i = 0; i < 50; i++) {
                Tensor g = tape.parameter(p, gamma);
                x = x.matmul(tape.parameter(p, w)).layerNorm(g, g, 1e-5f).tanh();
                parts[i] = x.rows(0, 2);
            }
            Tensor loss = tape.concatRows(parts, 50).square().mean();
            tape.backward(loss);
            float[] result = Arrays.copyOf(p.gradients(), p.size() + 1);
            result[p.size()] = loss.scalar();
            first = first == null ? result : first;
            assertThat(result).as("step %d seed %d", step, SEED).containsExactly(first);
        }
        assertThat(first[0]).isNotZero();
    }

    @Test
    void inferenceGivesTheSameValuesAndKeepsNoGradient() {
        Parameters p = parameters(1f, 0.5f, -0.25f);
        Tape training = new Tape();
        Tape inference = Tape.forInference();
        Tensor a = training.parameter(p, p.table().slots().get(1)).tanh().softmax();
        Tensor b = inference.parameter(p, p.table().slots().get(1)).tanh().softmax();
        assertThat(b.get(0, 0)).isEqualTo(a.get(0, 0));
        assertThatThrownBy(() -> inference.backward(b.sum()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(p.gradients()).containsOnly(0f);
    }

    @Test
    void matricesOfEjmlShareTheirArray() {
        FMatrixRMaj matrix = new FMatrixRMaj(2, 3, true, 1, 2, 3, 4, 5, 6);
        Tape tape = new Tape();
        Tensor x = Matrices.wrap(tape, matrix);
        assertThat(x.get(1, 0)).isEqualTo(4f);
        FMatrixRMaj back = Matrices.wrap(x).getMatrix();
        assertThat(back.data).isSameAs(matrix.data);
        FMatrixRMaj part = Matrices.wrap(x.rows(1, 2)).getMatrix();
        assertThat(part.data).containsExactly(4, 5, 6);
        assertThat(part.numRows).isEqualTo(1);
    }

    @Test
    void tableRefusesWhatCannotBeAddressed() {
        ParameterTable table = new ParameterTable();
        table.add("a", 2, 3);
        assertThat(table.add("b", 1, 4)).isEqualTo(new Slot("b", 6, 1, 4));
        assertThat(table.size()).isEqualTo(10);
        assertThatThrownBy(() -> table.add("a", 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.add("c", 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.add("d", 1 << 20, 1 << 20))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void digestSeesEveryBitButNotKindsOfNaN() {
        Parameters p = parameters(1f, 2f, 3f);
        String before = p.digest();
        p.values()[2] = Math.nextUp(3f);
        assertThat(p.digest()).isNotEqualTo(before);
        p.values()[2] = 3f;
        assertThat(p.digest()).isEqualTo(before).hasSize(64);
        p.values()[0] = Float.intBitsToFloat(0x7fc00000);
        String nan = p.digest();
        p.values()[0] = Float.intBitsToFloat(0xffc00123);
        assertThat(p.digest()).isEqualTo(nan);
    }
}
