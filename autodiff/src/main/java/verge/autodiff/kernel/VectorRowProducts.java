package verge.autodiff.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of one row with a packed matrix, bound by how fast the matrix streams in: strides that
 * are constants need no range checks within a loop, and two panels at once keep more loads in
 * flight. The accumulators stay in registers for the whole depth.
 */
@SuppressWarnings("serial")
final class VectorRowProducts extends NotInlined {

    private static final VectorSpecies<Float> S = Lanes.S;
    private static final int L = Lanes.L;

    private VectorRowProducts() {}

    /**
     * c = start + a B for the full panels of 4 vectors of columns.
     *
     * @param a k elements from ao on
     * @param step 1, or 0 where the start is eight vectors of zeros for all columns
     * @return the columns done
     */
    static int wide(int n, int k, float[] a, int ao, float[] packed, int po, float[] start,
            int so, int step, float[] c, int co) {
        int j = 0;
        for (; j + 8 * L <= n; j += 8 * L) {
            pair(k, a, ao, packed, po + j * k, po + (j + 4 * L) * k, start, so + step * j,
                    c, co + j);
        }
        if (j + 4 * L <= n) {
            one(k, a, ao, packed, po + j * k, start, so + step * j, c, co + j);
            j += 4 * L;
        }
        return j;
    }

    /** Two panels, which begin at left and right. */
    private static void pair(int k, float[] a, int ao, float[] b, int left, int right,
            float[] start, int so, float[] c, int co) {
        FloatVector c0 = FloatVector.fromArray(S, start, so);
        FloatVector c1 = FloatVector.fromArray(S, start, so + L);
        FloatVector c2 = FloatVector.fromArray(S, start, so + 2 * L);
        FloatVector c3 = FloatVector.fromArray(S, start, so + 3 * L);
        FloatVector c4 = FloatVector.fromArray(S, start, so + 4 * L);
        FloatVector c5 = FloatVector.fromArray(S, start, so + 5 * L);
        FloatVector c6 = FloatVector.fromArray(S, start, so + 6 * L);
        FloatVector c7 = FloatVector.fromArray(S, start, so + 7 * L);
        for (int p = 0, i = ao, j = left, q = right; p < k; p++, i++, j += 4 * L, q += 4 * L) {
            FloatVector x = FloatVector.broadcast(S, a[i]);
            c0 = x.fma(FloatVector.fromArray(S, b, j), c0);
            c1 = x.fma(FloatVector.fromArray(S, b, j + L), c1);
            c2 = x.fma(FloatVector.fromArray(S, b, j + 2 * L), c2);
            c3 = x.fma(FloatVector.fromArray(S, b, j + 3 * L), c3);
            c4 = x.fma(FloatVector.fromArray(S, b, q), c4);
            c5 = x.fma(FloatVector.fromArray(S, b, q + L), c5);
            c6 = x.fma(FloatVector.fromArray(S, b, q + 2 * L), c6);
            c7 = x.fma(FloatVector.fromArray(S, b, q + 3 * L), c7);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, co + L);
        c2.intoArray(c, co + 2 * L);
        c3.intoArray(c, co + 3 * L);
        c4.intoArray(c, co + 4 * L);
        c5.intoArray(c, co + 5 * L);
        c6.intoArray(c, co + 6 * L);
        c7.intoArray(c, co + 7 * L);
    }

    private static void one(int k, float[] a, int ao, float[] b, int bo, float[] start, int so,
            float[] c, int co) {
        FloatVector c0 = FloatVector.fromArray(S, start, so);
        FloatVector c1 = FloatVector.fromArray(S, start, so + L);
        FloatVector c2 = FloatVector.fromArray(S, start, so + 2 * L);
        FloatVector c3 = FloatVector.fromArray(S, start, so + 3 * L);
        for (int p = 0, i = ao, j = bo; p < k; p++, i++, j += 4 * L) {
            FloatVector x = FloatVector.broadcast(S, a[i]);
            c0 = x.fma(FloatVector.fromArray(S, b, j), c0);
            c1 = x.fma(FloatVector.fromArray(S, b, j + L), c1);
            c2 = x.fma(FloatVector.fromArray(S, b, j + 2 * L), c2);
            c3 = x.fma(FloatVector.fromArray(S, b, j + 3 * L), c3);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, co + L);
        c2.intoArray(c, co + 2 * L);
        c3.intoArray(c, co + 3 * L);
    }
}
