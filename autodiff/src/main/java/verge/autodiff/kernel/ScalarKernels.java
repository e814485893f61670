package verge.autodiff.kernel;

import static verge.autodiff.kernel.FloatMath.fma;

/** The scalar twin: plain Java loops, for every JVM. */
final class ScalarKernels implements Kernels {

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public void gemm(int m, int n, int k, float[] a, int ao, int rowStep, int depthStep,
            float[] b, int bo, int ldb, float[] c, int co, int ldc) {
        for (int i = 0; i < m; i++) {
            int row = co + i * ldc;
            int ai = ao + i * rowStep;
            int p = 0;
            int bp = bo;
            for (; p + 4 <= k; p += 4, bp += 4 * ldb, ai += 4 * depthStep) {
                float a0 = a[ai];
                float a1 = a[ai + depthStep];
                float a2 = a[ai + 2 * depthStep];
                float a3 = a[ai + 3 * depthStep];
                int b1 = bp + ldb;
                int b2 = b1 + ldb;
                int b3 = b2 + ldb;
                for (int j = 0; j < n; j++) {
                    float t = fma(a0, b[bp + j], c[row + j]);
                    t = fma(a1, b[b1 + j], t);
                    t = fma(a2, b[b2 + j], t);
                    c[row + j] = fma(a3, b[b3 + j], t);
                }
            }
            for (; p < k; p++, bp += ldb, ai += depthStep) {
                float a0 = a[ai];
                for (int j = 0; j < n; j++) {
                    c[row + j] = fma(a0, b[bp + j], c[row + j]);
                }
            }
        }
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
    public void expShifted(float shift, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = FloatMath.exp(x[xo + i] - shift);
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
    public void adam(float[] p, float[] g, float[] m, float[] v, int n, float stepSize,
            float beta1, float rest1, float beta2, float rest2, float rootCorrection2,
            float epsilon) {
        for (int i = 0; i < n; i++) {
            adamElement(p, g, m, v, i, stepSize, beta1, rest1, beta2, rest2, rootCorrection2,
                    epsilon);
        }
    }

    static void adamElement(float[] p, float[] g, float[] m, float[] v, int i, float stepSize,
            float beta1, float rest1, float beta2, float rest2, float rootCorrection2,
            float epsilon) {
        m[i] = fma(beta1, m[i], rest1 * g[i]);
        v[i] = fma(beta2, v[i], rest2 * g[i] * g[i]);
        float denominator = (float) Math.sqrt(v[i]) / rootCorrection2 + epsilon;
        p[i] -= stepSize * m[i] / denominator;
    }
}
