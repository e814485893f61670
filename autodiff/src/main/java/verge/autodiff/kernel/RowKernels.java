package verge.autodiff.kernel;

/**
 * Softmax of rows, made of the other kernels of either twin, and the scalar twin's layer norm; {@link
 * Kernels} has the equations. A product is {@code affine} with -0 added, which leaves every zero its sign.
 */
final class RowKernels {

    private final Kernels k;

    RowKernels(Kernels k) {
        this.k = k;
    }

    void softmax(int rows, int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0, from = xo, to = yo; i < rows; i++, from += n, to += n) {
            k.expShifted(k.max(x, from, n), x, from, y, to, n);
            k.affine(1f / k.sum(y, to, n), -0f, y, to, y, to, n);
        }
    }

    void softmaxBackward(int rows, int n, float[] y, int yo, float[] dy, int dyo, float[] dx,
            int dxo) {
        float[] centred = Scratch.mine().row(n);
        for (int i = 0, at = 0; i < rows; i++, at += n) {
            k.affine(1f, -k.dot(dy, dyo + at, y, yo + at, n), dy, dyo + at, centred, 0, n);
            k.multiplyAdd(y, yo + at, centred, 0, dx, dxo + at, n);
        }
    }

    void logSoftmax(int rows, int n, float[] x, int xo, float[] y, int yo) {
        float[] e = Scratch.mine().row(n);
        for (int i = 0, from = xo, to = yo; i < rows; i++, from += n, to += n) {
            float largest = k.max(x, from, n);
            k.expShifted(largest, x, from, e, 0, n);
            k.affine(1f, -largest, x, from, y, to, n);
            k.affine(1f, -FloatMath.log(k.sum(e, 0, n)), y, to, y, to, n);
        }
    }

    void logSoftmaxBackward(int rows, int n, float[] y, int yo, float[] dy, int dyo, float[] dx,
            int dxo) {
        float[] e = Scratch.mine().row(n);
        for (int i = 0, at = 0; i < rows; i++, at += n) {
            k.expShifted(0f, y, yo + at, e, 0, n);
            k.axpy(-k.sum(dy, dyo + at, n), e, 0, dx, dxo + at, n);
            k.add(dx, dxo + at, dy, dyo + at, dx, dxo + at, n);
        }
    }

    void layerNorm(int rows, int n, float[] x, int xo, float[] gamma, int go, float[] beta, int bo,
            float epsilon, float[] y, int yo, float[] mean, int mo, float[] inverse, int io) {
        float[] z = Scratch.mine().row(n);
        for (int i = 0, at = 0; i < rows; i++, at += n) {
            float centre = k.sum(x, xo + at, n) / n;
            k.affine(1f, -centre, x, xo + at, z, 0, n);
            float scale = 1f / (float) Math.sqrt(k.dot(z, 0, z, 0, n) / n + epsilon);
            k.affine(scale, -0f, z, 0, z, 0, n);
            System.arraycopy(beta, bo, y, yo + at, n);
            k.multiplyAdd(gamma, go, z, 0, y, yo + at, n);
            mean[mo + i] = centre;
            inverse[io + i] = scale;
        }
    }

    void layerNormBackward(int rows, int n, float[] x, int xo, float[] gamma, int go, float[] mean,
            int mo, float[] inverse, int io, float[] dy, int dyo, float[] dx, int dxo,
            float[] dgamma, int dgo, float[] dbeta, int dbo) {
        float[] work = Scratch.mine().row(2 * n);                     // z, then q
        for (int i = 0, at = 0; i < rows; i++, at += n) {
            k.affine(1f, -mean[mo + i], x, xo + at, work, 0, n);
            k.affine(inverse[io + i], -0f, work, 0, work, 0, n);
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
                k.axpy(-slope, work, 0, work, n, n);
                k.affine(1f, -average, work, n, work, n, n);
                k.axpy(inverse[io + i], work, n, dx, dxo + at, n);
            }
        }
    }
}
