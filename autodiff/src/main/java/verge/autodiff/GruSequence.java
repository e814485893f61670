package verge.autodiff;

import java.util.Arrays;

/**
 * One layer of gated recurrent units over a sequence as one operation (Cho et al. 2014; the reset
 * gate after the hidden product as in cuDNN and PyTorch; blocks in order reset, update, candidate):
 *
 * <pre>
 *   (x_r, x_z, x_n) = x_t W_x + b_x                  (u_r, u_z, u_n) = h_(t-1) W_h + b_h
 *   r = sigmoid(x_r + u_r), z = sigmoid(x_z + u_z)   n = tanh(x_n + r u_n)
 *   h_t = n + z (h_(t-1) - n)
 * </pre>
 *
 * <p>x is [steps * batch, inputs], time-major, all h_t together [steps * batch, h], W_x [inputs, 3 h],
 * W_h [h, 3 h], b_x and b_h [1, 3 h]. A single step is a sequence of one. Input products of all steps
 * are one product, and so are the gradients of the weights. Nothing is allocated once the tape is
 * warm.
 */
public final class GruSequence {

    /**
     * Backwards in time, from dh_T = dy_T: dx_t, du_t and the direct part of dh_(t-1) by
     * {@link verge.autodiff.kernel.Kernels#gruCellBackward}, to which du_t W_h^T and dy_(t-1) are
     * added; then dW_h += sum of h_(t-1)^T du_t, db_h += du, and the inputs' gradients from dx.
     */
    private static final Op GRU = new Op("gru-sequence", true) {
        @Override
        int operandParts(Tensor y) {
            return 3;
        }

        @Override
        void backward(Tensor y) {
            Tape tape = y.tape;
            Tensor h0 = tape.part(y.partsFrom + HIDDEN);
            Tensor hiddenBias = tape.part(y.partsFrom + HIDDEN_BIAS);
            int h = y.cols;
            int steps = y.number;
            int batch = y.rows / steps;
            int n = batch * h;
            int gates = y.workOffset;                              // dx takes their place
            int hidden = gates + 3 * y.size();                     // and du that of u
            int before = hidden + 3 * y.size();
            float[] dh = tape.scratch(n);
            System.arraycopy(y.gradient, y.gradientOffset + (steps - 1) * n, dh, 0, n);
            for (int t = steps - 1; t >= 0; t--) {
                int g = gates + 3 * t * n;
                int u = hidden + 3 * t * n;
                float[] state = t > 0 ? y.value : h0 == null ? y.work : h0.value;
                int at = t > 0 ? y.offset + (t - 1) * n : h0 == null ? before : h0.offset;
                K.gruCellBackward(batch, h, y.work, g, y.work, u, state, at, dh, 0, y.work, g,
                        y.work, u, dh, 0);
                if (t > 0 || h0 != null && h0.gradient != null) {
                    Products.timesTransposed(batch, y.work, u, y.c, dh, 0, dh, 0);
                }
                if (t > 0) {
                    K.add(dh, 0, y.gradient, y.gradientOffset + (t - 1) * n, dh, 0, n);
                }
            }
            if (h0 != null) {
                Products.addWeightGradient(batch, h0.value, h0.offset, y.work, hidden, y.c);
                if (h0.gradient != null) {
                    addTo(h0, dh, 0);
                }
            }
            if (steps > 1) {
                Products.addWeightGradient(y.rows - batch, y.value, y.offset, y.work,
                        hidden + 3 * n, y.c);
            }
            LstmSequence.addBiasGradient(hiddenBias, y.rows, y.work, hidden);
            Products.addWeightGradient(y.rows, y.a.value, y.a.offset, y.work, gates, y.b);
            LstmSequence.inputGradients(y, y.a, y.b, tape.part(y.partsFrom + INPUT_BIAS), gates);
        }
    };

    // Operands beyond x, W_x and W_h, as the tape keeps them.
    private static final int INPUT_BIAS = 0;
    private static final int HIDDEN_BIAS = 1;
    private static final int HIDDEN = 2;

    private GruSequence() {}

    /**
     * Runs the layer over a sequence.
     *
     * @param x inputs [steps * batch, inputs], time-major
     * @param wx W_x [inputs, 3 h]
     * @param wh W_h [h, 3 h]
     * @param bx b_x [1, 3 h]
     * @param bh b_h [1, 3 h]
     * @param h0 the state before the first step [batch, h]; null for zeros
     * @param steps number of time steps
     * @return the states of all steps [steps * batch, h]
     */
    public static Tensor run(Tensor x, Tensor wx, Tensor wh, Tensor bx, Tensor bh, Tensor h0,
            int steps) {
        Tape tape = x.live();
        requireShapes(x, wx, wh, bx, bh, h0, steps);
        boolean needs = x.needsGradient() || wx.needsGradient() || wh.needsGradient()
                || bx.needsGradient() || bh.needsGradient() || h0 != null && h0.needsGradient();
        Tensor y = tape.node(GRU, x.rows, wh.rows, needs);
        y.a = x;
        y.b = wx;
        y.c = wh;
        y.number = steps;
        y.partsFrom = tape.keepPart(bx);
        tape.keepPart(bh);
        tape.keepPart(h0);
        int n = x.rows / steps * wh.rows;
        tape.workspace(y, tape.recording() ? 6 * y.size() + n : 3 * y.size() + 4 * n);
        forward(y, bx, bh, h0);
        return y;
    }

    private static void forward(Tensor y, Tensor bx, Tensor bh, Tensor h0) {
        boolean recording = y.tape.recording();
        Tensor x = y.a;
        int h = y.cols;
        int steps = y.number;
        int batch = x.rows / steps;
        int n = batch * h;
        int gates = y.workOffset;
        int hidden = gates + 3 * y.size();
        int before = hidden + (recording ? 3 * y.size() : 3 * n);
        if (h0 == null) {
            Arrays.fill(y.work, before, before + n, 0f);
        }
        Products.times(x.rows, x.value, x.offset, y.b, bx.value, bx.offset, 0, y.work, gates);
        for (int t = 0; t < steps; t++) {
            int u = hidden + (recording ? 3 * t * n : 0);
            float[] state = t > 0 ? y.value : h0 == null ? y.work : h0.value;
            int at = t > 0 ? y.offset + (t - 1) * n : h0 == null ? before : h0.offset;
            Products.times(batch, state, at, y.c, bh.value, bh.offset, 0, y.work, u);
            Op.K.gruCell(batch, h, y.work, gates + 3 * t * n, y.work, u, state, at, y.value,
                    y.offset + t * n);
        }
    }

    private static void requireShapes(Tensor x, Tensor wx, Tensor wh, Tensor bx, Tensor bh,
            Tensor h0, int steps) {
        Tape tape = x.tape;
        wx.check(tape);
        wh.check(tape);
        bx.check(tape);
        bh.check(tape);
        Tensor.require(steps > 0 && x.rows % steps == 0, "gru sequence, steps", x, null);
        Tensor.require(x.cols == wx.rows, "gru sequence", x, wx);
        Tensor.require(wh.cols == 3 * wh.rows && wx.cols == wh.cols, "gru sequence", wx, wh);
        Tensor.require(bx.rows == 1 && bx.cols == wh.cols, "gru sequence", wh, bx);
        Tensor.require(bh.rows == 1 && bh.cols == wh.cols, "gru sequence", wh, bh);
        LstmSequence.requireState("gru sequence", h0, x.rows / steps, wh);
    }
}
