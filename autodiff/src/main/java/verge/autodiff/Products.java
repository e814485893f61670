package verge.autodiff;

/**
 * Matrix products: of activations with weights and with their transposes, and the gradient of
 * weights. Weights that are parameters are read from the tape's packs.
 */
final class Products {

    /** Rows of a right operand that are packed at once and read from the second cache. */
    private static final int PACKED_ROWS = 256;

    /** y = x W + addend; dx += dy W^T, dW += x^T dy, d addend += dy (summed for a row). */
    static final Op LINEAR = new Op("linear", true) {
        @Override
        void backward(Tensor y) {
            Tensor addend = y.c;
            addGradients(y, y.a, y.b);
            if (addend != null && addend.gradient != null) {
                addend.openGradient();
                Elementwise.addGradient(y, addend);
            }
        }
    };

    private Products() {}

    /** What y = x W + ... gives to x and W: dx += dy W^T, dW += x^T dy. */
    static void addGradients(Tensor y, Tensor x, Tensor w) {
        if (x.gradient != null) {
            float[] start = x.firstToWrite() ? null : x.gradient;
            timesTransposed(y.rows, y.gradient, y.gradientOffset, w, start, x.gradientOffset,
                    x.gradient, x.gradientOffset);
        }
        addWeightGradient(y.rows, x.value, x.offset, y.gradient, y.gradientOffset, w);
    }

    static Tensor linear(Tensor x, Tensor w, Tensor addend) {
        Tape tape = x.live();
        w.check(tape);
        Tensor.require(x.cols == w.rows, "linear", x, w);
        boolean needs = x.needsGradient() || w.needsGradient();
        if (addend != null) {
            addend.check(tape);
            Tensor.require(addend.cols == w.cols && (addend.rows == 1 || addend.rows == x.rows),
                    "linear addend", w, addend);
            needs |= addend.needsGradient();
        }
        Tensor y = tape.node(LINEAR, x.rows, w.cols, needs);
        y.a = x;
        y.b = w;
        y.c = addend;
        if (addend == null) {
            times(y.rows, x.value, x.offset, w, null, 0, 0, y.value, y.offset);
        } else {
            times(y.rows, x.value, x.offset, w, addend.value, addend.offset,
                    addend.rows == 1 ? 0 : y.cols, y.value, y.offset);
        }
        return y;
    }

    /**
     * C = S + A W, all rows contiguous but those of S.
     *
     * @param a [m, w.rows]
     * @param start S, row i at {@code so + i lds}: 0 repeats one row; null for zeros
     * @param c [m, w.cols], written
     */
    static void times(int m, float[] a, int ao, Tensor w, float[] start, int so, int lds,
            float[] c, int co) {
        int n = w.cols;
        int k = w.rows;
        if (w.owner != null) {
            Op.K.gemmPacked(m, n, k, a, ao, k, 1, w.tape.packs().of(w, false), 0, start, so, lds,
                    c, co, n);
        } else {
            Op.K.gemm(m, n, k, a, ao, k, 1, w.value, w.offset, n, start, so, lds, c, co, n);
        }
    }

    /**
     * C = S + D W^T, all rows contiguous.
     *
     * @param d [m, w.cols]
     * @param start S [m, w.rows]; null for zeros
     * @param c [m, w.rows], written
     */
    static void timesTransposed(int m, float[] d, int dO, Tensor w, float[] start, int so,
            float[] c, int co) {
        int n = w.rows;
        int k = w.cols;
        float[] packed;
        if (w.owner != null) {
            packed = w.tape.packs().of(w, true);
        } else {
            packed = w.tape.packRoom(Op.K.packedFloats(k, n));
            Op.K.pack(k, n, w.value, w.offset, 1, k, packed, 0);
        }
        Op.K.gemmPacked(m, n, k, d, dO, k, 1, packed, 0, start, so, n, c, co, n);
    }

    /** dW += A^T D over m rows, a [m, w.rows] and d [m, w.cols]; nothing where dW is not kept. */
    static void addWeightGradient(int m, float[] a, int ao, float[] d, int dO, Tensor w) {
        if (w.gradient != null) {
            int n = w.cols;
            float[] start = w.firstToWrite() ? null : w.gradient;
            Op.K.gemm(w.rows, n, m, a, ao, 1, w.rows, d, dO, n, start, w.gradientOffset, n,
                    w.gradient, w.gradientOffset, n);
        }
    }

    /**
     * dW += A^T D and dV += B^T D over m rows, a [m, w.rows], b [m, v.rows] and d [m, w.cols], as two
     * calls of {@link #addWeightGradient} that pack D once.
     */
    static void addWeightGradients(int m, float[] a, int ao, Tensor w, float[] b, int bo, Tensor v,
            float[] d, int dO) {
        int n = w.cols;
        for (int i = 0; i < m; i += PACKED_ROWS) {
            int rows = Math.min(PACKED_ROWS, m - i);
            float[] packed = w.tape.packRoom(Op.K.packedFloats(rows, n));
            Op.K.pack(rows, n, d, dO + i * n, n, 1, packed, 0);
            addPacked(rows, a, ao + i * w.rows, packed, w);
            addPacked(rows, b, bo + i * v.rows, packed, v);
        }
    }

    private static void addPacked(int m, float[] a, int ao, float[] packed, Tensor w) {
        if (w.gradient != null) {
            int n = w.cols;
            float[] start = w.firstToWrite() ? null : w.gradient;
            Op.K.gemmPacked(w.rows, n, m, a, ao, 1, w.rows, packed, 0, start, w.gradientOffset, n,
                    w.gradient, w.gradientOffset, n);
        }
    }
}
