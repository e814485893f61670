package verge.autodiff.kernel;

import java.util.concurrent.CountDownLatch;

/**
 * Kernels that pass every call on to others, which may be exchanged at any moment, once, for ones
 * that are equal bit for bit and pack matrices alike. Calls under way are not disturbed.
 */
final class SwitchedKernels implements Kernels {

    private final String name;
    private final CountDownLatch settled = new CountDownLatch(1);
    private volatile Kernels now;

    /** Takes the name to go by, whichever kernels are behind it. */
    SwitchedKernels(String name, Kernels first) {
        this.name = name;
        this.now = first;
    }

    /** Passes calls on to these from now on, for good. */
    void settle(Kernels last) {
        now = last;
        settled.countDown();
    }

    /** Waits for {@link #settle}; returns the kernels that calls are passed on to. */
    Kernels settled() throws InterruptedException {
        settled.await();
        return now;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int packedFloats(int k, int n) {
        return now.packedFloats(k, n);
    }

    @Override
    public void pack(int k, int n, float[] b, int bo, int rowStep, int columnStep, float[] packed,
            int po) {
        now.pack(k, n, b, bo, rowStep, columnStep, packed, po);
    }

    @Override
    public void gemmPacked(int m, int n, int k, float[] a, int ao, int rowStep, int depthStep,
            float[] packed, int po, float[] start, int so, int lds, float[] c, int co, int ldc) {
        now.gemmPacked(m, n, k, a, ao, rowStep, depthStep, packed, po, start, so, lds, c, co,
                ldc);
    }

    @Override
    public void gemm(int m, int n, int k, float[] a, int ao, int rowStep, int depthStep,
            float[] b, int bo, int ldb, float[] start, int so, int lds, float[] c, int co,
            int ldc) {
        now.gemm(m, n, k, a, ao, rowStep, depthStep, b, bo, ldb, start, so, lds, c, co, ldc);
    }

    @Override
    public void gemmHeads(int heads, int m, int n, int k, float[] a, int ao, int aStep,
            int rowStep, int depthStep, float[] b, int bo, int bStep, int ldb, boolean add,
            float[] c, int co, int cStep, int ldc) {
        now.gemmHeads(heads, m, n, k, a, ao, aStep, rowStep, depthStep, b, bo, bStep, ldb, add, c,
                co, cStep, ldc);
    }

    @Override
    public void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        now.add(a, ao, b, bo, y, yo, n);
    }

    @Override
    public void subtract(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        now.subtract(a, ao, b, bo, y, yo, n);
    }

    @Override
    public void multiply(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        now.multiply(a, ao, b, bo, y, yo, n);
    }

    @Override
    public void multiplyAdd(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        now.multiplyAdd(a, ao, b, bo, y, yo, n);
    }

    @Override
    public void affine(float alpha, float beta, float[] x, int xo, float[] y, int yo, int n) {
        now.affine(alpha, beta, x, xo, y, yo, n);
    }

    @Override
    public void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        now.axpy(alpha, x, xo, y, yo, n);
    }

    @Override
    public void blend(float alpha, float[] x, int xo, float beta, float[] y, int yo, int n) {
        now.blend(alpha, x, xo, beta, y, yo, n);
    }

    @Override
    public void addRows(int rows, int n, float[] x, int xo, int ldx, float[] y, int yo) {
        now.addRows(rows, n, x, xo, ldx, y, yo);
    }

    @Override
    public void expShifted(float shift, float[] x, int xo, float[] y, int yo, int n) {
        now.expShifted(shift, x, xo, y, yo, n);
    }

    @Override
    public void log(float[] x, int xo, float[] y, int yo, int n) {
        now.log(x, xo, y, yo, n);
    }

    @Override
    public void tanh(float[] x, int xo, float[] y, int yo, int n) {
        now.tanh(x, xo, y, yo, n);
    }

    @Override
    public void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        now.sigmoid(x, xo, y, yo, n);
    }

    @Override
    public void elu(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        now.elu(alpha, x, xo, y, yo, n);
    }

    @Override
    public void eluBackward(float alpha, float[] x, int xo, float[] dy, int dyo, float[] dx,
            int dxo, int n) {
        now.eluBackward(alpha, x, xo, dy, dyo, dx, dxo, n);
    }

    @Override
    public void relu(float[] x, int xo, float[] y, int yo, int n) {
        now.relu(x, xo, y, yo, n);
    }

    @Override
    public void reluBackward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        now.reluBackward(x, xo, dy, dyo, dx, dxo, n);
    }

    @Override
    public void tanhBackward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        now.tanhBackward(y, yo, dy, dyo, dx, dxo, n);
    }

    @Override
    public void sigmoidBackward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n)
            {
        now.sigmoidBackward(y, yo, dy, dyo, dx, dxo, n);
    }

    @Override
    public float sum(float[] x, int xo, int n) {
        return now.sum(x, xo, n);
    }

    @Override
    public float dot(float[] a, int ao, float[] b, int bo, int n) {
        return now.dot(a, ao, b, bo, n);
    }

    @Override
    public float max(float[] x, int xo, int n) {
        return now.max(x, xo, n);
    }

    @Override
    public void softmaxRows(int rows, int n, float[] x, int xo, float[] y, int yo) {
        now.softmaxRows(rows, n, x, xo, y, yo);
    }

    @Override
    public void softmaxRowsBackward(int rows, int n, float[] y, int yo, float[] dy, int dyo,
            float[] dx, int dxo) {
        now.softmaxRowsBackward(rows, n, y, yo, dy, dyo, dx, dxo);
    }

    @Override
    public void logSoftmaxRows(int rows, int n, float[] x, int xo, float[] y, int yo) {
        now.logSoftmaxRows(rows, n, x, xo, y, yo);
    }

    @Override
    public void logSoftmaxRowsBackward(int rows, int n, float[] y, int yo, float[] dy, int dyo,
            float[] dx, int dxo) {
        now.logSoftmaxRowsBackward(rows, n, y, yo, dy, dyo, dx, dxo);
    }

    @Override
    public void layerNormRows(int rows, int n, float[] x, int xo, float[] gamma, int go,
            float[] beta, int bo, float epsilon, float[] y, int yo, float[] mean, int mo,
            float[] inverse, int io) {
        now.layerNormRows(rows, n, x, xo, gamma, go, beta, bo, epsilon, y, yo, mean, mo, inverse,
                io);
    }

    @Override
    public void layerNormRowsBackward(int rows, int n, float[] x, int xo, float[] gamma, int go,
            float[] mean, int mo, float[] inverse, int io, float[] dy, int dyo, float[] dx,
            int dxo, float[] dgamma, int dgo, float[] dbeta, int dbo) {
        now.layerNormRowsBackward(rows, n, x, xo, gamma, go, mean, mo, inverse, io, dy, dyo, dx,
                dxo, dgamma, dgo, dbeta, dbo);
    }

    @Override
    public void lstmCell(int rows, int h, float[] z, int zo, float[] gates, int go, float[] c,
            int co, float[] next, int no, float[] t, int to, float[] y, int yo) {
        now.lstmCell(rows, h, z, zo, gates, go, c, co, next, no, t, to, y, yo);
    }

    @Override
    public void lstmCellBackward(int rows, int h, float[] gates, int go, float[] c, int co,
            float[] t, int to, float[] dy, int dyo, float[] dc, int dco, float[] dz, int dzo) {
        now.lstmCellBackward(rows, h, gates, go, c, co, t, to, dy, dyo, dc, dco, dz, dzo);
    }

    @Override
    public void gruCell(int rows, int h, float[] x, int xo, float[] u, int uo, float[] h0, int ho,
            float[] y, int yo) {
        now.gruCell(rows, h, x, xo, u, uo, h0, ho, y, yo);
    }

    @Override
    public void gruCellBackward(int rows, int h, float[] gates, int go, float[] u, int uo, float[]
            h0, int ho, float[] dy, int dyo, float[] dx, int dxo, float[] du, int duo, float[] dh, int dho)
            {
        now.gruCellBackward(rows, h, gates, go, u, uo, h0, ho, dy, dyo, dx, dxo, du, duo, dh, dho);
    }

    @Override
    public void headDots(int first, int end, int heads, int width, float[] x, int xo, int[] rows,
            float[] a, int ao, float[] y, int yo) {
        now.headDots(first, end, heads, width, x, xo, rows, a, ao, y, yo);
    }

    @Override
    public void edgeWeights(int n, int m, int heads, int[] starts, int[] sources, float[] from,
            int fo, float[] to, int too, float[] edge, int eo, float slope, float[] x, int xo,
            float[] alpha, int ao) {
        now.edgeWeights(n, m, heads, starts, sources, from, fo, to, too, edge, eo, slope, x, xo,
                alpha, ao);
    }

    @Override
    public void edgeSums(int m, int heads, int width, int[] starts, int[] sources, float[] alpha,
            int ao, float[] z, int zo, float[] y, int yo) {
        now.edgeSums(m, heads, width, starts, sources, alpha, ao, z, zo, y, yo);
    }

    @Override
    public void edgeSumsBackward(int m, int heads, int width, int[] starts, int[] sources,
            float[] alpha, int ao, float[] dy, int dyo, float[] dz, int dzo) {
        now.edgeSumsBackward(m, heads, width, starts, sources, alpha, ao, dy, dyo, dz, dzo);
    }

    @Override
    public void adam(float[] p, float[] g, float[] m, float[] v, int n, float stepSize,
            float beta1, float rest1, float beta2, float rest2, float rootCorrection2,
            float epsilon, float decay) {
        now.adam(p, g, m, v, n, stepSize, beta1, rest1, beta2, rest2, rootCorrection2, epsilon,
                decay);
    }

    @Override
    public void rmsProp(float[] p, float[] g, float[] v, float[] mean, float[] buffer, int n,
            float rate, float alpha, float rest, float epsilon, float momentum, float decay) {
        now.rmsProp(p, g, v, mean, buffer, n, rate, alpha, rest, epsilon, momentum, decay);
    }

    @Override
    public void sgd(float[] p, float[] g, float[] buffer, int n, float rate, float momentum,
            float rest, boolean nesterov, float decay) {
        now.sgd(p, g, buffer, n, rate, momentum, rest, nesterov, decay);
    }
}
