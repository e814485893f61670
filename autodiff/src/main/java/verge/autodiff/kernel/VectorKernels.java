package verge.autodiff.kernel;

import static verge.autodiff.kernel.FloatMath.fma;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector twin, on jdk.incubator.vector. Products are vectorised over columns and tiled over
 * rows, never across k. Loops are short and mask-free, the species is a constant, and the ends of
 * arrays go through the scalar formulas, so that bits do not depend on the width.
 */
final class VectorKernels implements Kernels {

    private static final VectorSpecies<Float> S = KernelProvider.vectorBits() == 0
            ? FloatVector.SPECIES_PREFERRED
            : FloatVector.SPECIES_PREFERRED.withShape(
                    VectorShape.forBitSize(KernelProvider.vectorBits()));
    private static final VectorSpecies<Integer> I = S.withLanes(int.class);
    private static final int L = S.length();

    /** Ends of the longer formulas, kept out of the loops above them for the inlining budget. */
    private static final ScalarKernels TAIL = new ScalarKernels();

    // Constants of the formulas as vectors: broadcasting inside a loop costs inlining budget.
    private static final FloatVector ONE = FloatVector.broadcast(S, 1f);
    private static final FloatVector MINUS_ONE = FloatVector.broadcast(S, -1f);
    private static final FloatVector TWO = FloatVector.broadcast(S, 2f);
    private static final FloatVector MINUS_TWO = FloatVector.broadcast(S, -2f);
    private static final FloatVector HUGE = FloatVector.broadcast(S, FloatMath.HUGE);
    private static final FloatVector EXP_LOW = FloatVector.broadcast(S, FloatMath.EXP_LOW);
    private static final FloatVector EXP_HIGH = FloatVector.broadcast(S, FloatMath.EXP_HIGH);
    private static final FloatVector TANH_LOW = FloatVector.broadcast(S, FloatMath.TANH_LOW);
    private static final FloatVector LOG2_E = FloatVector.broadcast(S, FloatMath.LOG2_E);
    private static final FloatVector ROUND = FloatVector.broadcast(S, FloatMath.ROUND);
    private static final FloatVector MINUS_LN2_HIGH =
            FloatVector.broadcast(S, -FloatMath.LN2_HIGH);
    private static final FloatVector MINUS_LN2_LOW = FloatVector.broadcast(S, -FloatMath.LN2_LOW);
    private static final FloatVector E5 = FloatVector.broadcast(S, FloatMath.E5);
    private static final FloatVector E4 = FloatVector.broadcast(S, FloatMath.E4);
    private static final FloatVector E3 = FloatVector.broadcast(S, FloatMath.E3);
    private static final FloatVector E2 = FloatVector.broadcast(S, FloatMath.E2);
    private static final FloatVector E1 = FloatVector.broadcast(S, FloatMath.E1);
    private static final FloatVector E0 = FloatVector.broadcast(S, FloatMath.E0);
    private static final IntVector ROUND_BITS = IntVector.broadcast(I, FloatMath.ROUND_BITS);
    private static final IntVector BIAS = IntVector.broadcast(I, 127);
    private static final IntVector SIGN = IntVector.broadcast(I, 0x80000000);
    private static final IntVector MAGNITUDE = IntVector.broadcast(I, 0x7FFFFFFF);

    @Override
    public String name() {
        return "vector-" + S.vectorBitSize();
    }

    @Override
    public void gemm(int m, int n, int k, float[] a, int ao, int rowStep, int depthStep,
            float[] b, int bo, int ldb, float[] c, int co, int ldc) {
        int j = 0;
        for (; j + 4 * L <= n; j += 4 * L) {
            int i = 0;
            for (; i + 6 <= m; i += 6) {
                tile6x4(k, a, ao + i * rowStep, rowStep, depthStep, b, bo + j, ldb,
                        c, co + i * ldc + j, ldc);
            }
            for (; i < m; i++) {
                tile1x4(k, a, ao + i * rowStep, depthStep, b, bo + j, ldb, c, co + i * ldc + j);
            }
        }
        for (; j + L <= n; j += L) {
            int i = 0;
            for (; i + 8 <= m; i += 8) {
                tile8x1(k, a, ao + i * rowStep, rowStep, depthStep, b, bo + j, ldb,
                        c, co + i * ldc + j, ldc);
            }
            for (; i < m; i++) {
                tile1x1(k, a, ao + i * rowStep, rowStep, depthStep, b, bo + j, ldb,
                        c, co + i * ldc + j, ldc);
            }
        }
        for (; j < n; j++) {
            columnTail(m, k, a, ao, rowStep, depthStep, b, bo + j, ldb, c, co + j, ldc);
        }
    }

    /** One column, four rows at a time so that their chains of additions overlap. */
    private static void columnTail(int m, int k, float[] a, int ao, int rowStep, int depthStep,
            float[] b, int bo, int ldb, float[] c, int co, int ldc) {
        int i = 0;
        for (; i + 4 <= m; i += 4) {
            int row = co + i * ldc;
            float c0 = c[row];
            float c1 = c[row + ldc];
            float c2 = c[row + 2 * ldc];
            float c3 = c[row + 3 * ldc];
            for (int p = 0, q = ao + i * rowStep, r = bo; p < k; p++, q += depthStep, r += ldb) {
                float x = b[r];
                c0 = fma(a[q], x, c0);
                c1 = fma(a[q + rowStep], x, c1);
                c2 = fma(a[q + 2 * rowStep], x, c2);
                c3 = fma(a[q + 3 * rowStep], x, c3);
            }
            c[row] = c0;
            c[row + ldc] = c1;
            c[row + 2 * ldc] = c2;
            c[row + 3 * ldc] = c3;
        }
        for (; i < m; i++) {
            float c0 = c[co + i * ldc];
            for (int p = 0, q = ao + i * rowStep, r = bo; p < k; p++, q += depthStep, r += ldb) {
                c0 = fma(a[q], b[r], c0);
            }
            c[co + i * ldc] = c0;
        }
    }

    /** Six rows by four vectors: 24 accumulators, which 32 vector registers can hold. */
    private static void tile6x4(int k, float[] a, int ao, int rowStep, int depthStep, float[] b,
            int bo, int ldb, float[] c, int co, int ldc) {
        int r0 = co;
        int r1 = r0 + ldc;
        int r2 = r1 + ldc;
        int r3 = r2 + ldc;
        int r4 = r3 + ldc;
        int r5 = r4 + ldc;
        FloatVector c00 = FloatVector.fromArray(S, c, r0);
        FloatVector c01 = FloatVector.fromArray(S, c, r0 + L);
        FloatVector c02 = FloatVector.fromArray(S, c, r0 + 2 * L);
        FloatVector c03 = FloatVector.fromArray(S, c, r0 + 3 * L);
        FloatVector c10 = FloatVector.fromArray(S, c, r1);
        FloatVector c11 = FloatVector.fromArray(S, c, r1 + L);
        FloatVector c12 = FloatVector.fromArray(S, c, r1 + 2 * L);
        FloatVector c13 = FloatVector.fromArray(S, c, r1 + 3 * L);
        FloatVector c20 = FloatVector.fromArray(S, c, r2);
        FloatVector c21 = FloatVector.fromArray(S, c, r2 + L);
        FloatVector c22 = FloatVector.fromArray(S, c, r2 + 2 * L);
        FloatVector c23 = FloatVector.fromArray(S, c, r2 + 3 * L);
        FloatVector c30 = FloatVector.fromArray(S, c, r3);
        FloatVector c31 = FloatVector.fromArray(S, c, r3 + L);
        FloatVector c32 = FloatVector.fromArray(S, c, r3 + 2 * L);
        FloatVector c33 = FloatVector.fromArray(S, c, r3 + 3 * L);
        FloatVector c40 = FloatVector.fromArray(S, c, r4);
        FloatVector c41 = FloatVector.fromArray(S, c, r4 + L);
        FloatVector c42 = FloatVector.fromArray(S, c, r4 + 2 * L);
        FloatVector c43 = FloatVector.fromArray(S, c, r4 + 3 * L);
        FloatVector c50 = FloatVector.fromArray(S, c, r5);
        FloatVector c51 = FloatVector.fromArray(S, c, r5 + L);
        FloatVector c52 = FloatVector.fromArray(S, c, r5 + 2 * L);
        FloatVector c53 = FloatVector.fromArray(S, c, r5 + 3 * L);
        int a1 = rowStep;
        int a2 = a1 + rowStep;
        int a3 = a2 + rowStep;
        int a4 = a3 + rowStep;
        int a5 = a4 + rowStep;
        for (int p = 0, i = ao, j = bo; p < k; p++, i += depthStep, j += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector b1 = FloatVector.fromArray(S, b, j + L);
            FloatVector b2 = FloatVector.fromArray(S, b, j + 2 * L);
            FloatVector b3 = FloatVector.fromArray(S, b, j + 3 * L);
            FloatVector x0 = FloatVector.broadcast(S, a[i]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
            FloatVector x1 = FloatVector.broadcast(S, a[i + a1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            c13 = x1.fma(b3, c13);
            FloatVector x2 = FloatVector.broadcast(S, a[i + a2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            c23 = x2.fma(b3, c23);
            FloatVector x3 = FloatVector.broadcast(S, a[i + a3]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            c32 = x3.fma(b2, c32);
            c33 = x3.fma(b3, c33);
            FloatVector x4 = FloatVector.broadcast(S, a[i + a4]);
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
            c42 = x4.fma(b2, c42);
            c43 = x4.fma(b3, c43);
            FloatVector x5 = FloatVector.broadcast(S, a[i + a5]);
            c50 = x5.fma(b0, c50);
            c51 = x5.fma(b1, c51);
            c52 = x5.fma(b2, c52);
            c53 = x5.fma(b3, c53);
        }
        c00.intoArray(c, r0);
        c01.intoArray(c, r0 + L);
        c02.intoArray(c, r0 + 2 * L);
        c03.intoArray(c, r0 + 3 * L);
        c10.intoArray(c, r1);
        c11.intoArray(c, r1 + L);
        c12.intoArray(c, r1 + 2 * L);
        c13.intoArray(c, r1 + 3 * L);
        c20.intoArray(c, r2);
        c21.intoArray(c, r2 + L);
        c22.intoArray(c, r2 + 2 * L);
        c23.intoArray(c, r2 + 3 * L);
        c30.intoArray(c, r3);
        c31.intoArray(c, r3 + L);
        c32.intoArray(c, r3 + 2 * L);
        c33.intoArray(c, r3 + 3 * L);
        c40.intoArray(c, r4);
        c41.intoArray(c, r4 + L);
        c42.intoArray(c, r4 + 2 * L);
        c43.intoArray(c, r4 + 3 * L);
        c50.intoArray(c, r5);
        c51.intoArray(c, r5 + L);
        c52.intoArray(c, r5 + 2 * L);
        c53.intoArray(c, r5 + 3 * L);
    }

    /** One row by four vectors. */
    private static void tile1x4(int k, float[] a, int ao, int depthStep, float[] b, int bo,
            int ldb, float[] c, int co) {
        FloatVector c0 = FloatVector.fromArray(S, c, co);
        FloatVector c1 = FloatVector.fromArray(S, c, co + L);
        FloatVector c2 = FloatVector.fromArray(S, c, co + 2 * L);
        FloatVector c3 = FloatVector.fromArray(S, c, co + 3 * L);
        for (int p = 0, i = ao, j = bo; p < k; p++, i += depthStep, j += ldb) {
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

    /** Eight rows by one vector. */
    private static void tile8x1(int k, float[] a, int ao, int rowStep, int depthStep, float[] b,
            int bo, int ldb, float[] c, int co, int ldc) {
        FloatVector c0 = FloatVector.fromArray(S, c, co);
        FloatVector c1 = FloatVector.fromArray(S, c, co + ldc);
        FloatVector c2 = FloatVector.fromArray(S, c, co + 2 * ldc);
        FloatVector c3 = FloatVector.fromArray(S, c, co + 3 * ldc);
        FloatVector c4 = FloatVector.fromArray(S, c, co + 4 * ldc);
        FloatVector c5 = FloatVector.fromArray(S, c, co + 5 * ldc);
        FloatVector c6 = FloatVector.fromArray(S, c, co + 6 * ldc);
        FloatVector c7 = FloatVector.fromArray(S, c, co + 7 * ldc);
        int a1 = rowStep;
        int a2 = a1 + rowStep;
        int a3 = a2 + rowStep;
        int a4 = a3 + rowStep;
        int a5 = a4 + rowStep;
        int a6 = a5 + rowStep;
        int a7 = a6 + rowStep;
        for (int p = 0, i = ao, j = bo; p < k; p++, i += depthStep, j += ldb) {
            FloatVector x = FloatVector.fromArray(S, b, j);
            c0 = FloatVector.broadcast(S, a[i]).fma(x, c0);
            c1 = FloatVector.broadcast(S, a[i + a1]).fma(x, c1);
            c2 = FloatVector.broadcast(S, a[i + a2]).fma(x, c2);
            c3 = FloatVector.broadcast(S, a[i + a3]).fma(x, c3);
            c4 = FloatVector.broadcast(S, a[i + a4]).fma(x, c4);
            c5 = FloatVector.broadcast(S, a[i + a5]).fma(x, c5);
            c6 = FloatVector.broadcast(S, a[i + a6]).fma(x, c6);
            c7 = FloatVector.broadcast(S, a[i + a7]).fma(x, c7);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, co + ldc);
        c2.intoArray(c, co + 2 * ldc);
        c3.intoArray(c, co + 3 * ldc);
        c4.intoArray(c, co + 4 * ldc);
        c5.intoArray(c, co + 5 * ldc);
        c6.intoArray(c, co + 6 * ldc);
        c7.intoArray(c, co + 7 * ldc);
    }

    /** One row by one vector. */
    private static void tile1x1(int k, float[] a, int ao, int rowStep, int depthStep, float[] b,
            int bo, int ldb, float[] c, int co, int ldc) {
        FloatVector c0 = FloatVector.fromArray(S, c, co);
        for (int p = 0, i = ao, j = bo; p < k; p++, i += depthStep, j += ldb) {
            FloatVector x = FloatVector.fromArray(S, b, j);
            c0 = FloatVector.broadcast(S, a[i]).fma(x, c0);
        }
        c0.intoArray(c, co);
    }

    @Override
    public void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, a, ao + i).add(FloatVector.fromArray(S, b, bo + i))
                    .intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = a[ao + i] + b[bo + i];
        }
    }

    @Override
    public void subtract(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, a, ao + i).sub(FloatVector.fromArray(S, b, bo + i))
                    .intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = a[ao + i] - b[bo + i];
        }
    }

    @Override
    public void multiply(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, a, ao + i).mul(FloatVector.fromArray(S, b, bo + i))
                    .intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = a[ao + i] * b[bo + i];
        }
    }

    @Override
    public void multiplyAdd(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, a, ao + i).fma(FloatVector.fromArray(S, b, bo + i),
                    FloatVector.fromArray(S, y, yo + i)).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = fma(a[ao + i], b[bo + i], y[yo + i]);
        }
    }

    @Override
    public void affine(float alpha, float beta, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, x, xo + i)
                    .fma(FloatVector.broadcast(S, alpha), FloatVector.broadcast(S, beta))
                    .intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = fma(alpha, x[xo + i], beta);
        }
    }

    @Override
    public void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(S, x, xo + i)
                    .fma(FloatVector.broadcast(S, alpha), FloatVector.fromArray(S, y, yo + i))
                    .intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = fma(alpha, x[xo + i], y[yo + i]);
        }
    }

    @Override
    public void expShifted(float shift, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            exp(FloatVector.fromArray(S, x, xo + i).sub(shift)).intoArray(y, yo + i);
        }
        TAIL.expShifted(shift, x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void tanh(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            tanh(FloatVector.fromArray(S, x, xo + i)).intoArray(y, yo + i);
        }
        TAIL.tanh(x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            sigmoid(FloatVector.fromArray(S, x, xo + i)).intoArray(y, yo + i);
        }
        TAIL.sigmoid(x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void tanhBackward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector t = FloatVector.fromArray(S, y, yo + i);
            FloatVector slope = t.mul(MINUS_ONE).fma(t, ONE);
            FloatVector.fromArray(S, dy, dyo + i).fma(slope, FloatVector.fromArray(S, dx, dxo + i))
                    .intoArray(dx, dxo + i);
        }
        for (; i < n; i++) {
            dx[dxo + i] = fma(dy[dyo + i], fma(-y[yo + i], y[yo + i], 1f), dx[dxo + i]);
        }
    }

    @Override
    public void sigmoidBackward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo,
            int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector s = FloatVector.fromArray(S, y, yo + i);
            FloatVector slope = s.mul(ONE.sub(s));
            FloatVector.fromArray(S, dy, dyo + i).fma(slope, FloatVector.fromArray(S, dx, dxo + i))
                    .intoArray(dx, dxo + i);
        }
        for (; i < n; i++) {
            float s = y[yo + i];
            dx[dxo + i] = fma(dy[dyo + i], s * (1f - s), dx[dxo + i]);
        }
    }

    @Override
    public float sum(float[] x, int xo, int n) {
        if (L != 16 || n < 32) {
            return Reductions.sumTail(x, xo, 0, n, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f,
                    0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f);
        }
        FloatVector s = FloatVector.zero(S);
        int i = 0;
        for (; i + L <= n; i += L) {
            s = s.add(FloatVector.fromArray(S, x, xo + i));
        }
        return Reductions.sumTail(x, xo, i, n, s.lane(0), s.lane(1), s.lane(2), s.lane(3),
                s.lane(4), s.lane(5), s.lane(6), s.lane(7), s.lane(8), s.lane(9), s.lane(10),
                s.lane(11), s.lane(12), s.lane(13), s.lane(14), s.lane(15));
    }

    @Override
    public float dot(float[] a, int ao, float[] b, int bo, int n) {
        if (L != 16 || n < 32) {
            return Reductions.dotTail(a, ao, b, bo, 0, n, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f,
                    0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f);
        }
        FloatVector s = FloatVector.zero(S);
        int i = 0;
        for (; i + L <= n; i += L) {
            s = FloatVector.fromArray(S, a, ao + i).fma(FloatVector.fromArray(S, b, bo + i), s);
        }
        return Reductions.dotTail(a, ao, b, bo, i, n, s.lane(0), s.lane(1), s.lane(2), s.lane(3),
                s.lane(4), s.lane(5), s.lane(6), s.lane(7), s.lane(8), s.lane(9), s.lane(10),
                s.lane(11), s.lane(12), s.lane(13), s.lane(14), s.lane(15));
    }

    @Override
    public float max(float[] x, int xo, int n) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, x[xo + i]);
        }
        return largest;
    }

    @Override
    public void adam(float[] p, float[] g, float[] m, float[] v, int n, float stepSize,
            float beta1, float rest1, float beta2, float rest2, float rootCorrection2,
            float epsilon) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector gradient = FloatVector.fromArray(S, g, i);
            FloatVector mean = FloatVector.fromArray(S, m, i)
                    .fma(FloatVector.broadcast(S, beta1), gradient.mul(rest1));
            FloatVector square = FloatVector.fromArray(S, v, i)
                    .fma(FloatVector.broadcast(S, beta2), gradient.mul(rest2).mul(gradient));
            mean.intoArray(m, i);
            square.intoArray(v, i);
            FloatVector denominator = square.sqrt().div(rootCorrection2).add(epsilon);
            FloatVector.fromArray(S, p, i).sub(mean.mul(stepSize).div(denominator))
                    .intoArray(p, i);
        }
        for (; i < n; i++) {
            ScalarKernels.adamElement(p, g, m, v, i, stepSize, beta1, rest1, beta2, rest2,
                    rootCorrection2, epsilon);
        }
    }

    /** {@link FloatMath#exp} on every lane. */
    private static FloatVector exp(FloatVector x) {
        FloatVector t = x.max(EXP_LOW).min(EXP_HIGH);
        FloatVector rounded = t.fma(LOG2_E, ROUND);
        FloatVector n = rounded.sub(ROUND);
        FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, t));
        FloatVector p = E5.fma(r, E4).fma(r, E3).fma(r, E2).fma(r, E1).fma(r, E0);
        FloatVector one = r.add(ONE);
        FloatVector y = one.add(p.fma(r.mul(r), r.sub(one.sub(ONE))));
        IntVector power = rounded.reinterpretAsInts().sub(ROUND_BITS);
        IntVector half = power.lanewise(VectorOperators.ASHR, 1);
        return y.mul(powerOfTwo(half)).mul(powerOfTwo(power.sub(half)));
    }

    private static FloatVector powerOfTwo(IntVector n) {
        return n.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    /** {@link FloatMath#tanh} on every lane. */
    private static FloatVector tanh(FloatVector x) {
        FloatVector t = x.abs().mul(MINUS_TWO).max(TANH_LOW);
        FloatVector rounded = t.fma(LOG2_E, ROUND);
        FloatVector n = rounded.sub(ROUND);
        FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, t));
        FloatVector p = E5.fma(r, E4).fma(r, E3).fma(r, E2).fma(r, E1).fma(r, E0);
        FloatVector q = p.fma(r.mul(r), r);
        FloatVector s = powerOfTwo(rounded.reinterpretAsInts().sub(ROUND_BITS));
        FloatVector e = q.fma(s, s.sub(ONE));
        return quotient(e, e, TWO).reinterpretAsInts().and(MAGNITUDE)
                .or(x.reinterpretAsInts().and(SIGN)).reinterpretAsFloats();
    }

    /** {@link FloatMath#sigmoid} on every lane. */
    private static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(x.abs().mul(MINUS_ONE));
        FloatVector m = e.max(x.mul(HUGE).min(ONE));
        return quotient(m, e, ONE);
    }

    private static FloatVector quotient(FloatVector m, FloatVector e, FloatVector c) {
        FloatVector d = e.add(c);
        FloatVector inverse = ONE.div(d);
        FloatVector q = m.mul(inverse);
        FloatVector minus = q.mul(MINUS_ONE);
        return minus.fma(e.sub(d.sub(c)), minus.fma(d, m)).fma(inverse, q);
    }
}
