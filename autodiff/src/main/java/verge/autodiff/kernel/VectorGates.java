package verge.autodiff.kernel;

import static verge.autodiff.kernel.VectorMath.EXP_FAR;
import static verge.autodiff.kernel.VectorMath.LIFT;
import static verge.autodiff.kernel.VectorMath.MAGNITUDE_BITS;
import static verge.autodiff.kernel.VectorMath.PAIR;
import static verge.autodiff.kernel.VectorMath.RAISED;
import static verge.autodiff.kernel.VectorMath.SIGN_BIT;
import static verge.autodiff.kernel.VectorMath.TANH_FAR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gates of gated recurrent units whose width is a multiple of a pair of vectors; {@link Kernels}
 * has the equations. Sums before and after a function are part of its loop, whose arithmetic leaves
 * time for their loads. The functions are those of {@link VectorMath}, which says how they come about.
 */
@SuppressWarnings("serial")
final class VectorGates extends NotInlined {

    private static final VectorSpecies<Float> S = Lanes.S;
    private static final VectorSpecies<Integer> I = Lanes.I;
    private static final int L = Lanes.L;

    private VectorGates() {}

    /** (x_r, x_z) = sigmoid((x_r, x_z) + (u_r, u_z)). */
    static void resetAndUpdate(int rows, int h, float[] x, int xo, float[] u, int uo) {
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
        for (int row = 0, xi = xo, ui = uo; row < rows; row++, xi += 3 * h, ui += 3 * h) {
            for (int i = 0; i < 2 * h; i += PAIR) {
                IntVector a = FloatVector.fromArray(S, x, xi + i)
                        .add(FloatVector.fromArray(S, u, ui + i)).reinterpretAsInts();
                IntVector b = FloatVector.fromArray(S, x, xi + i + L)
                        .add(FloatVector.fromArray(S, u, ui + i + L)).reinterpretAsInts();
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
                aQ.fma(aLost, aQ.fma(aD, aM)).fma(aInverse, aQ).intoArray(x, xi + i);
                bQ.fma(bLost, bQ.fma(bD, bM)).fma(bInverse, bQ).intoArray(x, xi + i + L);
            }
        }
    }

    /** x_n = tanh(fma(x_r, u_n, x_n)), y = fma(x_z, h0 - x_n, x_n). */
    static void candidateAndState(int rows, int h, float[] x, int xo, float[] u, int uo, float[] h0,
            int ho, float[] y, int yo) {
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
        for (int row = 0, xi = xo, ui = uo + 2 * h, hi = ho, yi = yo; row < rows;
                row++, xi += 3 * h, ui += 3 * h, hi += h, yi += h) {
            for (int i = 0; i < h; i += PAIR) {
                IntVector a = FloatVector.fromArray(S, x, xi + i)
                        .fma(FloatVector.fromArray(S, u, ui + i),
                                FloatVector.fromArray(S, x, xi + 2 * h + i)).reinterpretAsInts();
                IntVector b = FloatVector.fromArray(S, x, xi + i + L)
                        .fma(FloatVector.fromArray(S, u, ui + i + L),
                                FloatVector.fromArray(S, x, xi + 2 * h + i + L)).reinterpretAsInts();
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
                FloatVector aN = aQ.fma(aLost, aQ.fma(aMinus, aE)).fma(aInverse, aQ)
                        .reinterpretAsInts().and(magnitude).or(a.and(sign))
                        .reinterpretAsFloats();
                aN.intoArray(x, xi + 2 * h + i);
                FloatVector.fromArray(S, x, xi + h + i)
                        .fma(FloatVector.fromArray(S, h0, hi + i).sub(aN), aN)
                        .intoArray(y, yi + i);
                FloatVector bN = bQ.fma(bLost, bQ.fma(bMinus, bE)).fma(bInverse, bQ)
                        .reinterpretAsInts().and(magnitude).or(b.and(sign))
                        .reinterpretAsFloats();
                bN.intoArray(x, xi + 2 * h + i + L);
                FloatVector.fromArray(S, x, xi + h + i + L)
                        .fma(FloatVector.fromArray(S, h0, hi + i + L).sub(bN), bN)
                        .intoArray(y, yi + i + L);
            }
        }
    }
}
