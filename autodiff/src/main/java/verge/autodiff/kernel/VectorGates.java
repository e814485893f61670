package verge.autodiff.kernel;

import static verge.autodiff.kernel.VectorMath.EXP_FAR;
import static verge.autodiff.kernel.VectorMath.LN2_HIGH;
import static verge.autodiff.kernel.VectorMath.MAGNITUDE_BITS;
import static verge.autodiff.kernel.VectorMath.PAIR;
import static verge.autodiff.kernel.VectorMath.RAISED;
import static verge.autodiff.kernel.VectorMath.SIGMOID_LEAST;
import static verge.autodiff.kernel.VectorMath.SIGMOID_ROUND;
import static verge.autodiff.kernel.VectorMath.SIGN_BIT;
import static verge.autodiff.kernel.VectorMath.TANH_FAR;
import static verge.autodiff.kernel.VectorMath.TANH_LEAST;
import static verge.autodiff.kernel.VectorMath.TANH_ROUND;

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
        for (int row = 0, xi = xo, ui = uo; row < rows; row++, xi += 3 * h, ui += 3 * h) {
            for (int i = 0; i < 2 * h; i += PAIR) {
                IntVector a = FloatVector.fromArray(S, x, xi + i)
                        .add(FloatVector.fromArray(S, u, ui + i)).reinterpretAsInts();
                IntVector b = FloatVector.fromArray(S, x, xi + i + L)
                        .add(FloatVector.fromArray(S, u, ui + i + L)).reinterpretAsInts();
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
                aK.intoArray(x, xi + i);
                bK.intoArray(x, xi + i + L);
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
                aQ.fma(aE, aQ.fma(minusRaised, aM)).fma(aInverse, aQ).intoArray(x, xi + i);
                bQ.fma(bE, bQ.fma(minusRaised, bM)).fma(bInverse, bQ).intoArray(x, xi + i + L);
            }
        }
    }

    /** x_n = tanh(fma(x_r, u_n, x_n)), y = fma(x_z, h0 - x_n, x_n). */
    static void candidateAndState(int rows, int h, float[] x, int xo, float[] u, int uo, float[] h0,
            int ho, float[] y, int yo) {
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
        for (int row = 0, xi = xo, ui = uo + 2 * h, hi = ho, yi = yo; row < rows;
                row++, xi += 3 * h, ui += 3 * h, hi += h, yi += h) {
            int zi = xi + h;
            int ni = zi + h;
            for (int i = 0; i < h; i += PAIR) {
                IntVector a = FloatVector.fromArray(S, x, xi + i)
                        .fma(FloatVector.fromArray(S, u, ui + i),
                                FloatVector.fromArray(S, x, ni + i)).reinterpretAsInts();
                IntVector b = FloatVector.fromArray(S, x, xi + i + L)
                        .fma(FloatVector.fromArray(S, u, ui + i + L),
                                FloatVector.fromArray(S, x, ni + i + L)).reinterpretAsInts();
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
                aK.intoArray(x, ni + i);
                bK.intoArray(x, ni + i + L);
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
                FloatVector aN = aQ.fma(aE, aE.sub(aQ)).fma(aInverse, aQ).reinterpretAsInts()
                        .or(a.and(sign)).reinterpretAsFloats();
                aN.intoArray(x, ni + i);
                FloatVector.fromArray(S, x, zi + i)
                        .fma(FloatVector.fromArray(S, h0, hi + i).sub(aN), aN)
                        .intoArray(y, yi + i);
                FloatVector bN = bQ.fma(bE, bE.sub(bQ)).fma(bInverse, bQ).reinterpretAsInts()
                        .or(b.and(sign)).reinterpretAsFloats();
                bN.intoArray(x, ni + i + L);
                FloatVector.fromArray(S, x, zi + i + L)
                        .fma(FloatVector.fromArray(S, h0, hi + i + L).sub(bN), bN)
                        .intoArray(y, yi + i + L);
            }
        }
    }
}
