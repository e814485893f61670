package verge.autodiff.kernel;

import static verge.autodiff.kernel.FloatMath.fma;

/** Softmax and layer norm of rows in the scalar twin; {@link Kernels} has the equations. */
final class ScalarRows {

    private ScalarRows() {}

    static void softmax(ScalarKernels k, int rows, int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0, from = xo, to = yo; i < rows; i++, from += n, to += n) {
            k.expShifted(k.max(x, from, n), x, from, y, to, n);
            float inverse = 1f / k.sum(y, to, n);
            for (int j = to; j < to + n; j++) {
                y[j] *= inverse;
            }
        }
    }

    static void softmaxBackward(ScalarKernels k, int rows, int n, float[] y, int yo, float[] dy,
            int dyo, float[] dx, int dxo) {
        for (int i = 0; i < rows; i++) {
            int at = i * n;
            float inner = k.dot(dy, dyo + at, y, yo + at, n);
            for (int j = at; j < at + n; j++) {
                dx[dxo + j] = fma(y[yo + j], dy[dyo + j] - inner, dx[dxo + j]);
            }
        }
    }

    static void logSoftmax(ScalarKernels k, int rows, int n, float[] x, int xo, float[] y,
            int yo) {
        for (int i = 0, from = xo, to = yo; i < rows; i++, from += n, to += n) {
            float largest = k.max(x, from, n);
            float[] e = Scratch.mine().row(n);
            k.expShifted(largest, x, from, e, 0, n);
            float log = FloatMath.log(k.sum(e, 0, n));
            for (int j = 0; j < n; j++) {
                y[to + j] = x[from + j] - largest - log;
            }
        }
    }

    static void logSoftmaxBackward(ScalarKernels k, int rows, int n, float[] y, int yo,
            float[] dy, int dyo, float[] dx, int dxo) {
        for (int i = 0; i < rows; i++) {
            int at = i * n;
            float total = k.sum(dy, dyo + at, n);
            for (int j = at; j < at + n; j++) {
                dx[dxo + j] = fma(-total, FloatMath.exp(y[yo + j]), dx[dxo + j]) + dy[dyo + j];
            }
        }
    }

    static void layerNorm(ScalarKernels k, int rows, int n, float[] x, int xo, float[] gamma,
            int go, float[] beta, int bo, float epsilon, float[] y, int yo, float[] mean, int mo,
            float[] inverse, int io) {
        float[] d = Scratch.mine().row(n);
        for (int i = 0; i < rows; i++) {
            int from = xo + i * n;
            int to = yo + i * n;
            float centre = k.sum(x, from, n) / n;
            for (int j = 0; j < n; j++) {
                d[j] = x[from + j] - centre;
            }
            float variance = k.dot(d, 0, d, 0, n) / n;
            float scale = 1f / (float) Math.sqrt(variance + epsilon);
            for (int j = 0; j < n; j++) {
                y[to + j] = fma(gamma[go + j], d[j] * scale, beta[bo + j]);
            }
            mean[mo + i] = centre;
            inverse[io + i] = scale;
        }
    }

    static void layerNormBackward(ScalarKernels k, int rows, int n, float[] x, int xo,
            float[] gamma, int go, float[] mean, int mo, float[] inverse, int io, float[] dy,
            int dyo, float[] dx, int dxo, float[] dgamma, int dgo, float[] dbeta, int dbo) {
        float[] work = Scratch.mine().row(2 * n);
        for (int i = 0; i < rows; i++) {
            int from = xo + i * n;
            int d = dyo + i * n;
            float centre = mean[mo + i];
            float scale = inverse[io + i];
            for (int j = 0; j < n; j++) {
                work[j] = (x[from + j] - centre) * scale;
            }
            if (dgamma != null) {
                k.multiplyAdd(dy, d, work, 0, dgamma, dgo, n);
            }
            if (dbeta != null) {
                k.add(dy, d, dbeta, dbo, dbeta, dbo, n);
            }
            if (dx != null) {
                k.multiply(gamma, go, dy, d, work, n, n);
                float average = k.sum(work, n, n) / n;
                float slope = k.dot(work, n, work, 0, n) / n;
                for (int j = 0; j < n; j++) {
                    float q = fma(-slope, work[j], work[n + j]) - average;
                    dx[dxo + i * n + j] = fma(scale, q, dx[dxo + i * n + j]);
                }
            }
        }
    }
}
