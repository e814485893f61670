package verge.autodiff.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of one row with a small matrix for each head of an attention. One of them is a chain of
 * additions that leaves the processor idle; four heads at once are four chains, and two vectors of
 * their columns eight, which share what they multiply by.
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
        for (; h + 4 <= heads; h += 4) {
            int j = 0;
            for (; j + 2 * L <= n; j += 2 * L) {
                int to = co + h * cStep + j;
                fourByTwo(k, a, ao + h * aStep, aStep, depthStep, b, bo + h * bStep + j, bStep, ldb,
                        start, add ? to : 0, add ? cStep : 0, c, to, cStep);
            }
            if (j < n) {
                int to = co + h * cStep + j;
                four(k, a, ao + h * aStep, aStep, depthStep, b, bo + h * bStep + j, bStep, ldb,
                        start, add ? to : 0, add ? cStep : 0, c, to, cStep);
            }
        }
        for (; h < heads; h++) {
            for (int j = 0; j < n; j += L) {
                int to = co + h * cStep + j;
                one(k, a, ao + h * aStep, depthStep, b, bo + h * bStep + j, ldb, start,
                        add ? to : 0, c, to);
            }
        }
    }

    /** Two vectors of columns of four heads. */
    private static void fourByTwo(int k, float[] a, int ao, int aStep, int depthStep, float[] b,
            int bo, int bStep, int ldb, float[] start, int so, int sStep, float[] c, int co,
            int cStep) {
        FloatVector c0 = FloatVector.fromArray(S, start, so);
        FloatVector c1 = FloatVector.fromArray(S, start, so + sStep);
        FloatVector c2 = FloatVector.fromArray(S, start, so + 2 * sStep);
        FloatVector c3 = FloatVector.fromArray(S, start, so + 3 * sStep);
        FloatVector d0 = FloatVector.fromArray(S, start, so + L);
        FloatVector d1 = FloatVector.fromArray(S, start, so + L + sStep);
        FloatVector d2 = FloatVector.fromArray(S, start, so + L + 2 * sStep);
        FloatVector d3 = FloatVector.fromArray(S, start, so + L + 3 * sStep);
        int a2 = 2 * aStep;
        int a3 = 3 * aStep;
        int b2 = 2 * bStep;
        int b3 = 3 * bStep;
        for (int p = 0, i = ao, j = bo; p < k; p++, i += depthStep, j += ldb) {
            FloatVector x = FloatVector.broadcast(S, a[i]);
            c0 = x.fma(FloatVector.fromArray(S, b, j), c0);
            d0 = x.fma(FloatVector.fromArray(S, b, j + L), d0);
            x = FloatVector.broadcast(S, a[i + aStep]);
            c1 = x.fma(FloatVector.fromArray(S, b, j + bStep), c1);
            d1 = x.fma(FloatVector.fromArray(S, b, j + bStep + L), d1);
            x = FloatVector.broadcast(S, a[i + a2]);
            c2 = x.fma(FloatVector.fromArray(S, b, j + b2), c2);
            d2 = x.fma(FloatVector.fromArray(S, b, j + b2 + L), d2);
            x = FloatVector.broadcast(S, a[i + a3]);
            c3 = x.fma(FloatVector.fromArray(S, b, j + b3), c3);
            d3 = x.fma(FloatVector.fromArray(S, b, j + b3 + L), d3);
        }
        c0.intoArray(c, co);
        d0.intoArray(c, co + L);
        c1.intoArray(c, co + cStep);
        d1.intoArray(c, co + cStep + L);
        c2.intoArray(c, co + 2 * cStep);
        d2.intoArray(c, co + 2 * cStep + L);
        c3.intoArray(c, co + 3 * cStep);
        d3.intoArray(c, co + 3 * cStep + L);
    }

    /** One vector of columns of four heads. */
    private static void four(int k, float[] a, int ao, int aStep, int depthStep, float[] b,
            int bo, int bStep, int ldb, float[] start, int so, int sStep, float[] c, int co,
            int cStep) {
        FloatVector c0 = FloatVector.fromArray(S, start, so);
        FloatVector c1 = FloatVector.fromArray(S, start, so + sStep);
        FloatVector c2 = FloatVector.fromArray(S, start, so + 2 * sStep);
        FloatVector c3 = FloatVector.fromArray(S, start, so + 3 * sStep);
        int a2 = 2 * aStep;
        int a3 = 3 * aStep;
        int b2 = 2 * bStep;
        int b3 = 3 * bStep;
        for (int p = 0, i = ao, j = bo; p < k; p++, i += depthStep, j += ldb) {
            c0 = FloatVector.broadcast(S, a[i]).fma(FloatVector.fromArray(S, b, j), c0);
            c1 = FloatVector.broadcast(S, a[i + aStep])
                    .fma(FloatVector.fromArray(S, b, j + bStep), c1);
            c2 = FloatVector.broadcast(S, a[i + a2]).fma(FloatVector.fromArray(S, b, j + b2), c2);
            c3 = FloatVector.broadcast(S, a[i + a3]).fma(FloatVector.fromArray(S, b, j + b3), c3);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, co + cStep);
        c2.intoArray(c, co + 2 * cStep);
        c3.intoArray(c, co + 3 * cStep);
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
