package verge.autodiff;

import verge.autodiff.kernel.FloatMath;

/** Operations on every row by itself, and sums. */
final class RowOps {

    /** y = softmax x; dx += y (dy - sum(dy y)). */
    static final Op SOFTMAX = new Op("softmax") {
        @Override
        void backward(Tensor y) {
            int n = y.cols;
            float[] shifted = y.tape.scratch(n);
            for (int i = 0; i < y.rows; i++) {
                int dy = y.gradientOffset + i * n;
                int row = y.offset + i * n;
                float inner = K.dot(y.gradient, dy, y.value, row, n);
                K.affine(1f, -inner, y.gradient, dy, shifted, 0, n);
                K.multiplyAdd(y.value, row, shifted, 0, y.a.gradient,
                        y.a.gradientOffset + i * n, n);
            }
        }
    };

    /** y = x - log sum e^x; dx += dy - e^y sum(dy). */
    static final Op LOG_SOFTMAX = new Op("log-softmax") {
        @Override
        void backward(Tensor y) {
            int n = y.cols;
            float[] p = y.tape.scratch(n);
            for (int i = 0; i < y.rows; i++) {
                int dy = y.gradientOffset + i * n;
                int dx = y.a.gradientOffset + i * n;
                float total = K.sum(y.gradient, dy, n);
                K.expShifted(0f, y.value, y.offset + i * n, p, 0, n);
                K.axpy(-total, p, 0, y.a.gradient, dx, n);
                K.add(y.gradient, dy, y.a.gradient, dx, y.a.gradient, dx, n);
            }
        }
    };

    /**
     * y = gamma z + beta, z = (x - mean) / s, s = sqrt(variance + epsilon);
     * dx += (q - mean(q) - z mean(q z)) / s with q = gamma dy.
     */
    static final Op LAYER_NORM = new Op("layer-norm") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            Tensor gamma = y.b;
            Tensor beta = y.c;
            int n = y.cols;
            float[] q = y.tape.scratch(n);
            for (int i = 0; i < y.rows; i++) {
                int dy = y.gradientOffset + i * n;
                int z = y.workOffset + i * n;
                if (gamma.gradient != null) {
                    K.multiplyAdd(y.gradient, dy, y.work, z, gamma.gradient,
                            gamma.gradientOffset, n);
                }
                if (beta.gradient != null) {
                    K.add(y.gradient, dy, beta.gradient, beta.gradientOffset,
                            beta.gradient, beta.gradientOffset, n);
                }
                if (x.gradient != null) {
                    float inverse = y.work[y.workOffset + y.rows * n + i];
                    K.multiply(y.gradient, dy, gamma.value, gamma.offset, q, 0, n);
                    float mean = K.sum(q, 0, n) / n;
                    float slope = K.dot(q, 0, y.work, z, n) / n;
                    K.axpy(-slope, y.work, z, q, 0, n);
                    K.affine(1f, -mean, q, 0, q, 0, n);
                    K.axpy(inverse, q, 0, x.gradient, x.gradientOffset + i * n, n);
                }
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
        int n = x.cols;
        for (int i = 0; i < x.rows; i++) {
            int row = y.offset + i * n;
            float largest = Op.K.max(x.value, x.offset + i * n, n);
            Op.K.expShifted(largest, x.value, x.offset + i * n, y.value, row, n);
            float inverse = 1f / Op.K.sum(y.value, row, n);
            Op.K.affine(inverse, 0f, y.value, row, y.value, row, n);
        }
        return y;
    }

    static Tensor logSoftmax(Tensor x) {
        Tensor y = same(LOG_SOFTMAX, x);
        int n = x.cols;
        for (int i = 0; i < x.rows; i++) {
            int from = x.offset + i * n;
            int row = y.offset + i * n;
            float largest = Op.K.max(x.value, from, n);
            Op.K.expShifted(largest, x.value, from, y.value, row, n);
            float log = FloatMath.log(Op.K.sum(y.value, row, n));
            Op.K.affine(1f, -largest, x.value, from, y.value, row, n);
            Op.K.affine(1f, -log, y.value, row, y.value, row, n);
        }
        return y;
    }

    static Tensor layerNorm(Tensor x, Tensor gamma, Tensor beta, float epsilon) {
        gamma.check(x.tape);
        beta.check(x.tape);
        Tensor.require(gamma.rows == 1 && gamma.cols == x.cols, "layer norm gamma", x, gamma);
        Tensor.require(beta.rows == 1 && beta.cols == x.cols, "layer norm beta", x, beta);
        Tensor y = x.live().node(LAYER_NORM, x.rows, x.cols,
                x.needsGradient() || gamma.needsGradient() || beta.needsGradient());
        y.a = x;
        y.b = gamma;
        y.c = beta;
        int n = x.cols;
        x.tape.workspace(y, x.size() + x.rows);                          // z, then 1 / s
        for (int i = 0; i < x.rows; i++) {
            int z = y.workOffset + i * n;
            int row = y.offset + i * n;
            float mean = Op.K.sum(x.value, x.offset + i * n, n) / n;
            Op.K.affine(1f, -mean, x.value, x.offset + i * n, y.work, z, n);
            float variance = Op.K.dot(y.work, z, y.work, z, n) / n;
            float inverse = 1f / (float) Math.sqrt(variance + epsilon);
            Op.K.affine(inverse, 0f, y.work, z, y.work, z, n);
            y.work[y.workOffset + x.size() + i] = inverse;
            System.arraycopy(beta.value, beta.offset, y.value, row, n);
            Op.K.multiplyAdd(gamma.value, gamma.offset, y.work, z, y.value, row, n);
        }
        return y;
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
