package verge.autodiff;

import java.util.Arrays;

/**
 * Scaled dot-product attention of several heads as one operation (Vaswani et al. 2017, Eq. 1).
 * Head h owns the columns h d to (h + 1) d - 1:
 *
 * <pre>
 *   p_h = softmax(Q_h K_h^T / sqrt(d)) over the kept steps        y_h = p_h V_h
 * </pre>
 *
 * <p>Q is [rows, heads * d], K [steps * groups, heads * d], V [steps * groups, cols], y [rows, cols] and
 * p_h [rows, steps]. Sequences are time-major and query rows belong to groups as in
 * {@link Tensor#attend}: one call serves a whole sequence, or one step of a decoder whose rows share
 * encodings. What the products need of keys and values is laid out once for all calls with the same
 * keys and values.
 */
public final class HeadAttention {

    /**
     * Per group and head, with the weights P, scale s and G = dy V^T: dV += P^T dy,
     * D = s P (G - rowsum(G P)), dQ += D K, dK += D^T Q.
     */
    private static final Op ATTEND = new Op("head-attention", true) {
        @Override
        void backward(Tensor y) {
            Tensor laid = y.tape.part(y.partsFrom);
            boolean first = y.a.gradient != null && y.a.firstToWrite();
            int m = blockRows(y, laid);
            if (laid.rows > m) {
                AttentionLayout.makeRoom(laid);
            } else {
                open(y.b);
                open(y.c);
            }
            int heads = laid.indexOffset;
            int weights = m * heads * AttentionLayout.padded(laid);
            float[] d = y.tape.scratch(2 * weights);
            int at = y.workOffset;
            int blocks = blocks(y, laid);
            int groups = y.b.rows / laid.number;
            int row = laid.written;
            laid.written += y.rows / groups;
            for (int block = 0; block < blocks; block++, at += weights) {
                block(y, laid, firstRow(y, laid, block), m, at, d, weights, first,
                        row + block / groups * m);
            }
        }

        private void block(Tensor y, Tensor laid, int from, int m, int p, float[] d, int size,
                boolean first, int row) {
            int heads = laid.indexOffset;
            int cols = AttentionLayout.padded(laid);
            int width = y.c.cols / heads;
            int stride = rowStep(y, laid) * y.cols;
            int group = group(y, laid, from);
            int transposed = laid.workOffset + laid.partsFrom + group * y.c.cols * laid.number;
            int dy = y.gradientOffset + from * y.cols;
            K.gemmHeads(heads, m, cols, width, y.gradient, dy, width, stride, 1, laid.work,
                    transposed, width * laid.number, laid.number, false, d, 0, m * cols, cols);
            fillBehind(laid.number, d, 0, size, cols, 0f);
            for (int h = 0; h < y.number; h++) {
                addGradient(y.tape.part(y.partsFrom + 1 + h), from, rowStep(y, laid), m, d,
                        h * m * cols, cols);
            }
            Arrays.fill(d, size, 2 * size, 0f);
            K.softmaxRowsBackward(heads * m, cols, y.work, p, d, 0, d, size);
            K.affine(y.low, 0f, d, size, d, size, size);
            queryGradient(y, laid, from, m, d, size, group, first);
            if (laid.gradient == null) {
                keyGradient(y.b, y.a.value, y.a.offset + from * y.a.cols, rowStep(y, laid), laid,
                        m, d, size, group);
                keyGradient(y.c, y.gradient, dy, rowStep(y, laid), laid, m, y.work, p, group);
            } else {
                AttentionLayout.keep(laid, y, group, from, rowStep(y, laid), m, row, d, size, p);
            }
        }

        /** dX_h += D_h^T R_h, the rows R being q for the keys and dy for the values. */
        private void keyGradient(Tensor x, float[] rows, int from, int rowStep, Tensor laid,
                int m, float[] d, int ds, int group) {
            if (x.gradient != null) {
                int heads = laid.indexOffset;
                int cols = AttentionLayout.padded(laid);
                int width = x.cols / heads;
                K.gemmHeads(heads, laid.number, width, m, d, ds, m * cols, 1, cols, rows, from,
                        width, rowStep * x.cols, true, x.gradient,
                        x.gradientOffset + group * x.cols, width,
                        x.rows / laid.number * x.cols);
            }
        }

        /** What a loss says of the weights w of a head themselves. */
        private void addGradient(Tensor w, int from, int step, int m, float[] d, int at,
                int cols) {
            if (w.gradient != null && !w.untouched) {
                for (int i = 0; i < m; i++) {
                    K.add(w.gradient, w.gradientOffset + (from + i * step) * w.cols, d,
                            at + i * cols, d, at + i * cols, w.cols);
                }
            }
        }

        private void queryGradient(Tensor y, Tensor laid, int from, int m, float[] d, int ds,
                int group, boolean first) {
            Tensor q = y.a;
            if (q.gradient != null) {
                int heads = laid.indexOffset;
                int cols = AttentionLayout.padded(laid);
                int width = q.cols / heads;
                K.gemmHeads(heads, m, width, laid.number, d, ds, m * cols, cols, 1, laid.work,
                        AttentionLayout.keysInRows(laid, group), width, q.cols, !first,
                        q.gradient, q.gradientOffset + from * q.cols, width,
                        rowStep(y, laid) * q.cols);
            }
        }
    };

    /** The weights of one head; their gradient is read by the attention itself. */
    private static final Op WEIGHTS = new Op("attention-weights") {
        @Override
        void backward(Tensor y) {}
    };

    private HeadAttention() {}

    /**
     * Attends from every query row to the steps of its group.
     *
     * @param q [rows, heads * d]
     * @param keys [steps * groups, heads * d]
     * @param values [steps * groups, any multiple of the heads]
     * @param mask constant [groups, steps], 0 for masked; null keeps everything. What is masked
     *     contributes nothing, whatever it holds; a group without a kept step gives zeros
     * @param groups number of sequences
     * @param batch query rows of one time step; consecutive batch / groups rows share a group
     * @param weights receives the weights p of each head, [rows, steps]; may be null
     * @return [rows, values.cols]
     */
    public static Tensor attend(Tensor q, Tensor keys, Tensor values, int heads, Tensor mask,
            int groups, int batch, Tensor[] weights) {
        Tape tape = q.live();
        requireShapes(q, keys, values, heads, mask, groups, batch);
        Tensor laid = AttentionLayout.of(keys, values, heads, mask, groups);
        laid.rows += q.rows / groups;
        Tensor y = tape.node(ATTEND, q.rows, values.cols,
                q.needsGradient() || keys.needsGradient() || values.needsGradient());
        y.a = q;
        y.b = keys;
        y.c = values;
        y.indexOffset = batch;
        y.low = (float) (1.0 / Math.sqrt(q.cols / heads));
        y.number = weights == null ? 0 : heads;
        y.partsFrom = tape.keepPart(laid);
        boolean keep = tape.recording() || weights != null;
        int m = blockRows(y, laid);
        int size = m * heads * AttentionLayout.padded(laid);
        int blocks = blocks(y, laid);
        tape.workspace(y, keep ? blocks * size : size);
        for (int block = 0, p = y.workOffset; block < blocks; block++) {
            block(y, laid, mask, firstRow(y, laid, block), m, p);
            p += keep ? size : 0;
        }
        for (int h = 0; h < y.number; h++) {
            weights[h] = weights(y, laid, h);
        }
        return y;
    }

    /** Copies the weights of head h out of the workspace of y: [rows, steps]. */
    private static Tensor weights(Tensor y, Tensor laid, int h) {
        int steps = laid.number;
        Tensor w = y.tape.node(WEIGHTS, y.rows, steps, y.needsGradient());
        w.a = y;
        int m = blockRows(y, laid);
        int cols = AttentionLayout.padded(laid);
        int from = y.workOffset + h * m * cols;
        for (int block = 0; block < blocks(y, laid); block++) {
            int row = firstRow(y, laid, block);
            for (int i = 0; i < m; i++) {
                System.arraycopy(y.work, from + i * cols, w.value,
                        w.offset + (row + i * rowStep(y, laid)) * steps, steps);
            }
            from += laid.indexOffset * m * cols;
        }
        y.tape.keepPart(w);
        return w;
    }

    /** Rows from, from + step, ...: m query rows of one group. */
    private static void block(Tensor y, Tensor laid, Tensor mask, int from, int m, int p) {
        Tensor q = y.a;
        int heads = laid.indexOffset;
        int cols = AttentionLayout.padded(laid);
        int steps = laid.number;
        int step = rowStep(y, laid);
        int group = group(y, laid, from);
        int width = q.cols / heads;
        int keys = laid.workOffset + group * q.cols * steps;
        Op.K.gemmHeads(heads, m, cols, width, q.value, q.offset + from * q.cols, width,
                step * q.cols, 1, laid.work, keys, width * steps, steps, false, y.work, p, m * cols,
                cols);
        int size = heads * m * cols;
        if (mask != null && !anyKept(mask, group, steps)) {
            Arrays.fill(y.work, p, p + size, 0f);
        } else {
            Op.K.affine(y.low, 0f, y.work, p, y.work, p, size);
            fillBehind(steps, y.work, p, size, cols, Float.NEGATIVE_INFINITY);
            for (int row = p; row < p + size; row += cols) {
                hideMasked(mask, group, steps, y.work, row);
            }
            Op.K.softmaxRows(heads * m, cols, y.work, p, y.work, p);
        }
        int v = AttentionLayout.valuesInRows(laid, group);
        int out = y.cols / heads;
        Op.K.gemmHeads(heads, m, out, steps, y.work, p, m * cols, cols, 1, laid.work, v, out,
                y.cols, false, y.value, y.offset + from * y.cols, out, step * y.cols);
    }

    /** Sets what rows hold behind the steps, made of what lies behind those of keys and values. */
    private static void fillBehind(int steps, float[] x, int at, int size, int cols, float value) {
        for (int row = at; row < at + size; row += cols) {
            Arrays.fill(x, row + steps, row + cols, value);
        }
    }

    private static void hideMasked(Tensor mask, int group, int steps, float[] scores, int row) {
        if (mask != null) {
            for (int s = 0; s < steps; s++) {
                if (mask.value[mask.offset + group * steps + s] == 0f) {
                    scores[row + s] = Float.NEGATIVE_INFINITY;
                }
            }
        }
    }

    private static boolean anyKept(Tensor mask, int group, int steps) {
        for (int s = 0; s < steps; s++) {
            if (mask.value[mask.offset + group * steps + s] != 0f) {
                return true;
            }
        }
        return false;
    }

    // Query rows are taken in blocks of one group: all time steps of a row if no rows share the
    // group, else the rows of one time step that do.

    private static boolean overTime(Tensor y, Tensor laid) {
        return y.indexOffset == laid.a.rows / laid.number;
    }

    private static int blockRows(Tensor y, Tensor laid) {
        return overTime(y, laid) ? y.rows / y.indexOffset
                : y.indexOffset / (laid.a.rows / laid.number);
    }

    private static int blocks(Tensor y, Tensor laid) {
        return y.rows / blockRows(y, laid);
    }

    private static int firstRow(Tensor y, Tensor laid, int block) {
        return overTime(y, laid) ? block : block * blockRows(y, laid);
    }

    private static int rowStep(Tensor y, Tensor laid) {
        return overTime(y, laid) ? y.indexOffset : 1;
    }

    private static int group(Tensor y, Tensor laid, int row) {
        return row % y.indexOffset / (y.indexOffset / (laid.a.rows / laid.number));
    }

    private static void requireShapes(Tensor q, Tensor keys, Tensor values, int heads,
            Tensor mask, int groups, int batch) {
        keys.check(q.tape);
        values.check(q.tape);
        Tensor.require(q.cols == keys.cols && keys.rows == values.rows, "head attention", q,
                keys);
        Tensor.require(heads > 0 && q.cols % heads == 0 && values.cols % heads == 0,
                "head attention, heads", q, values);
        Tensor.require(groups > 0 && batch > 0 && batch % groups == 0 && q.rows % batch == 0
                && keys.rows % groups == 0 && keys.rows > 0, "head attention, groups", q, keys);
        if (mask != null) {
            mask.check(q.tape);
            Tensor.require(mask.rows == groups && mask.size() == keys.rows,
                    "head attention, mask", keys, mask);
        }
    }
}
