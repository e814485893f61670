package verge.autodiff.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Makes HotSpot see every vector operation that kernels are made of, mixed, before it compiles one
 * of them. It assumes that the methods beneath all operations meet no other kinds of operators than
 * it has seen; once more than a hundred such assumptions have failed in the methods inlined in a
 * loop, each counted as often as it is inlined (PerMethodTrapLimit), it makes none any more there,
 * and boxes. Whoever adds an operation to a kernel adds it here.
 */
@SuppressWarnings("serial")
final class VectorRehearsal extends NotInlined {

    private static final VectorSpecies<Float> S = Lanes.S;
    private static final VectorSpecies<Integer> I = Lanes.I;
    /** Enough for the methods beneath all operations: the interpreter records after 400 calls. */
    private static final int ROUNDS = 40;

    private VectorRehearsal() {}

    static void run() {
        float[] x = new float[3 * Lanes.L];
        IntVector magnitude = IntVector.broadcast(I, 0x7FFFFFFF);
        for (int i = 0; i < ROUNDS; i++) {
            FloatVector a = FloatVector.fromArray(S, x, 0);
            FloatVector b = FloatVector.broadcast(S, 0.5f);
            FloatVector c = a.add(b).sub(a).mul(b).div(b).max(a).fma(b, a);
            FloatVector d = c.add(1f).sub(0.5f).mul(0.5f).div(2f).sqrt();
            IntVector e = d.reinterpretAsInts();
            IntVector f = e.and(magnitude).min(magnitude).max(e).or(e).add(e).sub(e);
            f = f.lanewise(VectorOperators.ASHR, 1).lanewise(VectorOperators.LSHL, 1);
            f = e.lanewise(VectorOperators.BITWISE_BLEND, f, magnitude);
            f = f.lanewise(VectorOperators.XOR, magnitude);
            f.reinterpretAsFloats().intoArray(x, Lanes.L);
        }
    }
}
