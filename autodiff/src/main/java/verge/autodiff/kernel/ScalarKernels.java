package verge.autodiff.kernel;

import static verge.autodiff.kernel.FloatMath.fma;

/** The scalar twin: plain Java loops, for every JVM. The vector twin replaces its loops. */
class ScalarKernels implements Kernels {

    private final RowKernels rowKernels = new RowKernels(this);

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int packedFloats(int k, int n) {
        return k * n;
    }

    @Override
    public void pack(int k, int n, float[] b, int bo, int rowStep, int columnStep,
            float[] packed, int po) {
        ScalarProducts.pack(k, n, b, bo, rowStep, columnStep, packed, po);
    }

    @Override
    public void gemmPacked(int m, int n, int k, float[] a, int ao, int rowStep, int depthStep,
            float[] packed, int po, float[] start, int so, int lds, float[] c, int co, int ldc) {
        ScalarProducts.gemm(m, n, k, a, ao, rowStep, depthStep, packed, po, n, start, so, lds,
                c, co, ldc);
    }

    @Override
    public void gemm(int m, int n, int k, float[] a, int ao, int rowStep, int depthStep,
            float[] b, int bo, int ldb, float[] start, int so, int lds, float[] c, int co,
            int ldc) {
        ScalarProducts.gemm(m, n, k, a, ao, rowStep, depthStep, b, bo, ldb, start, so, lds,
                c, co, ldc);
    }

    @Override
    public void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = a[ao + i] + b[bo + i];
        }
    }

    @Override
    public void subtract(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = a[ao + i] - b[bo + i];
        }
    }

    @Override
    public void multiply(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = a[ao + i] * b[bo + i];
        }
    }

    @Override
    public void multiplyAdd(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = fma(a[ao + i], b[bo + i], y[yo + i]);
        }
    }

    @Override
    public void affine(float alpha, float beta, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = fma(alpha, x[xo + i], beta);
        }
    }

    @Override
    public void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = fma(alpha, x[xo + i], y[yo + i]);
        }
    }

    @Override
    public void blend(float alpha, float[] x, int xo, float beta, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = fma(alpha, x[xo + i], beta * y[yo + i]);
        }
    }

    @Override
    public void addRows(int rows, int n, float[] x, int xo, int ldx, float[] y, int yo) {
        for (int i = 0, row = xo; i < rows; i++, row += ldx) {
            for (int j = 0; j < n; j++) {
                y[yo + j] += x[row + j];
            }
        }
    }

    @Override
    public void expShifted(float shift, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = FloatMath.exp(x[xo + i] - shift);
        }
    }

    @Override
    public void log(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = FloatMath.log(x[xo + i]);
        }
    }

    @Override
    public void tanh(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = FloatMath.tanh(x[xo + i]);
        }
    }

    @Override
    public void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = FloatMath.sigmoid(x[xo + i]);
        }
    }

    @Override
    public void elu(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            float v = x[xo + i];
            y[yo + i] = Float.floatToRawIntBits(v) >= 0 ? v : alpha * FloatMath.expm1(v);
        }
    }

    @Override
    public void eluBackward(float alpha, float[] x, int xo, float[] dy, int dyo, float[] dx,
            int dxo, int n) {
        for (int i = 0; i < n; i++) {
            float v = x[xo + i];
            float slope = v > 0f ? 1f : alpha * FloatMath.exp(v);
            dx[dxo + i] = fma(dy[dyo + i], slope, dx[dxo + i]);
        }
    }

    @Override
    public void relu(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.max(x[xo + i], 0f);
        }
    }

    @Override
    public void reluBackward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            if (x[xo + i] > 0f) {
                dx[dxo + i] += dy[dyo + i];
            }
        }
    }

    @Override
    public void tanhBackward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            dx[dxo + i] = fma(dy[dyo + i], fma(-y[yo + i], y[yo + i], 1f), dx[dxo + i]);
        }
    }

    @Override
    public void sigmoidBackward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo,
            int n) {
        for (int i = 0; i < n; i++) {
            float s = y[yo + i];
            dx[dxo + i] = fma(dy[dyo + i], s * (1f - s), dx[dxo + i]);
        }
    }

    @Override
    public float sum(float[] x, int xo, int n) {
        return Reductions.sumTail(x, xo, 0, n, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f,
                0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f);
    }

    @Override
    public float dot(float[] a, int ao, float[] b, int bo, int n) {
        return Reductions.dotTail(a, ao, b, bo, 0, n, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f,
                0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f);
    }

    @Override
    public float max(float[] x, int xo, int n) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, x[xo + i]);
        }
        return largest;
    }

    @Override
    public void softmaxRows(int rows, int n, float[] x, int xo, float[] y, int yo) {
        rowKernels.softmax(rows, n, x, xo, y, yo);
    }

    @Override
    public void softmaxRowsBackward(int rows, int n, float[] y, int yo, float[] dy, int dyo,
            float[] dx, int dxo) {
        rowKernels.softmaxBackward(rows, n, y, yo, dy, dyo, dx, dxo);
    }

    @Override
    public void logSoftmaxRows(int rows, int n, float[] x, int xo, float[] y, int yo) {
        rowKernels.logSoftmax(rows, n, x, xo, y, yo);
    }

    @Override
    public void logSoftmaxRowsBackward(int rows, int n, float[] y, int yo, float[] dy, int dyo,
            float[] dx, int dxo) {
        rowKernels.logSoftmaxBackward(rows, n, y, yo, dy, dyo, dx, dxo);
    }

    @Override
    public void layerNormRows(int rows, int n, float[] x, int xo, float[] gamma, int go,
            float[] beta, int bo, float epsilon, float[] y, int yo, float[] mean, int mo,
            float[] inverse, int io) {
        rowKernels.layerNorm(rows, n, x, xo, gamma, go, beta, bo, epsilon, y, yo, mean, mo,
                inverse, io);
    }

    @Override
    public void layerNormRowsBackward(int rows, int n, float[] x, int xo, float[] gamma, int go,
            float[] mean, int mo, float[] inverse, int io, float[] dy, int dyo, float[] dx,
            int dxo, float[] dgamma, int dgo, float[] dbeta, int dbo) {
        rowKernels.layerNormBackward(rows, n, x, xo, gamma, go, mean, mo, inverse, io, dy,
                dyo, dx, dxo, dgamma, dgo, dbeta, dbo);
    }

    @Override
    public void lstmCell(int rows, int h, float[] z, int zo, float[] gates, int go, float[] c,
            int co, float[] next, int no, float[] t, int to, float[] y, int yo) {
        ScalarCells.lstm(rows, h, z, zo, gates, go, c, co, next, no, t, to, y, yo);
    }

    @Override
    public void lstmCellBackward(int rows, int h, float[] gates, int go, float[] c, int co,
            float[] t, int to, float[] dy, int dyo, float[] dc, int dco, float[] dz, int dzo) {
        ScalarCells.lstmBackward(rows, h, gates, go, c, co, t, to, dy, dyo, dc, dco, dz, dzo);
    }

    @Override
    public void gruCell(int rows, int h, float[] x, int xo, float[] u, int uo, float[] h0, int ho,
            float[] y, int yo) {
        ScalarCells.gru(rows, h, x, xo, u, uo, h0, ho, y, yo);
    }

    @Override
    public void gruCellBackward(int rows, int h, float[] gates, int go, float[] u, int uo,
            float[] h0, int ho, float[] dy, int dyo, float[] dx, int dxo, float[] du, int duo,
            float[] dh, int dho) {
        ScalarCells.gruBackward(rows, h, gates, go, u, uo, h0, ho, dy, dyo, dx, dxo, du, duo, dh,
                dho);
    }

    @Override
    public void edgeWeights(int n, int m, int heads, int[] starts, int[] sources, float[] from,
            int fo, float[] to, int too, float[] edge, int eo, float slope, float[] x, int xo,
            float[] alpha, int ao) {
        ScalarEdges.weights(this, m, heads, starts, sources, from, fo, to, too, edge, eo, slope, x,
                xo, alpha, ao);
    }

    @Override
    public void edgeSums(int m, int heads, int width, int[] starts, int[] sources, float[] alpha,
            int ao, float[] z, int zo, float[] y, int yo) {
        ScalarEdges.sums(m, heads, width, starts, sources, alpha, ao, z, zo, y, yo);
    }

    @Override
    public void edgeSumsBackward(int m, int heads, int width, int[] starts, int[] sources,
            float[] alpha, int ao, float[] dy, int dyo, float[] dz, int dzo) {
        ScalarEdges.sumsBackward(m, heads, width, starts, sources, alpha, ao, dy, dyo, dz, dzo);
    }

    @Override
    public void adam(float[] p, float[] g, float[] m, float[] v, int n, float stepSize,
            float beta1, float rest1, float beta2, float rest2, float rootCorrection2,
            float epsilon, float decay) {
        ScalarUpdates.adam(p, g, m, v, 0, n, stepSize, beta1, rest1, beta2, rest2,
                rootCorrection2, epsilon, decay);
    }

    @Override
    public void rmsProp(float[] p, float[] g, float[] v, float[] mean, float[] buffer, int n,
            float rate, float alpha, float rest, float epsilon, float momentum, float decay) {
        ScalarUpdates.rmsProp(p, g, v, mean, buffer, 0, n, rate, alpha, rest, epsilon, momentum,
                decay);
    }

    @Override
    public void sgd(float[] p, float[] g, float[] buffer, int n, float rate, float momentum,
            float rest, boolean nesterov, float decay) {
        ScalarUpdates.sgd(p, g, buffer, 0, n, rate, momentum, rest, nesterov, decay);
    }
}
