package verge.autodiff;

import java.util.Arrays;

/**
 * Keys and values of {@link HeadAttention} as its products read them, made by the first call that
 * sees them and kept with the keys: for each group K^T [cols, steps], then for each V^T, for each
 * V [steps, cols], for each K; masked steps are zeros. Products read rows of K^T and V^T as if they were
 * padded: what they make beyond the steps, of the numbers that follow, is overwritten. It is a tensor
 * without elements: a is the keys, b the values, c the mask, number the steps, indexOffset the heads,
 * rows the number of query rows of one group that all calls have.
 *
 * <p>Where there are several calls, as the steps of a decoder, the gradients of keys and values
 * come from one product over all of them. For this each call leaves its rows, group by group:
 * queries Q [rows, keys.cols], upstream gradients R [rows, values.cols], then head by head the
 * gradients of the scores D and the weights P, each [rows, padded steps].
 */
final class AttentionLayout {

    /** Columns of a row of weights are padded to a multiple of this, for products without ends. */
    private static final int PAD = 16;

    /** dK_h += D_h^T Q_h, dV_h += P_h^T R_h over the rows of all calls. */
    private static final Op LAYOUT = new Op("attention-layout", true) {
        @Override
        void backward(Tensor laid) {
            int heads = laid.indexOffset;
            int inRows = laid.rows * (laid.a.cols + laid.b.cols);
            add(laid, laid.a, 0, inRows);
            add(laid, laid.b, laid.rows * laid.a.cols,
                    inRows + laid.rows * heads * padded(laid));
        }

        private void add(Tensor laid, Tensor x, int rows, int weights) {
            if (x.gradient == null) {
                return;
            }
            boolean first = x.firstToWrite();
            int heads = laid.indexOffset;
            int groups = x.rows / laid.number;
            int width = x.cols / heads;
            int ld = groups * x.cols;
            int cols = padded(laid);
            for (int g = 0; g < groups; g++) {
                int from = laid.gradientOffset + g * roomOfGroup(laid);
                K.gemmHeads(heads, laid.number, width, laid.written, laid.gradient, from + weights,
                        laid.rows * cols, 1, cols, laid.gradient, from + rows, width, x.cols,
                        !first, x.gradient, x.gradientOffset + g * x.cols, width, ld);
            }
        }
    };

    private AttentionLayout() {}

    /** Returns the layout of keys and values, as it is or made now. */
    static Tensor of(Tensor keys, Tensor values, int heads, Tensor mask, int groups) {
        Tensor known = keys.laidOut;
        if (known != null && known.b == values && known.c == mask && known.indexOffset == heads
                && known.number == keys.rows / groups) {
            return known;
        }
        Tape tape = keys.tape;
        int steps = keys.rows / groups;
        Tensor t = tape.over(LAYOUT, 0, 0, keys.value, keys.offset, false);
        t.a = keys;
        t.b = values;
        t.c = mask;
        t.number = steps;
        t.indexOffset = heads;
        t.written = 0;
        t.partsFrom = keys.size();                                 // where the values begin
        boolean recording = tape.recording();
        int size = (recording ? 2 : 1) * (keys.size() + values.size());
        tape.workspace(t, size + PAD);
        Arrays.fill(t.work, t.workOffset + size, t.workOffset + size + PAD, 0f);
        for (int g = 0; g < groups; g++) {
            transpose(keys, mask, g, groups, steps, t.work,
                    t.workOffset + g * keys.cols * steps);
            copy(values, mask, g, groups, steps, t.work, valuesInRows(t, g));
            if (recording) {
                transpose(values, mask, g, groups, steps, t.work,
                        t.workOffset + t.partsFrom + g * values.cols * steps);
                copy(keys, mask, g, groups, steps, t.work, keysInRows(t, g));
            }
        }
        keys.laidOut = t;
        return t;
    }

    /** X^T of a group, four steps at a time, so that a line is written less often. */
    private static void transpose(Tensor x, Tensor mask, int group, int groups, int steps,
            float[] to, int at) {
        float[] from = x.value;
        int next = groups * x.cols;
        int row = x.offset + group * x.cols;
        int s = 0;
        for (; s + 4 <= steps; s += 4, row += 4 * next) {
            for (int j = 0, q = row, k = at + s; j < x.cols; j++, q++, k += steps) {
                to[k] = from[q];
                to[k + 1] = from[q + next];
                to[k + 2] = from[q + 2 * next];
                to[k + 3] = from[q + 3 * next];
            }
        }
        for (; s < steps; s++, row += next) {
            for (int j = 0, k = at + s; j < x.cols; j++, k += steps) {
                to[k] = from[row + j];
            }
        }
        for (s = 0; mask != null && s < steps; s++) {
            if (mask.value[mask.offset + group * steps + s] == 0f) {
                for (int j = 0, k = at + s; j < x.cols; j++, k += steps) {
                    to[k] = 0f;
                }
            }
        }
    }

    private static void copy(Tensor x, Tensor mask, int group, int groups, int steps, float[] to,
            int at) {
        for (int s = 0; s < steps; s++) {
            int row = at + s * x.cols;
            if (mask == null || mask.value[mask.offset + group * steps + s] != 0f) {
                System.arraycopy(x.value, x.offset + (s * groups + group) * x.cols, to, row,
                        x.cols);
            } else {
                Arrays.fill(to, row, row + x.cols, 0f);
            }
        }
    }

    /** Makes room for what the calls leave; nothing if there is. */
    static void makeRoom(Tensor laid) {
        if (laid.gradient == null) {
            laid.tape.gradientRoom(laid, laid.a.rows / laid.number * roomOfGroup(laid));
        }
    }

    private static int roomOfGroup(Tensor laid) {
        return laid.rows * (laid.a.cols + laid.b.cols + 2 * laid.indexOffset * padded(laid));
    }

    /**
     * Keeps what a block of m rows of the attention y leaves.
     *
     * @param from first row of the block in y, the next ones step apart
     * @param row where the block begins among the rows of its group
     * @param d holds D from ds on, head by head
     * @param p where P is in the workspace of y, head by head
     */
    static void keep(Tensor laid, Tensor y, int group, int from, int step, int m, int row,
            float[] d, int ds, int p) {
        Tensor q = y.a;
        float[] to = laid.gradient;
        int heads = laid.indexOffset;
        int cols = padded(laid);
        int queries = laid.gradientOffset + group * roomOfGroup(laid);
        int upstream = queries + laid.rows * q.cols;
        int scores = upstream + laid.rows * y.cols;
        int weights = scores + heads * laid.rows * cols;
        for (int i = 0; i < m; i++) {
            int in = from + i * step;
            System.arraycopy(q.value, q.offset + in * q.cols, to, queries + (row + i) * q.cols,
                    q.cols);
            System.arraycopy(y.gradient, y.gradientOffset + in * y.cols, to,
                    upstream + (row + i) * y.cols, y.cols);
        }
        for (int h = 0; h < heads; h++) {
            int at = (h * laid.rows + row) * cols;
            System.arraycopy(d, ds + h * m * cols, to, scores + at, m * cols);
            System.arraycopy(y.work, p + h * m * cols, to, weights + at, m * cols);
        }
    }

    /** Returns the columns of a row of weights. */
    static int padded(Tensor laid) {
        return (laid.number + PAD - 1) / PAD * PAD;
    }

    /** Returns where V of a group begins in the workspace. */
    static int valuesInRows(Tensor laid, int group) {
        int transposed = laid.a.tape.recording() ? laid.b.size() : 0;
        return laid.workOffset + laid.partsFrom + transposed
                + group * laid.number * laid.b.cols;
    }

    /** Returns where K of a group begins in the workspace. */
    static int keysInRows(Tensor laid, int group) {
        return valuesInRows(laid, laid.a.rows / laid.number)
                + group * laid.number * laid.a.cols;
    }
}
