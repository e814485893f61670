package verge.autodiff.kernel;

import java.util.Arrays;

/**
 * The vector twin, on jdk.incubator.vector. Products are vectorised over columns and tiled over
 * rows, never across k. Loops are short and mask-free, the species is a constant, and the ends of
 * arrays go through the scalar formulas, so that bits do not depend on the width.
 */
final class VectorKernels extends ScalarKernels {

    private static final int L = Lanes.L;
    /** Elements of which exp finds out at once whether all are ordinary. */
    private static final int BLOCK = 1024;

    VectorKernels() {
        VectorRehearsal.run();
    }

    @Override
    public String name() {
        return "vector-" + Lanes.S.vectorBitSize();
    }

    @Override
    public int packedFloats(int k, int n) {
        return Lanes.PANELS.floats(k, n);
    }

    @Override
    public void pack(int k, int n, float[] b, int bo, int rowStep, int columnStep,
            float[] packed, int po) {
        VectorProducts.pack(k, n, b, bo, rowStep, columnStep, packed, po);
    }

    @Override
    public void gemmPacked(int m, int n, int k, float[] a, int ao, int rowStep, int depthStep,
            float[] packed, int po, float[] start, int so, int lds, float[] c, int co, int ldc) {
        VectorProducts.gemmPacked(m, n, k, a, ao, rowStep, depthStep, packed, po, start, so, lds,
                c, co, ldc);
    }

    @Override
    public void gemm(int m, int n, int k, float[] a, int ao, int rowStep, int depthStep,
            float[] b, int bo, int ldb, float[] start, int so, int lds, float[] c, int co,
            int ldc) {
        VectorProducts.gemm(m, n, k, a, ao, rowStep, depthStep, b, bo, ldb, start, so, lds,
                c, co, ldc);
    }

    @Override
    public void gemmHeads(int heads, int m, int n, int k, float[] a, int ao, int aStep,
            int rowStep, int depthStep, float[] b, int bo, int bStep, int ldb, boolean add,
            float[] c, int co, int cStep, int ldc) {
        if (m == 1 && n % L == 0) {
            VectorHeadProducts.row(heads, n, k, a, ao, aStep, depthStep, b, bo, bStep, ldb, add,
                    c, co, cStep);
        } else {
            super.gemmHeads(heads, m, n, k, a, ao, aStep, rowStep, depthStep, b, bo, bStep, ldb,
                    add, c, co, cStep, ldc);
        }
    }

    @Override
    public void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        VectorLoops.add(a, ao, b, bo, y, yo, n);
    }

    @Override
    public void subtract(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        VectorLoops.subtract(a, ao, b, bo, y, yo, n);
    }

    @Override
    public void multiply(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        VectorLoops.multiply(a, ao, b, bo, y, yo, n);
    }

    @Override
    public void multiplyAdd(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        VectorLoops.multiplyAdd(a, ao, b, bo, y, yo, n);
    }

    @Override
    public void affine(float alpha, float beta, float[] x, int xo, float[] y, int yo, int n) {
        VectorLoops.affine(alpha, beta, x, xo, y, yo, n);
    }

    @Override
    public void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        VectorLoops.axpy(alpha, x, xo, y, yo, n);
    }

    @Override
    public void blend(float alpha, float[] x, int xo, float beta, float[] y, int yo, int n) {
        VectorLoops.blend(alpha, x, xo, beta, y, yo, n);
    }

    @Override
    public void addRows(int rows, int n, float[] x, int xo, int ldx, float[] y, int yo) {
        VectorLoops.addRows(rows, n, x, xo, ldx, y, yo);
    }

    /**
     * y[i] = e^(x[i] - shift), as loops of {@link VectorMath} that must not be inlined here: the
     * constants of all of them together are more than there are registers. Those that another method
     * calls for this one are not; see {@link NotInlined}.
     */
    static void exp(float shift, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += BLOCK) {
            int count = Math.min(BLOCK, n - i);
            if (VectorMath.largestSize(shift, x, xo + i, count) <= VectorMath.EXP_ORDINARY) {
                expOrdinary(shift, x, xo + i, y, yo + i, count);
            } else {
                expAny(shift, x, xo + i, y, yo + i, count);
            }
        }
    }

    private static void expOrdinary(float shift, float[] x, int xo, float[] y, int yo, int n) {
        VectorMath.expOrdinary(shift, x, xo, y, yo, n);
    }

    private static void expAny(float shift, float[] x, int xo, float[] y, int yo, int n) {
        VectorMath.expAny(shift, x, xo, y, yo, n);
    }

    @Override
    public void expShifted(float shift, float[] x, int xo, float[] y, int yo, int n) {
        int whole = n & -VectorMath.PAIR;
        exp(shift, x, xo, y, yo, whole);
        if (whole < n) {
            float[] end = end(x, xo + whole, n - whole);
            exp(shift, end, 0, end, 0, n - whole);
            System.arraycopy(end, 0, y, yo + whole, n - whole);
        }
    }

    @Override
    public void log(float[] x, int xo, float[] y, int yo, int n) {
        int whole = n & -VectorMath.PAIR;
        VectorMath.log(x, xo, y, yo, whole);
        if (whole < n) {
            float[] end = end(x, xo + whole, n - whole);
            VectorMath.log(end, 0, end, 0, n - whole);
            System.arraycopy(end, 0, y, yo + whole, n - whole);
        }
    }

    @Override
    public void tanh(float[] x, int xo, float[] y, int yo, int n) {
        int whole = n & -VectorMath.PAIR;
        VectorMath.tanh(x, xo, y, yo, whole);
        if (whole < n) {
            float[] end = end(x, xo + whole, n - whole);
            VectorMath.tanh(end, 0, end, 0, n - whole);
            System.arraycopy(end, 0, y, yo + whole, n - whole);
        }
    }

    @Override
    public void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        int whole = n & -VectorMath.PAIR;
        VectorMath.sigmoid(x, xo, y, yo, whole);
        if (whole < n) {
            float[] end = end(x, xo + whole, n - whole);
            VectorMath.sigmoid(end, 0, end, 0, n - whole);
            System.arraycopy(end, 0, y, yo + whole, n - whole);
        }
    }

    @Override
    public void elu(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        int whole = n & -VectorMath.PAIR;
        VectorMath.elu(alpha, x, xo, y, yo, whole);
        if (whole < n) {
            float[] end = end(x, xo + whole, n - whole);
            VectorMath.elu(alpha, end, 0, end, 0, n - whole);
            System.arraycopy(end, 0, y, yo + whole, n - whole);
        }
    }

    @Override
    public void eluBackward(float alpha, float[] x, int xo, float[] dy, int dyo, float[] dx,
            int dxo, int n) {
        float[] e = Scratch.mine().row(n);
        expShifted(0f, x, xo, e, 0, n);
        VectorLoops.eluBackward(alpha, x, xo, e, dy, dyo, dx, dxo, n);
    }

    @Override
    public void relu(float[] x, int xo, float[] y, int yo, int n) {
        VectorLoops.relu(x, xo, y, yo, n);
    }

    @Override
    public void reluBackward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        VectorLoops.reluBackward(x, xo, dy, dyo, dx, dxo, n);
    }

    /** Returns a pair of vectors of scratch, the last elements of x and the first of these again. */
    private static float[] end(float[] x, int from, int n) {
        float[] end = Scratch.mine().tile(VectorMath.PAIR);
        System.arraycopy(x, from, end, 0, n);
        Arrays.fill(end, n, VectorMath.PAIR, x[from]);          // so that they alone decide how
        return end;
    }

    @Override
    public void tanhBackward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        VectorLoops.tanhBackward(y, yo, dy, dyo, dx, dxo, n);
    }

    @Override
    public void sigmoidBackward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo,
            int n) {
        VectorLoops.sigmoidBackward(y, yo, dy, dyo, dx, dxo, n);
    }

    @Override
    public float sum(float[] x, int xo, int n) {
        return n < VectorReductions.SHORTEST ? super.sum(x, xo, n)
                : VectorReductions.sum(x, xo, n);
    }

    @Override
    public float dot(float[] a, int ao, float[] b, int bo, int n) {
        return n < VectorReductions.SHORTEST ? super.dot(a, ao, b, bo, n)
                : VectorReductions.dot(a, ao, b, bo, n);
    }

    @Override
    public void softmaxRows(int rows, int n, float[] x, int xo, float[] y, int yo) {
        if (n % REDUCTION_LANES == 0) {
            VectorSoftmax.forward(rows, n, x, xo, y, yo);
        } else {
            super.softmaxRows(rows, n, x, xo, y, yo);
        }
    }

    @Override
    public void softmaxRowsBackward(int rows, int n, float[] y, int yo, float[] dy, int dyo,
            float[] dx, int dxo) {
        if (n % REDUCTION_LANES == 0) {
            VectorSoftmax.backward(rows, n, y, yo, dy, dyo, dx, dxo);
        } else {
            super.softmaxRowsBackward(rows, n, y, yo, dy, dyo, dx, dxo);
        }
    }

    @Override
    public void layerNormRows(int rows, int n, float[] x, int xo, float[] gamma, int go,
            float[] beta, int bo, float epsilon, float[] y, int yo, float[] mean, int mo,
            float[] inverse, int io) {
        VectorNorms.forward(rows, n, x, xo, gamma, go, beta, bo, epsilon, y, yo, mean, mo, inverse,
                io);
    }

    @Override
    public void layerNormRowsBackward(int rows, int n, float[] x, int xo, float[] gamma, int go,
            float[] mean, int mo, float[] inverse, int io, float[] dy, int dyo, float[] dx,
            int dxo, float[] dgamma, int dgo, float[] dbeta, int dbo) {
        VectorNorms.backward(rows, n, x, xo, gamma, go, mean, mo, inverse, io, dy, dyo, dx, dxo,
                dgamma, dgo, dbeta, dbo);
    }

    @Override
    public void lstmCell(int rows, int h, float[] z, int zo, float[] gates, int go, float[] c,
            int co, float[] next, int no, float[] t, int to, float[] y, int yo) {
        VectorCells.lstm(rows, h, z, zo, gates, go, c, co, next, no, t, to, y, yo);
    }

    @Override
    public void lstmCellBackward(int rows, int h, float[] gates, int go, float[] c, int co,
            float[] t, int to, float[] dy, int dyo, float[] dc, int dco, float[] dz, int dzo) {
        VectorCells.lstmBackward(rows, h, gates, go, c, co, t, to, dy, dyo, dc, dco, dz, dzo);
    }

    @Override
    public void gruCell(int rows, int h, float[] x, int xo, float[] u, int uo, float[] h0, int ho,
            float[] y, int yo) {
        VectorCells.gru(rows, h, x, xo, u, uo, h0, ho, y, yo);
    }

    @Override
    public void gruCellBackward(int rows, int h, float[] gates, int go, float[] u, int uo,
            float[] h0, int ho, float[] dy, int dyo, float[] dx, int dxo, float[] du, int duo,
            float[] dh, int dho) {
        VectorCells.gruBackward(rows, h, gates, go, u, uo, h0, ho, dy, dyo, dx, dxo, du, duo, dh,
                dho);
    }

    @Override
    public void headDots(int first, int end, int heads, int width, float[] x, int xo, int[] rows,
            float[] a, int ao, float[] y, int yo) {
        if (width > 0 && width % REDUCTION_LANES == 0) {
            VectorEdges.dots(first, end, heads, width, x, xo, rows, a, ao, y, yo);
        } else {
            super.headDots(first, end, heads, width, x, xo, rows, a, ao, y, yo);
        }
    }

    @Override
    public void edgeWeights(int n, int m, int heads, int[] starts, int[] sources, float[] from,
            int fo, float[] to, int too, float[] edge, int eo, float slope, float[] x, int xo,
            float[] alpha, int ao) {
        if (heads <= L || heads % L == 0) {
            VectorEdges.weights(n, m, heads, starts, sources, from, fo, to, too, edge, eo, slope,
                    x, xo, alpha, ao);
        } else {
            super.edgeWeights(n, m, heads, starts, sources, from, fo, to, too, edge, eo, slope, x,
                    xo, alpha, ao);
        }
    }

    @Override
    public void edgeSums(int m, int heads, int width, int[] starts, int[] sources, float[] alpha,
            int ao, float[] z, int zo, float[] y, int yo) {
        if (width % L == 0) {
            VectorEdges.sums(m, heads, width, starts, sources, alpha, ao, z, zo, y, yo);
        } else {
            super.edgeSums(m, heads, width, starts, sources, alpha, ao, z, zo, y, yo);
        }
    }

    @Override
    public void edgeSumsBackward(int m, int heads, int width, int[] starts, int[] sources,
            float[] alpha, int ao, float[] dy, int dyo, float[] dz, int dzo) {
        if (width % L == 0) {
            VectorEdges.sumsBackward(m, heads, width, starts, sources, alpha, ao, dy, dyo, dz, dzo);
        } else {
            super.edgeSumsBackward(m, heads, width, starts, sources, alpha, ao, dy, dyo, dz, dzo);
        }
    }

    @Override
    public void adam(float[] p, float[] g, float[] m, float[] v, int n, float stepSize,
            float beta1, float rest1, float beta2, float rest2, float rootCorrection2,
            float epsilon, float decay) {
        VectorUpdates.adam(p, g, m, v, n, stepSize, beta1, rest1, beta2, rest2, rootCorrection2,
                epsilon, decay);
    }

    @Override
    public void rmsProp(float[] p, float[] g, float[] v, float[] mean, float[] buffer, int n,
            float rate, float alpha, float rest, float epsilon, float momentum, float decay) {
        VectorUpdates.rmsProp(p, g, v, mean, buffer, n, rate, alpha, rest, epsilon, momentum,
                decay);
    }

    @Override
    public void sgd(float[] p, float[] g, float[] buffer, int n, float rate, float momentum,
            float rest, boolean nesterov, float decay) {
        VectorUpdates.sgd(p, g, buffer, n, rate, momentum, rest, nesterov, decay);
    }
}
