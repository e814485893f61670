package verge.autodiff.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops over the formulas of {@link FloatMath}, one function each. Every formula is written out
 * in its loop: a vector handed to a method of ours would be boxed in those processes in which the
 * compiler decides not to inline it, and so would several functions in one loop. The loops work
 * on whole vectors and may write up to {@code L - 1} elements past n; callers see to it that there
 * is room, and that what is overwritten is not needed.
 *
 * <p>The bits are those of {@link FloatMath}; the way to them is shorter in exp and tanh. A
 * floating-point maximum is six instructions, so magnitudes are clamped as integers, and what that
 * makes of NaN is mended at the end. The bias of exponents is part of the number that rounds, and
 * what stands above it falls out of the shift; no product of a float and 1 / ln 2 lies half-way,
 * so that it rounds alike. Signs are moved into constants. (Sigmoid, written so, is faster on JDK
 * 25 and boxes on 17.)
 */
final class VectorMath {

    private static final VectorSpecies<Float> S = Lanes.S;
    private static final VectorSpecies<Integer> I = Lanes.I;
    private static final int L = Lanes.L;

    // Constants of the formulas as vectors: broadcasting inside a loop costs inlining budget.
    private static final FloatVector ONE = FloatVector.broadcast(S, 1f);
    private static final FloatVector MINUS_ONE = FloatVector.broadcast(S, -1f);
    private static final FloatVector MINUS_TWO = FloatVector.broadcast(S, -2f);
    private static final FloatVector LOG2_E = FloatVector.broadcast(S, FloatMath.LOG2_E);
    private static final FloatVector ROUND = FloatVector.broadcast(S, FloatMath.ROUND);
    private static final FloatVector ROUND_127 = FloatVector.broadcast(S, FloatMath.ROUND + 127f);
    private static final FloatVector ROUND_254 = FloatVector.broadcast(S, FloatMath.ROUND + 254f);
    private static final FloatVector EXP_LOW = FloatVector.broadcast(S, FloatMath.EXP_LOW);
    private static final FloatVector HUGE = FloatVector.broadcast(S, FloatMath.HUGE);
    private static final FloatVector MINUS_LN2_HIGH = FloatVector.broadcast(S, -FloatMath.LN2_HIGH);
    private static final FloatVector MINUS_LN2_LOW = FloatVector.broadcast(S, -FloatMath.LN2_LOW);
    private static final FloatVector E5 = FloatVector.broadcast(S, FloatMath.E5);
    private static final FloatVector E4 = FloatVector.broadcast(S, FloatMath.E4);
    private static final FloatVector E3 = FloatVector.broadcast(S, FloatMath.E3);
    private static final FloatVector E2 = FloatVector.broadcast(S, FloatMath.E2);
    private static final FloatVector E1 = FloatVector.broadcast(S, FloatMath.E1);
    private static final FloatVector E0 = FloatVector.broadcast(S, FloatMath.E0);
    private static final IntVector EXP_FAR =
            IntVector.broadcast(I, Float.floatToRawIntBits(-FloatMath.EXP_LOW));
    private static final IntVector TANH_FAR =
            IntVector.broadcast(I, Float.floatToRawIntBits(-0.5f * FloatMath.TANH_LOW));
    private static final IntVector INFINITE =
            IntVector.broadcast(I, Float.floatToRawIntBits(Float.POSITIVE_INFINITY));
    private static final IntVector ROUND_BITS = IntVector.broadcast(I, FloatMath.ROUND_BITS);
    private static final IntVector BIAS = IntVector.broadcast(I, 127);
    private static final IntVector SIGN = IntVector.broadcast(I, 0x80000000);
    private static final IntVector MAGNITUDE = IntVector.broadcast(I, 0x7FFFFFFF);

    private VectorMath() {}

    /** y[i] = e^(x[i] - shift). */
    static void exp(float shift, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            IntVector a = FloatVector.fromArray(S, x, xo + i)
                    .sub(FloatVector.broadcast(S, shift)).reinterpretAsInts();
            IntVector size = a.and(MAGNITUDE);
            FloatVector t = size.min(EXP_FAR).or(a.and(SIGN)).reinterpretAsFloats();
            FloatVector rounded = t.fma(LOG2_E, ROUND_254);
            FloatVector k = rounded.sub(ROUND_254);
            FloatVector r = k.fma(MINUS_LN2_LOW, k.fma(MINUS_LN2_HIGH, t));
            FloatVector p = E5.fma(r, E4).fma(r, E3).fma(r, E2).fma(r, E1).fma(r, E0);
            FloatVector one = r.add(ONE);
            FloatVector e = one.add(p.fma(r.mul(r), r.sub(one.sub(ONE))));
            IntVector power = rounded.reinterpretAsInts();
            IntVector half = power.lanewise(VectorOperators.ASHR, 1);
            IntVector rest = power.sub(half);
            e.mul(half.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
                    .mul(rest.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
                    .reinterpretAsInts().or(INFINITE.sub(size).lanewise(VectorOperators.ASHR, 31))
                    .reinterpretAsFloats().intoArray(y, yo + i);
        }
    }

    /** y[i] = tanh(x[i]). */
    static void tanh(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            IntVector a = FloatVector.fromArray(S, x, xo + i).reinterpretAsInts();
            IntVector size = a.and(MAGNITUDE);
            FloatVector t = size.min(TANH_FAR).reinterpretAsFloats().mul(MINUS_TWO);
            FloatVector rounded = t.fma(LOG2_E, ROUND_127);
            FloatVector k = rounded.sub(ROUND_127);
            FloatVector r = k.fma(MINUS_LN2_LOW, k.fma(MINUS_LN2_HIGH, t));
            FloatVector p = E5.fma(r, E4).fma(r, E3).fma(r, E2).fma(r, E1).fma(r, E0);
            FloatVector s = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23)
                    .reinterpretAsFloats();
            FloatVector e = p.fma(r.mul(r), r).fma(s, s.sub(ONE));
            FloatVector minus = MINUS_TWO.sub(e);                           // -(e + 2)
            FloatVector inverse = MINUS_ONE.div(minus);
            FloatVector q = e.mul(inverse);
            FloatVector lost = MINUS_TWO.sub(minus).sub(e);
            q.fma(lost, q.fma(minus, e)).fma(inverse, q)
                    .reinterpretAsInts().and(MAGNITUDE).or(a.and(SIGN))
                    .or(INFINITE.sub(size).lanewise(VectorOperators.ASHR, 31))
                    .reinterpretAsFloats().intoArray(y, yo + i);
        }
    }

    /** y[i] = 1 / (1 + e^-x[i]). */
    static void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector a = FloatVector.fromArray(S, x, xo + i);
            FloatVector t = a.abs().mul(MINUS_ONE).max(EXP_LOW);
            FloatVector rounded = t.fma(LOG2_E, ROUND);
            FloatVector k = rounded.sub(ROUND);
            FloatVector r = k.fma(MINUS_LN2_LOW, k.fma(MINUS_LN2_HIGH, t));
            FloatVector p = E5.fma(r, E4).fma(r, E3).fma(r, E2).fma(r, E1).fma(r, E0);
            FloatVector one = r.add(ONE);
            FloatVector y0 = one.add(p.fma(r.mul(r), r.sub(one.sub(ONE))));
            IntVector power = rounded.reinterpretAsInts().sub(ROUND_BITS);
            IntVector half = power.lanewise(VectorOperators.ASHR, 1);
            IntVector rest = power.sub(half);
            FloatVector e = y0
                    .mul(half.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
                    .mul(rest.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            FloatVector m = e.max(a.mul(HUGE).min(ONE));
            FloatVector d = e.add(ONE);
            FloatVector inverse = ONE.div(d);
            FloatVector q = m.mul(inverse);
            FloatVector minus = q.mul(MINUS_ONE);
            minus.fma(e.sub(d.sub(ONE)), minus.fma(d, m)).fma(inverse, q).intoArray(y, yo + i);
        }
    }
}
