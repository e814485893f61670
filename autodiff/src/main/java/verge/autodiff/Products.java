package verge.autodiff;

/** Matrix products. */
final class Products {

    /** y = x W + addend; dx += dy W^T, dW += x^T dy, d addend += dy (summed for a row). */
    static final Op LINEAR = new Op("linear") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            Tensor w = y.b;
            Tensor addend = y.c;
            int m = y.rows;
            int n = y.cols;
            int k = x.cols;
            if (x.gradient != null) {
                float[] transposed = y.tape.scratch(n * k);
                transpose(w.value, w.offset, k, n, transposed);
                K.gemm(m, k, n, y.gradient, y.gradientOffset, n, 1, transposed, 0, k,
                        x.gradient, x.gradientOffset, k, x.gradient, x.gradientOffset, k);
            }
            if (w.gradient != null) {
                K.gemm(k, n, m, x.value, x.offset, 1, k, y.gradient, y.gradientOffset, n,
                        w.gradient, w.gradientOffset, n, w.gradient, w.gradientOffset, n);
            }
            if (addend != null && addend.gradient != null) {
                Elementwise.addGradient(y, addend);
            }
        }
    };

    private Products() {}

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
        int n = y.cols;
        int stride = addend == null || addend.rows == 1 ? 0 : n;
        Op.K.gemm(y.rows, n, x.cols, x.value, x.offset, x.cols, 1, w.value, w.offset, n,
                addend == null ? null : addend.value, addend == null ? 0 : addend.offset, stride,
                y.value, y.offset, n);
        return y;
    }

    /** Writes the transpose of [rows, cols] to the beginning of target. */
    private static void transpose(float[] source, int offset, int rows, int cols,
            float[] target) {
        for (int block = 0; block < cols; block += 8) {
            int end = Math.min(block + 8, cols);
            for (int i = 0; i < rows; i++) {
                for (int j = block; j < end; j++) {
                    target[j * rows + i] = source[offset + i * cols + j];
                }
            }
        }
    }
}
