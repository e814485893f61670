package verge.autodiff.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix products of the vector twin: vectorised over columns and tiled over rows, never across
 * k. A tile keeps its accumulators in registers through one loop over k, whose indices are
 * induction variables (computed as products they halve the speed under the Serial and Parallel
 * collectors). Packed matrices lie in {@link Panels}.
 */
@SuppressWarnings("serial")
final class VectorProducts extends NotInlined {

    private static final VectorSpecies<Float> S = Lanes.S;
    private static final int L = Lanes.L;
    private static final Panels PANELS = Lanes.PANELS;

    private static final int WIDE = PANELS.wide();
    private static final int WIDE_COLUMNS = WIDE * L;
    /** Rows that share a pass over B: their part of A stays in the second cache. */
    private static final int ROW_BLOCK = 192;
    /** Depth of a pass: a tile's beginning and end are little beside it, its panel in the second cache. */
    private static final int DEPTH_BLOCK = 256;
    /** From this many rows on, packing B costs less than reading it as it lies. */
    private static final int ROWS_WORTH_PACKING = 24;

    /** Where an accumulator starts if there is no start: as wide as two panels. */
    private static final float[] ZEROS = new float[8 * L];

    private VectorProducts() {}

    static void pack(int k, int n, float[] b, int bo, int rowStep, int columnStep,
            float[] packed, int po) {
        int j = 0;
        if (columnStep == 1 && n >= WIDE * L) {
            j = n - n % (WIDE * L);
            packWide(k, j, b, bo, rowStep, packed, po);
        } else if (rowStep == 1) {
            for (; j + WIDE_COLUMNS <= n; j += WIDE_COLUMNS) {
                packTransposed(k, b, bo + j * columnStep, columnStep, packed, po + j * k);
            }
        }
        for (int width; j < n; j += width) {
            width = PANELS.width(n, j);
            Panels.panel(k, Math.min(width, n - j), width, b, bo + j * columnStep, rowStep,
                    columnStep, packed, po + j * k);
        }
    }

    /** Wide panels, row by row of B, so that it streams in from memory; n whole panels of columns. */
    private static void packWide(int k, int n, float[] b, int from, int rowStep, float[] packed,
            int to) {
        for (int p = 0, s = from, t = to; p < k; p++, s += rowStep, t += WIDE * L) {
            for (int j = 0, q = s, r = t; j < n; j += WIDE * L, q += WIDE * L, r += k * WIDE * L) {
                FloatVector.fromArray(S, b, q).intoArray(packed, r);
                FloatVector.fromArray(S, b, q + L).intoArray(packed, r + L);
                if (WIDE == 4) {
                    FloatVector.fromArray(S, b, q + 2 * L).intoArray(packed, r + 2 * L);
                    FloatVector.fromArray(S, b, q + 3 * L).intoArray(packed, r + 3 * L);
                }
            }
        }
    }

    /** One wide panel of a transpose, four columns at a time, so that a line is written less often. */
    private static void packTransposed(int k, float[] b, int from, int columnStep, float[] packed,
            int to) {
        for (int j = 0, q = from; j < WIDE_COLUMNS; j += 4, q += 4 * columnStep) {
            int q1 = q + columnStep;
            int q2 = q1 + columnStep;
            int q3 = q2 + columnStep;
            for (int p = 0, r = to + j; p < k; p++, r += WIDE_COLUMNS) {
                packed[r] = b[q + p];
                packed[r + 1] = b[q1 + p];
                packed[r + 2] = b[q2 + p];
                packed[r + 3] = b[q3 + p];
            }
        }
    }

    static void gemmPacked(int m, int n, int k, float[] a, int ao, int rowStep, int depthStep,
            float[] packed, int po, float[] start, int so, int lds, float[] c, int co, int ldc) {
        if (m == 1 && depthStep == 1 && WIDE == 4) {
            row(n, k, a, ao, packed, po, start, so, c, co);
            return;
        }
        for (int i = 0; i < m; i += ROW_BLOCK) {
            int rows = Math.min(ROW_BLOCK, m - i);
            int depth = Math.min(k, DEPTH_BLOCK);
            block(rows, n, k, 0, depth, a, ao + i * rowStep, rowStep, depthStep, packed, po,
                    start, so + i * lds, lds, c, co + i * ldc, ldc);
            for (int p = depth; p < k; p += DEPTH_BLOCK) {
                block(rows, n, k, p, Math.min(DEPTH_BLOCK, k - p), a,
                        ao + i * rowStep + p * depthStep, rowStep, depthStep, packed, po,
                        c, co + i * ldc, ldc, c, co + i * ldc, ldc);
            }
        }
    }

    /** One row; the panels that are not wide, or not full, are left to the tiles. */
    private static void row(int n, int k, float[] a, int ao, float[] packed, int po,
            float[] start, int so, float[] c, int co) {
        float[] from = start == null ? ZEROS : start;
        int step = start == null ? 0 : 1;
        int j = VectorRowProducts.wide(n, k, a, ao, packed, po, from, step * so, step, c, co);
        for (int width; j < n; j += width) {
            width = PANELS.width(n, j);
            panel(1, Math.min(width, n - j), width, k, a, ao, 0, 1, packed, po + j * k, width,
                    from, step * (so + j), 0, c, co + j, 0);
        }
    }

    /** Adds to C what the rows [p, p + depth) of the packed B give. */
    private static void block(int m, int n, int k, int p, int depth, float[] a, int ao,
            int rowStep, int depthStep, float[] packed, int po, float[] start, int so, int lds,
            float[] c, int co, int ldc) {
        for (int j = 0, width; j < n; j += width) {
            width = PANELS.width(n, j);
            panel(m, Math.min(width, n - j), width, depth, a, ao, rowStep, depthStep, packed,
                    po + j * k + p * width, width, start == null ? ZEROS : start,
                    start == null ? 0 : so + j, start == null ? 0 : lds, c, co + j, ldc);
        }
    }

    static void gemm(int m, int n, int k, float[] a, int ao, int rowStep, int depthStep,
            float[] b, int bo, int ldb, float[] start, int so, int lds, float[] c, int co,
            int ldc) {
        if (m >= ROWS_WORTH_PACKING && k > 0) {
            float[] packed = Scratch.mine().packed(PANELS.floats(Math.min(k, DEPTH_BLOCK), n));
            for (int p = 0; p < k; p += DEPTH_BLOCK) {
                int depth = Math.min(DEPTH_BLOCK, k - p);
                pack(depth, n, b, bo + p * ldb, ldb, 1, packed, 0);
                gemmPacked(m, n, depth, a, ao + p * depthStep, rowStep, depthStep, packed, 0,
                        p == 0 ? start : c, p == 0 ? so : co, p == 0 ? lds : ldc, c, co, ldc);
            }
            return;
        }
        int whole = n / L * L;
        for (int j = 0, width; j < whole; j += width) {
            width = PANELS.width(whole, j);
            panel(m, width, width, k, a, ao, rowStep, depthStep, b, bo + j, ldb,
                    start == null ? ZEROS : start, start == null ? 0 : so + j,
                    start == null ? 0 : lds, c, co + j, ldc);
        }
        if (whole < n) {
            float[] packed = Scratch.mine().packed(PANELS.floats(k, n - whole));
            pack(k, n - whole, b, bo + whole, ldb, 1, packed, 0);
            gemmPacked(m, n - whole, k, a, ao, rowStep, depthStep, packed, 0, start, so + whole,
                    lds, c, co + whole, ldc);
        }
    }

    /** Columns of C that one panel of B makes; those of a ragged panel go through a scratch. */
    private static void panel(int m, int columns, int width, int k, float[] a, int ao,
            int rowStep, int depthStep, float[] b, int bo, int ldb, float[] start, int so,
            int lds, float[] c, int co, int ldc) {
        if (columns == width) {
            tiles(m, width, k, a, ao, rowStep, depthStep, b, bo, ldb, start, so, lds, c, co, ldc);
            return;
        }
        float[] tile = Scratch.mine().tile((Math.min(m, ROW_BLOCK) + 1) * width);
        int made = lds == 0 ? width : 0;                        // behind a start that all rows share
        for (int i = 0; i < m; i += ROW_BLOCK) {
            int rows = Math.min(ROW_BLOCK, m - i);
            for (int r = 0; r < (lds == 0 ? 1 : rows); r++) {
                System.arraycopy(start, so + (i + r) * lds, tile, r * width, columns);
            }
            tiles(rows, width, k, a, ao + i * rowStep, rowStep, depthStep, b, bo, ldb,
                    tile, 0, width - made, tile, made, width);
            narrow(rows, columns, width, tile, made, c, co + i * ldc, ldc);
        }
    }

    /**
     * Copies the first columns of rows that are as wide as a panel. Where rows of C are one vector or
     * less and lie close together, what a whole vector writes past its row is written again with the
     * next ones, so that only those within a vector of the end are copied by themselves.
     */
    private static void narrow(int rows, int columns, int width, float[] tile, int from, float[] c,
            int co, int ldc) {
        int r = 0;
        if (width == L && ldc == columns) {
            for (int end = rows * columns - L; r * columns <= end; r++) {
                FloatVector.fromArray(S, tile, from + r * L).intoArray(c, co + r * columns);
            }
        }
        for (; r < rows; r++) {
            System.arraycopy(tile, from + r * width, c, co + r * ldc, columns);
        }
    }

    /**
     * Columns of C that one full panel of B makes. One method for all tiles, too large to be
     * inlined: where the compiler met the small tiles several times in one method, it ran out of
     * nodes within one of them (Java 17, NodeCountInliningCutoff) and boxed its vectors.
     */
    private static void tiles(int m, int width, int k, float[] a, int ao, int rowStep,
            int depthStep, float[] b, int bo, int ldb, float[] start, int so, int lds, float[] c,
            int co, int ldc) {
        int i = 0;
        if (width == 4 * L) {
            for (; i + 4 <= m; i += 4) {
                tile4x4(k, a, ao + i * rowStep, rowStep, depthStep, b, bo, ldb,
                        start, so + i * lds, lds, c, co + i * ldc, ldc);
            }
            for (; i + 2 <= m; i += 2) {
                tile2x4(k, a, ao + i * rowStep, rowStep, depthStep, b, bo, ldb,
                        start, so + i * lds, lds, c, co + i * ldc, ldc);
            }
            for (; i < m; i++) {
                tile1x4(k, a, ao + i * rowStep, depthStep, b, bo, ldb, start, so + i * lds,
                        c, co + i * ldc);
            }
        } else if (width == 2 * L) {
            for (; i + 6 <= m; i += 6) {
                tile6x2(k, a, ao + i * rowStep, rowStep, depthStep, b, bo, ldb,
                        start, so + i * lds, lds, c, co + i * ldc, ldc);
            }
            for (; i + 2 <= m; i += 2) {
                tile2x2(k, a, ao + i * rowStep, rowStep, depthStep, b, bo, ldb,
                        start, so + i * lds, lds, c, co + i * ldc, ldc);
            }
            for (; i < m; i++) {
                tile1x2(k, a, ao + i * rowStep, depthStep, b, bo, ldb, start, so + i * lds,
                        c, co + i * ldc);
            }
        } else {
            for (; i + 8 <= m; i += 8) {
                tile8x1(k, a, ao + i * rowStep, rowStep, depthStep, b, bo, ldb,
                        start, so + i * lds, lds, c, co + i * ldc, ldc);
            }
            for (; i + 2 <= m; i += 2) {
                tile2x1(k, a, ao + i * rowStep, rowStep, depthStep, b, bo, ldb,
                        start, so + i * lds, lds, c, co + i * ldc, ldc);
            }
            for (; i < m; i++) {
                tile1x1(k, a, ao + i * rowStep, depthStep, b, bo, ldb, start, so + i * lds,
                        c, co + i * ldc);
            }
        }
    }

    /** Four rows by four vectors. */
    private static void tile4x4(int k, float[] a, int ao, int rowStep, int depthStep,
            float[] b, int bo, int ldb, float[] start, int so, int lds, float[] c, int co,
            int ldc) {
        FloatVector c00 = FloatVector.fromArray(S, start, so);
        FloatVector c01 = FloatVector.fromArray(S, start, so + L);
        FloatVector c02 = FloatVector.fromArray(S, start, so + 2 * L);
        FloatVector c03 = FloatVector.fromArray(S, start, so + 3 * L);
        FloatVector c10 = FloatVector.fromArray(S, start, so + lds);
        FloatVector c11 = FloatVector.fromArray(S, start, so + lds + L);
        FloatVector c12 = FloatVector.fromArray(S, start, so + lds + 2 * L);
        FloatVector c13 = FloatVector.fromArray(S, start, so + lds + 3 * L);
        FloatVector c20 = FloatVector.fromArray(S, start, so + 2 * lds);
        FloatVector c21 = FloatVector.fromArray(S, start, so + 2 * lds + L);
        FloatVector c22 = FloatVector.fromArray(S, start, so + 2 * lds + 2 * L);
        FloatVector c23 = FloatVector.fromArray(S, start, so + 2 * lds + 3 * L);
        FloatVector c30 = FloatVector.fromArray(S, start, so + 3 * lds);
        FloatVector c31 = FloatVector.fromArray(S, start, so + 3 * lds + L);
        FloatVector c32 = FloatVector.fromArray(S, start, so + 3 * lds + 2 * L);
        FloatVector c33 = FloatVector.fromArray(S, start, so + 3 * lds + 3 * L);
        int a1 = rowStep;
        int a2 = a1 + rowStep;
        int a3 = a2 + rowStep;
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
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
        c02.intoArray(c, co + 2 * L);
        c03.intoArray(c, co + 3 * L);
        c10.intoArray(c, co + ldc);
        c11.intoArray(c, co + ldc + L);
        c12.intoArray(c, co + ldc + 2 * L);
        c13.intoArray(c, co + ldc + 3 * L);
        c20.intoArray(c, co + 2 * ldc);
        c21.intoArray(c, co + 2 * ldc + L);
        c22.intoArray(c, co + 2 * ldc + 2 * L);
        c23.intoArray(c, co + 2 * ldc + 3 * L);
        c30.intoArray(c, co + 3 * ldc);
        c31.intoArray(c, co + 3 * ldc + L);
        c32.intoArray(c, co + 3 * ldc + 2 * L);
        c33.intoArray(c, co + 3 * ldc + 3 * L);
    }

    /** Two rows by four vectors. */
    private static void tile2x4(int k, float[] a, int ao, int rowStep, int depthStep,
            float[] b, int bo, int ldb, float[] start, int so, int lds, float[] c, int co,
            int ldc) {
        FloatVector c00 = FloatVector.fromArray(S, start, so);
        FloatVector c01 = FloatVector.fromArray(S, start, so + L);
        FloatVector c02 = FloatVector.fromArray(S, start, so + 2 * L);
        FloatVector c03 = FloatVector.fromArray(S, start, so + 3 * L);
        FloatVector c10 = FloatVector.fromArray(S, start, so + lds);
        FloatVector c11 = FloatVector.fromArray(S, start, so + lds + L);
        FloatVector c12 = FloatVector.fromArray(S, start, so + lds + 2 * L);
        FloatVector c13 = FloatVector.fromArray(S, start, so + lds + 3 * L);
        int a1 = rowStep;
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
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
        c02.intoArray(c, co + 2 * L);
        c03.intoArray(c, co + 3 * L);
        c10.intoArray(c, co + ldc);
        c11.intoArray(c, co + ldc + L);
        c12.intoArray(c, co + ldc + 2 * L);
        c13.intoArray(c, co + ldc + 3 * L);
    }

    /** One row by four vectors. */
    private static void tile1x4(int k, float[] a, int ao, int depthStep,
            float[] b, int bo, int ldb, float[] start, int so, float[] c, int co) {
        FloatVector c0 = FloatVector.fromArray(S, start, so);
        FloatVector c1 = FloatVector.fromArray(S, start, so + L);
        FloatVector c2 = FloatVector.fromArray(S, start, so + 2 * L);
        FloatVector c3 = FloatVector.fromArray(S, start, so + 3 * L);
        for (int p = 0, i = ao, j = bo; p < k; p++, i += depthStep, j += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector b1 = FloatVector.fromArray(S, b, j + L);
            FloatVector b2 = FloatVector.fromArray(S, b, j + 2 * L);
            FloatVector b3 = FloatVector.fromArray(S, b, j + 3 * L);
            FloatVector x0 = FloatVector.broadcast(S, a[i]);
            c0 = x0.fma(b0, c0);
            c1 = x0.fma(b1, c1);
            c2 = x0.fma(b2, c2);
            c3 = x0.fma(b3, c3);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, co + L);
        c2.intoArray(c, co + 2 * L);
        c3.intoArray(c, co + 3 * L);
    }

    /** Six rows by two vectors. */
    private static void tile6x2(int k, float[] a, int ao, int rowStep, int depthStep,
            float[] b, int bo, int ldb, float[] start, int so, int lds, float[] c, int co,
            int ldc) {
        FloatVector c00 = FloatVector.fromArray(S, start, so);
        FloatVector c01 = FloatVector.fromArray(S, start, so + L);
        FloatVector c10 = FloatVector.fromArray(S, start, so + lds);
        FloatVector c11 = FloatVector.fromArray(S, start, so + lds + L);
        FloatVector c20 = FloatVector.fromArray(S, start, so + 2 * lds);
        FloatVector c21 = FloatVector.fromArray(S, start, so + 2 * lds + L);
        FloatVector c30 = FloatVector.fromArray(S, start, so + 3 * lds);
        FloatVector c31 = FloatVector.fromArray(S, start, so + 3 * lds + L);
        FloatVector c40 = FloatVector.fromArray(S, start, so + 4 * lds);
        FloatVector c41 = FloatVector.fromArray(S, start, so + 4 * lds + L);
        FloatVector c50 = FloatVector.fromArray(S, start, so + 5 * lds);
        FloatVector c51 = FloatVector.fromArray(S, start, so + 5 * lds + L);
        int a1 = rowStep;
        int a2 = a1 + rowStep;
        int a3 = a2 + rowStep;
        int a4 = a3 + rowStep;
        int a5 = a4 + rowStep;
        for (int p = 0, i = ao, j = bo; p < k; p++, i += depthStep, j += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector b1 = FloatVector.fromArray(S, b, j + L);
            FloatVector x0 = FloatVector.broadcast(S, a[i]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(S, a[i + a1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(S, a[i + a2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(S, a[i + a3]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            FloatVector x4 = FloatVector.broadcast(S, a[i + a4]);
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
            FloatVector x5 = FloatVector.broadcast(S, a[i + a5]);
            c50 = x5.fma(b0, c50);
            c51 = x5.fma(b1, c51);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
        c10.intoArray(c, co + ldc);
        c11.intoArray(c, co + ldc + L);
        c20.intoArray(c, co + 2 * ldc);
        c21.intoArray(c, co + 2 * ldc + L);
        c30.intoArray(c, co + 3 * ldc);
        c31.intoArray(c, co + 3 * ldc + L);
        c40.intoArray(c, co + 4 * ldc);
        c41.intoArray(c, co + 4 * ldc + L);
        c50.intoArray(c, co + 5 * ldc);
        c51.intoArray(c, co + 5 * ldc + L);
    }

    /** Two rows by two vectors. */
    private static void tile2x2(int k, float[] a, int ao, int rowStep, int depthStep,
            float[] b, int bo, int ldb, float[] start, int so, int lds, float[] c, int co,
            int ldc) {
        FloatVector c00 = FloatVector.fromArray(S, start, so);
        FloatVector c01 = FloatVector.fromArray(S, start, so + L);
        FloatVector c10 = FloatVector.fromArray(S, start, so + lds);
        FloatVector c11 = FloatVector.fromArray(S, start, so + lds + L);
        int a1 = rowStep;
        for (int p = 0, i = ao, j = bo; p < k; p++, i += depthStep, j += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector b1 = FloatVector.fromArray(S, b, j + L);
            FloatVector x0 = FloatVector.broadcast(S, a[i]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(S, a[i + a1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
        c10.intoArray(c, co + ldc);
        c11.intoArray(c, co + ldc + L);
    }

    /** One row by two vectors. */
    private static void tile1x2(int k, float[] a, int ao, int depthStep,
            float[] b, int bo, int ldb, float[] start, int so, float[] c, int co) {
        FloatVector c0 = FloatVector.fromArray(S, start, so);
        FloatVector c1 = FloatVector.fromArray(S, start, so + L);
        for (int p = 0, i = ao, j = bo; p < k; p++, i += depthStep, j += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector b1 = FloatVector.fromArray(S, b, j + L);
            FloatVector x0 = FloatVector.broadcast(S, a[i]);
            c0 = x0.fma(b0, c0);
            c1 = x0.fma(b1, c1);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, co + L);
    }

    /** Eight rows by one vector. */
    private static void tile8x1(int k, float[] a, int ao, int rowStep, int depthStep,
            float[] b, int bo, int ldb, float[] start, int so, int lds, float[] c, int co,
            int ldc) {
        FloatVector c0 = FloatVector.fromArray(S, start, so);
        FloatVector c1 = FloatVector.fromArray(S, start, so + lds);
        FloatVector c2 = FloatVector.fromArray(S, start, so + 2 * lds);
        FloatVector c3 = FloatVector.fromArray(S, start, so + 3 * lds);
        FloatVector c4 = FloatVector.fromArray(S, start, so + 4 * lds);
        FloatVector c5 = FloatVector.fromArray(S, start, so + 5 * lds);
        FloatVector c6 = FloatVector.fromArray(S, start, so + 6 * lds);
        FloatVector c7 = FloatVector.fromArray(S, start, so + 7 * lds);
        int a1 = rowStep;
        int a2 = a1 + rowStep;
        int a3 = a2 + rowStep;
        int a4 = a3 + rowStep;
        int a5 = a4 + rowStep;
        int a6 = a5 + rowStep;
        int a7 = a6 + rowStep;
        for (int p = 0, i = ao, j = bo; p < k; p++, i += depthStep, j += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            c0 = FloatVector.broadcast(S, a[i]).fma(b0, c0);
            c1 = FloatVector.broadcast(S, a[i + a1]).fma(b0, c1);
            c2 = FloatVector.broadcast(S, a[i + a2]).fma(b0, c2);
            c3 = FloatVector.broadcast(S, a[i + a3]).fma(b0, c3);
            c4 = FloatVector.broadcast(S, a[i + a4]).fma(b0, c4);
            c5 = FloatVector.broadcast(S, a[i + a5]).fma(b0, c5);
            c6 = FloatVector.broadcast(S, a[i + a6]).fma(b0, c6);
            c7 = FloatVector.broadcast(S, a[i + a7]).fma(b0, c7);
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

    /** Two rows by one vector. */
    private static void tile2x1(int k, float[] a, int ao, int rowStep, int depthStep,
            float[] b, int bo, int ldb, float[] start, int so, int lds, float[] c, int co,
            int ldc) {
        FloatVector c0 = FloatVector.fromArray(S, start, so);
        FloatVector c1 = FloatVector.fromArray(S, start, so + lds);
        int a1 = rowStep;
        for (int p = 0, i = ao, j = bo; p < k; p++, i += depthStep, j += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            c0 = FloatVector.broadcast(S, a[i]).fma(b0, c0);
            c1 = FloatVector.broadcast(S, a[i + a1]).fma(b0, c1);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, co + ldc);
    }

    /** One row by one vector. */
    private static void tile1x1(int k, float[] a, int ao, int depthStep,
            float[] b, int bo, int ldb, float[] start, int so, float[] c, int co) {
        FloatVector c0 = FloatVector.fromArray(S, start, so);
        for (int p = 0, i = ao, j = bo; p < k; p++, i += depthStep, j += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            c0 = FloatVector.broadcast(S, a[i]).fma(b0, c0);
        }
        c0.intoArray(c, co);
    }
}
