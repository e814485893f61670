package verge.autodiff;

import java.util.Arrays;

/**
 * One layer of long short-term memory over sequences that begin alike, as one operation: the rows of a
 * step continue rows of the step before, several of them the same one if they part there. With p(i) the
 * row that row i continues,
 *
 * <pre>
 *   z_i = x_i W_x + b + h_p(i) W_h                   i, f, o = sigmoid(z), g = tanh(z)
 *   c_i = f c_p(i) + i g                             h_i = o tanh(c_i)
 * </pre>
 *
 * <p>Shapes and blocks are those of {@link LstmSequence}, which this is where no sequences share a row;
 * rows are step by step. All input products are one product, and so is the gradient of each matrix of
 * weights. Nothing is allocated once the tape is warm.
 */
public final class LstmTree {

    /**
     * Backwards in time, children before their parents: dz_i and dc_i by {@link
     * verge.autodiff.kernel.Kernels#lstmCellBackward}; dh_p(i) += dz_i W_h^T, dc_p(i) += its own; then
     * dW_h += sum of h_p(i)^T dz_i, and what follows for x, W_x and b as in {@link LstmSequence}.
     */
    private static final Op LSTM = new Op("lstm-tree", true) {
        @Override
        int operandParts(Tensor y) {
            return 3;
        }

        @Override
        void backward(Tensor y) {
            Tape tape = y.tape;
            int[] first = y.sources;
            int h = y.cols;
            int states = y.workOffset + 4 * y.size();
            int memories = states + y.size();
            int bounded = memories + 2 * y.size();
            int most = 0;
            for (int t = 0; t < y.number; t++) {
                most = Math.max(most, first[t + 1] - first[t]);
            }
            int n = most * h;
            float[] d = tape.scratch(3 * n);                       // dh, then dc of a step and before
            int dc = n;
            int before = 2 * n;
            Arrays.fill(d, dc, dc + n, 0f);
            for (int t = y.number - 1; t >= 0; t--) {
                int rows = first[t + 1] - first[t];
                int from = first[t] * h;
                int dz = y.workOffset + 4 * from;                  // takes the place of the gates
                K.lstmCellBackward(rows, h, y.work, dz, y.work, memories + from, y.work,
                        bounded + from, y.gradient, y.gradientOffset + from, d, dc, y.work, dz);
                Products.timesTransposed(rows, y.work, dz, y.c, null, 0, d, 0);
                if (t > 0) {
                    Arrays.fill(d, before, before + (first[t] - first[t - 1]) * h, 0f);
                    toParents(y, t, d, 0, y.gradient, y.gradientOffset + first[t - 1] * h);
                    toParents(y, t, d, dc, d, before);
                } else {
                    toStart(y, d, 0, tape.part(y.partsFrom + HIDDEN));
                    toStart(y, d, dc, tape.part(y.partsFrom + MEMORY));
                }
                int swap = dc;
                dc = before;
                before = swap;
            }
            Products.addWeightGradients(y.rows, y.a.value, y.a.offset, y.b, y.work, states, y.c,
                    y.work, y.workOffset);
            LstmSequence.inputGradients(y, y.a, y.b, tape.part(y.partsFrom + BIAS), y.workOffset);
        }

        private void toStart(Tensor y, float[] d, int from, Tensor start) {
            if (start.gradient != null) {
                start.openGradient();
                toParents(y, 0, d, from, start.gradient, start.gradientOffset);
            }
        }

        /** Adds the rows of step t, in order, to those that they continue. */
        private void toParents(Tensor y, int t, float[] d, int from, float[] to, int at) {
            int h = y.cols;
            for (int i = y.sources[t]; i < y.sources[t + 1]; i++, from += h) {
                int parent = at + y.indices[i] * h;
                K.add(d, from, to, parent, to, parent, h);
            }
        }
    };

    // Operands beyond x, W_x and W_h, as the tape keeps them.
    private static final int BIAS = 0;
    private static final int HIDDEN = 1;
    private static final int MEMORY = 2;

    private LstmTree() {}

    /**
     * Runs the layer.
     *
     * @param x inputs [rows, inputs], step by step
     * @param wx W_x [inputs, 4 h]
     * @param wh W_h [h, 4 h]
     * @param bias b [1, 4 h], or one for each row of x [rows, 4 h]
     * @param h0 states before the first step [any, h]
     * @param c0 memories before the first step [any, h]
     * @param first row where each step begins, from 0, and behind them the number of rows: at least
     *     {@code steps + 1} numbers, not copied
     * @param parents the row that each row continues, among the rows of the step before, in the first
     *     step among those of h0 and c0: at least as many as there are rows, not copied
     * @return the states of all rows [rows, h]
     */
    public static Tensor run(Tensor x, Tensor wx, Tensor wh, Tensor bias, Tensor h0, Tensor c0,
            int[] first, int[] parents, int steps) {
        Tape tape = x.live();
        requireShapes(x, wx, wh, bias, h0, c0, first, parents, steps);
        Tensor y = tape.node(LSTM, x.rows, wh.rows, x.needsGradient() || wx.needsGradient()
                || wh.needsGradient() || bias.needsGradient() || h0.needsGradient()
                || c0.needsGradient());
        y.a = x;
        y.b = wx;
        y.c = wh;
        y.number = steps;
        y.sources = first;
        y.indices = parents;
        y.partsFrom = tape.keepPart(bias);
        tape.keepPart(h0);
        tape.keepPart(c0);
        tape.workspace(y, 8 * y.size());     // gates, h and c of the parents, c and tanh c
        forward(y, bias, h0, c0);
        return y;
    }

    private static void forward(Tensor y, Tensor bias, Tensor h0, Tensor c0) {
        int h = y.cols;
        int states = y.workOffset + 4 * y.size();
        int memories = states + y.size();
        int next = memories + y.size();
        int bounded = next + y.size();
        Products.times(y.rows, y.a.value, y.a.offset, y.b, bias.value, bias.offset,
                bias.rows == 1 ? 0 : bias.cols, y.work, y.workOffset);
        for (int t = 0; t < y.number; t++) {
            int rows = y.sources[t + 1] - y.sources[t];
            int from = y.sources[t] * h;
            int z = y.workOffset + 4 * from;
            if (t == 0) {
                fromParents(y, t, h0.value, h0.offset, y.work, states);
                fromParents(y, t, c0.value, c0.offset, y.work, memories);
            } else {
                int before = y.sources[t - 1] * h;
                fromParents(y, t, y.value, y.offset + before, y.work, states + from);
                fromParents(y, t, y.work, next + before, y.work, memories + from);
            }
            Products.times(rows, y.work, states + from, y.c, y.work, z, 4 * h, y.work, z);
            Op.K.lstmCell(rows, h, y.work, z, y.work, z, y.work, memories + from, y.work, next + from,
                    y.work, bounded + from, y.value, y.offset + from);
        }
    }

    private static void fromParents(Tensor y, int t, float[] of, int begin, float[] to, int at) {
        int h = y.cols;
        for (int i = y.sources[t]; i < y.sources[t + 1]; i++, at += h) {
            System.arraycopy(of, begin + y.indices[i] * h, to, at, h);
        }
    }

    private static void requireShapes(Tensor x, Tensor wx, Tensor wh, Tensor bias, Tensor h0,
            Tensor c0, int[] first, int[] parents, int steps) {
        Tape tape = x.tape;
        wx.check(tape);
        wh.check(tape);
        bias.check(tape);
        h0.check(tape);
        c0.check(tape);
        Tensor.require(x.cols == wx.rows, "lstm tree", x, wx);
        Tensor.require(wh.cols == 4 * wh.rows && wx.cols == wh.cols, "lstm tree", wx, wh);
        Tensor.require((bias.rows == 1 || bias.rows == x.rows) && bias.cols == wh.cols,
                "lstm tree", wh, bias);
        Tensor.require(h0.cols == wh.rows && c0.cols == wh.rows && h0.rows == c0.rows, "lstm tree",
                h0, c0);
        Tensor.require(steps > 0 && first[0] == 0 && first[steps] == x.rows, "lstm tree, steps", x,
                null);
        for (int t = 0, before = h0.rows; t < steps; t++) {
            Tensor.require(first[t] < first[t + 1], "lstm tree, steps", x, null);
            for (int i = first[t]; i < first[t + 1]; i++) {
                Tensor.require(parents[i] >= 0 && parents[i] < before, "lstm tree, parents", x,
                        null);
            }
            before = first[t + 1] - first[t];
        }
    }
}
