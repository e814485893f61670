package verge.autodiff;

import java.util.Arrays;

/**
 * A time step of layer-normalised long short-term memory as one operation (Hochreiter and Schmidhuber
 * 1997; Ba, Kiros and Hinton 2016, Eqs. 20 to 22), blocks in order input, forget, candidate, output:
 *
 * <pre>
 *   z  = p + LN(h W; gamma_h, beta_h)                i, f, o = sigmoid(z), g = tanh(z)
 *   c' = f c + i g                                   h' = o tanh(LN(c'; gamma_c, beta_c))
 * </pre>
 *
 * <p>p [rows, 4 h] is what the inputs give, h and c [rows, h], W [h, 4 h], gamma_h and beta_h [1, 4 h],
 * gamma_c and beta_c [1, h]. After the product a few rows go through everything while they are near,
 * forwards as backwards, with the bits of the operations one by one. Nothing is allocated once the
 * tape is warm.
 */
public final class NormalisedLstm {

    /** Rows that go through everything together. */
    private static final int NEAR = 4;

    /**
     * With dh' and dc' from later steps: do = t dh', du = o (1 - t^2) dh' for u = LN(c'); dc' += what
     * follows from du, (di, df, dg) = (g, c, i) dc', dc += f dc'; dz by the slopes of the activations;
     * dp += dz; du for u = h W from dz; dW += h^T du, dh += du W^T.
     */
    private static final Op STEP = new Op("lstm-normalised", true) {
        @Override
        int operandParts(Tensor y) {
            return 5;
        }

        @Override
        void backward(Tensor y) {
            Tensor h = y.a;
            Tensor p = y.c;
            Tensor c = part(y, C);
            Tensor memory = part(y, MEMORY);
            int n = y.cols;
            open(c);
            open(memory);
            for (int part = GAMMA_H; part <= BETA_C; part++) {
                open(part(y, part));
            }
            boolean firstP = p.gradient != null && p.firstToWrite();
            float[] d = y.tape.scratch((y.rows + 2 * NEAR) * 4 * n + 2 * NEAR * n);
            Arrays.fill(d, 0, y.rows * 4 * n, 0f);
            for (int r = 0; r < y.rows; r += NEAR) {
                int rows = Math.min(NEAR, y.rows - r);
                int gates = y.rows * 4 * n;
                int dz = gates + NEAR * 4 * n;
                memoryGradient(y, r, rows, memory, d, gates, dz + NEAR * 4 * n);
                gateGradients(y, r, rows, memory, c, d, gates, dz);
                if (p.gradient != null) {
                    int dp = p.gradientOffset + r * 4 * n;
                    if (firstP) {                      // as 0 + dz, which is never -0
                        K.affine(1f, 0f, d, dz, p.gradient, dp, rows * 4 * n);
                    } else {
                        K.add(d, dz, p.gradient, dp, p.gradient, dp, rows * 4 * n);
                    }
                }
                normBackward(rows, 4 * n, y.work, products(y) + r * 4 * n, part(y, GAMMA_H),
                        part(y, BETA_H), y.work, moments(y) + r, y.rows, d, dz, d, r * 4 * n);
            }
            if (h.gradient != null) {
                float[] start = h.firstToWrite() ? null : h.gradient;
                Products.timesTransposed(y.rows, d, 0, y.b, start, h.gradientOffset, h.gradient,
                        h.gradientOffset);
            }
            Products.addWeightGradient(y.rows, h.value, h.offset, d, 0, y.b);
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
            normBackward(rows, n, memory.value, memory.offset + r * n, part(y, GAMMA_C),
                    part(y, BETA_C), y.work, moments(y) + 2 * y.rows + r, y.rows, d, du,
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

        private void normBackward(int rows, int n, float[] x, int xo, Tensor gamma, Tensor beta,
                float[] moments, int mean, int apart, float[] dy, int dyo, float[] dx, int dxo) {
            K.layerNormRowsBackward(rows, n, x, xo, gamma.value, gamma.offset, moments, mean,
                    moments, mean + apart, dy, dyo, dx, dxo, gamma.gradient, gamma.gradientOffset,
                    beta.gradient, beta.gradientOffset);
        }
    };

    /** The memory c' of a step; its gradient is read by the step itself. */
    private static final Op MEMORY_AFTER = new Op("lstm-normalised-memory") {
        @Override
        void backward(Tensor y) {}
    };

    // Operands beyond h, W and p, as the tape keeps them, and the memory that results.
    private static final int C = 0;
    private static final int GAMMA_H = 1;
    private static final int BETA_H = 2;
    private static final int GAMMA_C = 3;
    private static final int BETA_C = 4;
    private static final int MEMORY = 5;

    private NormalisedLstm() {}

    /**
     * Makes a step.
     *
     * @param p the part of the inputs, normalised, with the bias [rows, 4 h]
     * @param h the output before the step [rows, h]
     * @param c the memory before the step [rows, h]
     * @param w W [h, 4 h]
     * @param epsilon of both normalisations
     * @return the output h' [rows, h]
     */
    public static Tensor step(Tensor p, Tensor h, Tensor c, Tensor w, Tensor gammaH, Tensor betaH,
            Tensor gammaC, Tensor betaC, float epsilon) {
        Tape tape = h.live();
        boolean needs = p.needsGradient() || h.needsGradient() || c.needsGradient()
                || w.needsGradient() || gammaH.needsGradient() || betaH.needsGradient()
                || gammaC.needsGradient() || betaC.needsGradient();
        Tensor y = tape.node(STEP, h.rows, h.cols, needs);
        y.a = h;
        y.b = w;
        y.c = p;
        y.partsFrom = tape.keepPart(c);
        tape.keepPart(gammaH);
        tape.keepPart(betaH);
        tape.keepPart(gammaC);
        tape.keepPart(betaC);
        requireShapes(y);
        Tensor memory = tape.node(MEMORY_AFTER, y.rows, y.cols, needs);
        memory.a = y;
        tape.keepPart(memory);
        if (tape.recording()) {
            tape.workspace(y, 9 * y.size() + 4 * y.rows);          // gates, tanh, products, moments
        } else {
            y.work = tape.scratch(9 * y.size() + 4 * y.rows);
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
        Tensor p = y.c;
        int n = y.cols;
        float[] work = y.work;
        Products.times(y.rows, y.a.value, y.a.offset, y.b, null, 0, 0, work, products(y));
        for (int r = 0; r < y.rows; r += NEAR) {
            int rows = Math.min(NEAR, y.rows - r);
            int z = y.workOffset + 4 * r * n;
            int t = bounded(y) + r * n;
            norm(rows, 4 * n, work, products(y) + 4 * r * n, part(y, GAMMA_H), part(y, BETA_H),
                    epsilon, work, z, work, moments(y) + r, y.rows);
            Op.K.add(p.value, p.offset + 4 * r * n, work, z, work, z, rows * 4 * n);
            for (int i = r; i < r + rows; i++) {
                memory(work, y.workOffset + 4 * i * n, part(y, C), memory, i, n);
            }
            norm(rows, n, memory.value, memory.offset + r * n, part(y, GAMMA_C), part(y, BETA_C),
                    epsilon, work, t, work, moments(y) + 2 * y.rows + r, y.rows);
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

    private static void norm(int rows, int n, float[] x, int xo, Tensor gamma, Tensor beta,
            float epsilon, float[] y, int yo, float[] moments, int mean, int apart) {
        Op.K.layerNormRows(rows, n, x, xo, gamma.value, gamma.offset, beta.value, beta.offset,
                epsilon, y, yo, moments, mean, moments, mean + apart);
    }

    private static Tensor part(Tensor y, int number) {
        return y.tape.part(y.partsFrom + number);
    }

    // Places in the workspace: gates, tanh LN(c'), h W, then means and inverses of both normalisations.

    private static int bounded(Tensor y) {
        return y.workOffset + 4 * y.size();
    }

    private static int products(Tensor y) {
        return y.workOffset + 5 * y.size();
    }

    private static int moments(Tensor y) {
        return y.workOffset + 9 * y.size();
    }

    private static void requireShapes(Tensor y) {
        Tensor p = y.c;
        Tensor c = part(y, C);
        Tensor.require(y.b.rows == y.cols && y.b.cols == 4 * y.cols, "normalised lstm", y.a, y.b);
        Tensor.require(p.rows == y.rows && p.cols == y.b.cols, "normalised lstm", y.b, p);
        Tensor.require(c.rows == y.rows && c.cols == y.cols, "normalised lstm", y.a, c);
        y.b.check(y.tape);
        p.check(y.tape);
        c.check(y.tape);
        for (int number = GAMMA_H; number <= BETA_C; number++) {
            Tensor row = part(y, number);
            row.check(y.tape);
            Tensor.require(row.rows == 1 && row.cols == (number <= BETA_H ? 4 : 1) * y.cols,
                    "normalised lstm", y.a, row);
        }
    }
}
