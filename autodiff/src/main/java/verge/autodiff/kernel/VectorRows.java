package verge.autodiff.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The loops over one row in the vector twin: whole vectors here, the ends in the scalar twin. */
final class VectorRows extends ScalarRows {

    private static final VectorSpecies<Float> S = Lanes.S;
    private static final int L = Lanes.L;

    VectorRows(Kernels k) {
        super(k);
    }

    @Override
    void scale(float factor, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, y, yo + i).mul(factor).intoArray(y, yo + i);
        }
        super.scale(factor, y, yo + i, n - i);
    }

    @Override
    void shift(float first, float second, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, x, xo + i).sub(first).sub(second).intoArray(y, yo + i);
        }
        super.shift(first, second, x, xo + i, y, yo + i, n - i);
    }

    @Override
    void standardise(float centre, float factor, float[] x, int xo, float[] z, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, x, xo + i).sub(centre).mul(factor).intoArray(z, i);
        }
        for (; i < n; i++) {
            z[i] = (x[xo + i] - centre) * factor;
        }
    }

    @Override
    void stretch(float[] z, float[] gamma, int go, float[] beta, int bo, float[] y, int yo,
            int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, gamma, go + i).fma(FloatVector.fromArray(S, z, i),
                    FloatVector.fromArray(S, beta, bo + i)).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = FloatMath.fma(gamma[go + i], z[i], beta[bo + i]);
        }
    }

    @Override
    void spread(float inner, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, y, yo + i)
                    .fma(FloatVector.fromArray(S, dy, dyo + i).sub(inner),
                            FloatVector.fromArray(S, dx, dxo + i))
                    .intoArray(dx, dxo + i);
        }
        super.spread(inner, y, yo + i, dy, dyo + i, dx, dxo + i, n - i);
    }

    @Override
    void withdraw(float total, float[] e, float[] dy, int dyo, float[] dx, int dxo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, e, i)
                    .fma(FloatVector.broadcast(S, -total), FloatVector.fromArray(S, dx, dxo + i))
                    .add(FloatVector.fromArray(S, dy, dyo + i)).intoArray(dx, dxo + i);
        }
        for (; i < n; i++) {
            dx[dxo + i] = FloatMath.fma(-total, e[i], dx[dxo + i]) + dy[dyo + i];
        }
    }

    @Override
    void project(float factor, float slope, float average, float[] work, float[] dx, int dxo,
            int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, work, i)
                    .fma(FloatVector.broadcast(S, -slope), FloatVector.fromArray(S, work, n + i))
                    .sub(average)
                    .fma(FloatVector.broadcast(S, factor), FloatVector.fromArray(S, dx, dxo + i))
                    .intoArray(dx, dxo + i);
        }
        for (; i < n; i++) {
            float q = FloatMath.fma(-slope, work[i], work[n + i]);
            dx[dxo + i] = FloatMath.fma(factor, q - average, dx[dxo + i]);
        }
    }
}
