package verge.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Weights in packed form: one array for what is read once, arrays of their own for the rest. */
class PacksTest {

    private final ParameterTable table = new ParameterTable();
    private final Slot first = table.add("first", 5, 70);
    private final Slot second = table.add("second", 70, 3);
    private final Parameters p = new Parameters(table);
    private final Tape tape = new Tape();

    @Test
    void whatIsReadOnceForEveryChangeSharesAnArray() {
        for (int change = 0; change < 3; change++) {
            fill(change);
            float[] left = packed(first, false);
            assertThat(left).startsWith(expected(first, false));
            float[] right = packed(second, true);
            assertThat(right).isSameAs(left).startsWith(expected(second, true));
        }
    }

    @Test
    void whatIsReadAgainIsKept() {
        fill(1);
        packed(first, false);
        packed(second, false);
        float[] kept = packed(first, false);
        assertThat(kept).isEqualTo(expected(first, false));
        packed(second, true);
        assertThat(packed(first, false)).isSameAs(kept).isEqualTo(expected(first, false));
        fill(2);
        assertThat(packed(first, false)).isSameAs(kept).isEqualTo(expected(first, false));
        assertThat(packed(first, true)).isNotSameAs(kept).startsWith(expected(first, true));
    }

    private void fill(int change) {
        for (int i = 0; i < p.size(); i++) {
            p.values()[i] = 1000f * change + i + 1f;
        }
        p.changed();
        tape.reset();
    }

    private float[] packed(Slot slot, boolean transposed) {
        return tape.packs().of(tape.parameter(p, slot), transposed);
    }

    private float[] expected(Slot slot, boolean transposed) {
        int k = transposed ? slot.cols() : slot.rows();
        int n = transposed ? slot.rows() : slot.cols();
        float[] packed = new float[Op.K.packedFloats(k, n)];
        Op.K.pack(k, n, p.values(), slot.offset(), transposed ? 1 : n, transposed ? k : 1, packed, 0);
        return packed;
    }
}
