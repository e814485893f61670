package verge.autodiff.kernel;

import java.util.Arrays;
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
 * 1 / ln 2 lies half-way, so that it rounds alike. What a quotient q leaves of its numerator m is
 * (m - c q) - e q: the first difference is exact, since c q lies between m / 2 and 2 m.
 *
 * <p>HotSpot orders instructions depth first, one vector of a pair after the other, and what waits in
 * the processor's queues is then mostly one chain of dependent instructions. Where it pays, both are
 * kept in step: their k are stored where the results will be, and a constant is read from memory after
 * that, which no compiler moves before a store into an array of its kind.
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
    private static final int LIFT = MAGNITUDE_BITS - INFINITE_BITS;
    static final int EXP_FAR = Float.floatToRawIntBits(-FloatMath.EXP_LOW);
    private static final int EXPM1_FAR = Float.floatToRawIntBits(-FloatMath.EXPM1_LOW);
    static final int TANH_FAR = Float.floatToRawIntBits(-0.5f * FloatMath.EXPM1_LOW);
    static final float TANH_ROUND = FloatMath.ROUND + 126f;
    static final int TANH_LEAST = Float.floatToRawIntBits(
            FloatMath.fma(FloatMath.EXPM1_LOW, FloatMath.LOG2_E, TANH_ROUND));
    /** Up to this magnitude, e^x and the power of two next to it are ordinary floats. */
    static final int EXP_ORDINARY = Float.floatToRawIntBits(87f);
    /** Exponents that sigmoid adds, so that no power of e it meets is subnormal. */
    static final int RAISED = 25;
    static final float SIGMOID_ROUND = FloatMath.ROUND + (127f + RAISED);
    static final int SIGMOID_LEAST = Float.floatToRawIntBits(
            FloatMath.fma(FloatMath.EXP_LOW, FloatMath.LOG2_E, SIGMOID_ROUND));
    /** A constant that is read from memory; see above. */
    static final float[] LN2_HIGH = new float[L];

    static {
        Arrays.fill(LN2_HIGH, FloatMath.LN2_HIGH);
    }

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

    /** y[i] = tanh(x[i]). */
    static void tanh(float[] x, int xo, float[] y, int yo, int n) {
        tanh(1, n, x, xo, 0, y, yo, 0);
    }

    /**
     * The first n elements of rows that are so many steps apart, with the constants of one loop. What
     * is r, p and q in {@link FloatMath} has the other sign, and e is half of it with the other sign. A
     * NaN is lost where magnitudes are clamped, but not where their exponents are.
     */
    static void tanh(int rows, int n, float[] x, int xo, int xStep, float[] y, int yo,
            int yStep) {
        FloatVector minusTwoLog2E = FloatVector.broadcast(S, -2f * FloatMath.LOG2_E);
        FloatVector round = FloatVector.broadcast(S, TANH_ROUND);
        FloatVector low = FloatVector.broadcast(S, FloatMath.LN2_LOW);
        FloatVector e5 = FloatVector.broadcast(S, FloatMath.E5);
        FloatVector minusE4 = FloatVector.broadcast(S, -FloatMath.E4);
        FloatVector e3 = FloatVector.broadcast(S, FloatMath.E3);
        FloatVector minusE2 = FloatVector.broadcast(S, -FloatMath.E2);
        FloatVector e1 = FloatVector.broadcast(S, FloatMath.E1);
        FloatVector minusE0 = FloatVector.broadcast(S, -FloatMath.E0);
        FloatVector unit = FloatVector.broadcast(S, 1f);
        FloatVector half = FloatVector.broadcast(S, 0.5f);
        IntVector magnitude = IntVector.broadcast(I, MAGNITUDE_BITS);
        IntVector sign = IntVector.broadcast(I, SIGN_BIT);
        IntVector far = IntVector.broadcast(I, TANH_FAR);
        IntVector least = IntVector.broadcast(I, TANH_LEAST);
        for (int row = 0, from = xo, to = yo; row < rows; row++, from += xStep, to += yStep) {
            for (int i = 0; i < n; i += PAIR) {
                IntVector a = FloatVector.fromArray(S, x, from + i).reinterpretAsInts();
                IntVector b = FloatVector.fromArray(S, x, from + i + L).reinterpretAsInts();
                IntVector aSize = a.and(magnitude);
                IntVector bSize = b.and(magnitude);
                FloatVector aT = aSize.min(far).reinterpretAsFloats();
                FloatVector bT = bSize.min(far).reinterpretAsFloats();
                IntVector aPower = aSize.reinterpretAsFloats().fma(minusTwoLog2E, round)
                        .reinterpretAsInts().max(least);
                IntVector bPower = bSize.reinterpretAsFloats().fma(minusTwoLog2E, round)
                        .reinterpretAsInts().max(least);
                FloatVector aK = aPower.reinterpretAsFloats().sub(round);
                FloatVector bK = bPower.reinterpretAsFloats().sub(round);
                aK.intoArray(y, to + i);
                bK.intoArray(y, to + i + L);
                FloatVector high = FloatVector.fromArray(S, LN2_HIGH, 0);
                FloatVector aR = aK.fma(low, aK.fma(high, aT.add(aT)));
                FloatVector bR = bK.fma(low, bK.fma(high, bT.add(bT)));
                FloatVector aP = e5.fma(aR, minusE4).fma(aR, e3).fma(aR, minusE2).fma(aR, e1)
                        .fma(aR, minusE0);
                FloatVector bP = e5.fma(bR, minusE4).fma(bR, e3).fma(bR, minusE2).fma(bR, e1)
                        .fma(bR, minusE0);
                FloatVector aS = aPower.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
                FloatVector bS = bPower.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
                FloatVector aE = aP.fma(aR.mul(aR), aR).fma(aS, half.sub(aS));
                FloatVector bE = bP.fma(bR.mul(bR), bR).fma(bS, half.sub(bS));
                FloatVector aInverse = unit.div(unit.sub(aE));
                FloatVector bInverse = unit.div(unit.sub(bE));
                FloatVector aQ = aE.mul(aInverse);
                FloatVector bQ = bE.mul(bInverse);
                aQ.fma(aE, aE.sub(aQ)).fma(aInverse, aQ).reinterpretAsInts().or(a.and(sign))
                        .reinterpretAsFloats().intoArray(y, to + i);
                bQ.fma(bE, bE.sub(bQ)).fma(bInverse, bQ).reinterpretAsInts().or(b.and(sign))
                        .reinterpretAsFloats().intoArray(y, to + i + L);
            }
        }
    }

    /**
     * y[i] = 1 / (1 + e^-x[i]). What is r, p and e in {@link FloatMath} has the other sign; and what
     * would be 1 is 2^25: then e^-104 is an ordinary float, and quotients are the same. NaN fares as in
     * tanh.
     */
    static void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        sigmoid(1, n, x, xo, 0, y, yo, 0);
    }

    /** The first n elements of rows that are so many steps apart, with the constants of one loop. */
    static void sigmoid(int rows, int n, float[] x, int xo, int xStep, float[] y, int yo,
            int yStep) {
        FloatVector minusLog2E = FloatVector.broadcast(S, -FloatMath.LOG2_E);
        FloatVector round = FloatVector.broadcast(S, SIGMOID_ROUND);
        FloatVector low = FloatVector.broadcast(S, FloatMath.LN2_LOW);
        FloatVector e5 = FloatVector.broadcast(S, FloatMath.E5);
        FloatVector minusE4 = FloatVector.broadcast(S, -FloatMath.E4);
        FloatVector e3 = FloatVector.broadcast(S, FloatMath.E3);
        FloatVector minusE2 = FloatVector.broadcast(S, -FloatMath.E2);
        FloatVector e1 = FloatVector.broadcast(S, FloatMath.E1);
        FloatVector minusE0 = FloatVector.broadcast(S, -FloatMath.E0);
        FloatVector minusOne = FloatVector.broadcast(S, -1f);
        FloatVector minusRaised = FloatVector.broadcast(S, -(float) (1 << RAISED));
        IntVector minusRaisedBits = minusRaised.reinterpretAsInts();
        IntVector magnitude = IntVector.broadcast(I, MAGNITUDE_BITS);
        IntVector far = IntVector.broadcast(I, EXP_FAR);
        IntVector least = IntVector.broadcast(I, SIGMOID_LEAST);
        for (int row = 0, from = xo, to = yo; row < rows; row++, from += xStep, to += yStep) {
            for (int i = 0; i < n; i += PAIR) {
                IntVector a = FloatVector.fromArray(S, x, from + i).reinterpretAsInts();
                IntVector b = FloatVector.fromArray(S, x, from + i + L).reinterpretAsInts();
                IntVector aSize = a.and(magnitude);
                IntVector bSize = b.and(magnitude);
                FloatVector aT = aSize.min(far).reinterpretAsFloats();
                FloatVector bT = bSize.min(far).reinterpretAsFloats();
                IntVector aPower = aSize.reinterpretAsFloats().fma(minusLog2E, round)
                        .reinterpretAsInts().max(least);
                IntVector bPower = bSize.reinterpretAsFloats().fma(minusLog2E, round)
                        .reinterpretAsInts().max(least);
                FloatVector aK = aPower.reinterpretAsFloats().sub(round);
                FloatVector bK = bPower.reinterpretAsFloats().sub(round);
                aK.intoArray(y, to + i);
                bK.intoArray(y, to + i + L);
                FloatVector high = FloatVector.fromArray(S, LN2_HIGH, 0);
                FloatVector aR = aK.fma(low, aK.fma(high, aT));
                FloatVector bR = bK.fma(low, bK.fma(high, bT));
                FloatVector aP = e5.fma(aR, minusE4).fma(aR, e3).fma(aR, minusE2).fma(aR, e1)
                        .fma(aR, minusE0);
                FloatVector bP = e5.fma(bR, minusE4).fma(bR, e3).fma(bR, minusE2).fma(bR, e1)
                        .fma(bR, minusE0);
                FloatVector aOne = aR.add(minusOne);
                FloatVector bOne = bR.add(minusOne);
                FloatVector aY = aOne.add(aP.fma(aR.mul(aR), aR.sub(aOne.sub(minusOne))));
                FloatVector bY = bOne.add(bP.fma(bR.mul(bR), bR.sub(bOne.sub(minusOne))));
                FloatVector aS = aPower.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
                FloatVector bS = bPower.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
                FloatVector aE = aY.mul(aS);
                FloatVector bE = bY.mul(bS);
                FloatVector aM = minusRaisedBits.lanewise(VectorOperators.BITWISE_BLEND,
                        aE.reinterpretAsInts(), a.lanewise(VectorOperators.ASHR, 31))
                        .and(magnitude).reinterpretAsFloats();
                FloatVector bM = minusRaisedBits.lanewise(VectorOperators.BITWISE_BLEND,
                        bE.reinterpretAsInts(), b.lanewise(VectorOperators.ASHR, 31))
                        .and(magnitude).reinterpretAsFloats();
                FloatVector aInverse = minusOne.div(aY.fma(aS, minusRaised));
                FloatVector bInverse = minusOne.div(bY.fma(bS, minusRaised));
                FloatVector aQ = aM.mul(aInverse);
                FloatVector bQ = bM.mul(bInverse);
                aQ.fma(aE, aQ.fma(minusRaised, aM)).fma(aInverse, aQ).intoArray(y, to + i);
                bQ.fma(bE, bQ.fma(minusRaised, bM)).fma(bInverse, bQ).intoArray(y, to + i + L);
            }
        }
    }
}
