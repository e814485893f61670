package verge.autodiff.kernel;

import static verge.autodiff.kernel.FloatMath.fma;

/** Matrix products of the scalar twin. Packed matrices are plain rows. */
final class ScalarProducts {

    private ScalarProducts() {}

    static void pack(int k, int n, float[] b, int bo, int rowStep, int columnStep,
            float[] packed, int po) {
        for (int p = 0; p < k; p++) {
            for (int j = 0, q = bo + p * rowStep; j < n; j++, q += columnStep) {
                packed[po + p * n + j] = b[q];
            }
        }
    }

    static void gemm(int m, int n, int k, float[] a, int ao, int rowStep, int depthStep,
            float[] b, int bo, int ldb, float[] start, int so, int lds, float[] c, int co,
            int ldc) {
        for (int i = 0; i < m; i++) {
            int row = co + i * ldc;
            int ai = ao + i * rowStep;
            if (start == null) {
                java.util.Arrays.fill(c, row, row + n, 0f);
            } else {
                System.arraycopy(start, so + i * lds, c, row, n);
            }
            int p = 0;
            int bp = bo;
            for (; p + 4 <= k; p += 4, bp += 4 * ldb, ai += 4 * depthStep) {
                float a0 = a[ai];
                float a1 = a[ai + depthStep];
                float a2 = a[ai + 2 * depthStep];
                float a3 = a[ai + 3 * depthStep];
                int b1 = bp + ldb;
                int b2 = b1 + ldb;
                int b3 = b2 + ldb;
                for (int j = 0; j < n; j++) {
                    float t = fma(a0, b[bp + j], c[row + j]);
                    t = fma(a1, b[b1 + j], t);
                    t = fma(a2, b[b2 + j], t);
                    c[row + j] = fma(a3, b[b3 + j], t);
                }
            }
            for (; p < k; p++, bp += ldb, ai += depthStep) {
                float a0 = a[ai];
                for (int j = 0; j < n; j++) {
                    c[row + j] = fma(a0, b[bp + j], c[row + j]);
                }
            }
        }
    }
}
