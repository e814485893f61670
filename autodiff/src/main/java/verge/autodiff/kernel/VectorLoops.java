package verge.autodiff.kernel;

import static verge.autodiff.kernel.FloatMath.fma;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Element-wise loops of the vector twin; {@link Kernels} has the equations. */
@SuppressWarnings("serial")
final class VectorLoops extends NotInlined {

    private static final VectorSpecies<Float> S = Lanes.S;
    private static final int L = Lanes.L;

    private VectorLoops() {}

    static void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, a, ao + i).add(FloatVector.fromArray(S, b, bo + i))
                    .intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = a[ao + i] + b[bo + i];
        }
    }

    static void subtract(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, a, ao + i).sub(FloatVector.fromArray(S, b, bo + i))
                    .intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = a[ao + i] - b[bo + i];
        }
    }

    static void multiply(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, a, ao + i).mul(FloatVector.fromArray(S, b, bo + i))
                    .intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = a[ao + i] * b[bo + i];
        }
    }

    static void multiplyAdd(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, a, ao + i).fma(FloatVector.fromArray(S, b, bo + i),
                    FloatVector.fromArray(S, y, yo + i)).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = fma(a[ao + i], b[bo + i], y[yo + i]);
        }
    }

    static void affine(float alpha, float beta, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, x, xo + i)
                    .fma(FloatVector.broadcast(S, alpha), FloatVector.broadcast(S, beta))
                    .intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = fma(alpha, x[xo + i], beta);
        }
    }

    static void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, x, xo + i)
                    .fma(FloatVector.broadcast(S, alpha), FloatVector.fromArray(S, y, yo + i))
                    .intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = fma(alpha, x[xo + i], y[yo + i]);
        }
    }

    static void blend(float alpha, float[] x, int xo, float beta, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, x, xo + i)
                    .fma(FloatVector.broadcast(S, alpha),
                            FloatVector.fromArray(S, y, yo + i).mul(beta))
                    .intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = fma(alpha, x[xo + i], beta * y[yo + i]);
        }
    }

    static void tanhBackward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        FloatVector minusOne = FloatVector.broadcast(S, -1f);
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector t = FloatVector.fromArray(S, y, yo + i);
            FloatVector slope = t.mul(minusOne).fma(t, one);
            FloatVector.fromArray(S, dy, dyo + i).fma(slope, FloatVector.fromArray(S, dx, dxo + i))
                    .intoArray(dx, dxo + i);
        }
        for (; i < n; i++) {
            dx[dxo + i] = fma(dy[dyo + i], fma(-y[yo + i], y[yo + i], 1f), dx[dxo + i]);
        }
    }

    static void sigmoidBackward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo,
            int n) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector s = FloatVector.fromArray(S, y, yo + i);
            FloatVector slope = s.mul(one.sub(s));
            FloatVector.fromArray(S, dy, dyo + i).fma(slope, FloatVector.fromArray(S, dx, dxo + i))
                    .intoArray(dx, dxo + i);
        }
        for (; i < n; i++) {
            float s = y[yo + i];
            dx[dxo + i] = fma(dy[dyo + i], s * (1f - s), dx[dxo + i]);
        }
    }

    static void relu(float[] x, int xo, float[] y, int yo, int n) {
        FloatVector zero = FloatVector.broadcast(S, 0f);
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, x, xo + i).max(zero).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = Math.max(x[xo + i], 0f);
        }
    }

    /** Which elements stay is found as in {@link #eluBackward}. */
    static void reluBackward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        IntVector unit = IntVector.broadcast(Lanes.I, 1);
        IntVector infinite = IntVector.broadcast(Lanes.I,
                Float.floatToRawIntBits(Float.POSITIVE_INFINITY));
        int i = 0;
        for (; i + L <= n; i += L) {
            IntVector bits = FloatVector.fromArray(S, x, xo + i).reinterpretAsInts();
            IntVector others = infinite.sub(bits).or(bits.sub(unit))
                    .lanewise(VectorOperators.ASHR, 31);
            FloatVector old = FloatVector.fromArray(S, dx, dxo + i);
            old.add(FloatVector.fromArray(S, dy, dyo + i)).reinterpretAsInts()
                    .lanewise(VectorOperators.BITWISE_BLEND, old.reinterpretAsInts(), others)
                    .reinterpretAsFloats().intoArray(dx, dxo + i);
        }
        for (; i < n; i++) {
            dx[dxo + i] = x[xo + i] > 0f ? dx[dxo + i] + dy[dyo + i] : dx[dxo + i];
        }
    }

    /** e = e^x. Where a float is positive and a number, its bits lie from 1 to those of infinity. */
    static void eluBackward(float alpha, float[] x, int xo, float[] e, float[] dy, int dyo,
            float[] dx, int dxo, int n) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        IntVector unit = IntVector.broadcast(Lanes.I, 1);
        IntVector infinite = IntVector.broadcast(Lanes.I,
                Float.floatToRawIntBits(Float.POSITIVE_INFINITY));
        int i = 0;
        for (; i + L <= n; i += L) {
            IntVector bits = FloatVector.fromArray(S, x, xo + i).reinterpretAsInts();
            IntVector others = infinite.sub(bits).or(bits.sub(unit))
                    .lanewise(VectorOperators.ASHR, 31);
            FloatVector slope = one.reinterpretAsInts().lanewise(VectorOperators.BITWISE_BLEND,
                    FloatVector.fromArray(S, e, i).mul(alpha).reinterpretAsInts(), others)
                    .reinterpretAsFloats();
            FloatVector.fromArray(S, dy, dyo + i).fma(slope, FloatVector.fromArray(S, dx, dxo + i))
                    .intoArray(dx, dxo + i);
        }
        for (; i < n; i++) {
            dx[dxo + i] = fma(dy[dyo + i], x[xo + i] > 0f ? 1f : alpha * e[i], dx[dxo + i]);
        }
    }

    static void addRows(int rows, int n, float[] x, int xo, int ldx, float[] y, int yo) {
        int j = 0;
        for (; j + 4 * L <= n; j += 4 * L) {
            addFour(rows, x, xo + j, ldx, y, yo + j);
        }
        for (; j + L <= n; j += L) {
            addOne(rows, x, xo + j, ldx, y, yo + j);
        }
        for (int i = 0, row = xo; i < rows && j < n; i++, row += ldx) {
            for (int q = j; q < n; q++) {
                y[yo + q] += x[row + q];
            }
        }
    }

    private static void addFour(int rows, float[] x, int xo, int ldx, float[] y, int yo) {
        FloatVector s0 = FloatVector.fromArray(S, y, yo);
        FloatVector s1 = FloatVector.fromArray(S, y, yo + L);
        FloatVector s2 = FloatVector.fromArray(S, y, yo + 2 * L);
        FloatVector s3 = FloatVector.fromArray(S, y, yo + 3 * L);
        for (int i = 0, q = xo; i < rows; i++, q += ldx) {
            s0 = s0.add(FloatVector.fromArray(S, x, q));
            s1 = s1.add(FloatVector.fromArray(S, x, q + L));
            s2 = s2.add(FloatVector.fromArray(S, x, q + 2 * L));
            s3 = s3.add(FloatVector.fromArray(S, x, q + 3 * L));
        }
        s0.intoArray(y, yo);
        s1.intoArray(y, yo + L);
        s2.intoArray(y, yo + 2 * L);
        s3.intoArray(y, yo + 3 * L);
    }

    private static void addOne(int rows, float[] x, int xo, int ldx, float[] y, int yo) {
        FloatVector s = FloatVector.fromArray(S, y, yo);
        for (int i = 0, q = xo; i < rows; i++, q += ldx) {
            s = s.add(FloatVector.fromArray(S, x, q));
        }
        s.intoArray(y, yo);
    }
}
