package verge.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Operations that take some rows through several others at a time, with the bits of those one by one. */
class NearRowsTest extends Compositions {

    private static final float EPSILON = 1e-2f;

    /** Two steps from states of which one is continued twice, so that every gradient has two parts. */
    @Test
    void normalisedLstm() {
        for (int[] s : new int[][] {{1, 1}, {4, 3}, {5, 16}, {11, 20}}) {
            lstm(s[0], s[1], true);
            lstm(s[0], s[1], false);
        }
        assertThat(compared).isEqualTo(8);
    }

    private void lstm(int rows, int n, boolean raw) {
        Operands o = new Operands();
        Slot x = o.add("x", rows, 4 * n);
        Slot h = o.add("h", rows, n);
        Slot c = o.add("c", rows, n);
        Slot w = o.add("w", n, 4 * n);
        Slot bias = o.add("bias", 1, 4 * n);
        Slot[] norms = new Slot[6];
        for (int i = 0; i < norms.length; i++) {
            norms[i] = o.add("norm " + i, 1, i < 4 ? 4 * n : n);
        }
        o.fill(0.7f);
        int[] parents = new int[rows];
        parents[rows - 1] = rows / 2;
        NormalisedLstm lstm = new NormalisedLstm(w, bias, norms, EPSILON);
        compareBits(o, (tape, p) -> {
            Tensor in = tape.parameter(p, x);
            Tensor given = raw ? in : normalised(tape, p, in, norms, 0).add(tape.parameter(p, bias));
            Tensor first = raw ? lstm.step(p, given, tape.parameter(p, h), tape.parameter(p, c))
                    : lstm.stepNormalised(p, given, tape.parameter(p, h), tape.parameter(p, c));
            Tensor memory = NormalisedLstm.memory(first).gatherRows(parents, 0, rows);
            Tensor before = first.gatherRows(parents, 0, rows);
            Tensor second = raw ? lstm.step(p, given, before, memory)
                    : lstm.stepNormalised(p, given, before, memory);
            return new Tensor[] {first, second, NormalisedLstm.memory(second)};
        }, (tape, p) -> {
            Tensor in = tape.parameter(p, x);
            Tensor given = raw ? null
                    : normalised(tape, p, in, norms, 0).add(tape.parameter(p, bias));
            Tensor[] state = {tape.parameter(p, h), tape.parameter(p, c)};
            Tensor[] first = composed(tape, p, in, given, state, w, bias, norms);
            Tensor memory = first[1].gatherRows(parents, 0, rows);
            Tensor before = first[0].gatherRows(parents, 0, rows);
            Tensor[] second = composed(tape, p, in, given, new Tensor[] {before, memory}, w, bias,
                    norms);
            return new Tensor[] {first[0], second[0], second[1]};
        });
    }

    /** Output and memory of a step; x is normalised here unless it is given already. */
    private static Tensor[] composed(Tape tape, Parameters p, Tensor x, Tensor given, Tensor[] state,
            Slot w, Slot bias, Slot[] norms) {
        Tensor in = given != null ? given
                : normalised(tape, p, x, norms, 0).add(tape.parameter(p, bias));
        Tensor gates = in.add(normalised(tape, p, state[0].matmul(tape.parameter(p, w)), norms, 2))
                .lstmGates();
        Tensor memory = gates.lstmMemory(state[1]);
        return new Tensor[] {gates.lstmOutput(normalised(tape, p, memory, norms, 4).tanh()), memory};
    }

    private static Tensor normalised(Tape tape, Parameters p, Tensor x, Slot[] norms, int gamma) {
        return x.layerNorm(tape.parameter(p, norms[gamma]), tape.parameter(p, norms[gamma + 1]),
                EPSILON);
    }

    /** A loss that does not see the output flows back all the same; other tensors have no memory. */
    @Test
    void onlyTheMemoryOfAStepMayMatter() {
        Tape tape = new Tape();
        ParameterTable table = new ParameterTable();
        Slot w = table.add("w", 2, 8);
        Slot bias = table.add("bias", 1, 8);
        Slot[] norms = new Slot[6];
        for (int i = 0; i < norms.length; i++) {
            norms[i] = table.add("norm " + i, 1, i < 4 ? 8 : 2);
        }
        Parameters p = new Parameters(table);
        NormalisedLstm lstm = new NormalisedLstm(w, bias, norms, EPSILON);
        Tensor c = tape.variable(new float[] {1, 2, 3, 4, 5, 6}, 0, 3, 2);
        Tensor h = lstm.step(p, tape.zeros(3, 8), tape.zeros(3, 2), c);
        tape.backward(NormalisedLstm.memory(h).sum());
        for (int i = 0; i < 6; i++) {
            assertThat(c.gradient(i / 2, i % 2)).as("sigmoid(0)").isEqualTo(0.5f);
        }
        assertThatThrownBy(() -> NormalisedLstm.memory(c))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("variable");
        for (int[] s : new int[][] {{3, 7, 3, 2, 3, 2}, {2, 8, 3, 2, 3, 2}, {3, 8, 3, 3, 3, 2},
            {3, 8, 3, 2, 3, 1}, {3, 8, 3, 2, 2, 2}}) {
            assertThatThrownBy(() -> lstm.step(p, tape.zeros(s[0], s[1]), tape.zeros(s[2], s[3]),
                    tape.zeros(s[4], s[5]))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("normalised lstm: shapes [");
        }
    }

    @Test
    void layerNormWithABias() {
        for (int[] s : new int[][] {{1, 1}, {3, 5}, {9, 1100}, {300, 33}}) {
            Operands o = new Operands();
            Slot x = o.add("x", s[0], s[1]);
            Slot[] rows = new Slot[3];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = o.add("row " + i, 1, s[1]);
            }
            o.fill(1f);
            compareBits(o, (tape, p) -> new Tensor[] {tape.parameter(p, x).layerNorm(
                    tape.parameter(p, rows[0]), tape.parameter(p, rows[1]), EPSILON,
                    tape.parameter(p, rows[2]))},
                    (tape, p) -> new Tensor[] {normalised(tape, p, tape.parameter(p, x), rows, 0)
                            .add(tape.parameter(p, rows[2]))});
        }
        assertThat(compared).isEqualTo(4);
    }

    @Test
    void attendLinear() {
        // groups, rows of a group, steps, width, inputs
        for (int[] s : new int[][] {{1, 1, 1, 1, 1}, {3, 1, 4, 16, 3}, {2, 5, 7, 33, 9}}) {
            int rows = s[0] * s[1];
            Operands o = new Operands();
            Slot weights = o.add("weights", rows, s[2]);
            Slot values = o.add("values", s[2] * s[0], s[3]);
            Slot x = o.add("x", rows, s[4]);
            Slot w = o.add("w", s[4], s[3]);
            o.fill(1f);
            compareBits(o, (tape, p) -> new Tensor[] {tape.parameter(p, weights).attendLinear(
                    tape.parameter(p, values), s[0], rows, tape.parameter(p, x),
                    tape.parameter(p, w))}, (tape, p) -> new Tensor[] {tape.parameter(p, x).linear(
                            tape.parameter(p, w), tape.parameter(p, weights).attend(
                                    tape.parameter(p, values), s[0], rows))});
        }
        assertThat(compared).isEqualTo(3);
        Tape tape = new Tape();
        assertThatThrownBy(() -> tape.zeros(2, 3).attendLinear(tape.zeros(3, 5), 1, 2,
                tape.zeros(1, 4), tape.zeros(4, 5))).hasMessageContaining("attend linear: shapes");
        assertThatThrownBy(() -> tape.zeros(2, 3).attendLinear(tape.zeros(3, 5), 1, 2,
                tape.zeros(2, 4), tape.zeros(4, 6))).hasMessageContaining("attend linear: shapes");
    }

    /** What is recorded on tapes side by side goes on and backwards later, in any order. */
    @Test
    void tapesBesideEachOther() {
        Operands o = new Operands();
        Slot x = o.add("x", 6, 5);
        Slot w = o.add("w", 5, 5);
        o.fill(1f);
        Tape alone = new Tape();
        float[][] expected = new float[3][];
        for (int part = 0; part < 3; part++) {
            alone.reset();
            o.p.zeroGradients();
            alone.backward(part(alone, o.p, x, w, part).square().sum());
            expected[part] = o.p.gradients().clone();
        }
        Tape[] tapes = {new Tape(), null, null};
        tapes[1] = tapes[0].beside();
        tapes[2] = tapes[1].beside();
        Tensor[] results = new Tensor[3];
        for (int round = 0; round < 2; round++) {
            for (int part = 0; part < 3; part++) {
                tapes[part].reset();
                results[part] = part(tapes[part], o.p, x, w, part);
            }
            for (int part : new int[] {1, 2, 0}) {
                o.p.zeroGradients();
                tapes[part].backward(results[part].square().sum());
                assertThat(o.p.gradients()).containsExactly(expected[part]);
            }
        }
    }

    /** Two calls of an attention, which leave rows to each other on the way back. */
    private static Tensor part(Tape tape, Parameters p, Slot x, Slot w, int part) {
        Tensor keys = tape.parameter(p, x).matmul(tape.parameter(p, w));
        int rows = 6 - 2 * part;
        Tensor q = tape.parameter(p, x).rows(0, rows).tanh();
        Tensor once = HeadAttention.attend(q, keys, keys, 1, null, 2, rows, null);
        Tensor twice = HeadAttention.attend(once, keys, keys, 1, null, 2, rows, null);
        return once.multiply(twice);
    }
}
