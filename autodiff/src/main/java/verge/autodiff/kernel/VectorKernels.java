package verge.autodiff.kernel;

import static verge.autodiff.kernel.FloatMath.fma;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector twin, on jdk.incubator.vector. Products are vectorised over columns and tiled over
 * rows, never across k. Loops are short and mask-free, the species is a constant, and the ends of
 * arrays go through the scalar formulas, so that bits do not depend on the width.
 */
final class VectorKernels extends ScalarKernels {

    private static final VectorSpecies<Float> S = Lanes.S;
    private static final VectorSpecies<Integer> I = Lanes.I;
    private static final int L = Lanes.L;

    // Constants of the formulas as vectors: broadcasting inside a loop costs inlining budget.
    private static final FloatVector ONE = FloatVector.broadcast(S, 1f);
    private static final FloatVector MINUS_ONE = FloatVector.broadcast(S, -1f);
    private static final FloatVector TWO = FloatVector.broadcast(S, 2f);
    private static final FloatVector MINUS_TWO = FloatVector.broadcast(S, -2f);
    private static final FloatVector HUGE = FloatVector.broadcast(S, FloatMath.HUGE);
    private static final FloatVector EXP_LOW = FloatVector.broadcast(S, FloatMath.EXP_LOW);
    private static final FloatVector EXP_HIGH = FloatVector.broadcast(S, FloatMath.EXP_HIGH);
    private static final FloatVector TANH_LOW = FloatVector.broadcast(S, FloatMath.TANH_LOW);
    private static final FloatVector LOG2_E = FloatVector.broadcast(S, FloatMath.LOG2_E);
    private static final FloatVector ROUND = FloatVector.broadcast(S, FloatMath.ROUND);
    private static final FloatVector MINUS_LN2_HIGH =
            FloatVector.broadcast(S, -FloatMath.LN2_HIGH);
    private static final FloatVector MINUS_LN2_LOW = FloatVector.broadcast(S, -FloatMath.LN2_LOW);
    private static final FloatVector E5 = FloatVector.broadcast(S, FloatMath.E5);
    private static final FloatVector E4 = FloatVector.broadcast(S, FloatMath.E4);
    private static final FloatVector E3 = FloatVector.broadcast(S, FloatMath.E3);
    private static final FloatVector E2 = FloatVector.broadcast(S, FloatMath.E2);
    private static final FloatVector E1 = FloatVector.broadcast(S, FloatMath.E1);
    private static final FloatVector E0 = FloatVector.broadcast(S, FloatMath.E0);
    private static final IntVector ROUND_BITS = IntVector.broadcast(I, FloatMath.ROUND_BITS);
    private static final IntVector BIAS = IntVector.broadcast(I, 127);
    private static final IntVector SIGN = IntVector.broadcast(I, 0x80000000);
    private static final IntVector MAGNITUDE = IntVector.broadcast(I, 0x7FFFFFFF);

    @Override
    public String name() {
        return "vector-" + S.vectorBitSize();
    }

    @Override
    public int packedFloats(int k, int n) {
        return VectorProducts.packedFloats(k, n);
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
    public void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, a, ao + i).add(FloatVector.fromArray(S, b, bo + i))
                    .intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = a[ao + i] + b[bo + i];
        }
    }

    @Override
    public void subtract(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, a, ao + i).sub(FloatVector.fromArray(S, b, bo + i))
                    .intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = a[ao + i] - b[bo + i];
        }
    }

    @Override
    public void multiply(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, a, ao + i).mul(FloatVector.fromArray(S, b, bo + i))
                    .intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = a[ao + i] * b[bo + i];
        }
    }

    @Override
    public void multiplyAdd(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, a, ao + i).fma(FloatVector.fromArray(S, b, bo + i),
                    FloatVector.fromArray(S, y, yo + i)).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = fma(a[ao + i], b[bo + i], y[yo + i]);
        }
    }

    @Override
    public void affine(float alpha, float beta, float[] x, int xo, float[] y, int yo, int n) {
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

    @Override
    public void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n) {
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

    @Override
    public void expShifted(float shift, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            exp(FloatVector.fromArray(S, x, xo + i).sub(shift)).intoArray(y, yo + i);
        }
        super.expShifted(shift, x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void tanh(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            tanh(FloatVector.fromArray(S, x, xo + i)).intoArray(y, yo + i);
        }
        super.tanh(x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            sigmoid(FloatVector.fromArray(S, x, xo + i)).intoArray(y, yo + i);
        }
        super.sigmoid(x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void tanhBackward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector t = FloatVector.fromArray(S, y, yo + i);
            FloatVector slope = t.mul(MINUS_ONE).fma(t, ONE);
            FloatVector.fromArray(S, dy, dyo + i).fma(slope, FloatVector.fromArray(S, dx, dxo + i))
                    .intoArray(dx, dxo + i);
        }
        for (; i < n; i++) {
            dx[dxo + i] = fma(dy[dyo + i], fma(-y[yo + i], y[yo + i], 1f), dx[dxo + i]);
        }
    }

    @Override
    public void sigmoidBackward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo,
            int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector s = FloatVector.fromArray(S, y, yo + i);
            FloatVector slope = s.mul(ONE.sub(s));
            FloatVector.fromArray(S, dy, dyo + i).fma(slope, FloatVector.fromArray(S, dx, dxo + i))
                    .intoArray(dx, dxo + i);
        }
        for (; i < n; i++) {
            float s = y[yo + i];
            dx[dxo + i] = fma(dy[dyo + i], s * (1f - s), dx[dxo + i]);
        }
    }

    @Override
    public float sum(float[] x, int xo, int n) {
        if (L != 16 || n < 32) {
            return Reductions.sumTail(x, xo, 0, n, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f,
                    0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f);
        }
        FloatVector s = FloatVector.zero(S);
        int i = 0;
        for (; i + L <= n; i += L) {
            s = s.add(FloatVector.fromArray(S, x, xo + i));
        }
        return Reductions.sumTail(x, xo, i, n, s.lane(0), s.lane(1), s.lane(2), s.lane(3),
                s.lane(4), s.lane(5), s.lane(6), s.lane(7), s.lane(8), s.lane(9), s.lane(10),
                s.lane(11), s.lane(12), s.lane(13), s.lane(14), s.lane(15));
    }

    @Override
    public float dot(float[] a, int ao, float[] b, int bo, int n) {
        if (L != 16 || n < 32) {
            return Reductions.dotTail(a, ao, b, bo, 0, n, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f,
                    0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f);
        }
        FloatVector s = FloatVector.zero(S);
        int i = 0;
        for (; i + L <= n; i += L) {
            s = FloatVector.fromArray(S, a, ao + i).fma(FloatVector.fromArray(S, b, bo + i), s);
        }
        return Reductions.dotTail(a, ao, b, bo, i, n, s.lane(0), s.lane(1), s.lane(2), s.lane(3),
                s.lane(4), s.lane(5), s.lane(6), s.lane(7), s.lane(8), s.lane(9), s.lane(10),
                s.lane(11), s.lane(12), s.lane(13), s.lane(14), s.lane(15));
    }

    @Override
    public void adam(float[] p, float[] g, float[] m, float[] v, int n, float stepSize,
            float beta1, float rest1, float beta2, float rest2, float rootCorrection2,
            float epsilon, float decay) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector old = FloatVector.fromArray(S, p, i);
            FloatVector gradient = old.fma(FloatVector.broadcast(S, decay),
                    FloatVector.fromArray(S, g, i));
            FloatVector mean = FloatVector.fromArray(S, m, i)
                    .fma(FloatVector.broadcast(S, beta1), gradient.mul(rest1));
            FloatVector square = FloatVector.fromArray(S, v, i)
                    .fma(FloatVector.broadcast(S, beta2), gradient.mul(rest2).mul(gradient));
            mean.intoArray(m, i);
            square.intoArray(v, i);
            FloatVector denominator = square.sqrt().div(rootCorrection2).add(epsilon);
            old.sub(mean.mul(stepSize).div(denominator)).intoArray(p, i);
        }
        ScalarUpdates.adam(p, g, m, v, i, n, stepSize, beta1, rest1, beta2, rest2,
                rootCorrection2, epsilon, decay);
    }

    /** {@link FloatMath#exp} on every lane. */
    private static FloatVector exp(FloatVector x) {
        FloatVector t = x.max(EXP_LOW).min(EXP_HIGH);
        FloatVector rounded = t.fma(LOG2_E, ROUND);
        FloatVector n = rounded.sub(ROUND);
        FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, t));
        FloatVector p = E5.fma(r, E4).fma(r, E3).fma(r, E2).fma(r, E1).fma(r, E0);
        FloatVector one = r.add(ONE);
        FloatVector y = one.add(p.fma(r.mul(r), r.sub(one.sub(ONE))));
        IntVector power = rounded.reinterpretAsInts().sub(ROUND_BITS);
        IntVector half = power.lanewise(VectorOperators.ASHR, 1);
        return y.mul(powerOfTwo(half)).mul(powerOfTwo(power.sub(half)));
    }

    private static FloatVector powerOfTwo(IntVector n) {
        return n.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    /** {@link FloatMath#tanh} on every lane. */
    private static FloatVector tanh(FloatVector x) {
        FloatVector t = x.abs().mul(MINUS_TWO).max(TANH_LOW);
        FloatVector rounded = t.fma(LOG2_E, ROUND);
        FloatVector n = rounded.sub(ROUND);
        FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, t));
        FloatVector p = E5.fma(r, E4).fma(r, E3).fma(r, E2).fma(r, E1).fma(r, E0);
        FloatVector q = p.fma(r.mul(r), r);
        FloatVector s = powerOfTwo(rounded.reinterpretAsInts().sub(ROUND_BITS));
        FloatVector e = q.fma(s, s.sub(ONE));
        return quotient(e, e, TWO).reinterpretAsInts().and(MAGNITUDE)
                .or(x.reinterpretAsInts().and(SIGN)).reinterpretAsFloats();
    }

    /** {@link FloatMath#sigmoid} on every lane. */
    private static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(x.abs().mul(MINUS_ONE));
        FloatVector m = e.max(x.mul(HUGE).min(ONE));
        return quotient(m, e, ONE);
    }

    private static FloatVector quotient(FloatVector m, FloatVector e, FloatVector c) {
        FloatVector d = e.add(c);
        FloatVector inverse = ONE.div(d);
        FloatVector q = m.mul(inverse);
        FloatVector minus = q.mul(MINUS_ONE);
        return minus.fma(e.sub(d.sub(c)), minus.fma(d, m)).fma(inverse, q);
    }
}
