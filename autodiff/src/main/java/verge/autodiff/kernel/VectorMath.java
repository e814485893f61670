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
 */
final class VectorMath {

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

    private VectorMath() {}

    /** y[i] = e^(x[i] - shift). */
    static void exp(float shift, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector t = FloatVector.fromArray(S, x, xo + i)
                    .sub(FloatVector.broadcast(S, shift)).max(EXP_LOW).min(EXP_HIGH);
            FloatVector rounded = t.fma(LOG2_E, ROUND);
            FloatVector k = rounded.sub(ROUND);
            FloatVector r = k.fma(MINUS_LN2_LOW, k.fma(MINUS_LN2_HIGH, t));
            FloatVector p = E5.fma(r, E4).fma(r, E3).fma(r, E2).fma(r, E1).fma(r, E0);
            FloatVector one = r.add(ONE);
            FloatVector e = one.add(p.fma(r.mul(r), r.sub(one.sub(ONE))));
            IntVector power = rounded.reinterpretAsInts().sub(ROUND_BITS);
            IntVector half = power.lanewise(VectorOperators.ASHR, 1);
            IntVector rest = power.sub(half);
            e.mul(half.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
                    .mul(rest.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
                    .intoArray(y, yo + i);
        }
    }

    /** y[i] = tanh(x[i]). */
    static void tanh(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector a = FloatVector.fromArray(S, x, xo + i);
            FloatVector t = a.abs().mul(MINUS_TWO).max(TANH_LOW);
            FloatVector rounded = t.fma(LOG2_E, ROUND);
            FloatVector k = rounded.sub(ROUND);
            FloatVector r = k.fma(MINUS_LN2_LOW, k.fma(MINUS_LN2_HIGH, t));
            FloatVector p = E5.fma(r, E4).fma(r, E3).fma(r, E2).fma(r, E1).fma(r, E0);
            FloatVector s = rounded.reinterpretAsInts().sub(ROUND_BITS).add(BIAS)
                    .lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector e = p.fma(r.mul(r), r).fma(s, s.sub(ONE));
            FloatVector d = e.add(TWO);
            FloatVector inverse = ONE.div(d);
            FloatVector q = e.mul(inverse);
            FloatVector minus = q.mul(MINUS_ONE);
            minus.fma(e.sub(d.sub(TWO)), minus.fma(d, e)).fma(inverse, q)
                    .reinterpretAsInts().and(MAGNITUDE).or(a.reinterpretAsInts().and(SIGN))
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
