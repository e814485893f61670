package verge.autodiff;

import java.util.Arrays;

/**
 * A time step of layer-normalised long short-term memory as one operation (Hochreiter and Schmidhuber
 * 1997; Ba, Kiros and Hinton 2016, Eqs. 20 to 22), blocks in order input, forget, candidate, output:
 *
 * <pre>
 *   z  = LN(x; gamma_x, beta_x) + b + LN(h W; gamma_h, beta_h)
 *   i, f, o = sigmoid(z), g = tanh(z)
 *   c' = f c + i g                                   h' = o tanh(LN(c'; gamma_c, beta_c))
 * </pre>
 *
 * <p>x [rows, 4 h] is the product of the inputs, h and c are [rows, h], W [h, 4 h], b, gamma_x, beta_x,
 * gamma_h and beta_h [1, 4 h], gamma_c and beta_c [1, h]. After the product a few rows go through
 * everything while they are near, forwards as backwards, with the bits of the operations one by one.
 * Nothing is allocated once the tape is warm.
 */
public final class NormalisedLstm {

    /** Rows that go through everything together. */
    private static final int NEAR = 4;

    /**
     * With dh' and dc' from later steps: do = t dh', du = o (1 - t^2) dh' for u = LN(c'); dc' += what
     * follows from du, (di, df, dg) = (g, c, i) dc', dc += f dc'; dz by the slopes of the activations;
     * db += dz, dx and v = d(h W) from dz; dW += h^T v, dh += v W^T.
     */
    private static final Op STEP = new Op("lstm-normalised", true) {
        @Override
        int operandParts(Tensor y) {
            return MEMORY;
        }

        @Override
        void backward(Tensor y) {
            Tensor h = y.a;
            Tensor x = y.c;
            Tensor c = part(y, C);
            Tensor memory = part(y, MEMORY);
            for (int number = X; number <= MEMORY; number++) {
                open(part(y, number));
            }
            boolean firstX = x.gradient != null && x.firstToWrite();
            int n = y.cols;
            int gates = y.rows * 4 * n;
            int dz = gates + NEAR * 4 * n;
            float[] d = y.tape.scratch(dz + NEAR * 6 * n);
            Arrays.fill(d, 0, gates, 0f);                          // d(h W)
            for (int r = 0; r < y.rows; r += NEAR) {
                int rows = Math.min(NEAR, y.rows - r);
                memoryGradient(y, r, rows, memory, d, gates, dz + NEAR * 4 * n);
                gateGradients(y, r, rows, memory, c, d, gates, dz);
                inputGradient(y, r, rows, x, firstX, d, dz);
                normBackward(y, H, r, rows, y.work, products(y) + r * 4 * n, d, dz, d, r * 4 * n);
            }
            if (h.gradient != null) {
                float[] start = h.firstToWrite() ? null : h.gradient;
                Products.timesTransposed(y.rows, d, 0, y.b, start, h.gradientOffset, h.gradient,
                        h.gradientOffset);
            }
            Products.addWeightGradient(y.rows, h.value, h.offset, d, 0, y.b);
        }

        private void inputGradient(Tensor y, int r, int rows, Tensor x, boolean first, float[] d,
                int dz) {
            int n = x.cols;
            int dx = x.gradientOffset + r * n;
            if (first && part(y, X) != null) {
                Arrays.fill(x.gradient, dx, dx + rows * n, 0f);
            }
            if (part(y, X) != null) {
                Tensor bias = part(y, BIAS);
                if (bias.gradient != null) {
                    K.addRows(rows, n, d, dz, n, bias.gradient, bias.gradientOffset);
                }
                normBackward(y, X, r, rows, x.value, x.offset + r * n, d, dz, x.gradient, dx);
            } else if (first) {                        // as 0 + dz, which is never -0
                K.affine(1f, 0f, d, dz, x.gradient, dx, rows * n);
            } else if (x.gradient != null) {
                K.add(d, dz, x.gradient, dx, x.gradient, dx, rows * n);
            }
        }

        /** dc' and do of some rows from dh'; the other gates' gradients are zeros. */
        private void memoryGradient(Tensor y, int r, int rows, Tensor memory, float[] d, int gates,
                int near) {
            int n = y.cols;
            int du = near + NEAR * n;
            Arrays.fill(d, gates, gates + rows * 4 * n, 0f);
            Arrays.fill(d, near, du + rows * n, 0f);
            for (int i = 0; i < rows; i++) {
                int dh = y.gradientOffset + (r + i) * n;
                int o = y.workOffset + (4 * (r + i) + 3) * n;
                int t = bounded(y) + (r + i) * n;
                K.multiplyAdd(y.gradient, dh, y.work, t, d, gates + (4 * i + 3) * n, n);
                K.multiplyAdd(y.gradient, dh, y.work, o, d, near + i * n, n);
            }
            K.tanhBackward(y.work, bounded(y) + r * n, d, near, d, du, rows * n);
            normBackward(y, NEXT, r, rows, memory.value, memory.offset + r * n, d, du,
                    memory.gradient, memory.gradientOffset + r * n);
        }

        /** dz of some rows, and dc, from dc' and do. */
        private void gateGradients(Tensor y, int r, int rows, Tensor memory, Tensor c, float[] d,
                int gates, int dz) {
            int n = y.cols;
            Arrays.fill(d, dz, dz + rows * 4 * n, 0f);
            for (int i = 0; i < rows; i++) {
                int dc = memory.gradientOffset + (r + i) * n;
                int gate = y.workOffset + 4 * (r + i) * n;
                int dg = gates + 4 * i * n;
                int to = dz + 4 * i * n;
                K.multiplyAdd(memory.gradient, dc, y.work, gate + 2 * n, d, dg, n);
                K.multiplyAdd(memory.gradient, dc, c.value, c.offset + (r + i) * n, d, dg + n, n);
                K.multiplyAdd(memory.gradient, dc, y.work, gate, d, dg + 2 * n, n);
                if (c.gradient != null) {
                    K.multiplyAdd(memory.gradient, dc, y.work, gate + n, c.gradient,
                            c.gradientOffset + (r + i) * n, n);
                }
                K.sigmoidBackward(y.work, gate, d, dg, d, to, 2 * n);
                K.tanhBackward(y.work, gate + 2 * n, d, dg + 2 * n, d, to + 2 * n, n);
                K.sigmoidBackward(y.work, gate + 3 * n, d, dg + 3 * n, d, to + 3 * n, n);
            }
        }

        private void normBackward(Tensor y, int norm, int r, int rows, float[] x, int xo,
                float[] dy, int dyo, float[] dx, int dxo) {
            Tensor gamma = part(y, norm);
            Tensor beta = part(y, norm + 1);
            int mean = moments(y, norm) + r;
            K.layerNormRowsBackward(rows, gamma.cols, x, xo, gamma.value, gamma.offset, y.work, mean,
                    y.work, mean + y.rows, dy, dyo, dx, dxo, gamma.gradient, gamma.gradientOffset,
                    beta.gradient, beta.gradientOffset);
        }
    };

    /** The memory c' of a step; its gradient is read by the step itself. */
    private static final Op MEMORY_AFTER = new Op("lstm-normalised-memory") {
        @Override
        void backward(Tensor y) {}
    };

    // Operands beyond h, W and x, as the tape keeps them: of each normalisation gamma, then beta; the
    // memory that results is the last. Those of x and the bias are null where x is normalised already.
    private static final int X = 0;
    private static final int H = 2;
    private static final int NEXT = 4;
    private static final int BIAS = 6;
    private static final int C = 7;
    private static final int MEMORY = 8;

    private final Slot weight;
    private final Slot bias;
    private final Slot[] norms;
    private final float epsilon;

    /**
     * A layer with these parameters.
     *
     * @param weight W [h, 4 h]
     * @param bias b [1, 4 h]
     * @param norms gamma_x, beta_x, gamma_h, beta_h [1, 4 h] and gamma_c, beta_c [1, h]
     * @param epsilon what all variances are increased by
     */
    public NormalisedLstm(Slot weight, Slot bias, Slot[] norms, float epsilon) {
        this.weight = weight;
        this.bias = bias;
        this.norms = norms.clone();
        this.epsilon = epsilon;
    }

    /**
     * Makes a step.
     *
     * @param x the product of the inputs [rows, 4 h]
     * @param h the output before the step [rows, h]
     * @param c the memory before the step [rows, h]
     * @return the output h' [rows, h]
     */
    public Tensor step(Parameters p, Tensor x, Tensor h, Tensor c) {
        return step(p, x, h, c, true);
    }

    /** As {@link #step}, x being normalised already, with the bias: LN(x; gamma_x, beta_x) + b. */
    public Tensor stepNormalised(Parameters p, Tensor x, Tensor h, Tensor c) {
        return step(p, x, h, c, false);
    }

    private Tensor step(Parameters p, Tensor x, Tensor h, Tensor c, boolean raw) {
        Tape tape = h.live();
        Tensor w = tape.parameter(p, weight);
        x.check(tape);
        c.check(tape);
        Tensor.require(h.cols == w.rows, "normalised lstm", h, w);
        Tensor.require(x.rows == h.rows && x.cols == w.cols, "normalised lstm", x, w);
        Tensor.require(c.rows == h.rows && c.cols == h.cols, "normalised lstm", h, c);
        int from = 0;
        for (int i = 0; i < norms.length; i++) {
            int at = tape.keepPart(raw || i >= H ? tape.parameter(p, norms[i]) : null);
            from = i == 0 ? at : from;
        }
        tape.keepPart(raw ? tape.parameter(p, bias) : null);
        tape.keepPart(c);
        Tensor y = tape.node(STEP, h.rows, h.cols, tape.recording());
        y.a = h;
        y.b = w;
        y.c = x;
        y.partsFrom = from;
        Tensor memory = tape.node(MEMORY_AFTER, y.rows, y.cols, tape.recording());
        memory.a = y;
        tape.keepPart(memory);
        int floats = 9 * y.size() + 6 * y.rows + 4 * NEAR * y.cols;
        if (tape.recording()) {
            tape.workspace(y, floats);
        } else {
            y.work = tape.scratch(floats);
            y.workOffset = 0;
        }
        forward(y, memory, epsilon);
        return y;
    }

    /** Returns the memory c' [rows, h] of the step that has returned this output. */
    public static Tensor memory(Tensor output) {
        output.live();
        if (output.op != STEP) {
            throw new IllegalArgumentException("memory: " + output.op.name()
                    + " is no step of a normalised LSTM");
        }
        return part(output, MEMORY);
    }

    private static void forward(Tensor y, Tensor memory, float epsilon) {
        Tensor x = y.c;
        int n = y.cols;
        float[] work = y.work;
        int near = moments(y, BIAS);
        Products.times(y.rows, y.a.value, y.a.offset, y.b, null, 0, 0, work, products(y));
        for (int r = 0; r < y.rows; r += NEAR) {
            int rows = Math.min(NEAR, y.rows - r);
            int z = y.workOffset + 4 * r * n;
            int t = bounded(y) + r * n;
            norm(y, H, epsilon, r, rows, work, products(y) + 4 * r * n, work, z);
            if (part(y, X) == null) {
                Op.K.add(x.value, x.offset + 4 * r * n, work, z, work, z, rows * 4 * n);
            } else {
                norm(y, X, epsilon, r, rows, x.value, x.offset + 4 * r * n, work, near);
                for (int i = 0; i < 4 * rows * n; i += 4 * n) {
                    Op.K.add(work, near + i, part(y, BIAS).value, part(y, BIAS).offset, work,
                            near + i, 4 * n);
                }
                Op.K.add(work, near, work, z, work, z, rows * 4 * n);
            }
            for (int i = r; i < r + rows; i++) {
                memory(work, y.workOffset + 4 * i * n, part(y, C), memory, i, n);
            }
            norm(y, NEXT, epsilon, r, rows, memory.value, memory.offset + r * n, work, t);
            Op.K.tanh(work, t, work, t, rows * n);
            for (int i = r; i < r + rows; i++) {
                Op.K.multiply(work, y.workOffset + (4 * i + 3) * n, work, bounded(y) + i * n,
                        y.value, y.offset + i * n, n);
            }
        }
    }

    /** The gates of a row in the place of z, and its memory. */
    private static void memory(float[] z, int at, Tensor c, Tensor memory, int row, int n) {
        int to = memory.offset + row * n;
        Op.K.sigmoid(z, at, z, at, 2 * n);
        Op.K.tanh(z, at + 2 * n, z, at + 2 * n, n);
        Op.K.sigmoid(z, at + 3 * n, z, at + 3 * n, n);
        Op.K.multiply(z, at, z, at + 2 * n, memory.value, to, n);
        Op.K.multiplyAdd(z, at + n, c.value, c.offset + row * n, memory.value, to, n);
    }

    private static void norm(Tensor y, int norm, float epsilon, int r, int rows, float[] x, int xo,
            float[] to, int at) {
        Tensor gamma = part(y, norm);
        Tensor beta = part(y, norm + 1);
        int mean = moments(y, norm) + r;
        Op.K.layerNormRows(rows, gamma.cols, x, xo, gamma.value, gamma.offset, beta.value,
                beta.offset, epsilon, to, at, y.work, mean, y.work, mean + y.rows);
    }

    private static Tensor part(Tensor y, int number) {
        return y.tape.part(y.partsFrom + number);
    }

    // Places in the workspace: gates, t, h W, the means and inverses of the normalisations, then
    // some rows.

    private static int bounded(Tensor y) {
        return y.workOffset + 4 * y.size();
    }

    private static int products(Tensor y) {
        return y.workOffset + 5 * y.size();
    }

    private static int moments(Tensor y, int norm) {
        return y.workOffset + 9 * y.size() + norm * y.rows;
    }
}
