package verge.autodiff;

import java.util.Arrays;
import verge.autodiff.kernel.FloatMath;

/**
 * Softmax and its kin over the entries of a row of x [rows, cols] that a mask keeps, M being the
 * largest of them and sums going over them:
 *
 * <pre>
 *   softmax      p_j = e^(x_j - M) / sum e^(x - M)        dx += p (dp - sum dp p)
 *   logSoftmax   y_j = x_j - M - log sum e^(x - M)        dx += dy - p sum dy
 *   logSumExp    y = M + log sum e^(x - M)                dx += p dy
 *   entropy      y = -sum p log p                         dx += -p (log p + y) dy
 * </pre>
 *
 * <p>Softmax as in Bridle 1990, shifted by M against overflow (Blanchard, Higham and Higham 2021),
 * entropy in nats (Shannon 1948), masks as in Vaswani et al. 2017, section 3.2.3. A mask is a constant
 * [m, cols] of which 0 means masked and anything else keep; row i of x is masked by row i mod m, so
 * that one row, or one per sequence of a time-major batch, serves many. A masked entry contributes
 * nothing, even if it holds NaN or infinity, and its gradient is exactly 0. A row without a kept entry
 * gives softmax 0, logarithm -infinity and gradient 0, never NaN. A null mask keeps everything.
 *
 * <p>Every method throws {@code IllegalArgumentException} if the shapes do not fit, and allocates
 * nothing once the tape is warm.
 */
public final class Masking {

    /** p = softmax x; dx += p (dy - sum(dy p)). */
    static final Op SOFTMAX = new MaskedOp("masked-softmax") {
        @Override
        void backward(Tensor y) {
            int n = y.cols;
            float[] d = y.tape.scratch(n);
            for (int i = 0; i < y.rows; i++) {
                keep(y.b, i, y.gradient, y.gradientOffset + i * n, 0f, d, n);
                int p = y.offset + i * n;
                K.affine(1f, -K.dot(d, 0, y.value, p, n), d, 0, d, 0, n);
                K.multiply(y.value, p, d, 0, d, 0, n);
                addKept(y.b, i, d, y.a);
            }
        }
    };

    /** y = x - m - log sum e^(x - m); dx += dy - e^y sum(dy), both over kept entries. */
    static final Op LOG_SOFTMAX = new MaskedOp("masked-log-softmax") {
        @Override
        void backward(Tensor y) {
            int n = y.cols;
            float[] d = y.tape.scratch(2 * n);
            for (int i = 0; i < y.rows; i++) {
                keep(y.b, i, y.gradient, y.gradientOffset + i * n, 0f, d, n);
                float total = K.sum(d, 0, n);
                System.arraycopy(y.value, y.offset + i * n, d, n, n);
                K.expShifted(0f, d, n, d, n, n);
                K.axpy(-total, d, n, d, 0, n);
                addKept(y.b, i, d, y.a);
            }
        }
    };

    /** y = m + log sum e^(x - m); dx += p dy, p = e^(x - m) / sum as the workspace keeps it. */
    static final Op LOG_SUM_EXP = new MaskedOp("log-sum-exp") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            int n = x.cols;
            float[] d = y.tape.scratch(n);
            for (int i = 0; i < y.rows; i++) {
                K.affine(y.gradient[y.gradientOffset + i], 0f, y.work, y.workOffset + i * n, d, 0,
                        n);
                addKept(y.b, i, d, x);
            }
        }
    };

    /** y = -sum p log p; dx += -p (log p + y) dy; the workspace keeps log p. */
    static final Op ENTROPY = new MaskedOp("entropy") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            int n = x.cols;
            float[] d = y.tape.scratch(n);
            for (int i = 0; i < y.rows; i++) {
                float entropy = y.value[y.offset + i];
                float dy = y.gradient[y.gradientOffset + i];
                for (int j = 0; j < n; j++) {
                    float log = y.work[y.workOffset + i * n + j];
                    float p = FloatMath.exp(log);
                    d[j] = p == 0f ? 0f : -p * (log + entropy) * dy;
                }
                addKept(y.b, i, d, x);
            }
        }
    };

    /** y = x where kept, 0 elsewhere; dx += dy where kept. */
    static final Op KEEP = new MaskedOp("keep") {
        @Override
        void backward(Tensor y) {
            int n = y.cols;
            float[] d = y.tape.scratch(n);
            for (int i = 0; i < y.rows; i++) {
                System.arraycopy(y.gradient, y.gradientOffset + i * n, d, 0, n);
                addKept(y.b, i, d, y.a);
            }
        }
    };

    /** y = x in rows of kept steps, 0 elsewhere; dx += dy in kept rows. */
    static final Op KEEP_STEPS = new Op("keep-steps") {
        @Override
        boolean reads(Tensor y, int element) {
            return stepKept(y.b, element / y.cols);
        }

        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            int n = y.cols;
            for (int i = 0; i < y.rows; i++) {
                if (stepKept(y.b, i)) {
                    int dx = x.gradientOffset + i * n;
                    K.add(y.gradient, y.gradientOffset + i * n, x.gradient, dx, x.gradient, dx, n);
                }
            }
        }
    };

    /** An operation on a whose mask is b. */
    private abstract static class MaskedOp extends Op {

        MaskedOp(String name) {
            super(name);
        }

        @Override
        final boolean reads(Tensor y, int element) {
            return y.b == null || y.b.value[y.b.offset + element % y.b.size()] != 0f;
        }
    }

    private Masking() {}

    /** Softmax over the kept entries of every row: [rows, cols] -> [rows, cols]. */
    public static Tensor softmax(Tensor x, Tensor mask) {
        Tensor y = node(SOFTMAX, x, mask, x.cols);
        int n = x.cols;
        for (int i = 0; i < x.rows; i++) {
            int row = y.offset + i * n;
            float largest = expKept(x, mask, i, y.value, row);
            if (largest == Float.NEGATIVE_INFINITY && noneKept(mask, i, n)) {
                continue;
            }
            float inverse = 1f / Op.K.sum(y.value, row, n);
            Op.K.affine(inverse, 0f, y.value, row, y.value, row, n);
            if (!Float.isFinite(inverse)) {                          // 0 times it would be NaN
                keep(mask, i, y.value, row, 0f, y.value, row, n);
            }
        }
        return y;
    }

    /** Logarithm of {@link #softmax}, -infinity where masked: [rows, cols] -> [rows, cols]. */
    public static Tensor logSoftmax(Tensor x, Tensor mask) {
        Tensor y = node(LOG_SOFTMAX, x, mask, x.cols);
        for (int i = 0; i < x.rows; i++) {
            logRow(x, mask, i, y.value, y.offset + i * x.cols);
        }
        return y;
    }

    /** Logarithm of the sum of e^x over the kept entries of every row: [rows, cols] -> [rows, 1]. */
    public static Tensor logSumExp(Tensor x, Tensor mask) {
        Tensor y = node(LOG_SUM_EXP, x, mask, 1);
        int n = x.cols;
        x.tape.workspace(y, x.size());
        for (int i = 0; i < x.rows; i++) {
            int p = y.workOffset + i * n;
            float largest = expKept(x, mask, i, y.work, p);
            if (largest == Float.NEGATIVE_INFINITY && noneKept(mask, i, n)) {
                y.value[y.offset + i] = largest;
                continue;
            }
            float sum = Op.K.sum(y.work, p, n);
            Op.K.affine(1f / sum, 0f, y.work, p, y.work, p, n);
            y.value[y.offset + i] = largest + FloatMath.log(sum);
        }
        return y;
    }

    /**
     * Entropy -sum p log p of {@link #softmax} in nats, 0 for a row without a kept entry:
     * [rows, cols] -> [rows, 1].
     */
    public static Tensor entropy(Tensor x, Tensor mask) {
        Tensor y = node(ENTROPY, x, mask, 1);
        int n = x.cols;
        x.tape.workspace(y, x.size());
        float[] terms = x.tape.scratch(n);
        for (int i = 0; i < x.rows; i++) {
            int log = y.workOffset + i * n;
            logRow(x, mask, i, y.work, log);
            Op.K.expShifted(0f, y.work, log, terms, 0, n);
            for (int j = 0; j < n; j++) {
                terms[j] = terms[j] == 0f ? 0f : -terms[j] * y.work[log + j];
            }
            y.value[y.offset + i] = Op.K.sum(terms, 0, n);
        }
        return y;
    }

    /** x where the mask keeps, 0 elsewhere, whatever is there: [rows, cols] -> [rows, cols]. */
    public static Tensor keep(Tensor x, Tensor mask) {
        if (mask == null) {
            return x;
        }
        Tensor y = node(KEEP, x, mask, x.cols);
        for (int i = 0; i < x.rows; i++) {
            keep(mask, i, x.value, x.offset + i * x.cols, 0f, y.value, y.offset + i * x.cols,
                    x.cols);
        }
        return y;
    }

    /** 1 for every row of a mask that keeps something, 0 for others: [m, n] -> [m, 1], a constant. */
    public static Tensor anyKept(Tensor mask) {
        Tensor y = mask.live().zeros(mask.rows, 1);
        for (int i = 0; i < mask.rows; i++) {
            y.value[y.offset + i] = noneKept(mask, i, mask.cols) ? 0f : 1f;
        }
        return y;
    }

    /**
     * The rows of a time-major sequence [steps * groups, d] whose step is kept, zeros instead of
     * the others: what attention may look at.
     *
     * @param mask [groups, steps], laid out as the scores it masks; null keeps everything
     * @return [steps * groups, d]; x itself without a mask
     */
    public static Tensor keepSteps(Tensor x, Tensor mask) {
        if (mask == null) {
            return x;
        }
        mask.check(x.tape);
        Tensor.require(x.rows == mask.size(), KEEP_STEPS.name(), x, mask);
        Tensor y = x.live().node(KEEP_STEPS, x.rows, x.cols, x.needsGradient());
        y.a = x;
        y.b = mask;
        int n = x.cols;
        for (int i = 0; i < x.rows; i++) {
            int row = y.offset + i * n;
            if (stepKept(mask, i)) {
                System.arraycopy(x.value, x.offset + i * n, y.value, row, n);
            } else {
                Arrays.fill(y.value, row, row + n, 0f);
            }
        }
        return y;
    }

    private static Tensor node(Op op, Tensor x, Tensor mask, int cols) {
        if (mask != null) {
            mask.check(x.tape);
            Tensor.require(mask.cols == x.cols
                    && (x.rows == 0 || mask.rows > 0 && x.rows % mask.rows == 0),
                    op.name(), x, mask);
        }
        Tensor y = x.live().node(op, x.rows, cols, x.needsGradient());
        y.a = x;
        y.b = mask;
        return y;
    }

    /** Writes e^(x - largest) of row i, 0 where masked; returns the largest kept entry. */
    private static float expKept(Tensor x, Tensor mask, int i, float[] to, int at) {
        int n = x.cols;
        keep(mask, i, x.value, x.offset + i * n, Float.NEGATIVE_INFINITY, to, at, n);
        float largest = Op.K.max(to, at, n);
        if (largest == Float.NEGATIVE_INFINITY && noneKept(mask, i, n)) {
            Arrays.fill(to, at, at + n, 0f);
        } else {
            Op.K.expShifted(largest, to, at, to, at, n);
        }
        return largest;
    }

    private static void logRow(Tensor x, Tensor mask, int i, float[] to, int at) {
        int n = x.cols;
        float largest = expKept(x, mask, i, to, at);
        float log = FloatMath.log(Op.K.sum(to, at, n));
        keep(mask, i, x.value, x.offset + i * n, Float.NEGATIVE_INFINITY, to, at, n);
        if (largest == Float.NEGATIVE_INFINITY && noneKept(mask, i, n)) {
            return;
        }
        Op.K.affine(1f, -largest, to, at, to, at, n);
        Op.K.affine(1f, -log, to, at, to, at, n);
        if (!Float.isFinite(largest) || !Float.isFinite(log)) {
            keep(mask, i, to, at, Float.NEGATIVE_INFINITY, to, at, n);
        }
    }

    private static boolean noneKept(Tensor mask, int i, int n) {
        if (mask == null) {
            return n == 0;
        }
        int row = mask.offset + i % mask.rows * n;
        for (int j = 0; j < n; j++) {
            if (mask.value[row + j] != 0f) {
                return false;
            }
        }
        return true;
    }

    private static boolean stepKept(Tensor mask, int row) {
        return mask.value[mask.offset + row % mask.rows * mask.cols + row / mask.rows] != 0f;
    }

    private static void keep(Tensor mask, int i, float[] x, int from, float instead, float[] to,
            int n) {
        keep(mask, i, x, from, instead, to, 0, n);
    }

    /** Copies a row, with something else in place of masked entries. */
    private static void keep(Tensor mask, int i, float[] x, int from, float instead, float[] to,
            int at, int n) {
        if (mask == null) {
            System.arraycopy(x, from, to, at, n);
            return;
        }
        int row = mask.offset + i % mask.rows * n;
        for (int j = 0; j < n; j++) {
            to[at + j] = mask.value[row + j] != 0f ? x[from + j] : instead;
        }
    }

    /** dx_i += d where kept. */
    private static void addKept(Tensor mask, int i, float[] d, Tensor x) {
        int n = x.cols;
        int dx = x.gradientOffset + i * n;
        if (mask == null) {
            Op.K.add(d, 0, x.gradient, dx, x.gradient, dx, n);
            return;
        }
        int row = mask.offset + i % mask.rows * n;
        for (int j = 0; j < n; j++) {
            if (mask.value[row + j] != 0f) {
                x.gradient[dx + j] += d[j];
            }
        }
    }
}
