package verge.autodiff.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of one row with a small matrix for each head of an attention, whose matrices are read in the
 * order in which they lie. Each is a chain of additions that leaves the processor idle: where heads are
 * one vector side by side, eight of them are eight chains; where they lie one after another, the
 * processor begins the next before the last is done.
 */
@SuppressWarnings("serial")
final class VectorHeadProducts extends NotInlined {

    private static final VectorSpecies<Float> S = Lanes.S;
    private static final int L = Lanes.L;
    /** Where an accumulator starts that does not start from C. */
    private static final float[] ZEROS = new float[2 * L];

    private VectorHeadProducts() {}

    /** {@link Kernels#gemmHeads} for m = 1 and whole vectors of columns. */
    static void row(int heads, int n, int k, float[] a, int ao, int aStep, int depthStep,
            float[] b, int bo, int bStep, int ldb, boolean add, float[] c, int co, int cStep) {
        float[] start = add ? c : ZEROS;
        int h = 0;
        for (; n == L && h + 8 <= heads; h += 8) {
            int to = co + h * cStep;
            eight(k, a, ao + h * aStep, aStep, depthStep, b, bo + h * bStep, bStep, ldb, start,
                    add ? to : 0, add ? cStep : 0, c, to, cStep);
        }
        for (; h < heads; h++) {
            int j = 0;
            for (; j + 2 * L <= n; j += 2 * L) {
                int to = co + h * cStep + j;
                two(k, a, ao + h * aStep, depthStep, b, bo + h * bStep + j, ldb, start,
                        add ? to : 0, c, to);
            }
            if (j < n) {
                int to = co + h * cStep + j;
                one(k, a, ao + h * aStep, depthStep, b, bo + h * bStep + j, ldb, start,
                        add ? to : 0, c, to);
            }
        }
    }

    /** One vector of columns of eight heads. */
    private static void eight(int k, float[] a, int ao, int aStep, int depthStep, float[] b,
            int bo, int bStep, int ldb, float[] start, int so, int sStep, float[] c, int co,
            int cStep) {
        FloatVector c0 = FloatVector.fromArray(S, start, so);
        FloatVector c1 = FloatVector.fromArray(S, start, so + sStep);
        FloatVector c2 = FloatVector.fromArray(S, start, so + 2 * sStep);
        FloatVector c3 = FloatVector.fromArray(S, start, so + 3 * sStep);
        FloatVector c4 = FloatVector.fromArray(S, start, so + 4 * sStep);
        FloatVector c5 = FloatVector.fromArray(S, start, so + 5 * sStep);
        FloatVector c6 = FloatVector.fromArray(S, start, so + 6 * sStep);
        FloatVector c7 = FloatVector.fromArray(S, start, so + 7 * sStep);
        int a2 = 2 * aStep;
        int a3 = 3 * aStep;
        int a4 = 4 * aStep;
        int a5 = 5 * aStep;
        int a6 = 6 * aStep;
        int a7 = 7 * aStep;
        int b2 = 2 * bStep;
        int b3 = 3 * bStep;
        int b4 = 4 * bStep;
        int b5 = 5 * bStep;
        int b6 = 6 * bStep;
        int b7 = 7 * bStep;
        for (int p = 0, i = ao, j = bo; p < k; p++, i += depthStep, j += ldb) {
            c0 = FloatVector.broadcast(S, a[i]).fma(FloatVector.fromArray(S, b, j), c0);
            c1 = FloatVector.broadcast(S, a[i + aStep]).fma(FloatVector.fromArray(S, b, j + bStep), c1);
            c2 = FloatVector.broadcast(S, a[i + a2]).fma(FloatVector.fromArray(S, b, j + b2), c2);
            c3 = FloatVector.broadcast(S, a[i + a3]).fma(FloatVector.fromArray(S, b, j + b3), c3);
            c4 = FloatVector.broadcast(S, a[i + a4]).fma(FloatVector.fromArray(S, b, j + b4), c4);
            c5 = FloatVector.broadcast(S, a[i + a5]).fma(FloatVector.fromArray(S, b, j + b5), c5);
            c6 = FloatVector.broadcast(S, a[i + a6]).fma(FloatVector.fromArray(S, b, j + b6), c6);
            c7 = FloatVector.broadcast(S, a[i + a7]).fma(FloatVector.fromArray(S, b, j + b7), c7);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, co + cStep);
        c2.intoArray(c, co + 2 * cStep);
        c3.intoArray(c, co + 3 * cStep);
        c4.intoArray(c, co + 4 * cStep);
        c5.intoArray(c, co + 5 * cStep);
        c6.intoArray(c, co + 6 * cStep);
        c7.intoArray(c, co + 7 * cStep);
    }

    /** Two vectors of columns of one head. */
    private static void two(int k, float[] a, int ao, int depthStep, float[] b, int bo, int ldb,
            float[] start, int so, float[] c, int co) {
        FloatVector s0 = FloatVector.fromArray(S, start, so);
        FloatVector s1 = FloatVector.fromArray(S, start, so + L);
        for (int p = 0, i = ao, j = bo; p < k; p++, i += depthStep, j += ldb) {
            FloatVector x = FloatVector.broadcast(S, a[i]);
            s0 = x.fma(FloatVector.fromArray(S, b, j), s0);
            s1 = x.fma(FloatVector.fromArray(S, b, j + L), s1);
        }
        s0.intoArray(c, co);
        s1.intoArray(c, co + L);
    }

    /** One vector of columns of one head. */
    private static void one(int k, float[] a, int ao, int depthStep, float[] b, int bo, int ldb,
            float[] start, int so, float[] c, int co) {
        FloatVector sum = FloatVector.fromArray(S, start, so);
        for (int p = 0, i = ao, j = bo; p < k; p++, i += depthStep, j += ldb) {
            sum = FloatVector.broadcast(S, a[i]).fma(FloatVector.fromArray(S, b, j), sum);
        }
        sum.intoArray(c, co);
    }
}
