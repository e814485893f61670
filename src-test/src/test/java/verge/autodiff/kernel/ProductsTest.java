package verge.autodiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static verge.autodiff.kernel.Twins.LONGEST;
import static verge.autodiff.kernel.Twins.SEED;
import static verge.autodiff.kernel.Twins.assertBits;
import static verge.autodiff.kernel.Twins.random;
import static verge.autodiff.kernel.Twins.vector;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Products of both twins, packed or not, are the plain triple loop in every bit. */
class ProductsTest {

    /** One product C = S + A B on its arrays, and what it should give. */
    private static final class Case {

        final int m;
        final int n;
        final int k;
        final int rowStep;
        final int depthStep;
        final int ldb;
        final int ldc;
        final int offset;
        final int kind;
        final float[] a;
        final float[] b;
        final float[] c;
        final float[] bias;
        final String name;

        Case(int m, int n, int k, long seed) {
            Random random = new Random(seed);
            this.m = m;
            this.n = n;
            this.k = k;
            boolean transposed = random.nextBoolean();
            int pad = random.nextInt(3);
            rowStep = transposed ? 1 : k + pad;
            depthStep = transposed ? m + pad : 1;
            ldb = n + random.nextInt(3);
            ldc = n + random.nextInt(3);
            offset = random.nextInt(4);
            kind = random.nextInt(3);
            boolean special = random.nextInt(3) == 0;
            a = random(offset + (m + pad + 1) * (k + pad + 1), random, special);
            b = random(offset + k * ldb + 1, random, special);
            c = random(offset + m * ldc + 1, random, special);
            bias = random(offset + n, random, special);
            name = "[" + m + ", " + n + ", " + k + "] transposed " + transposed + " start "
                    + kind + " seed " + seed;
        }

        /** Zeros, a row of biases, or C itself. */
        float start(int i, int j) {
            return kind == 0 ? 0f : kind == 1 ? bias[offset + j] : c[offset + i * ldc + j];
        }

        float[] expected() {
            float[] y = c.clone();
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    float sum = start(i, j);
                    for (int p = 0; p < k; p++) {
                        sum = Math.fma(a[offset + i * rowStep + p * depthStep],
                                b[offset + p * ldb + j], sum);
                    }
                    y[offset + i * ldc + j] = sum;
                }
            }
            return y;
        }

        void check(Kernels twin, float[] expected) {
            float[] y = c.clone();
            float[] start = kind == 0 ? null : kind == 1 ? bias : y;
            int lds = kind == 2 ? ldc : 0;
            twin.gemm(m, n, k, a, offset, rowStep, depthStep, b, offset, ldb, start, offset, lds,
                    y, offset, ldc);
            assertBits(twin.name() + " gemm " + name, y, expected);

            float[] packed = new float[offset + twin.packedFloats(k, n)];
            twin.pack(k, n, b, offset, ldb, 1, packed, offset);
            float[] z = c.clone();
            twin.gemmPacked(m, n, k, a, offset, rowStep, depthStep, packed, offset,
                    start == y ? z : start, offset, lds, z, offset, ldc);
            assertBits(twin.name() + " gemmPacked " + name, z, expected);

            float[] transpose = new float[offset + k * n];
            for (int p = 0; p < k; p++) {
                for (int j = 0; j < n; j++) {
                    transpose[offset + j * k + p] = b[offset + p * ldb + j];
                }
            }
            float[] again = new float[packed.length];
            twin.pack(k, n, transpose, offset, 1, k, again, offset);
            assertBits(twin.name() + " pack of a transpose " + name, again, packed);
        }
    }

    @Test
    void productsAreTheTripleLoopOfFusedMultiplyAdd() {
        Kernels[] twins = {Twins.scalar(), vector()};
        int[] rows = {0, 1, 2, 3, 5, 6, 7, 8, 9, 12, 13, 17, 25};
        int[] depths = {0, 1, 3, 4, 5, 8, 19};
        int compared = 0;
        for (int n = 0; n <= LONGEST + 5; n++) {
            int cols = n <= LONGEST ? n : 61 + n;                  // 67, then 129 to 133
            for (int m : rows) {
                for (int k : depths) {
                    compared += compare(twins, m, cols, k, SEED + compared);
                }
            }
        }
        System.out.println(compared + " products compared");
        assertThat(compared).isEqualTo((LONGEST + 6) * rows.length * depths.length * 2);
    }

    /** Deeper, wider and higher than any block. */
    @Test
    void blocksDoNotChangeBits() {
        Kernels[] twins = {Twins.scalar(), vector()};
        int[][] shapes = {{1, 70, 1100}, {7, 33, 1030}, {30, 100, 770}, {26, 1029, 40},
            {401, 17, 35}, {385, 130, 3}, {64, 80, 513}};
        int compared = 0;
        for (int[] shape : shapes) {
            for (int repeat = 0; repeat < 3; repeat++) {
                compared += compare(twins, shape[0], shape[1], shape[2], SEED + compared);
            }
        }
        assertThat(compared).isEqualTo(shapes.length * 3 * 2);
    }

    private static int compare(Kernels[] twins, int m, int n, int k, long seed) {
        Case product = new Case(m, n, k, seed);
        float[] expected = product.expected();
        for (Kernels twin : twins) {
            product.check(twin, expected);
        }
        return twins.length;
    }
}
