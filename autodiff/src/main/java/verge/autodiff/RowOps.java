package verge.autodiff;

import java.util.Arrays;

/** Operations on every row by itself, and sums. */
final class RowOps {

    /** y = softmax x; dx += y (dy - sum(dy y)). */
    static final Op SOFTMAX = new Op("softmax") {
        @Override
        void backward(Tensor y) {
            K.softmaxRowsBackward(y.rows, y.cols, y.value, y.offset, y.gradient,
                    y.gradientOffset, y.a.gradient, y.a.gradientOffset);
        }
    };

    /** y = x - log sum e^x; dx += dy - e^y sum(dy). */
    static final Op LOG_SOFTMAX = new Op("log-softmax") {
        @Override
        void backward(Tensor y) {
            K.logSoftmaxRowsBackward(y.rows, y.cols, y.value, y.offset, y.gradient,
                    y.gradientOffset, y.a.gradient, y.a.gradientOffset);
        }
    };

    /**
     * y = gamma z + beta, z = (x - mean) / s, s = sqrt(variance + epsilon), or y = (gamma z + beta) + b;
     * dx += (q - mean(q) - z mean(q z)) / s with q = gamma dy, db += dy.
     */
    static final Op LAYER_NORM = new Op("layer-norm", true) {
        @Override
        int operandParts(Tensor y) {
            return y.tape.part(y.partsFrom) == null ? 0 : 1;
        }

        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            Tensor gamma = y.b;
            Tensor beta = y.c;
            Tensor bias = y.tape.part(y.partsFrom);
            boolean first = x.gradient != null && x.firstToWrite();
            open(gamma);
            open(beta);
            open(bias);
            int rows = nearRows(y);
            for (int r = 0; r < y.rows; r += rows) {
                int at = r * y.cols;
                int count = Math.min(rows, y.rows - r);
                if (bias != null && bias.gradient != null) {
                    K.addRows(count, y.cols, y.gradient, y.gradientOffset + at, y.cols,
                            bias.gradient, bias.gradientOffset);
                }
                int dx = x.gradientOffset + at;
                if (first) {
                    Arrays.fill(x.gradient, dx, dx + count * y.cols, 0f);
                }
                K.layerNormRowsBackward(count, y.cols, x.value, x.offset + at, gamma.value,
                        gamma.offset, y.work, y.workOffset + r, y.work, y.workOffset + y.rows + r,
                        y.gradient, y.gradientOffset + at, x.gradient, dx, gamma.gradient,
                        gamma.gradientOffset, beta.gradient, beta.gradientOffset);
            }
        }
    };

    /** y_i = x[i, index_i]; dx[i, index_i] += dy_i. */
    static final Op PICK = new Op("pick") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            for (int i = 0; i < y.rows; i++) {
                x.gradient[x.gradientOffset + i * x.cols + y.indices[y.indexOffset + i]] +=
                        y.gradient[y.gradientOffset + i];
            }
        }
    };

    /** y_i = sum over j of x[i, j]; dx[i, j] += dy_i. */
    static final Op ROW_SUMS = new Op("row-sums") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            for (int i = 0; i < y.rows; i++) {
                int dx = x.gradientOffset + i * x.cols;
                K.affine(1f, y.gradient[y.gradientOffset + i], x.gradient, dx, x.gradient, dx,
                        x.cols);
            }
        }
    };

    /** y = scale sum(x); dx += scale dy. */
    static final Op SUM = new Op("sum") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            K.affine(1f, y.low * y.gradient[y.gradientOffset], x.gradient, x.gradientOffset,
                    x.gradient, x.gradientOffset, x.size());
        }
    };

    private RowOps() {}

    static Tensor softmax(Tensor x) {
        Tensor y = same(SOFTMAX, x);
        Op.K.softmaxRows(x.rows, x.cols, x.value, x.offset, y.value, y.offset);
        return y;
    }

    static Tensor logSoftmax(Tensor x) {
        Tensor y = same(LOG_SOFTMAX, x);
        Op.K.logSoftmaxRows(x.rows, x.cols, x.value, x.offset, y.value, y.offset);
        return y;
    }

    /** Layer norm, the row bias [1, cols] added to every row unless it is null. */
    static Tensor layerNorm(Tensor x, Tensor gamma, Tensor beta, float epsilon, Tensor bias) {
        requireRow("layer norm gamma", x, gamma);
        requireRow("layer norm beta", x, beta);
        if (bias != null) {
            requireRow("layer norm bias", x, bias);
        }
        Tensor y = x.live().node(LAYER_NORM, x.rows, x.cols, x.needsGradient()
                || gamma.needsGradient() || beta.needsGradient()
                || bias != null && bias.needsGradient());
        y.a = x;
        y.b = gamma;
        y.c = beta;
        y.partsFrom = x.tape.keepPart(bias);
        x.tape.workspace(y, 2 * x.rows);                            // means, then inverses
        int rows = nearRows(y);
        for (int r = 0; r < y.rows; r += rows) {
            int at = y.offset + r * y.cols;
            int count = Math.min(rows, y.rows - r);
            Op.K.layerNormRows(count, y.cols, x.value, x.offset + r * y.cols, gamma.value,
                    gamma.offset, beta.value, beta.offset, epsilon, y.value, at, y.work,
                    y.workOffset + r, y.work, y.workOffset + y.rows + r);
            for (int i = 0; bias != null && i < count; i++, at += y.cols) {
                Op.K.add(y.value, at, bias.value, bias.offset, y.value, at, y.cols);
            }
        }
        return y;
    }

    /** Rows of layer norm that go through all of it while they are near. */
    private static int nearRows(Tensor y) {
        return Math.max(1, 4 * Elementwise.NEAR / Math.max(1, y.cols));
    }

    private static void requireRow(String what, Tensor x, Tensor row) {
        row.check(x.tape);
        Tensor.require(row.rows == 1 && row.cols == x.cols, what, x, row);
    }

    static Tensor pick(Tensor x, int[] index, int from) {
        Tensor y = x.live().node(PICK, x.rows, 1, x.needsGradient());
        y.a = x;
        y.indices = index;
        y.indexOffset = from;
        for (int i = 0; i < x.rows; i++) {
            int j = index[from + i];
            if (j < 0 || j >= x.cols) {
                throw new IllegalArgumentException("pick: index " + j + " of " + x.cols
                        + " columns");
            }
            y.value[y.offset + i] = x.value[x.offset + i * x.cols + j];
        }
        return y;
    }

    static Tensor rowSums(Tensor x) {
        Tensor y = x.live().node(ROW_SUMS, x.rows, 1, x.needsGradient());
        y.a = x;
        for (int i = 0; i < x.rows; i++) {
            y.value[y.offset + i] = Op.K.sum(x.value, x.offset + i * x.cols, x.cols);
        }
        return y;
    }

    static Tensor sum(Tensor x, float scale) {
        Tensor y = x.live().node(SUM, 1, 1, x.needsGradient());
        y.a = x;
        y.low = scale;
        float total = 0f;
        for (int i = 0; i < x.rows; i++) {
            total += Op.K.sum(x.value, x.offset + i * x.cols, x.cols);
        }
        y.value[y.offset] = scale * total;
        return y;
    }

    private static Tensor same(Op op, Tensor x) {
        Tensor y = x.live().node(op, x.rows, x.cols, x.needsGradient());
        y.a = x;
        return y;
    }
}
