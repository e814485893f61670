package verge.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import verge.nn.Adam;

/** What is not finite is found before any parameter changes, and traced to where it came from. */
class NumericFaultTest {

    private static final int INJECTIONS = 1000;
    private static final float[] POISON = {Float.NaN, Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE};

    private int losses;
    private int gradients;
    private int harmless;

    /**
     * In each of 1,000 random graphs, an element of one node is overwritten before others use it.
     * Wherever the loss or a parameter's gradient is not finite then, the fault names the first
     * operation with such a value, or the first that got such a gradient on the way back, and no
     * parameter has changed; wherever both are finite, a step is made.
     */
    @Test
    void injectedValuesAreTracedAndChangeNoParameter() {
        Tape tape = new Tape();
        for (int seed = 0; losses + gradients + harmless < INJECTIONS; seed++) {
            inject(seed, tape);
        }
        System.out.println(INJECTIONS + " injections: " + losses + " losses and " + gradients
                + " gradients not finite, " + harmless + " without effect");
        assertThat(losses).isGreaterThan(INJECTIONS / 5);
        assertThat(gradients).isGreaterThan(INJECTIONS / 200);
        assertThat(harmless).isGreaterThan(INJECTIONS / 5);
    }

    private void inject(int seed, Tape tape) {
        tape.reset();
        Random random = new Random(seed);
        int[] wait = {random.nextInt(8)};
        RandomGraph graph = new RandomGraph(random, tape, y -> {
            boolean shared = y.op == Shapes.VIEW || y.op == Leaves.CONSTANT;
            if (!shared && wait[0]-- == 0) {
                y.value[y.offset + random.nextInt(y.size())] =
                        POISON[random.nextInt(POISON.length)];
                if (y.owner != null) {
                    y.owner.changed();
                }
            }
        });
        graph.grow(8);
        Tensor loss = graph.loss().tensor();
        if (wait[0] < 0) {
            step("seed " + seed, graph.parameters, loss);
        }
    }

    private void step(String seed, Parameters p, Tensor loss) {
        String before = p.digest();
        Tape tape = loss.tape();
        Throwable fault = catchThrowable(() -> train(tape, p, loss));
        if (!Float.isFinite(loss.value[loss.offset])) {
            losses++;
            assertThat(fault).as(seed).isInstanceOf(NumericFault.class).hasMessageStartingWith(
                    "the loss is not finite; first at operation " + firstValue(tape) + ", ");
            assertThat(p.digest()).isEqualTo(before);
        } else if (!finite(p.gradients(), 0, p.size())) {
            gradients++;
            assertThat(fault).as(seed).isInstanceOf(NumericFault.class).hasMessageStartingWith(
                    "the gradient of pool is not finite; first at operation "
                            + firstGradient(tape) + ", ");
            assertThat(p.digest()).isEqualTo(before);
        } else {
            harmless++;
            assertThat(fault).as(seed).isNull();
        }
    }

    private static void train(Tape tape, Parameters p, Tensor loss) {
        p.zeroGradients();
        tape.backward(loss);
        tape.checkGradients(p);
        new Adam(p.size(), 1e-3, 1e-8).step(p);
    }

    private static boolean finite(float[] data, int from, int n) {
        for (int i = from; i < from + n; i++) {
            if (!Float.isFinite(data[i])) {
                return false;
            }
        }
        return true;
    }

    private static int firstValue(Tape tape) {
        for (int i = 0; i < tape.size(); i++) {
            Tensor t = tape.node(i);
            for (int k = 0; k < t.size(); k++) {
                if (!Float.isFinite(t.value[t.offset + k]) && !masked(t, k)) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** Where the logarithm of a masked softmax is -infinity by rights. */
    private static boolean masked(Tensor t, int k) {
        return t.op == Masking.LOG_SOFTMAX && t.b.value[t.b.offset + k % t.b.size()] == 0f;
    }

    private static int firstGradient(Tape tape) {
        for (int i = tape.size() - 1; i >= 0; i--) {
            Tensor t = tape.node(i);
            if (t.gradient != null && !t.whole.untouched
                    && !finite(t.gradient, t.gradientOffset, t.size())) {
                return i;
            }
        }
        return -1;
    }

    /** Masked entries hold NaN or infinities: bits of loss and gradients as with zeros there. */
    @Test
    void whatIsMaskedHasNoEffect() {
        hasNoEffect((x, mask) -> Masking.softmax(x, mask));
        hasNoEffect((x, mask) -> Masking.keep(Masking.logSoftmax(x, mask), mask));
        hasNoEffect((x, mask) -> Masking.logSumExp(x, mask));
        hasNoEffect((x, mask) -> Masking.entropy(x, mask));
        hasNoEffect((x, mask) -> Masking.keep(x, mask));
        hasNoEffect((x, mask) -> Masking.logSoftmax(x, mask).pick(new int[] {1, 0, 0}, 0));
    }

    private static void hasNoEffect(BiFunction<Tensor, Tensor, Tensor> function) {
        float[] mask = {1, 1, 0, 1, 0, 1, 1, 0, 0};                       // [3, 3]
        String clean = null;
        for (float poison : new float[] {0f, Float.NaN, Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY, Float.MIN_VALUE}) {
            ParameterTable table = new ParameterTable();
            Slot slot = table.add("x", 3, 3);
            Parameters p = new Parameters(table);
            for (int i = 0; i < 9; i++) {
                p.values()[i] = mask[i] == 0f ? poison : 0.1f * i;
            }
            Tape tape = new Tape();
            Tensor y = function.apply(tape.parameter(p, slot), tape.constant(mask, 0, 3, 3));
            Tensor loss = y.square().sum();
            tape.backward(loss);
            tape.checkGradients(p);
            StringBuilder bits = new StringBuilder(Integer.toHexString(
                    Float.floatToIntBits(loss.scalar())));
            for (float g : p.gradients()) {
                bits.append(' ').append(Integer.toHexString(Float.floatToIntBits(g)));
            }
            clean = clean == null ? bits.toString() : clean;
            assertThat(bits.toString()).as("with " + poison).isEqualTo(clean);
        }
    }

    /** A masked NaN comes first on the tape and is not what is blamed. */
    @Test
    void whatIsMaskedIsNotBlamed() {
        Tape tape = new Tape();
        Tensor x = tape.constant(new float[] {1f, Float.NaN, 2f}, 0, 1, 3);
        Tensor mask = tape.constant(new float[] {1f, 0f, 1f}, 0, 1, 3);
        Tensor y = Masking.logSoftmax(x, mask);                           // -infinity where masked
        Tensor loss = Functions.log(y.pick(new int[1], 0)).sum();         // log of a negative
        assertThatThrownBy(() -> tape.backward(loss)).isInstanceOf(NumericFault.class)
                .hasMessage("the loss is not finite; first at operation 4, log [1, 1]");
    }

    /** Operands that lie beside the usual three are followed too. */
    @Test
    void stackedRowsAndSequencesAreTraced() {
        Tape tape = new Tape();
        Tensor unused = tape.constant(new float[] {Float.NaN}, 0, 1, 1);
        Tensor bad = tape.constant(new float[] {-1f}, 0, 1, 1);
        Tensor log = Functions.log(bad);
        Tensor rows = tape.concatRows(new Tensor[] {bad, bad, bad, log}, 4);
        assertThat(unused.size()).isOne();
        assertThatThrownBy(() -> tape.backward(rows.sum()))
                .hasMessageContaining("first at operation 2, log [1, 1]");
        Tensor one = tape.constant(new float[4], 0, 1, 4);
        Tensor h = LstmSequence.run(bad, one, one, one, null, log, 1);
        assertThatThrownBy(() -> tape.backward(h.sum()))
                .hasMessageContaining("first at operation 2, log [1, 1]");
    }
}
