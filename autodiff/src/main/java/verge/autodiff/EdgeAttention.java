package verge.autodiff;

import java.util.Arrays;

/**
 * Attention along the edges of a graph as one operation (Velickovic et al. 2018, Eqs. 3-6), edges in
 * CSR form by destination: those into node d are rows starts[d] to starts[d + 1] - 1. For edge j from
 * s to d and head h, which owns the columns h c to (h + 1) c - 1:
 *
 * <pre>
 *   x_jh = from_sh + to_dh + edge_jh
 *   alpha_jh = softmax of leaky_relu(x_jh) over the edges into d       y_dh = sum alpha_jh z_sh
 * </pre>
 *
 * <p>Shapes are from [n, heads], to [m, heads], edge and alpha [edges, heads], z [n, heads * c] and
 * y [m, heads * c]. Index arrays are the caller's, are not copied, and must stay as they are until the
 * tape is reset. Nothing is allocated once the tape is warm.
 */
public final class EdgeAttention {

    /** y_ih = z_ih . a_h; dz_ih += dy_ih a_h, da_h += dy_ih z_ih. */
    private static final Op HEAD_DOTS = new Op("head-dots") {
        @Override
        void backward(Tensor y) {
            Tensor z = y.a;
            Tensor a = y.b;
            for (int i = 0; i < y.rows; i++) {
                int dy = y.gradientOffset + i * y.cols;
                if (z.gradient != null) {
                    addScaled(y.cols, a.cols, y.gradient, dy, a.value, a.offset, z.gradient,
                            z.gradientOffset + i * z.cols);
                }
                if (a.gradient != null) {
                    addScaled(y.cols, a.cols, y.gradient, dy, z.value, z.offset + i * z.cols,
                            a.gradient, a.gradientOffset);
                }
            }
        }
    };

    /**
     * With g_jh = dy_dh . z_sh and what the loss says of alpha itself: dz_sh += alpha_jh dy_dh,
     * dx_jh = alpha_jh (g_jh - sum over the edges into d of alpha g) leaky_relu'(x_jh), which is
     * added to the gradients of from_sh, to_dh and edge_jh.
     */
    private static final Op ATTEND = new Op("edge-attention", true) {
        @Override
        int operandParts(Tensor y) {
            return 1;
        }

        @Override
        void backward(Tensor y) {
            Tensor edge = y.tape.part(y.partsFrom);
            open(y.a);
            open(y.b);
            open(y.c);
            open(edge);
            int heads = y.b.cols;
            int rows = y.indices[y.rows];
            float[] d = y.tape.scratch((rows + 1) * heads);
            alphaGradients(y, rows, heads, d);
            for (int node = 0; node < y.rows; node++) {
                scoreGradients(y, node, heads, d, rows * heads);
                for (int j = y.indices[node]; j < y.indices[node + 1]; j++) {
                    addRow(d, j * heads, y.b, y.sources[j], heads);
                    addRow(d, j * heads, y.c, node, heads);
                    addRow(d, j * heads, edge, j, heads);
                }
            }
        }

        private void alphaGradients(Tensor y, int rows, int heads, float[] d) {
            Tensor z = y.a;
            int width = y.cols / heads;
            for (int node = 0; node < y.rows; node++) {
                K.headDots(y.indices[node], y.indices[node + 1], heads, width, z.value, z.offset,
                        y.sources, y.gradient, y.gradientOffset + node * y.cols, d, 0);
            }
            if (z.gradient != null) {
                K.edgeSumsBackward(y.rows, heads, width, y.indices, y.sources, y.work,
                        y.workOffset, y.gradient, y.gradientOffset, z.gradient, z.gradientOffset);
            }
            Tensor alpha = y.tape.part(y.partsFrom + 1);
            if (alpha != null && !alpha.untouched) {
                K.add(alpha.gradient, alpha.gradientOffset, d, 0, d, 0, rows * heads);
            }
        }

        /** Replaces the gradients of alpha in d by those of x, for the edges into one node. */
        private void scoreGradients(Tensor y, int node, int heads, float[] d, int inner) {
            int alpha = y.workOffset;
            int x = alpha + y.indices[y.rows] * heads;
            int first = y.indices[node] * heads;
            int end = y.indices[node + 1] * heads;
            Arrays.fill(d, inner, inner + heads, 0f);
            for (int k = first; k < end; k += heads) {
                for (int h = 0; h < heads; h++) {
                    d[inner + h] += y.work[alpha + k + h] * d[k + h];
                }
            }
            for (int k = first; k < end; k += heads) {
                for (int h = 0; h < heads; h++) {
                    float slope = y.work[x + k + h] > 0f ? 1f : y.low;
                    d[k + h] = y.work[alpha + k + h] * (d[k + h] - d[inner + h]) * slope;
                }
            }
        }

        private void addRow(float[] d, int from, Tensor x, int row, int heads) {
            if (x != null && x.gradient != null) {
                for (int h = 0, to = x.gradientOffset + row * heads; h < heads; h++, to++) {
                    x.gradient[to] += d[from + h];
                }
            }
        }
    };

    /** The weights alpha; their gradient is read by the attention itself. */
    private static final Op ALPHA = new Op("edge-weights") {
        @Override
        void backward(Tensor y) {}
    };

    private EdgeAttention() {}

    /** Inner product of the columns of each head with its vector: [n, h c], [h, c] -> [n, h]. */
    public static Tensor dots(Tensor z, Tensor vectors) {
        vectors.check(z.tape);
        Tensor.require(z.cols == vectors.size(), HEAD_DOTS.name(), z, vectors);
        Tensor y = z.live().node(HEAD_DOTS, z.rows, vectors.rows,
                z.needsGradient() || vectors.needsGradient());
        y.a = z;
        y.b = vectors;
        Op.K.headDots(0, z.rows, y.cols, vectors.cols, z.value, z.offset, null, vectors.value,
                vectors.offset, y.value, y.offset);
        return y;
    }

    /**
     * Attends from every destination to the sources of the edges into it; 0 where there are none.
     *
     * @param z values of the sources [n, heads * c]
     * @param from scores of the sources [n, heads]
     * @param to scores of the destinations [m, heads]
     * @param edge scores of the edges [edges, heads]; null for zeros
     * @param starts m + 1 of them, from 0 to the number of edges
     * @param sources of the edges
     * @param slope of the leaky rectifier where x is not positive
     * @param weights receives alpha at 0, [edges, heads]; may be null
     * @return [m, heads * c]
     * @throws IllegalArgumentException if shapes do not fit, starts are not in order, or a source
     *     is none of the n
     */
    public static Tensor attend(Tensor z, Tensor from, Tensor to, Tensor edge, int[] starts,
            int[] sources, float slope, Tensor[] weights) {
        Tape tape = z.live();
        requireShapes(z, from, to, edge, starts, sources);
        Tensor y = tape.node(ATTEND, to.rows, z.cols, z.needsGradient() || from.needsGradient()
                || to.needsGradient() || edge != null && edge.needsGradient());
        y.a = z;
        y.b = from;
        y.c = to;
        y.indices = starts;
        y.sources = sources;
        y.low = slope;
        y.partsFrom = tape.keepPart(edge);
        tape.keepPart(null);                                       // the weights, if asked for
        int heads = from.cols;
        int size = starts[y.rows] * heads;
        tape.workspace(y, 2 * size);                               // alpha, then x
        Op.K.edgeWeights(z.rows, y.rows, heads, starts, sources, from.value, from.offset,
                to.value, to.offset, edge == null ? null : edge.value,
                edge == null ? 0 : edge.offset, slope, y.work, y.workOffset + size, y.work,
                y.workOffset);
        Op.K.edgeSums(y.rows, heads, y.cols / heads, starts, sources, y.work, y.workOffset,
                z.value, z.offset, y.value, y.offset);
        if (weights != null) {
            weights[0] = tape.over(ALPHA, starts[y.rows], from.cols, y.work, y.workOffset,
                    y.needsGradient());
            weights[0].a = y;
            tape.replacePart(y.partsFrom + 1, weights[0]);
        }
        return y;
    }

    /** y_h += s_h x_h, x_h and y_h being the columns of head h of a row. */
    private static void addScaled(int heads, int width, float[] s, int so, float[] x, int xo,
            float[] y, int yo) {
        Op.K.gemmHeads(heads, 1, width, 1, s, so, 1, 0, 1, x, xo, width, 0, true, y, yo, width,
                0);
    }

    private static void requireShapes(Tensor z, Tensor from, Tensor to, Tensor edge,
            int[] starts, int[] sources) {
        from.check(z.tape);
        to.check(z.tape);
        Tensor.require(from.rows == z.rows && from.cols > 0 && z.cols % from.cols == 0,
                ATTEND.name(), z, from);
        Tensor.require(from.cols == to.cols, ATTEND.name(), from, to);
        boolean ordered = starts[0] == 0;
        for (int d = 0; d < to.rows; d++) {
            ordered &= starts[d] <= starts[d + 1];
        }
        for (int j = 0; ordered && j < starts[to.rows]; j++) {
            ordered = sources[j] >= 0 && sources[j] < z.rows;
        }
        Tensor.require(ordered, "edge-attention, edges", z, to);
        if (edge != null) {
            edge.check(z.tape);
            Tensor.require(edge.rows == starts[to.rows] && edge.cols == from.cols,
                    "edge-attention, scores of edges", edge, from);
        }
    }
}
