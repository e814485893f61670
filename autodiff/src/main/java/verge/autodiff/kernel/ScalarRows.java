package verge.autodiff.kernel;

import static verge.autodiff.kernel.FloatMath.fma;

/**
 * Softmax and layer norm of rows; {@link Kernels} has the equations. Reductions and functions are
 * those of the kernels given; the loops over one row are methods that the vector twin replaces.
 */
class ScalarRows {

    private final Kernels k;

    ScalarRows(Kernels k) {
        this.k = k;
    }

    final void softmax(int rows, int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0, from = xo, to = yo; i < rows; i++, from += n, to += n) {
            k.expShifted(k.max(x, from, n), x, from, y, to, n);
            scale(1f / k.sum(y, to, n), y, to, n);
        }
    }

    final void softmaxBackward(int rows, int n, float[] y, int yo, float[] dy, int dyo,
            float[] dx, int dxo) {
        for (int i = 0, at = 0; i < rows; i++, at += n) {
            spread(k.dot(dy, dyo + at, y, yo + at, n), y, yo + at, dy, dyo + at, dx, dxo + at, n);
        }
    }

    final void logSoftmax(int rows, int n, float[] x, int xo, float[] y, int yo) {
        float[] e = Scratch.mine().row(n);
        for (int i = 0, from = xo, to = yo; i < rows; i++, from += n, to += n) {
            float largest = k.max(x, from, n);
            k.expShifted(largest, x, from, e, 0, n);
            shift(largest, FloatMath.log(k.sum(e, 0, n)), x, from, y, to, n);
        }
    }

    final void logSoftmaxBackward(int rows, int n, float[] y, int yo, float[] dy, int dyo,
            float[] dx, int dxo) {
        float[] e = Scratch.mine().row(n);
        for (int i = 0, at = 0; i < rows; i++, at += n) {
            k.expShifted(0f, y, yo + at, e, 0, n);
            withdraw(k.sum(dy, dyo + at, n), e, dy, dyo + at, dx, dxo + at, n);
        }
    }

    final void layerNorm(int rows, int n, float[] x, int xo, float[] gamma, int go, float[] beta,
            int bo, float epsilon, float[] y, int yo, float[] mean, int mo, float[] inverse,
            int io) {
        float[] z = Scratch.mine().row(n);
        for (int i = 0, at = 0; i < rows; i++, at += n) {
            float centre = k.sum(x, xo + at, n) / n;
            standardise(centre, 1f, x, xo + at, z, n);
            float scale = 1f / (float) Math.sqrt(k.dot(z, 0, z, 0, n) / n + epsilon);
            scale(scale, z, 0, n);
            stretch(z, gamma, go, beta, bo, y, yo + at, n);
            mean[mo + i] = centre;
            inverse[io + i] = scale;
        }
    }

    final void layerNormBackward(int rows, int n, float[] x, int xo, float[] gamma, int go,
            float[] mean, int mo, float[] inverse, int io, float[] dy, int dyo, float[] dx,
            int dxo, float[] dgamma, int dgo, float[] dbeta, int dbo) {
        float[] work = Scratch.mine().row(2 * n);                     // z, then q
        for (int i = 0, at = 0; i < rows; i++, at += n) {
            standardise(mean[mo + i], inverse[io + i], x, xo + at, work, n);
            if (dgamma != null) {
                k.multiplyAdd(dy, dyo + at, work, 0, dgamma, dgo, n);
            }
            if (dbeta != null) {
                k.add(dy, dyo + at, dbeta, dbo, dbeta, dbo, n);
            }
            if (dx != null) {
                k.multiply(gamma, go, dy, dyo + at, work, n, n);
                float average = k.sum(work, n, n) / n;
                float slope = k.dot(work, n, work, 0, n) / n;
                project(inverse[io + i], slope, average, work, dx, dxo + at, n);
            }
        }
    }

    /** y = factor y. */
    void scale(float factor, float[] y, int yo, int n) {
        for (int i = yo; i < yo + n; i++) {
            y[i] *= factor;
        }
    }

    /** y = (x - first) - second. */
    void shift(float first, float second, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i] - first - second;
        }
    }

    /** z = (x - centre) factor. */
    void standardise(float centre, float factor, float[] x, int xo, float[] z, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = (x[xo + i] - centre) * factor;
        }
    }

    /** y = fma(gamma, z, beta). */
    void stretch(float[] z, float[] gamma, int go, float[] beta, int bo, float[] y, int yo,
            int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = fma(gamma[go + i], z[i], beta[bo + i]);
        }
    }

    /** dx = fma(y, dy - inner, dx). */
    void spread(float inner, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            dx[dxo + i] = fma(y[yo + i], dy[dyo + i] - inner, dx[dxo + i]);
        }
    }

    /** dx = fma(-total, e, dx) + dy. */
    void withdraw(float total, float[] e, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            dx[dxo + i] = fma(-total, e[i], dx[dxo + i]) + dy[dyo + i];
        }
    }

    /** dx = fma(factor, fma(-slope, z, q) - average, dx), work holding z and then q. */
    void project(float factor, float slope, float average, float[] work, float[] dx, int dxo,
            int n) {
        for (int i = 0; i < n; i++) {
            dx[dxo + i] = fma(factor, fma(-slope, work[i], work[n + i]) - average, dx[dxo + i]);
        }
    }
}
