package verge.autodiff;

import java.util.Arrays;

/**
 * One layer of long short-term memory over a whole sequence as one operation (Hochreiter and
 * Schmidhuber 1997, with the forget gates of Gers et al. 2000; blocks in order input, forget,
 * candidate, output):
 *
 * <pre>
 *   z_t = x_t W_x + b + h_(t-1) W_h                  i, f, o = sigmoid(z), g = tanh(z)
 *   c_t = f c_(t-1) + i g                            h_t = o tanh(c_t)
 * </pre>
 *
 * <p>x is [steps * batch, inputs], time-major, all h_t together [steps * batch, h], W_x [inputs, 4 h],
 * W_h [h, 4 h], b [1, 4 h]. The input products of many time steps are one product, and so are the
 * gradients of the weights over all rows. Layers are stacked by calling it again. Nothing is allocated
 * once the tape is warm.
 */
public final class LstmSequence {

    /** Rows of input products that are made at once: they are still near when the cell comes. */
    private static final int NEAR_FLOATS = 1 << 16;

    /**
     * Backwards in time, with dh_t = dy_t + dz_(t+1) W_h^T: dz_t and dc_(t-1) by
     * {@link verge.autodiff.kernel.Kernels#lstmCellBackward}; then dW_h += sum of h_(t-1)^T dz_t,
     * dW_x += x^T dz, db += dz, dx += dz W_x^T.
     */
    private static final Op LSTM = new Op("lstm-sequence", true) {
        @Override
        int operandParts(Tensor y) {
            return 3;
        }

        @Override
        void backward(Tensor y) {
            Tape tape = y.tape;
            Tensor x = y.a;
            Tensor h0 = tape.part(y.partsFrom + HIDDEN);
            Tensor c0 = tape.part(y.partsFrom + MEMORY);
            Tensor last = tape.part(y.partsFrom + LAST);
            int h = y.cols;
            int steps = y.number;
            int batch = y.rows / steps;
            int n = batch * h;
            int gates = y.workOffset;                              // dz takes their place
            int memories = gates + 4 * y.size();
            int bounded = memories + y.size() + n;
            float[] d = tape.scratch(2 * n);                       // dh, then dc
            startMemoryGradient(last, d, n);
            for (int t = steps - 1; t >= 0; t--) {
                float[] dh = y.gradient;
                int dho = y.gradientOffset + t * n;
                if (t + 1 < steps) {
                    Products.timesTransposed(batch, y.work, gates + 4 * (t + 1) * n, y.c, dh,
                            dho, d, 0);
                    dh = d;
                    dho = 0;
                }
                K.lstmCellBackward(batch, h, y.work, gates + 4 * t * n, y.work, memories + t * n,
                        y.work, bounded + t * n, dh, dho, d, n, y.work, gates + 4 * t * n);
            }
            if (c0 != null && c0.gradient != null) {
                addTo(c0, d, n);
            }
            if (h0 == null) {
                Products.addWeightGradient(batch, x.value, x.offset, y.work, gates, y.b);
            } else {
                Products.addWeightGradients(batch, x.value, x.offset, y.b, h0.value, h0.offset,
                        y.c, y.work, gates);
                if (h0.gradient != null) {
                    float[] start = h0.firstToWrite() ? null : h0.gradient;
                    Products.timesTransposed(batch, y.work, gates, y.c, start, h0.gradientOffset,
                            h0.gradient, h0.gradientOffset);
                }
            }
            Products.addWeightGradients(y.rows - batch, x.value, x.offset + batch * x.cols, y.b,
                    y.value, y.offset, y.c, y.work, gates + 4 * n);
            inputGradients(y, x, y.b, tape.part(y.partsFrom + BIAS), gates);
        }
    };

    /** The memory after the last step; its gradient is read by the sequence itself. */
    private static final Op MEMORY_AFTER = new Op("lstm-memory-after") {
        @Override
        void backward(Tensor y) {}
    };

    // Operands beyond x, W_x and W_h, as the tape keeps them.
    private static final int BIAS = 0;
    private static final int HIDDEN = 1;
    private static final int MEMORY = 2;
    private static final int LAST = 3;

    private LstmSequence() {}

    /**
     * Runs the layer over a sequence.
     *
     * @param x inputs [steps * batch, inputs], time-major
     * @param wx W_x [inputs, 4 h]
     * @param wh W_h [h, 4 h]
     * @param bias b [1, 4 h], or one for each row of x [steps * batch, 4 h]
     * @param h0 the state before the first step [batch, h]; null for zeros
     * @param c0 the memory before the first step [batch, h]; null for zeros
     * @param steps number of time steps
     * @return the states of all steps [steps * batch, h]
     */
    public static Tensor run(Tensor x, Tensor wx, Tensor wh, Tensor bias, Tensor h0, Tensor c0,
            int steps) {
        Tape tape = x.live();
        int h = wh.rows;
        requireShapes(x, wx, wh, bias, h0, c0, steps);
        boolean needs = x.needsGradient() || wx.needsGradient() || wh.needsGradient()
                || bias.needsGradient() || h0 != null && h0.needsGradient()
                || c0 != null && c0.needsGradient();
        Tensor y = tape.node(LSTM, x.rows, h, needs);
        y.a = x;
        y.b = wx;
        y.c = wh;
        y.number = steps;
        y.partsFrom = tape.keepPart(bias);
        tape.keepPart(h0);
        tape.keepPart(c0);
        tape.keepPart(null);                                       // the memory, if asked for
        int n = x.rows / steps * h;
        if (tape.recording()) {
            tape.workspace(y, 6 * y.size() + n);                   // gates, c_0..c_T, tanh c
        } else {
            tape.workspace(y, n);                                  // c
        }
        forward(y, wx, wh, bias, h0, c0);
        return y;
    }

    /**
     * Returns the memory after the last step [batch, h] of a sequence: a tensor of its own, through
     * which gradients flow back into it.
     *
     * @param outputs what {@link #run} returned; no view of it
     */
    public static Tensor memory(Tensor outputs) {
        Tape tape = outputs.live();
        if (outputs.op != LSTM) {
            throw new IllegalArgumentException("memory: " + outputs.op.name()
                    + " is no LSTM sequence");
        }
        Tensor known = tape.part(outputs.partsFrom + LAST);
        if (known != null) {
            return known;
        }
        int batch = outputs.rows / outputs.number;
        Tensor c = tape.over(MEMORY_AFTER, batch, outputs.cols, outputs.work,
                outputs.workOffset + (tape.recording() ? 5 * outputs.size() : 0),
                outputs.needsGradient());
        c.a = outputs;
        tape.replacePart(outputs.partsFrom + LAST, c);
        return c;
    }

    /** Time steps whose input products are made at once. */
    private static int near(int batch, int h, int steps) {
        return Math.max(1, Math.min(steps, NEAR_FLOATS / (4 * batch * h)));
    }

    private static void forward(Tensor y, Tensor wx, Tensor wh, Tensor bias, Tensor h0,
            Tensor c0) {
        boolean recording = y.tape.recording();
        Tensor x = y.a;
        int h = y.cols;
        int steps = y.number;
        int batch = x.rows / steps;
        int n = batch * h;
        int near = near(batch, h, steps);
        int biasStep = bias.rows == 1 ? 0 : 4 * h;
        float[] z = y.tape.scratch(4 * near * n);                  // stays near, unlike the gates
        int memory = y.workOffset + (recording ? 4 * y.size() : 0);
        int bounded = memory + y.size() + n;
        if (c0 == null) {
            Arrays.fill(y.work, memory, memory + n, 0f);
        } else {
            System.arraycopy(c0.value, c0.offset, y.work, memory, n);
        }
        for (int t = 0; t < steps; t++) {
            int zt = 4 * n * (t % near);
            if (t % near == 0) {
                Products.times(Math.min(near, steps - t) * batch, x.value,
                        x.offset + t * batch * x.cols, wx, bias.value,
                        bias.offset + t * batch * biasStep, biasStep, z, zt);
            }
            if (t > 0) {
                Products.times(batch, y.value, y.offset + (t - 1) * n, wh, z, zt, 4 * h, z,
                        zt);
            } else if (h0 != null) {
                Products.times(batch, h0.value, h0.offset, wh, z, zt, 4 * h, z, zt);
            }
            int out = y.offset + t * n;
            if (recording) {
                Op.K.lstmCell(batch, h, z, zt, y.work, y.workOffset + 4 * t * n, y.work,
                        memory + t * n, y.work, memory + (t + 1) * n, y.work, bounded + t * n,
                        y.value, out);
            } else {
                Op.K.lstmCell(batch, h, z, zt, z, zt, y.work, memory, y.work, memory, y.value, out,
                        y.value, out);
            }
        }
    }

    private static void startMemoryGradient(Tensor last, float[] d, int n) {
        if (last == null || last.gradient == null || last.untouched) {
            Arrays.fill(d, n, 2 * n, 0f);
        } else {
            System.arraycopy(last.gradient, last.gradientOffset, d, n, n);
        }
    }

    /** What follows from the gradients of the gates dz [rows, w.cols] in y's workspace. */
    static void inputGradients(Tensor y, Tensor x, Tensor wx, Tensor bias, int dz) {
        addBiasGradient(bias, y.rows, y.work, dz);
        if (x.gradient != null) {
            float[] start = x.firstToWrite() ? null : x.gradient;
            Products.timesTransposed(y.rows, y.work, dz, wx, start, x.gradientOffset, x.gradient,
                    x.gradientOffset);
        }
    }

    /** db += the rows of dz; each to its own where there are as many biases. */
    static void addBiasGradient(Tensor bias, int rows, float[] dz, int from) {
        if (bias.gradient != null && bias.rows > 1) {
            Op.addTo(bias, dz, from);
        } else if (bias.gradient != null) {
            bias.openGradient();
            Op.K.addRows(rows, bias.cols, dz, from, bias.cols, bias.gradient,
                    bias.gradientOffset);
        }
    }

    private static void requireShapes(Tensor x, Tensor wx, Tensor wh, Tensor bias, Tensor h0,
            Tensor c0, int steps) {
        Tape tape = x.tape;
        wx.check(tape);
        wh.check(tape);
        bias.check(tape);
        Tensor.require(steps > 0 && x.rows % steps == 0, "lstm sequence, steps", x, null);
        Tensor.require(x.cols == wx.rows, "lstm sequence", x, wx);
        Tensor.require(wh.cols == 4 * wh.rows && wx.cols == wh.cols, "lstm sequence", wx, wh);
        Tensor.require((bias.rows == 1 || bias.rows == x.rows) && bias.cols == wh.cols,
                "lstm sequence", wh, bias);
        requireState("lstm sequence", h0, x.rows / steps, wh);
        requireState("lstm sequence", c0, x.rows / steps, wh);
    }

    static void requireState(String operation, Tensor state, int batch, Tensor wh) {
        if (state != null) {
            state.check(wh.tape);
            Tensor.require(state.rows == batch && state.cols == wh.rows, operation, wh, state);
        }
    }
}
