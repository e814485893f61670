package verge.autodiff.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops over the formulas of {@link FloatMath}, one function each. Every formula is written out
 * in its loop, since a vector handed to a method of ours is boxed where that is not inlined. Constants
 * are made before the loop: one that is kept in a field is read again for every vector, as it lies in an
 * array of floats and the loop writes into one. Two vectors side by side share the loop where that is
 * faster. The loops work on whole pairs of vectors and may write up to {@code 2 L - 1} elements past n;
 * callers see to it that there is room, and that what is overwritten is not needed.
 *
 * <p>The bits are those of {@link FloatMath}; the way to them is shorter. A floating-point maximum
 * is six instructions, so magnitudes are clamped as integers. The bias of exponents is part of the
 * number that rounds, and what stands above it falls out of the shift; no product of a float and
 * 1 / ln 2 lies half-way, so that it rounds alike.
 */
@SuppressWarnings("serial")
final class VectorMath extends NotInlined {

    /** Elements of a pair of vectors. */
    static final int PAIR = 2 * Lanes.L;

    private static final VectorSpecies<Float> S = Lanes.S;
    private static final VectorSpecies<Integer> I = Lanes.I;
    private static final int L = Lanes.L;

    static final int MAGNITUDE_BITS = 0x7FFFFFFF;
    static final int SIGN_BIT = 0x80000000;
    private static final int INFINITE_BITS = 0x7F800000;
    private static final int NAN_BITS = 0x7FC00000;
    /** What lifts a NaN's magnitude, and no other, over the largest integer. */
    static final int LIFT = MAGNITUDE_BITS - INFINITE_BITS;
    static final int EXP_FAR = Float.floatToRawIntBits(-FloatMath.EXP_LOW);
    private static final int EXPM1_FAR = Float.floatToRawIntBits(-FloatMath.EXPM1_LOW);
    static final int TANH_FAR = Float.floatToRawIntBits(-0.5f * FloatMath.EXPM1_LOW);
    /** Up to this magnitude, e^x and the power of two next to it are ordinary floats. */
    static final int EXP_ORDINARY = Float.floatToRawIntBits(87f);
    /** Exponents that sigmoid adds, so that no power of e it meets is subnormal. */
    static final int RAISED = 25;

    private VectorMath() {}

    /** Returns the bits of the largest |x - shift|; those of NaN are larger than any other. */
    static int largestSize(float shift, float[] x, int xo, int n) {
        FloatVector centre = FloatVector.broadcast(S, shift);
        IntVector magnitude = IntVector.broadcast(I, MAGNITUDE_BITS);
        IntVector largest = IntVector.zero(I);
        for (int i = 0; i < n; i += L) {
            largest = largest.max(FloatVector.fromArray(S, x, xo + i).sub(centre)
                    .reinterpretAsInts().and(magnitude));
        }
        return largest.reduceLanes(VectorOperators.MAX);
    }

    /** y[i] = e^(x[i] - shift) where no size is larger than {@link #EXP_ORDINARY}. */
    static void expOrdinary(float shift, float[] x, int xo, float[] y, int yo, int n) {
        FloatVector centre = FloatVector.broadcast(S, shift);
        FloatVector log2E = FloatVector.broadcast(S, FloatMath.LOG2_E);
        FloatVector round = FloatVector.broadcast(S, FloatMath.ROUND + 127f);
        FloatVector minusHigh = FloatVector.broadcast(S, -FloatMath.LN2_HIGH);
        FloatVector minusLow = FloatVector.broadcast(S, -FloatMath.LN2_LOW);
        FloatVector e5 = FloatVector.broadcast(S, FloatMath.E5);
        FloatVector e4 = FloatVector.broadcast(S, FloatMath.E4);
        FloatVector e3 = FloatVector.broadcast(S, FloatMath.E3);
        FloatVector e2 = FloatVector.broadcast(S, FloatMath.E2);
        FloatVector e1 = FloatVector.broadcast(S, FloatMath.E1);
        FloatVector e0 = FloatVector.broadcast(S, FloatMath.E0);
        FloatVector unit = FloatVector.broadcast(S, 1f);
        for (int i = 0; i < n; i += L) {
            FloatVector t = FloatVector.fromArray(S, x, xo + i).sub(centre);
            FloatVector rounded = t.fma(log2E, round);
            FloatVector k = rounded.sub(round);
            FloatVector r = k.fma(minusLow, k.fma(minusHigh, t));
            FloatVector p = e5.fma(r, e4).fma(r, e3).fma(r, e2).fma(r, e1).fma(r, e0);
            FloatVector one = r.add(unit);
            one.add(p.fma(r.mul(r), r.sub(one.sub(unit))))
                    .mul(rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23)
                            .reinterpretAsFloats())
                    .intoArray(y, yo + i);
        }
    }

    /** y[i] = e^(x[i] - shift). */
    static void expAny(float shift, float[] x, int xo, float[] y, int yo, int n) {
        FloatVector centre = FloatVector.broadcast(S, shift);
        FloatVector log2E = FloatVector.broadcast(S, FloatMath.LOG2_E);
        FloatVector round = FloatVector.broadcast(S, FloatMath.ROUND + 254f);
        FloatVector minusHigh = FloatVector.broadcast(S, -FloatMath.LN2_HIGH);
        FloatVector minusLow = FloatVector.broadcast(S, -FloatMath.LN2_LOW);
        FloatVector e5 = FloatVector.broadcast(S, FloatMath.E5);
        FloatVector e4 = FloatVector.broadcast(S, FloatMath.E4);
        FloatVector e3 = FloatVector.broadcast(S, FloatMath.E3);
        FloatVector e2 = FloatVector.broadcast(S, FloatMath.E2);
        FloatVector e1 = FloatVector.broadcast(S, FloatMath.E1);
        FloatVector e0 = FloatVector.broadcast(S, FloatMath.E0);
        FloatVector unit = FloatVector.broadcast(S, 1f);
        IntVector magnitude = IntVector.broadcast(I, MAGNITUDE_BITS);
        IntVector sign = IntVector.broadcast(I, SIGN_BIT);
        IntVector lift = IntVector.broadcast(I, LIFT);
        IntVector far = IntVector.broadcast(I, EXP_FAR + LIFT);
        for (int i = 0; i < n; i += L) {
            IntVector a = FloatVector.fromArray(S, x, xo + i).sub(centre).reinterpretAsInts();
            FloatVector t = a.and(magnitude).add(lift).min(far).sub(lift).or(a.and(sign))
                    .reinterpretAsFloats();
            FloatVector rounded = t.fma(log2E, round);
            FloatVector k = rounded.sub(round);
            FloatVector r = k.fma(minusLow, k.fma(minusHigh, t));
            FloatVector p = e5.fma(r, e4).fma(r, e3).fma(r, e2).fma(r, e1).fma(r, e0);
            FloatVector one = r.add(unit);
            IntVector power = rounded.reinterpretAsInts();
            IntVector half = power.lanewise(VectorOperators.ASHR, 1);
            one.add(p.fma(r.mul(r), r.sub(one.sub(unit))))
                    .mul(half.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
                    .mul(power.sub(half).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
                    .intoArray(y, yo + i);
        }
    }

    /** y[i] = x[i] where its sign is positive, alpha (e^x[i] - 1) elsewhere: all for e^-|x|. */
    static void elu(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        FloatVector scale = FloatVector.broadcast(S, alpha);
        FloatVector log2E = FloatVector.broadcast(S, FloatMath.LOG2_E);
        FloatVector round = FloatVector.broadcast(S, FloatMath.ROUND + 127f);
        FloatVector minusHigh = FloatVector.broadcast(S, -FloatMath.LN2_HIGH);
        FloatVector minusLow = FloatVector.broadcast(S, -FloatMath.LN2_LOW);
        FloatVector e5 = FloatVector.broadcast(S, FloatMath.E5);
        FloatVector e4 = FloatVector.broadcast(S, FloatMath.E4);
        FloatVector e3 = FloatVector.broadcast(S, FloatMath.E3);
        FloatVector e2 = FloatVector.broadcast(S, FloatMath.E2);
        FloatVector e1 = FloatVector.broadcast(S, FloatMath.E1);
        FloatVector e0 = FloatVector.broadcast(S, FloatMath.E0);
        FloatVector unit = FloatVector.broadcast(S, 1f);
        IntVector magnitude = IntVector.broadcast(I, MAGNITUDE_BITS);
        IntVector sign = IntVector.broadcast(I, SIGN_BIT);
        IntVector lift = IntVector.broadcast(I, LIFT);
        IntVector far = IntVector.broadcast(I, EXPM1_FAR + LIFT);
        for (int i = 0; i < n; i += L) {
            IntVector a = FloatVector.fromArray(S, x, xo + i).reinterpretAsInts();
            FloatVector t = a.and(magnitude).add(lift).min(far).sub(lift).or(sign)
                    .reinterpretAsFloats();
            FloatVector rounded = t.fma(log2E, round);
            FloatVector k = rounded.sub(round);
            FloatVector r = k.fma(minusLow, k.fma(minusHigh, t));
            FloatVector p = e5.fma(r, e4).fma(r, e3).fma(r, e2).fma(r, e1).fma(r, e0);
            FloatVector s = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23)
                    .reinterpretAsFloats();
            IntVector e = p.fma(r.mul(r), r).fma(s, s.sub(unit)).reinterpretAsInts().or(sign)
                    .reinterpretAsFloats().mul(scale).reinterpretAsInts();
            a.lanewise(VectorOperators.BITWISE_BLEND, e, a.lanewise(VectorOperators.ASHR, 31))
                    .reinterpretAsFloats().intoArray(y, yo + i);
        }
    }

    /**
     * y[i] = log x[i]. What is no positive finite number is put in at the end: infinity and NaN for
     * themselves, NaN for what is negative, negative infinity for both zeros.
     */
    static void log(float[] x, int xo, float[] y, int yo, int n) {
        FloatVector raise = FloatVector.broadcast(S, FloatMath.RAISE);
        FloatVector round = FloatVector.broadcast(S, FloatMath.ROUND);
        FloatVector high = FloatVector.broadcast(S, FloatMath.LN2_HIGH);
        FloatVector low = FloatVector.broadcast(S, FloatMath.LN2_LOW);
        FloatVector l8 = FloatVector.broadcast(S, FloatMath.L8);
        FloatVector l7 = FloatVector.broadcast(S, FloatMath.L7);
        FloatVector l6 = FloatVector.broadcast(S, FloatMath.L6);
        FloatVector l5 = FloatVector.broadcast(S, FloatMath.L5);
        FloatVector l4 = FloatVector.broadcast(S, FloatMath.L4);
        FloatVector l3 = FloatVector.broadcast(S, FloatMath.L3);
        FloatVector l2 = FloatVector.broadcast(S, FloatMath.L2);
        FloatVector l1 = FloatVector.broadcast(S, FloatMath.L1);
        FloatVector l0 = FloatVector.broadcast(S, FloatMath.L0);
        FloatVector unit = FloatVector.broadcast(S, 1f);
        FloatVector minusHalf = FloatVector.broadcast(S, -0.5f);
        IntVector rootHalf = IntVector.broadcast(I, FloatMath.ROOT_HALF_BITS);
        IntVector raised = IntVector.broadcast(I, FloatMath.RAISE_EXPONENT);
        IntVector least = IntVector.broadcast(I, 1);
        IntVector leastNormal = IntVector.broadcast(I, 0x00800000);
        IntVector largest = IntVector.broadcast(I, INFINITE_BITS - 1);
        IntVector magnitude = IntVector.broadcast(I, MAGNITUDE_BITS);
        IntVector none = IntVector.broadcast(I, NAN_BITS);
        IntVector minusInfinite = IntVector.broadcast(I, INFINITE_BITS | SIGN_BIT);
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(S, x, xo + i);
            IntVector a = v.reinterpretAsInts();
            IntVector subnormal = a.sub(leastNormal).lanewise(VectorOperators.ASHR, 31);
            IntVector bits = a.lanewise(VectorOperators.BITWISE_BLEND,
                    v.mul(raise).reinterpretAsInts(), subnormal);
            IntVector exponent = bits.sub(rootHalf).lanewise(VectorOperators.ASHR, 23);
            FloatVector k = exponent.sub(subnormal.and(raised)).add(round.reinterpretAsInts())
                    .reinterpretAsFloats().sub(round);
            FloatVector m = bits.sub(exponent.lanewise(VectorOperators.LSHL, 23))
                    .reinterpretAsFloats().sub(unit);
            FloatVector z = m.mul(m);
            FloatVector p = l8.fma(m, l7).fma(m, l6).fma(m, l5).fma(m, l4).fma(m, l3).fma(m, l2)
                    .fma(m, l1).fma(m, l0);
            FloatVector rest = minusHalf.fma(z, p.mul(z).fma(m, k.mul(low)));
            k.fma(high, m.add(rest)).reinterpretAsInts()
                    .lanewise(VectorOperators.BITWISE_BLEND, a,
                            largest.sub(a).lanewise(VectorOperators.ASHR, 31))
                    .lanewise(VectorOperators.BITWISE_BLEND, none,
                            a.lanewise(VectorOperators.ASHR, 31))
                    .lanewise(VectorOperators.BITWISE_BLEND, minusInfinite,
                            a.and(magnitude).sub(least).lanewise(VectorOperators.ASHR, 31))
                    .reinterpretAsFloats().intoArray(y, yo + i);
        }
    }

    /** y[i] = tanh(x[i]); q and what follows have the other sign. */
    static void tanh(float[] x, int xo, float[] y, int yo, int n) {
        tanh(1, n, x, xo, 0, y, yo, 0);
    }

    /** The first n elements of rows that are so many steps apart, with the constants of one loop. */
    static void tanh(int rows, int n, float[] x, int xo, int xStep, float[] y, int yo,
            int yStep) {
        FloatVector minusTwo = FloatVector.broadcast(S, -2f);
        FloatVector log2E = FloatVector.broadcast(S, FloatMath.LOG2_E);
        FloatVector round = FloatVector.broadcast(S, FloatMath.ROUND + 127f);
        FloatVector minusHigh = FloatVector.broadcast(S, -FloatMath.LN2_HIGH);
        FloatVector minusLow = FloatVector.broadcast(S, -FloatMath.LN2_LOW);
        FloatVector e5 = FloatVector.broadcast(S, FloatMath.E5);
        FloatVector e4 = FloatVector.broadcast(S, FloatMath.E4);
        FloatVector e3 = FloatVector.broadcast(S, FloatMath.E3);
        FloatVector e2 = FloatVector.broadcast(S, FloatMath.E2);
        FloatVector e1 = FloatVector.broadcast(S, FloatMath.E1);
        FloatVector e0 = FloatVector.broadcast(S, FloatMath.E0);
        FloatVector unit = FloatVector.broadcast(S, 1f);
        FloatVector minusOne = FloatVector.broadcast(S, -1f);
        IntVector magnitude = IntVector.broadcast(I, MAGNITUDE_BITS);
        IntVector sign = IntVector.broadcast(I, SIGN_BIT);
        IntVector lift = IntVector.broadcast(I, LIFT);
        IntVector far = IntVector.broadcast(I, TANH_FAR + LIFT);
        for (int row = 0, from = xo, to = yo; row < rows; row++, from += xStep, to += yStep) {
            for (int i = 0; i < n; i += PAIR) {
                IntVector a = FloatVector.fromArray(S, x, from + i).reinterpretAsInts();
                IntVector b = FloatVector.fromArray(S, x, from + i + L).reinterpretAsInts();
                FloatVector aT = a.and(magnitude).add(lift).min(far).sub(lift).reinterpretAsFloats()
                        .mul(minusTwo);
                FloatVector bT = b.and(magnitude).add(lift).min(far).sub(lift).reinterpretAsFloats()
                        .mul(minusTwo);
                FloatVector aRounded = aT.fma(log2E, round);
                FloatVector bRounded = bT.fma(log2E, round);
                FloatVector aK = aRounded.sub(round);
                FloatVector bK = bRounded.sub(round);
                FloatVector aR = aK.fma(minusLow, aK.fma(minusHigh, aT));
                FloatVector bR = bK.fma(minusLow, bK.fma(minusHigh, bT));
                FloatVector aP = e5.fma(aR, e4).fma(aR, e3).fma(aR, e2).fma(aR, e1).fma(aR, e0);
                FloatVector bP = e5.fma(bR, e4).fma(bR, e3).fma(bR, e2).fma(bR, e1).fma(bR, e0);
                FloatVector aS = aRounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23)
                        .reinterpretAsFloats();
                FloatVector bS = bRounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23)
                        .reinterpretAsFloats();
                FloatVector aE = aP.fma(aR.mul(aR), aR).fma(aS, aS.sub(unit));
                FloatVector bE = bP.fma(bR.mul(bR), bR).fma(bS, bS.sub(unit));
                FloatVector aMinus = minusTwo.sub(aE);                          // -(E + 2)
                FloatVector bMinus = minusTwo.sub(bE);
                FloatVector aInverse = minusOne.div(aMinus);
                FloatVector bInverse = minusOne.div(bMinus);
                FloatVector aQ = aE.mul(aInverse);
                FloatVector bQ = bE.mul(bInverse);
                FloatVector aLost = minusTwo.sub(aMinus).sub(aE);
                FloatVector bLost = minusTwo.sub(bMinus).sub(bE);
                aQ.fma(aLost, aQ.fma(aMinus, aE)).fma(aInverse, aQ)
                        .reinterpretAsInts().and(magnitude).or(a.and(sign))
                        .reinterpretAsFloats().intoArray(y, to + i);
                bQ.fma(bLost, bQ.fma(bMinus, bE)).fma(bInverse, bQ)
                        .reinterpretAsInts().and(magnitude).or(b.and(sign))
                        .reinterpretAsFloats().intoArray(y, to + i + L);
            }
        }
    }

    /**
     * y[i] = 1 / (1 + e^-x[i]). What is e and m in {@link FloatMath} and k's factor have the other
     * sign, as has the inverse, which spares the steps that would turn it; and what would be 1 is
     * 2^25: then e^-104 is an ordinary float, and quotients are the same.
     */
    static void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        sigmoid(1, n, x, xo, 0, y, yo, 0);
    }

    /** The first n elements of rows that are so many steps apart, with the constants of one loop. */
    static void sigmoid(int rows, int n, float[] x, int xo, int xStep, float[] y, int yo,
            int yStep) {
        FloatVector minusLog2E = FloatVector.broadcast(S, -FloatMath.LOG2_E);
        FloatVector round = FloatVector.broadcast(S, FloatMath.ROUND + (127f + RAISED));
        FloatVector high = FloatVector.broadcast(S, FloatMath.LN2_HIGH);
        FloatVector low = FloatVector.broadcast(S, FloatMath.LN2_LOW);
        FloatVector e5 = FloatVector.broadcast(S, FloatMath.E5);
        FloatVector minusE4 = FloatVector.broadcast(S, -FloatMath.E4);
        FloatVector e3 = FloatVector.broadcast(S, FloatMath.E3);
        FloatVector minusE2 = FloatVector.broadcast(S, -FloatMath.E2);
        FloatVector e1 = FloatVector.broadcast(S, FloatMath.E1);
        FloatVector minusE0 = FloatVector.broadcast(S, -FloatMath.E0);
        FloatVector minusOne = FloatVector.broadcast(S, -1f);
        FloatVector raised = FloatVector.broadcast(S, (float) (1 << RAISED));
        IntVector minusRaised = FloatVector.broadcast(S, -(float) (1 << RAISED))
                .reinterpretAsInts();
        IntVector magnitude = IntVector.broadcast(I, MAGNITUDE_BITS);
        IntVector lift = IntVector.broadcast(I, LIFT);
        IntVector far = IntVector.broadcast(I, EXP_FAR + LIFT);
        for (int row = 0, from = xo, to = yo; row < rows; row++, from += xStep, to += yStep) {
            for (int i = 0; i < n; i += PAIR) {
                IntVector a = FloatVector.fromArray(S, x, from + i).reinterpretAsInts();
                IntVector b = FloatVector.fromArray(S, x, from + i + L).reinterpretAsInts();
                FloatVector aT = a.and(magnitude).add(lift).min(far).sub(lift).reinterpretAsFloats();
                FloatVector bT = b.and(magnitude).add(lift).min(far).sub(lift).reinterpretAsFloats();
                FloatVector aRounded = aT.fma(minusLog2E, round);
                FloatVector bRounded = bT.fma(minusLog2E, round);
                FloatVector aK = aRounded.sub(round);
                FloatVector bK = bRounded.sub(round);
                FloatVector aR = aK.fma(low, aK.fma(high, aT));
                FloatVector bR = bK.fma(low, bK.fma(high, bT));
                FloatVector aP = e5.fma(aR, minusE4).fma(aR, e3).fma(aR, minusE2).fma(aR, e1)
                        .fma(aR, minusE0);
                FloatVector bP = e5.fma(bR, minusE4).fma(bR, e3).fma(bR, minusE2).fma(bR, e1)
                        .fma(bR, minusE0);
                FloatVector aOne = aR.add(minusOne);
                FloatVector bOne = bR.add(minusOne);
                FloatVector aE = aOne.add(aP.fma(aR.mul(aR), aR.sub(aOne.sub(minusOne))))
                        .mul(aRounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23)
                                .reinterpretAsFloats());
                FloatVector bE = bOne.add(bP.fma(bR.mul(bR), bR.sub(bOne.sub(minusOne))))
                        .mul(bRounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23)
                                .reinterpretAsFloats());
                FloatVector aM = minusRaised.lanewise(VectorOperators.BITWISE_BLEND,
                        aE.reinterpretAsInts(), a.lanewise(VectorOperators.ASHR, 31))
                        .reinterpretAsFloats();
                FloatVector bM = minusRaised.lanewise(VectorOperators.BITWISE_BLEND,
                        bE.reinterpretAsInts(), b.lanewise(VectorOperators.ASHR, 31))
                        .reinterpretAsFloats();
                FloatVector aD = raised.sub(aE);
                FloatVector bD = raised.sub(bE);
                FloatVector aInverse = minusOne.div(aD);
                FloatVector bInverse = minusOne.div(bD);
                FloatVector aQ = aM.mul(aInverse);
                FloatVector bQ = bM.mul(bInverse);
                FloatVector aLost = raised.sub(aD).sub(aE);
                FloatVector bLost = raised.sub(bD).sub(bE);
                aQ.fma(aLost, aQ.fma(aD, aM)).fma(aInverse, aQ).intoArray(y, to + i);
                bQ.fma(bLost, bQ.fma(bD, bM)).fma(bInverse, bQ).intoArray(y, to + i + L);
            }
        }
    }
}
