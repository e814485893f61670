package verge.autodiff.kernel;

/**
 * The arithmetic of tensors on flat row-major float arrays. Two implementations exist, equal bit
 * for bit; {@link #active()} is the one this process uses. Arrays are addressed as (array, offset);
 * matrices as (array, offset, row stride). An output may be one of the inputs at the same offset;
 * other overlap is not allowed. No method keeps a reference, allocates (once compiled), or checks
 * ranges beyond what array access checks.
 *
 * <p>Vectors are [n], matrices [rows, columns]; each method states its formula, in which fma is IEEE
 * 754-2019's fusedMultiplyAdd (section 5.4.1). The order of every sum is a part of the contract, as
 * rounded sums depend on it (Higham 2002, chapter 4): products of matrices in order of their depth,
 * other reductions in {@link #REDUCTION_LANES} lanes. Panels of a
 * packed B are those of Goto and van de Geijn 2008.
 */
public interface Kernels {

    /** Number of virtual lanes of every reduction except products. */
    int REDUCTION_LANES = 16;

    /**
     * Returns the implementation chosen for this process.
     *
     * @throws IllegalArgumentException as {@link #checkOptions()}
     */
    static Kernels active() {
        return KernelProvider.active();
    }

    /**
     * Waits until the kernels of this process have the speed that they will keep, and allocate
     * nothing: unless they are forced, vectors start as scalar loops and take over after a few
     * seconds; if they are, this calls them on shapes of all kinds until they are compiled, which takes as
     * long. Returns at once if nothing is awaited, and early if the thread is interrupted, which it
     * then still is. Results do not depend on any of this; measurements do.
     *
     * @throws IllegalArgumentException as {@link #checkOptions()}
     */
    static void awaitWarm() {
        KernelProvider.awaitWarm();
    }

    /**
     * Checks the system properties {@code verge.kernels} ({@code scalar}, {@code vector} or
     * {@code auto}) and {@code verge.vector.bits} (128, 256 or 512) without loading a kernel.
     *
     * @throws IllegalArgumentException if one of them cannot be satisfied; the message is for the
     *     user
     */
    static void checkOptions() {
        KernelOptions.check();
    }

    /** Returns {@code scalar} or {@code vector} with its width, as written into manifests. */
    String name();

    /**
     * Returns the number of floats that {@link #pack} writes for a matrix [k, n]; at least k * n,
     * because the last columns are padded.
     */
    int packedFloats(int k, int n);

    /**
     * Puts B [k, n] in the order in which {@link #gemmPacked} reads it. The layout is the twin's
     * own (panels of columns, the last one padded with zeros): it depends on the width of vectors
     * and is never written to disk. Weights are packed once and again when they change.
     *
     * @param b holds B: element (p, j) at {@code bo + p * rowStep + j * columnStep}, so that a
     *     transpose is packed without being made
     * @param packed receives {@code packedFloats(k, n)} floats from po on
     */
    void pack(int k, int n, float[] b, int bo, int rowStep, int columnStep,
            float[] packed, int po);

    /**
     * C = S + A B with B packed: the accumulator of element (i, j) starts at S(i, j) and takes
     * {@code fma(a, b, c)} over p = 0..k-1 in order. S = C accumulates; a row of biases with
     * lds = 0 adds the bias; null stands for zeros. No pass over C besides.
     *
     * @param m rows of A and C
     * @param n columns of B and C
     * @param k columns of A, rows of B; 0 gives C = S
     * @param a holds A: element (i, p) at {@code ao + i * rowStep + p * depthStep}, so that A or
     *     its transpose can be read in place
     * @param packed holds B as {@link #pack} wrote it for the same k and n, from po on
     * @param start holds S: element (i, j) at {@code so + i * lds + j}; null for zeros; may be c
     *     with the same offset and stride
     * @param c holds C, row i at {@code co + i * ldc}; written
     */
    void gemmPacked(int m, int n, int k, float[] a, int ao, int rowStep, int depthStep,
            float[] packed, int po, float[] start, int so, int lds, float[] c, int co, int ldc);

    /**
     * C = S + A B as {@link #gemmPacked}, with B in rows: row p at {@code bo + p * ldb}. Where it
     * pays, B is packed block by block into an array that the kernel keeps for each thread.
     */
    void gemm(int m, int n, int k, float[] a, int ao, int rowStep, int depthStep,
            float[] b, int bo, int ldb, float[] start, int so, int lds, float[] c, int co,
            int ldc);

    /**
     * C_h = A_h B_h, or C_h += A_h B_h, for the heads h of an attention: products of equal shapes as
     * {@link #gemm}, those of head h beginning h steps behind those of the first.
     *
     * @param add whether C starts from itself, instead of from zeros
     */
    default void gemmHeads(int heads, int m, int n, int k, float[] a, int ao, int aStep,
            int rowStep, int depthStep, float[] b, int bo, int bStep, int ldb, boolean add,
            float[] c, int co, int cStep, int ldc) {
        for (int h = 0; h < heads; h++, ao += aStep, bo += bStep, co += cStep) {
            gemm(m, n, k, a, ao, rowStep, depthStep, b, bo, ldb, add ? c : null, add ? co : 0,
                    add ? ldc : 0, c, co, ldc);
        }
    }

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

    /** y[i] = fma(alpha, x[i], beta y[i]): a soft update, or a moving average. */
    void blend(float alpha, float[] x, int xo, float beta, float[] y, int yo, int n);

    /** y[j] = y[j] + x[0, j] + x[1, j] + ..., row after row; row i of x at {@code xo + i ldx}. */
    void addRows(int rows, int n, float[] x, int xo, int ldx, float[] y, int yo);

    /** y[i] = e^(x[i] - shift). */
    void expShifted(float shift, float[] x, int xo, float[] y, int yo, int n);

    /** y[i] = log x[i]: negative infinity at zeros, NaN below. */
    void log(float[] x, int xo, float[] y, int yo, int n);

    /** y[i] = tanh(x[i]). */
    void tanh(float[] x, int xo, float[] y, int yo, int n);

    /** y[i] = 1 / (1 + e^-x[i]). */
    void sigmoid(float[] x, int xo, float[] y, int yo, int n);

    /** y[i] = x[i] where its sign is positive, alpha (e^x[i] - 1) elsewhere (Clevert et al. 2016). */
    void elu(float alpha, float[] x, int xo, float[] y, int yo, int n);

    /** dx[i] = fma(dy[i], 1 where x[i] is positive and alpha e^x[i] elsewhere, dx[i]). */
    void eluBackward(float alpha, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo,
            int n);

    /** y[i] = max(x[i], 0) (Nair and Hinton 2010). */
    void relu(float[] x, int xo, float[] y, int yo, int n);

    /** dx[i] = dx[i] + dy[i] where x[i] is positive; the others stay. */
    void reluBackward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n);

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
     * y = softmax x of every row: e^(x - max) / sum. A row whose entries are all negative infinity
     * gives NaN; masks are the caller's.
     */
    void softmaxRows(int rows, int n, float[] x, int xo, float[] y, int yo);

    /** dx = fma(y, dy - dot(dy, y), dx) of every row, for y = softmax x. */
    void softmaxRowsBackward(int rows, int n, float[] y, int yo, float[] dy, int dyo,
            float[] dx, int dxo);

    /** y = (x - max) - log sum e^(x - max) of every row. */
    void logSoftmaxRows(int rows, int n, float[] x, int xo, float[] y, int yo);

    /** dx = fma(-sum(dy), e^y, dx) + dy of every row, for y = log softmax x. */
    void logSoftmaxRowsBackward(int rows, int n, float[] y, int yo, float[] dy, int dyo,
            float[] dx, int dxo);

    /**
     * y = gamma z + beta, z = (x - mean) inverse of every row, with inverse =
     * 1 / sqrt(variance + epsilon) and the biased variance in a second pass (Ba et al. 2016).
     *
     * @param mean receives the mean of each row from mo on
     * @param inverse receives the inverse deviation of each row from io on
     */
    void layerNormRows(int rows, int n, float[] x, int xo, float[] gamma, int go, float[] beta,
            int bo, float epsilon, float[] y, int yo, float[] mean, int mo, float[] inverse,
            int io);

    /**
     * The gradients of {@link #layerNormRows}: with q = gamma dy, dx += (q - mean(q) -
     * z mean(q z)) inverse, dgamma += dy z and dbeta += dy, row after row. Each of dx, dgamma and
     * dbeta may be null.
     */
    void layerNormRowsBackward(int rows, int n, float[] x, int xo, float[] gamma, int go,
            float[] mean, int mo, float[] inverse, int io, float[] dy, int dyo, float[] dx,
            int dxo, float[] dgamma, int dgo, float[] dbeta, int dbo);

    /**
     * One time step of an LSTM after its products, rows contiguous (Hochreiter and Schmidhuber
     * 1997, with forget gates): (i, f, o) = sigmoid z, g = tanh z, c' = fma(f, c, i g),
     * t = tanh c', y = o t.
     *
     * @param z [rows, 4 h], blocks i, f, g, o: products with biases
     * @param gates [rows, 4 h], receives i, f, g, o; may be z at the same offset
     * @param c [rows, h], the state before the step
     * @param next [rows, h], receives c'; may be c at the same offset
     * @param t [rows, h], receives tanh c'
     * @param y [rows, h], receives the output; may be t at the same offset
     */
    void lstmCell(int rows, int h, float[] z, int zo, float[] gates, int go, float[] c, int co,
            float[] next, int no, float[] t, int to, float[] y, int yo);

    /**
     * The gradients of {@link #lstmCell}: s = dc + dy o (1 - t^2); dz = (s g i (1 - i),
     * s c f (1 - f), s i (1 - g^2), dy t o (1 - o)); dc = s f.
     *
     * @param gates [rows, 4 h], what lstmCell made
     * @param dy [rows, h], gradient of the output
     * @param dc [rows, h], gradient of c' from later steps; replaced by the gradient of c
     * @param dz [rows, 4 h], written; may be gates at the same offset
     */
    void lstmCellBackward(int rows, int h, float[] gates, int go, float[] c, int co, float[] t,
            int to, float[] dy, int dyo, float[] dc, int dco, float[] dz, int dzo);

    /**
     * One time step of a GRU after its products, rows contiguous, the reset gate after the hidden
     * product (Cho et al. 2014, in the variant of cuDNN and PyTorch): r = sigmoid(x_r + u_r),
     * z = sigmoid(x_z + u_z), n = tanh(fma(r, u_n, x_n)), y = fma(z, h - n, n).
     *
     * @param x [rows, 3 h], blocks r, z, n: input products with biases; replaced by r, z, n
     * @param u [rows, 3 h], hidden products with biases
     * @param h0 [rows, h], the state before the step
     * @param y [rows, h], receives the state after it; may be h0 at the same offset
     */
    void gruCell(int rows, int h, float[] x, int xo, float[] u, int uo, float[] h0, int ho,
            float[] y, int yo);

    /**
     * The gradients of {@link #gruCell}: s = dy (1 - z) (1 - n^2); dx = (s u_n r (1 - r),
     * dy (h - n) z (1 - z), s); du = (dx_r, dx_z, s r); dh = dy z.
     *
     * @param gates [rows, 3 h], what gruCell left in x
     * @param dy [rows, h], gradient of the state after the step
     * @param dx [rows, 3 h], written; may be gates at the same offset
     * @param du [rows, 3 h], written; may be u at the same offset
     * @param dh [rows, h], written: the part that does not pass through a product; may be dy at
     *     the same offset
     */
    void gruCellBackward(int rows, int h, float[] gates, int go, float[] u, int uo, float[] h0,
            int ho, float[] dy, int dyo, float[] dx, int dxo, float[] du, int duo, float[] dh,
            int dho);

    /**
     * Inner products of the heads of gathered rows: with s = rows[j] for j from first to end - 1,
     * or s = j where rows is null, y[j, h] = x[s, h] . a[h], lane by lane as {@link #dot}.
     *
     * @param x [., heads * width], head h of a row being its columns from h width on
     * @param a [heads, width]
     * @param y [., heads], rows first to end - 1 are written
     */
    default void headDots(int first, int end, int heads, int width, float[] x, int xo, int[] rows,
            float[] a, int ao, float[] y, int yo) {
        for (int j = first; j < end; j++) {
            int row = xo + (rows == null ? j : rows[j]) * heads * width;
            for (int h = 0; h < heads; h++) {
                y[yo + j * heads + h] = dot(x, row + h * width, a, ao + h * width, width);
            }
        }
    }

    /**
     * Weights of the edges of a graph, head by head (Velickovic et al. 2018, Eq. 3): for the edges j
     * from starts[d] to starts[d + 1] - 1, which lead from node sources[j] to node d,
     * x[j] = from[sources[j]] + to[d] + edge[j] and alpha = softmax over them of l, l = x[j] or, where
     * its sign is negative, slope x[j]. Sums run in the order of the edges.
     *
     * @param n rows of from
     * @param m rows of to
     * @param edge [edges, heads]; null for none
     * @param x [edges, heads], written
     * @param alpha [edges, heads], written
     */
    void edgeWeights(int n, int m, int heads, int[] starts, int[] sources, float[] from, int fo,
            float[] to, int too, float[] edge, int eo, float slope, float[] x, int xo,
            float[] alpha, int ao);

    /**
     * Sums over the edges into every node, head by head (Velickovic et al. 2018, Eq. 4):
     * y[d, h] = fma(alpha[j, h], z[sources[j], h], .) from zeros, in the order of the edges j from
     * starts[d] to starts[d + 1] - 1.
     *
     * @param z [., heads * width], head h of a row being its columns from h width on
     * @param y [m, heads * width], written
     */
    void edgeSums(int m, int heads, int width, int[] starts, int[] sources, float[] alpha, int ao,
            float[] z, int zo, float[] y, int yo);

    /**
     * The gradient of z in {@link #edgeSums}: dz[sources[j], h] = fma(alpha[j, h], dy[d, h],
     * dz[sources[j], h]), in the order of the edges.
     */
    void edgeSumsBackward(int m, int heads, int width, int[] starts, int[] sources, float[] alpha,
            int ao, float[] dy, int dyo, float[] dz, int dzo);

    /**
     * One Adam step (Kingma and Ba 2015, Algorithm 1): with g = gradient + decay p,
     * m = b1 m + (1-b1) g, v = b2 v + (1-b2) g^2,
     * p -= rate (m / correction1) / (sqrt(v / correction2) + epsilon), evaluated as
     * p -= (rate / correction1) m / (sqrt(v) / sqrt(correction2) + epsilon).
     *
     * @param rest1 1 - b1, rounded once from double: 1 - (float) b1 would be off by up to 1e-5
     * @param rest2 1 - b2, likewise
     * @param decay coupled weight decay
     */
    void adam(float[] p, float[] g, float[] m, float[] v, int n, float stepSize, float beta1,
            float rest1, float beta2, float rest2, float rootCorrection2, float epsilon,
            float decay);

    /**
     * One RMSProp step (Hinton 2012; Graves 2013 for the centered variant): with g = gradient +
     * decay p, v = alpha v + (1-alpha) g^2, d = sqrt(v) + epsilon, or with the running mean
     * mean = alpha mean + (1-alpha) g, d = sqrt(v - mean^2) + epsilon; p -= rate g / d, or with
     * momentum, buffer = momentum buffer + g / d and p -= rate buffer.
     *
     * @param mean the running mean of gradients, null for the variant that is not centered
     * @param buffer the momentum, null for none
     * @param rest 1 - alpha, rounded once from double
     */
    void rmsProp(float[] p, float[] g, float[] v, float[] mean, float[] buffer, int n,
            float rate, float alpha, float rest, float epsilon, float momentum, float decay);

    /**
     * One step of stochastic gradient descent: with g = gradient + decay p, p -= rate g, or with
     * momentum, buffer = momentum buffer + rest g and p -= rate buffer, or for Nesterov
     * p -= rate (g + momentum buffer).
     *
     * @param buffer the momentum, null for none
     * @param rest 1 - dampening; 1 with a buffer of zeros makes the first step
     */
    void sgd(float[] p, float[] g, float[] buffer, int n, float rate, float momentum, float rest,
            boolean nesterov, float decay);
}
