package verge.autodiff;

import java.util.Arrays;

/**
 * Attention of query rows over the time steps of their group. Keys and values are time-major,
 * [steps * groups, d]; query row r belongs to group (r mod batch) / (batch / groups), so that one
 * encoding serves all trajectories of a graph, and all decoding steps can be one call.
 */
final class Attention {

    /** Steps whose activations are made at a time: all that is made of them stays near. */
    private static final int BLOCK = 5;

    /** e_rs = v . u, u = tanh(q_r + k_s); with d = de v (1 - u^2): dq += d, dk += d, dv += de u. */
    static final Op ADDITIVE = new Op("additive-scores") {
        @Override
        void backward(Tensor y) {
            int n = y.a.cols;
            float[] work = y.tape.scratch(3 * BLOCK * n);           // u, de v, d of some steps
            for (int r = 0; r < y.rows; r++) {
                for (int first = 0; first < y.cols; first += BLOCK) {
                    block(y, r, first, Math.min(BLOCK, y.cols - first), n, work);
                }
            }
        }

        private void block(Tensor y, int r, int first, int steps, int n, float[] work) {
            Tensor q = y.a;
            Tensor keys = y.b;
            Tensor v = y.c;
            int slopes = BLOCK * n;
            int d = 2 * BLOCK * n;
            activate(y, r, first, steps, work);
            Arrays.fill(work, d, d + steps * n, 0f);
            for (int s = 0; s < steps; s++) {
                float de = y.gradient[y.gradientOffset + r * y.cols + first + s];
                if (v.gradient != null) {
                    K.axpy(de, work, s * n, v.gradient, v.gradientOffset, n);
                }
                K.affine(de, 0f, v.value, v.offset, work, slopes + s * n, n);
            }
            K.tanhBackward(work, 0, work, slopes, work, d, steps * n);
            if (q.gradient != null) {
                K.addRows(steps, n, work, d, n, q.gradient, q.gradientOffset + r * n);
            }
            for (int s = 0; s < steps && keys.gradient != null; s++) {
                int dk = keys.gradientOffset + keyRow(y, r, first + s) * n;
                K.add(work, d + s * n, keys.gradient, dk, keys.gradient, dk, n);
            }
        }
    };

    /** e_rs = scale q_r . k_s; dq += scale de k, dk += scale de q. */
    static final Op DOT = new Op("dot-scores") {
        @Override
        void backward(Tensor y) {
            Tensor q = y.a;
            Tensor keys = y.b;
            int n = q.cols;
            for (int r = 0; r < y.rows; r++) {
                for (int s = 0; s < y.cols; s++) {
                    float de = y.low * y.gradient[y.gradientOffset + r * y.cols + s];
                    int key = keyRow(y, r, s) * n;
                    if (q.gradient != null) {
                        K.axpy(de, keys.value, keys.offset + key, q.gradient,
                                q.gradientOffset + r * n, n);
                    }
                    if (keys.gradient != null) {
                        K.axpy(de, q.value, q.offset + r * n, keys.gradient,
                                keys.gradientOffset + key, n);
                    }
                }
            }
        }
    };

    /** y_r = sum over s of w_rs v_s; dw_rs += dy_r . v_s, dv_s += w_rs dy_r. */
    static final Op ATTEND = new Op("attend") {
        @Override
        void backward(Tensor y) {
            Tensor w = y.a;
            Tensor values = y.b;
            int n = y.cols;
            for (int r = 0; r < y.rows && w.gradient != null; r++) {
                int dy = y.gradientOffset + r * n;
                for (int s = 0; s < w.cols; s++) {
                    w.gradient[w.gradientOffset + r * w.cols + s] += K.dot(y.gradient, dy,
                            values.value, values.offset + keyRow(y, r, s) * n, n);
                }
            }
            int rows = y.indexOffset / y.number;
            for (int r = 0; r < y.rows && values.gradient != null; r += rows) {
                int at = values.gradientOffset + keyRow(y, r, 0) * n;
                K.gemm(w.cols, n, rows, w.value, w.offset + r * w.cols, 1, w.cols, y.gradient,
                        y.gradientOffset + r * n, n, values.gradient, at, y.number * n,
                        values.gradient, at, y.number * n);
            }
        }
    };

    /** y = the sums of {@link #ATTEND} + x W, in their place: dx += dy W^T, dW += x^T dy, then as there. */
    static final Op ATTEND_LINEAR = new Op("attend-linear", true) {
        @Override
        int operandParts(Tensor y) {
            return 2;
        }

        @Override
        void backward(Tensor y) {
            Products.addGradients(y, y.tape.part(y.partsFrom), y.tape.part(y.partsFrom + 1));
            open(y.a);
            open(y.b);
            ATTEND.backward(y);
        }
    };

    private Attention() {}

    static Tensor additiveScores(Tensor q, Tensor keys, Tensor v, int groups, int batch) {
        v.check(q.tape);
        Tensor.require(q.cols == keys.cols, "additive scores", q, keys);
        Tensor.require(v.rows == 1 && v.cols == q.cols, "additive scores", q, v);
        Tensor y = scores(ADDITIVE, q, keys, groups, batch, v.needsGradient());
        y.c = v;
        int n = q.cols;
        float[] u = q.tape.scratch(BLOCK * n);
        for (int r = 0; r < y.rows; r++) {
            for (int first = 0; first < y.cols; first += BLOCK) {
                int steps = Math.min(BLOCK, y.cols - first);
                activate(y, r, first, steps, u);
                for (int s = 0; s < steps; s++) {
                    y.value[y.offset + r * y.cols + first + s] =
                            Op.K.dot(v.value, v.offset, u, s * n, n);
                }
            }
        }
        return y;
    }

    static Tensor dotScores(Tensor q, Tensor keys, float scale, int groups, int batch) {
        Tensor.require(q.cols == keys.cols, "dot scores", q, keys);
        Tensor y = scores(DOT, q, keys, groups, batch, false);
        y.low = scale;
        int n = q.cols;
        for (int r = 0; r < y.rows; r++) {
            for (int s = 0; s < y.cols; s++) {
                y.value[y.offset + r * y.cols + s] = scale * Op.K.dot(q.value, q.offset + r * n,
                        keys.value, keys.offset + keyRow(y, r, s) * n, n);
            }
        }
        return y;
    }

    static Tensor attend(Tensor w, Tensor values, int groups, int batch) {
        return attend(ATTEND, w, values, groups, batch, false);
    }

    static Tensor attendLinear(Tensor w, Tensor values, int groups, int batch, Tensor x,
            Tensor weight) {
        x.check(w.tape);
        weight.check(w.tape);
        Tensor.require(x.rows == w.rows && x.cols == weight.rows, "attend linear", x, weight);
        Tensor.require(weight.cols == values.cols, "attend linear", values, weight);
        Tensor y = attend(ATTEND_LINEAR, w, values, groups, batch,
                x.needsGradient() || weight.needsGradient());
        y.partsFrom = y.tape.keepPart(x);
        y.tape.keepPart(weight);
        Products.times(y.rows, x.value, x.offset, weight, y.value, y.offset, y.cols, y.value,
                y.offset);
        return y;
    }

    private static Tensor attend(Op op, Tensor w, Tensor values, int groups, int batch,
            boolean needs) {
        values.check(w.tape);
        requireGroups(op.name(), w, values, groups, batch);
        Tensor.require(values.rows == w.cols * groups, op.name(), w, values);
        int n = values.cols;
        Tensor y = w.live().node(op, w.rows, n,
                needs || w.needsGradient() || values.needsGradient());
        y.a = w;
        y.b = values;
        y.number = groups;
        y.indexOffset = batch;
        int rows = batch / groups;                                 // that meet the same values
        for (int r = 0; r < y.rows; r += rows) {
            Op.K.gemm(rows, n, w.cols, w.value, w.offset + r * w.cols, w.cols, 1, values.value,
                    values.offset + keyRow(y, r, 0) * n, groups * n, null, 0, 0, y.value,
                    y.offset + r * n, n);
        }
        return y;
    }

    private static Tensor scores(Op op, Tensor q, Tensor keys, int groups, int batch,
            boolean needs) {
        keys.check(q.tape);
        requireGroups(op.name(), q, keys, groups, batch);
        Tensor y = q.live().node(op, q.rows, keys.rows / groups,
                needs || q.needsGradient() || keys.needsGradient());
        y.a = q;
        y.b = keys;
        y.number = groups;
        y.indexOffset = batch;
        return y;
    }

    private static void requireGroups(String name, Tensor q, Tensor keys, int groups, int batch) {
        Tensor.require(groups > 0 && batch > 0 && batch % groups == 0 && q.rows % batch == 0
                && keys.rows % groups == 0, name, q, keys);
    }

    /** Row of the keys that query row r of y meets at step s. */
    private static int keyRow(Tensor y, int r, int s) {
        int groups = y.number;
        int batch = y.indexOffset;
        return s * groups + r % batch / (batch / groups);
    }

    /** u_s = tanh(q_r + k_s) of some steps. */
    private static void activate(Tensor y, int r, int first, int steps, float[] u) {
        Tensor q = y.a;
        Tensor keys = y.b;
        int n = q.cols;
        for (int s = 0; s < steps; s++) {
            Op.K.add(q.value, q.offset + r * n, keys.value,
                    keys.offset + keyRow(y, r, first + s) * n, u, s * n, n);
        }
        Op.K.tanh(u, 0, u, 0, steps * n);
    }
}
