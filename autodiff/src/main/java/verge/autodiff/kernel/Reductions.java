package verge.autodiff.kernel;

import static verge.autodiff.kernel.FloatMath.fma;

/**
 * Ends of sixteen-lane reductions, shared by the twins: continue from the lanes given, element i
 * into lane i mod 16, and fold. The lanes are arguments and locals, so nothing is allocated.
 */
final class Reductions {

    private Reductions() {}

    /** Adds x[xo+from .. xo+n) to the lanes and folds; from is a multiple of 16. */
    @SuppressWarnings("fallthrough")
    static float sumTail(float[] x, int xo, int from, int n, float s0, float s1, float s2,
            float s3, float s4, float s5, float s6, float s7, float s8, float s9, float s10,
            float s11, float s12, float s13, float s14, float s15) {
        int i = xo + from;
        int end = xo + n;
        for (; i + 16 <= end; i += 16) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
            s4 += x[i + 4];
            s5 += x[i + 5];
            s6 += x[i + 6];
            s7 += x[i + 7];
            s8 += x[i + 8];
            s9 += x[i + 9];
            s10 += x[i + 10];
            s11 += x[i + 11];
            s12 += x[i + 12];
            s13 += x[i + 13];
            s14 += x[i + 14];
            s15 += x[i + 15];
        }
        switch (end - i) {                              // each case falls through to the next
            case 15: s14 += x[i + 14];
            case 14: s13 += x[i + 13];
            case 13: s12 += x[i + 12];
            case 12: s11 += x[i + 11];
            case 11: s10 += x[i + 10];
            case 10: s9 += x[i + 9];
            case 9: s8 += x[i + 8];
            case 8: s7 += x[i + 7];
            case 7: s6 += x[i + 6];
            case 6: s5 += x[i + 5];
            case 5: s4 += x[i + 4];
            case 4: s3 += x[i + 3];
            case 3: s2 += x[i + 2];
            case 2: s1 += x[i + 1];
            case 1: s0 += x[i];
            default: break;
        }
        return FloatMath.fold(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14,
                s15);
    }

    /** Adds a[i] b[i] for i in [from, n) to the lanes and folds; from is a multiple of 16. */
    @SuppressWarnings("fallthrough")
    static float dotTail(float[] a, int ao, float[] b, int bo, int from, int n, float s0,
            float s1, float s2, float s3, float s4, float s5, float s6, float s7, float s8,
            float s9, float s10, float s11, float s12, float s13, float s14, float s15) {
        int i = ao + from;
        int j = bo + from;
        int end = ao + n;
        for (; i + 16 <= end; i += 16, j += 16) {
            s0 = fma(a[i], b[j], s0);
            s1 = fma(a[i + 1], b[j + 1], s1);
            s2 = fma(a[i + 2], b[j + 2], s2);
            s3 = fma(a[i + 3], b[j + 3], s3);
            s4 = fma(a[i + 4], b[j + 4], s4);
            s5 = fma(a[i + 5], b[j + 5], s5);
            s6 = fma(a[i + 6], b[j + 6], s6);
            s7 = fma(a[i + 7], b[j + 7], s7);
            s8 = fma(a[i + 8], b[j + 8], s8);
            s9 = fma(a[i + 9], b[j + 9], s9);
            s10 = fma(a[i + 10], b[j + 10], s10);
            s11 = fma(a[i + 11], b[j + 11], s11);
            s12 = fma(a[i + 12], b[j + 12], s12);
            s13 = fma(a[i + 13], b[j + 13], s13);
            s14 = fma(a[i + 14], b[j + 14], s14);
            s15 = fma(a[i + 15], b[j + 15], s15);
        }
        switch (end - i) {                              // each case falls through to the next
            case 15: s14 = fma(a[i + 14], b[j + 14], s14);
            case 14: s13 = fma(a[i + 13], b[j + 13], s13);
            case 13: s12 = fma(a[i + 12], b[j + 12], s12);
            case 12: s11 = fma(a[i + 11], b[j + 11], s11);
            case 11: s10 = fma(a[i + 10], b[j + 10], s10);
            case 10: s9 = fma(a[i + 9], b[j + 9], s9);
            case 9: s8 = fma(a[i + 8], b[j + 8], s8);
            case 8: s7 = fma(a[i + 7], b[j + 7], s7);
            case 7: s6 = fma(a[i + 6], b[j + 6], s6);
            case 6: s5 = fma(a[i + 5], b[j + 5], s5);
            case 5: s4 = fma(a[i + 4], b[j + 4], s4);
            case 4: s3 = fma(a[i + 3], b[j + 3], s3);
            case 3: s2 = fma(a[i + 2], b[j + 2], s2);
            case 2: s1 = fma(a[i + 1], b[j + 1], s1);
            case 1: s0 = fma(a[i], b[j], s0);
            default: break;
        }
        return FloatMath.fold(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14,
                s15);
    }
}
