package verge.autodiff.kernel;

/**
 * The arithmetic of tensors on flat row-major float arrays. Two implementations exist, equal bit
 * for bit; {@link #active()} is the one this process uses. Arrays are addressed as (array, offset);
 * matrices as (array, offset, row stride). An output may be one of the inputs at the same offset;
 * other overlap is not allowed. No method keeps a reference, allocates (once compiled), or checks
 * ranges beyond what array access checks.
 */
public interface Kernels {

    /** Number of virtual lanes of every reduction except products. */
    int REDUCTION_LANES = 16;

    /** Returns the implementation chosen for this process ({@code -Dverge.kernels}). */
    static Kernels active() {
        return KernelProvider.ACTIVE;
    }

    /** Returns {@code scalar} or {@code vector} with its width, as written into manifests. */
    String name();

    /**
     * C += A B, each element as {@code fma(a, b, c)} over k = 0..K-1 in order.
     *
     * @param m rows of A and C
     * @param n columns of B and C
     * @param k columns of A, rows of B
     * @param a holds A: element (i, p) at {@code ao + i * rowStep + p * depthStep}, so that A or
     *     its transpose can be read in place
     * @param b holds B, row p at {@code bo + p * ldb}
     * @param c holds C, row i at {@code co + i * ldc}; modified
     */
    void gemm(int m, int n, int k, float[] a, int ao, int rowStep, int depthStep,
            float[] b, int bo, int ldb, float[] c, int co, int ldc);

    /** y[i] = a[i] + b[i]. */
    void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** y[i] = a[i] - b[i]. */
    void subtract(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** y[i] = a[i] * b[i]. */
    void multiply(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** y[i] = fma(a[i], b[i], y[i]). */
    void multiplyAdd(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** y[i] = fma(alpha, x[i], beta). */
    void affine(float alpha, float beta, float[] x, int xo, float[] y, int yo, int n);

    /** y[i] = fma(alpha, x[i], y[i]). */
    void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n);

    /** y[i] = e^(x[i] - shift). */
    void expShifted(float shift, float[] x, int xo, float[] y, int yo, int n);

    /** y[i] = tanh(x[i]). */
    void tanh(float[] x, int xo, float[] y, int yo, int n);

    /** y[i] = 1 / (1 + e^-x[i]). */
    void sigmoid(float[] x, int xo, float[] y, int yo, int n);

    /** dx[i] = fma(dy[i], 1 - y[i]^2, dx[i]), for y = tanh(x). */
    void tanhBackward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n);

    /** dx[i] = fma(dy[i], y[i] (1 - y[i]), dx[i]), for y = sigmoid(x). */
    void sigmoidBackward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n);

    /** Returns the sum of x, lane by lane. */
    float sum(float[] x, int xo, int n);

    /** Returns the sum of fma(a[i], b[i], .), lane by lane. */
    float dot(float[] a, int ao, float[] b, int bo, int n);

    /** Returns the largest of x, NaN if any is NaN, negative infinity if n is 0. */
    float max(float[] x, int xo, int n);

    /**
     * One Adam step (Kingma and Ba 2015, Algorithm 1): m = b1 m + (1-b1) g, v = b2 v + (1-b2) g^2,
     * p -= rate * (m / correction1) / (sqrt(v / correction2) + epsilon), evaluated as
     * p -= (rate / correction1) * m / (sqrt(v) / sqrt(correction2) + epsilon).
     *
     * @param rest1 1 - b1, rounded once from double: 1 - (float) b1 would be off by up to 1e-5
     * @param rest2 1 - b2, likewise
     */
    void adam(float[] p, float[] g, float[] m, float[] v, int n, float stepSize, float beta1,
            float rest1, float beta2, float rest2, float rootCorrection2, float epsilon);
}
