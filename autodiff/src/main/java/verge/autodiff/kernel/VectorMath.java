package verge.autodiff.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops over the formulas of {@link FloatMath}, one function each. Every formula is written out
 * in its loop, since a vector handed to a method of ours is boxed where that is not inlined, and for
 * two vectors side by side: the steps of one fill the time in which those of the other wait. The
 * loops work on whole pairs of vectors and may write up to {@code 2 L - 1} elements past n;
 * callers see to it that there is room, and that what is overwritten is not needed.
 *
 * <p>The bits are those of {@link FloatMath}; the way to them is shorter. A floating-point maximum
 * is six instructions, so magnitudes are clamped as integers, and what that makes of NaN is mended
 * at the end. The bias of exponents is part of the number that rounds, and what stands above it
 * falls out of the shift; no product of a float and 1 / ln 2 lies half-way, so that it rounds
 * alike.
 */
@SuppressWarnings("serial")
final class VectorMath extends NotInlined {

    /** Elements of a pair of vectors. */
    static final int PAIR = 2 * Lanes.L;

    private static final VectorSpecies<Float> S = Lanes.S;
    private static final VectorSpecies<Integer> I = Lanes.I;
    private static final int L = Lanes.L;

    // Constants of the formulas as vectors: broadcasting inside a loop costs inlining budget.
    private static final FloatVector ONE = FloatVector.broadcast(S, 1f);
    private static final FloatVector MINUS_ONE = FloatVector.broadcast(S, -1f);
    private static final FloatVector MINUS_TWO = FloatVector.broadcast(S, -2f);
    private static final FloatVector LOG2_E = FloatVector.broadcast(S, FloatMath.LOG2_E);
    private static final FloatVector MINUS_LOG2_E = FloatVector.broadcast(S, -FloatMath.LOG2_E);
    private static final FloatVector LN2_HIGH = FloatVector.broadcast(S, FloatMath.LN2_HIGH);
    private static final FloatVector LN2_LOW = FloatVector.broadcast(S, FloatMath.LN2_LOW);
    private static final FloatVector MINUS_LN2_HIGH = FloatVector.broadcast(S, -FloatMath.LN2_HIGH);
    private static final FloatVector MINUS_LN2_LOW = FloatVector.broadcast(S, -FloatMath.LN2_LOW);
    private static final FloatVector E5 = FloatVector.broadcast(S, FloatMath.E5);
    private static final FloatVector E4 = FloatVector.broadcast(S, FloatMath.E4);
    private static final FloatVector E3 = FloatVector.broadcast(S, FloatMath.E3);
    private static final FloatVector E2 = FloatVector.broadcast(S, FloatMath.E2);
    private static final FloatVector E1 = FloatVector.broadcast(S, FloatMath.E1);
    private static final FloatVector E0 = FloatVector.broadcast(S, FloatMath.E0);
    private static final FloatVector MINUS_E4 = FloatVector.broadcast(S, -FloatMath.E4);
    private static final FloatVector MINUS_E2 = FloatVector.broadcast(S, -FloatMath.E2);
    private static final FloatVector MINUS_E0 = FloatVector.broadcast(S, -FloatMath.E0);
    /** Rounds n and leaves n, n + 127 or n + 254 in the low bits. */
    private static final FloatVector ROUND_127 = FloatVector.broadcast(S, FloatMath.ROUND + 127f);
    private static final FloatVector ROUND_254 = FloatVector.broadcast(S, FloatMath.ROUND + 254f);
    /** Exponents that sigmoid adds, so that no power of e it meets is subnormal. */
    private static final int RAISED = 25;
    private static final FloatVector ROUND_RAISED =
            FloatVector.broadcast(S, FloatMath.ROUND + RAISED);
    private static final FloatVector MINUS_RAISED_ONE =
            FloatVector.broadcast(S, -(float) (1 << RAISED));

    private static final IntVector MAGNITUDE = IntVector.broadcast(I, 0x7FFFFFFF);
    private static final IntVector SIGN = IntVector.broadcast(I, 0x80000000);
    private static final IntVector INFINITE =
            IntVector.broadcast(I, Float.floatToRawIntBits(Float.POSITIVE_INFINITY));
    private static final IntVector EXP_FAR =
            IntVector.broadcast(I, Float.floatToRawIntBits(-FloatMath.EXP_LOW));
    private static final IntVector EXPM1_FAR =
            IntVector.broadcast(I, Float.floatToRawIntBits(-FloatMath.EXPM1_LOW));
    private static final IntVector TANH_FAR =
            IntVector.broadcast(I, Float.floatToRawIntBits(-0.5f * FloatMath.EXPM1_LOW));

    private VectorMath() {}

    /** y[i] = e^(x[i] - shift). */
    static void exp(float shift, float[] x, int xo, float[] y, int yo, int n) {
        FloatVector centre = FloatVector.broadcast(S, shift);
        for (int i = 0; i < n; i += PAIR) {
            IntVector a = FloatVector.fromArray(S, x, xo + i).sub(centre).reinterpretAsInts();
            IntVector b = FloatVector.fromArray(S, x, xo + i + L).sub(centre).reinterpretAsInts();
            IntVector aSize = a.and(MAGNITUDE);
            IntVector bSize = b.and(MAGNITUDE);
            FloatVector aT = aSize.min(EXP_FAR).or(a.and(SIGN)).reinterpretAsFloats();
            FloatVector bT = bSize.min(EXP_FAR).or(b.and(SIGN)).reinterpretAsFloats();
            FloatVector aRounded = aT.fma(LOG2_E, ROUND_254);
            FloatVector bRounded = bT.fma(LOG2_E, ROUND_254);
            FloatVector aK = aRounded.sub(ROUND_254);
            FloatVector bK = bRounded.sub(ROUND_254);
            FloatVector aR = aK.fma(MINUS_LN2_LOW, aK.fma(MINUS_LN2_HIGH, aT));
            FloatVector bR = bK.fma(MINUS_LN2_LOW, bK.fma(MINUS_LN2_HIGH, bT));
            FloatVector aP = E5.fma(aR, E4);
            FloatVector bP = E5.fma(bR, E4);
            aP = aP.fma(aR, E3);
            bP = bP.fma(bR, E3);
            aP = aP.fma(aR, E2);
            bP = bP.fma(bR, E2);
            aP = aP.fma(aR, E1);
            bP = bP.fma(bR, E1);
            aP = aP.fma(aR, E0);
            bP = bP.fma(bR, E0);
            FloatVector aOne = aR.add(ONE);
            FloatVector bOne = bR.add(ONE);
            FloatVector aE = aOne.add(aP.fma(aR.mul(aR), aR.sub(aOne.sub(ONE))));
            FloatVector bE = bOne.add(bP.fma(bR.mul(bR), bR.sub(bOne.sub(ONE))));
            IntVector aPower = aRounded.reinterpretAsInts();
            IntVector bPower = bRounded.reinterpretAsInts();
            IntVector aHalf = aPower.lanewise(VectorOperators.ASHR, 1);
            IntVector bHalf = bPower.lanewise(VectorOperators.ASHR, 1);
            IntVector aRest = aPower.sub(aHalf);
            IntVector bRest = bPower.sub(bHalf);
            aE.mul(aHalf.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
                    .mul(aRest.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
                    .reinterpretAsInts()
                    .or(INFINITE.sub(aSize).lanewise(VectorOperators.ASHR, 31))
                    .reinterpretAsFloats().intoArray(y, yo + i);
            bE.mul(bHalf.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
                    .mul(bRest.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
                    .reinterpretAsInts()
                    .or(INFINITE.sub(bSize).lanewise(VectorOperators.ASHR, 31))
                    .reinterpretAsFloats().intoArray(y, yo + i + L);
        }
    }

    /** y[i] = tanh(x[i]); q and what follows have the other sign. */
    static void tanh(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += PAIR) {
            IntVector a = FloatVector.fromArray(S, x, xo + i).reinterpretAsInts();
            IntVector b = FloatVector.fromArray(S, x, xo + i + L).reinterpretAsInts();
            IntVector aSize = a.and(MAGNITUDE);
            IntVector bSize = b.and(MAGNITUDE);
            FloatVector aT = aSize.min(TANH_FAR).reinterpretAsFloats().mul(MINUS_TWO);
            FloatVector bT = bSize.min(TANH_FAR).reinterpretAsFloats().mul(MINUS_TWO);
            FloatVector aRounded = aT.fma(LOG2_E, ROUND_127);
            FloatVector bRounded = bT.fma(LOG2_E, ROUND_127);
            FloatVector aK = aRounded.sub(ROUND_127);
            FloatVector bK = bRounded.sub(ROUND_127);
            FloatVector aR = aK.fma(MINUS_LN2_LOW, aK.fma(MINUS_LN2_HIGH, aT));
            FloatVector bR = bK.fma(MINUS_LN2_LOW, bK.fma(MINUS_LN2_HIGH, bT));
            FloatVector aP = E5.fma(aR, E4);
            FloatVector bP = E5.fma(bR, E4);
            aP = aP.fma(aR, E3);
            bP = bP.fma(bR, E3);
            aP = aP.fma(aR, E2);
            bP = bP.fma(bR, E2);
            aP = aP.fma(aR, E1);
            bP = bP.fma(bR, E1);
            aP = aP.fma(aR, E0);
            bP = bP.fma(bR, E0);
            FloatVector aS = aRounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23)
                    .reinterpretAsFloats();
            FloatVector bS = bRounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23)
                    .reinterpretAsFloats();
            FloatVector aE = aP.fma(aR.mul(aR), aR).fma(aS, aS.sub(ONE));
            FloatVector bE = bP.fma(bR.mul(bR), bR).fma(bS, bS.sub(ONE));
            FloatVector aMinus = MINUS_TWO.sub(aE);                         // -(E + 2)
            FloatVector bMinus = MINUS_TWO.sub(bE);
            FloatVector aInverse = MINUS_ONE.div(aMinus);
            FloatVector bInverse = MINUS_ONE.div(bMinus);
            FloatVector aQ = aE.mul(aInverse);
            FloatVector bQ = bE.mul(bInverse);
            FloatVector aLost = MINUS_TWO.sub(aMinus).sub(aE);
            FloatVector bLost = MINUS_TWO.sub(bMinus).sub(bE);
            aQ.fma(aLost, aQ.fma(aMinus, aE)).fma(aInverse, aQ)
                    .reinterpretAsInts().and(MAGNITUDE).or(a.and(SIGN))
                    .or(INFINITE.sub(aSize).lanewise(VectorOperators.ASHR, 31))
                    .reinterpretAsFloats().intoArray(y, yo + i);
            bQ.fma(bLost, bQ.fma(bMinus, bE)).fma(bInverse, bQ)
                    .reinterpretAsInts().and(MAGNITUDE).or(b.and(SIGN))
                    .or(INFINITE.sub(bSize).lanewise(VectorOperators.ASHR, 31))
                    .reinterpretAsFloats().intoArray(y, yo + i + L);
        }
    }

    /**
     * y[i] = 1 / (1 + e^-x[i]). All but k has the other sign, which spares the steps that would
     * turn it, and what would be 1 is 2^25: then e^-104 is an ordinary float, and quotients are
     * the same.
     */
    static void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += PAIR) {
            IntVector a = FloatVector.fromArray(S, x, xo + i).reinterpretAsInts();
            IntVector b = FloatVector.fromArray(S, x, xo + i + L).reinterpretAsInts();
            IntVector aSize = a.and(MAGNITUDE);
            IntVector bSize = b.and(MAGNITUDE);
            FloatVector aT = aSize.min(EXP_FAR).reinterpretAsFloats();
            FloatVector bT = bSize.min(EXP_FAR).reinterpretAsFloats();
            FloatVector aRounded = aT.fma(MINUS_LOG2_E, ROUND_RAISED);
            FloatVector bRounded = bT.fma(MINUS_LOG2_E, ROUND_RAISED);
            FloatVector aK = aRounded.sub(ROUND_RAISED);
            FloatVector bK = bRounded.sub(ROUND_RAISED);
            FloatVector aR = aK.fma(LN2_LOW, aK.fma(LN2_HIGH, aT));
            FloatVector bR = bK.fma(LN2_LOW, bK.fma(LN2_HIGH, bT));
            FloatVector aP = E5.fma(aR, MINUS_E4);
            FloatVector bP = E5.fma(bR, MINUS_E4);
            aP = aP.fma(aR, E3);
            bP = bP.fma(bR, E3);
            aP = aP.fma(aR, MINUS_E2);
            bP = bP.fma(bR, MINUS_E2);
            aP = aP.fma(aR, E1);
            bP = bP.fma(bR, E1);
            aP = aP.fma(aR, MINUS_E0);
            bP = bP.fma(bR, MINUS_E0);
            FloatVector aOne = aR.add(MINUS_ONE);
            FloatVector bOne = bR.add(MINUS_ONE);
            IntVector aE = aOne.add(aP.fma(aR.mul(aR), aR.sub(aOne.sub(MINUS_ONE))))
                    .reinterpretAsInts()
                    .add(aRounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23));
            IntVector bE = bOne.add(bP.fma(bR.mul(bR), bR.sub(bOne.sub(MINUS_ONE))))
                    .reinterpretAsInts()
                    .add(bRounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23));
            FloatVector aM = MINUS_RAISED_ONE.reinterpretAsInts().lanewise(
                    VectorOperators.BITWISE_BLEND, aE, a.lanewise(VectorOperators.ASHR, 31))
                    .reinterpretAsFloats();                     // e for negative x, 1 for others
            FloatVector bM = MINUS_RAISED_ONE.reinterpretAsInts().lanewise(
                    VectorOperators.BITWISE_BLEND, bE, b.lanewise(VectorOperators.ASHR, 31))
                    .reinterpretAsFloats();
            FloatVector aD = aE.reinterpretAsFloats().add(MINUS_RAISED_ONE);
            FloatVector bD = bE.reinterpretAsFloats().add(MINUS_RAISED_ONE);
            FloatVector aInverse = MINUS_ONE.div(aD);
            FloatVector bInverse = MINUS_ONE.div(bD);
            FloatVector aQ = aM.mul(aInverse);
            FloatVector bQ = bM.mul(bInverse);
            FloatVector aLost = aE.reinterpretAsFloats().sub(aD.sub(MINUS_RAISED_ONE));
            FloatVector bLost = bE.reinterpretAsFloats().sub(bD.sub(MINUS_RAISED_ONE));
            aQ.fma(aLost, aQ.fma(aD, aM)).fma(aInverse, aQ)
                    .reinterpretAsInts().and(MAGNITUDE)
                    .or(INFINITE.sub(aSize).lanewise(VectorOperators.ASHR, 31))
                    .reinterpretAsFloats().intoArray(y, yo + i);
            bQ.fma(bLost, bQ.fma(bD, bM)).fma(bInverse, bQ)
                    .reinterpretAsInts().and(MAGNITUDE)
                    .or(INFINITE.sub(bSize).lanewise(VectorOperators.ASHR, 31))
                    .reinterpretAsFloats().intoArray(y, yo + i + L);
        }
    }

    /** y[i] = x[i] where its sign is positive, alpha (e^x[i] - 1) elsewhere: all for e^-|x|. */
    static void elu(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        FloatVector scale = FloatVector.broadcast(S, alpha);
        for (int i = 0; i < n; i += L) {
            IntVector a = FloatVector.fromArray(S, x, xo + i).reinterpretAsInts();
            IntVector size = a.and(MAGNITUDE);
            FloatVector t = size.min(EXPM1_FAR).or(SIGN).reinterpretAsFloats();
            FloatVector rounded = t.fma(LOG2_E, ROUND_127);
            FloatVector k = rounded.sub(ROUND_127);
            FloatVector r = k.fma(MINUS_LN2_LOW, k.fma(MINUS_LN2_HIGH, t));
            FloatVector p = E5.fma(r, E4).fma(r, E3).fma(r, E2).fma(r, E1).fma(r, E0);
            FloatVector s = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23)
                    .reinterpretAsFloats();
            IntVector e = p.fma(r.mul(r), r).fma(s, s.sub(ONE)).reinterpretAsInts().or(SIGN)
                    .or(INFINITE.sub(size).lanewise(VectorOperators.ASHR, 31))
                    .reinterpretAsFloats().mul(scale).reinterpretAsInts();
            a.lanewise(VectorOperators.BITWISE_BLEND, e, a.lanewise(VectorOperators.ASHR, 31))
                    .reinterpretAsFloats().intoArray(y, yo + i);
        }
    }
}
