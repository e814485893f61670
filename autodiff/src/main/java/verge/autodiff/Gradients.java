package verge.autodiff;

/**
 * Where gradients stop and where they begin: stop(x) = x with dx += 0, and seed(x, u) = 0 with
 * dx += u dy, x and u [rows, cols], dy [1, 1]: the adjoint of a value may be given from outside
 * (Griewank and Walther 2008, section 3.2). x is not modified, and nothing is allocated once the tape
 * is warm.
 */
public final class Gradients {

    /** Value 0; dx += dy times the gradient handed in, which the workspace keeps. */
    static final Op SEED = new Op("seed") {
        @Override
        void backward(Tensor y) {
            K.axpy(y.gradient[y.gradientOffset], y.work, y.workOffset, y.a.gradient,
                    y.a.gradientOffset, y.a.size());
        }
    };

    private Gradients() {}

    /** The same value as a constant, [rows, cols]: no gradient passes. Shares the array of x. */
    public static Tensor stop(Tensor x) {
        Tensor y = x.live().constant(x.value, x.offset, x.rows, x.cols);
        y.a = x;                                        // to trace what is not finite
        return y;
    }

    /**
     * A scalar of value 0 whose gradient with respect to x is the one handed in, for a
     * vector-Jacobian product: where dL/dx is known from elsewhere, L is not. Several can be added.
     *
     * @param x [rows, cols]
     * @param upstream dL/dx, as many as x has elements, row-major from the offset on; copied
     * @return [1, 1]
     * @throws IndexOutOfBoundsException if the array is too short
     */
    public static Tensor seed(Tensor x, float[] upstream, int from) {
        Tensor y = x.live().node(SEED, 1, 1, x.needsGradient());
        y.a = x;
        x.tape.workspace(y, x.size());
        System.arraycopy(upstream, from, y.work, y.workOffset, x.size());
        y.value[y.offset] = 0f;
        return y;
    }
}
