package verge.autodiff.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Reductions of the vector twin: whole groups of sixteen elements go through vectors, the sixteen
 * virtual lanes then to memory, where the last elements are added to them and they are folded.
 */
@SuppressWarnings("serial")
final class VectorReductions extends NotInlined {

    /** Below this length the scalar loop is as fast. */
    static final int SHORTEST = 32;

    private static final VectorSpecies<Float> S = Lanes.S;
    private static final int L = Lanes.L;
    private static final int LANES = Kernels.REDUCTION_LANES;

    private VectorReductions() {}

    static float sum(float[] x, int xo, int n) {
        float[] lanes = Scratch.mine().lanes();
        int whole = n & -LANES;
        for (int lane = 0; lane < LANES; lane += L) {
            sumLanes(x, xo + lane, xo + whole, lanes, lane);
        }
        for (int i = whole; i < n; i++) {
            lanes[i - whole] += x[xo + i];
        }
        return fold(lanes);
    }

    /** Sums of L neighbouring lanes; nested in the loop over lanes, the vector would be boxed. */
    private static void sumLanes(float[] x, int from, int end, float[] lanes, int lane) {
        FloatVector s = FloatVector.zero(S);
        for (int i = from; i < end; i += LANES) {
            s = s.add(FloatVector.fromArray(S, x, i));
        }
        s.intoArray(lanes, lane);
    }

    static float dot(float[] a, int ao, float[] b, int bo, int n) {
        float[] lanes = Scratch.mine().lanes();
        int whole = n & -LANES;
        for (int lane = 0; lane < LANES; lane += L) {
            dotLanes(a, ao + lane, ao + whole, b, bo + lane, lanes, lane);
        }
        for (int i = whole; i < n; i++) {
            lanes[i - whole] = FloatMath.fma(a[ao + i], b[bo + i], lanes[i - whole]);
        }
        return fold(lanes);
    }

    private static void dotLanes(float[] a, int from, int end, float[] b, int bo, float[] lanes,
            int lane) {
        FloatVector s = FloatVector.zero(S);
        for (int i = from, j = bo; i < end; i += LANES, j += LANES) {
            s = FloatVector.fromArray(S, a, i).fma(FloatVector.fromArray(S, b, j), s);
        }
        s.intoArray(lanes, lane);
    }

    private static float fold(float[] s) {
        return FloatMath.fold(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], s[9], s[10],
                s[11], s[12], s[13], s[14], s[15]);
    }
}
