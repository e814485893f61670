package verge.autodiff.kernel;

import java.util.Arrays;

/**
 * Calls of every kernel on shapes of all kinds, for the warm-up of the vector twin. C2 compiles a loop
 * for what it has met. A branch that is first taken later throws the loop away, which then runs in
 * code that boxes its vectors, until some thousand further calls have brought C2 back; and a loop
 * that was never called begins there, as does one that was compiled only as a part of another method
 * that is thrown away. So each length up to some panels of columns is met in turn, what is longer than
 * a block now and then, and loops that few shapes reach more often than what calls them. Whoever adds
 * a branch to a kernel sees to it that it is taken here.
 */
final class VectorWarmUpCalls {

    private static final int L = Lanes.L;
    /** Shorter than a vector, whole vectors and pairs and panels of them, and what remains. */
    private static final int[] LENGTHS = {1, L, L + 3, 2 * L, 3 * L - 1, 3 * L, 4 * L, 5 * L + 2,
        6 * L, 8 * L, 9 * L + 1};
    private static final int LONGEST = 9 * L + 1;
    /** Columns of two wide panels at once and of one more, if these have four vectors. */
    private static final int PANEL_COLUMNS = 12 * L;
    /** Columns of less than a vector, of so many rows that all lie close together. */
    private static final int NARROW = 3;
    private static final int NARROW_ROWS = 128;
    /** Tiles of all heights, and enough rows for packing. */
    private static final int[] ROWS = {1, 2, 4, 7, 11, 15, 24};
    private static final int MOST_ROWS = 24;
    private static final int CELL_ROWS = 5;
    private static final int[] HEADS = {1, 4, L, 5, 2 * L};
    private static final int[] DEPTHS = {30, 25, 1};
    /** More than one block of rows, of depth, and of elements. */
    private static final int MANY_ROWS = 130;
    private static final int DEEP = 260;
    private static final int LONG = 2100;
    /** Rounds between two that are longer than blocks. */
    private static final int SELDOM = 64;

    private static final int FLOATS = Math.max(MANY_ROWS * DEEP,
            4 * Math.max(MOST_ROWS * LONGEST, 2 * L * LONGEST));

    /** Numbers of both signs and zeros, which are not written; then arrays that are filled anew. */
    private final float[][] x = new float[8][FLOATS];
    private final float[] packed = new float[Lanes.PANELS.floats(DEEP, LONGEST)];
    private final int[] starts = new int[4];
    private final int[] sources = new int[LONGEST];

    VectorWarmUpCalls() {
        for (int j = 0; j < sources.length; j++) {
            sources[j] = j % 3;
        }
        for (int j = 0; j < FLOATS; j++) {
            x[0][j] = 0.5f * (j % 5 - 2);
        }
    }

    /** Calls every kernel once or more, on the shapes of this round. */
    void make(Kernels k, int round) {
        if (round % SELDOM == 0) {
            for (int i = 1; i < x.length; i++) {
                Arrays.fill(x[i], 0.25f * (i + 1));
            }
            blocks(k);
        }
        int n = LENGTHS[round % LENGTHS.length];
        products(k, ROWS[round % ROWS.length], n, DEPTHS[round % DEPTHS.length]);
        elements(k, n, round % 5);
        rows(k, 1 + round % CELL_ROWS, n);
        cells(k, 1 + round % CELL_ROWS, n);
        edges(k, n, HEADS[round % HEADS.length], round % 2 == 0);
        updates(k, n);
    }

    private void products(Kernels k, int m, int n, int depth) {
        k.pack(depth, n, x[0], 0, n, 1, packed, 0);
        k.gemmPacked(1, n, depth, x[1], 0, 0, 1, packed, 0, x[2], 0, 0, x[3], 0, n);
        k.gemmPacked(1, n, depth, x[1], 0, 0, 1, packed, 0, null, 0, 0, x[3], 0, n);
        k.gemmPacked(1, PANEL_COLUMNS, depth, x[1], 0, 0, 1, x[0], 0, x[2], 0, 0, x[3], 0,
                PANEL_COLUMNS);
        k.gemmPacked(1, PANEL_COLUMNS, depth, x[1], 0, 0, 1, x[0], 0, null, 0, 0, x[3], 0,
                PANEL_COLUMNS);
        k.gemmPacked(m, n, depth, x[1], 0, depth, 1, packed, 0, null, 0, 0, x[3], 0, n);
        k.gemmPacked(NARROW_ROWS, NARROW, depth, x[1], 0, depth, 1, x[0], 0, x[2], 0, 0, x[3], 0,
                NARROW);
        k.pack(depth, n, x[0], 0, 1, depth, packed, 0);
        k.gemmPacked(m, n, depth, x[1], 0, 1, m, packed, 0, x[2], 0, 0, x[3], 0, n);
        k.gemmPacked(m, n, depth, x[1], 0, depth, 1, packed, 0, x[3], 0, n, x[3], 0, n);
        k.gemm(m, n, depth, x[1], 0, depth, 1, x[0], 0, n, x[3], 0, n, x[3], 0, n);
        k.gemm(m, n, depth, x[1], 0, 1, m, x[0], 0, n, null, 0, 0, x[3], 0, n);
        k.gemmHeads(9, 1, n, depth, x[1], 0, depth, 0, 1, x[0], 0, n, n, false, x[3], 0, n, n);
        k.gemmHeads(2, 1, n, depth, x[1], 0, depth, 0, 1, x[0], 0, n, 2 * n, true, x[3], 0, n, n);
        k.gemmHeads(2, 2, n, depth, x[1], 0, 2 * depth, depth, 1, x[0], 0, n, 2 * n, true, x[3], 0,
                n, 2 * n);
    }

    private void elements(Kernels k, int n, int o) {
        k.add(x[0], o, x[1], 1, x[2], 2, n);
        k.subtract(x[0], o, x[1], 1, x[2], 2, n);
        k.multiply(x[0], o, x[1], 1, x[2], 2, n);
        k.multiplyAdd(x[0], o, x[1], 1, x[3], 2, n);
        k.affine(0.5f, 0.25f, x[0], o, x[2], 2, n);
        k.axpy(0.5f, x[0], o, x[3], 2, n);
        k.blend(0.25f, x[0], o, 0.75f, x[3], 2, n);
        k.expShifted(1f, x[0], o, x[2], 2, n);
        k.expShifted(100f, x[0], o, x[2], 2, n);
        k.log(x[0], o, x[2], 2, n);
        k.tanh(x[0], o, x[2], 2, n);
        k.sigmoid(x[0], o, x[2], 2, n);
        k.elu(0.5f, x[0], o, x[2], 2, n);
        k.eluBackward(0.5f, x[0], o, x[1], 1, x[3], 2, n);
        k.relu(x[0], o, x[2], 2, n);
        k.reluBackward(x[0], o, x[1], 1, x[3], 2, n);
        k.tanhBackward(x[0], o, x[1], 1, x[3], 2, n);
        k.sigmoidBackward(x[0], o, x[1], 1, x[3], 2, n);
        x[4][0] = k.sum(x[0], o, n) + k.dot(x[0], o, x[1], 1, n) + k.max(x[0], o, n);
    }

    private void rows(Kernels k, int rows, int n) {
        k.addRows(rows, n, x[0], 0, n, x[3], 0);
        k.addRows(MOST_ROWS, 7 * L, x[0], 0, n, x[3], 0);
        k.softmaxRows(rows, n, x[0], 0, x[2], 0);
        k.softmaxRowsBackward(rows, n, x[2], 0, x[1], 0, x[3], 0);
        k.logSoftmaxRows(rows, n, x[0], 0, x[2], 0);
        k.logSoftmaxRowsBackward(rows, n, x[2], 0, x[1], 0, x[3], 0);
        k.layerNormRows(rows, n, x[0], 0, x[1], 0, x[1], n, 1e-5f, x[2], 0, x[4], 0, x[5], 0);
        k.layerNormRowsBackward(rows, n, x[0], 0, x[1], 0, x[4], 0, x[5], 0, x[1], 0, x[3], 0,
                x[6], 0, x[7], 0);
        k.layerNormRowsBackward(rows, n, x[0], 0, x[1], 0, x[4], 0, x[5], 0, x[1], 0, null, 0,
                x[6], 0, null, 0);
        k.layerNormRowsBackward(rows, n, x[0], 0, x[1], 0, x[4], 0, x[5], 0, x[1], 0, x[3], 0,
                null, 0, x[7], 0);
    }

    private void cells(Kernels k, int rows, int h) {
        k.lstmCell(rows, h, x[0], 0, x[2], 0, x[1], 0, x[3], 0, x[4], 0, x[5], 0);
        k.lstmCellBackward(rows, h, x[0], 0, x[1], 0, x[1], 0, x[1], 0, x[3], 0, x[4], 0);
        k.gruCell(rows, h, x[2], 0, x[1], 0, x[1], 0, x[3], 0);
        k.gruCellBackward(rows, h, x[0], 0, x[1], 0, x[1], 0, x[1], 0, x[2], 0, x[3], 0, x[4], 0);
    }

    /** Three nodes with so many edges between them, or few and one node without any. */
    private void edges(Kernels k, int n, int heads, boolean scores) {
        int edges = Math.min(n, 2 * L);
        starts[1] = edges / 3;
        starts[2] = n % 2 == 0 ? edges / 3 : edges / 2;
        starts[3] = edges;
        k.headDots(0, 3, heads, L, x[0], 0, null, x[1], 0, x[2], 0);
        k.headDots(0, edges, 4, n, x[0], 0, sources, x[1], 0, x[2], 0);
        k.edgeWeights(3, 3, heads, starts, sources, x[0], 0, x[1], 0, scores ? x[0] : null, 0, 0.2f,
                x[2], 0, x[3], 0);
        k.edgeSums(3, 4, n, starts, sources, x[1], 0, x[0], 0, x[2], 0);
        k.edgeSums(3, 3, n, starts, sources, x[1], 0, x[0], 0, x[2], 0);
        k.edgeSumsBackward(3, 4, n, starts, sources, x[1], 0, x[0], 0, x[3], 0);
    }

    private void updates(Kernels k, int n) {
        k.adam(x[3], x[1], x[4], x[5], n, 0.01f, 0.9f, 0.1f, 0.999f, 0.001f, 0.0316f, 1e-8f, 0f);
        k.rmsProp(x[3], x[1], x[5], null, null, n, 0.01f, 0.9f, 0.1f, 1e-8f, 0f, 0f);
        k.rmsProp(x[3], x[1], x[5], null, x[6], n, 0.01f, 0.9f, 0.1f, 1e-8f, 0.9f, 0f);
        k.rmsProp(x[3], x[1], x[5], x[7], null, n, 0.01f, 0.9f, 0.1f, 1e-8f, 0f, 0f);
        k.sgd(x[3], x[1], null, n, 0.01f, 0f, 1f, false, 0f);
        k.sgd(x[3], x[1], x[6], n, 0.01f, 0.9f, 1f, false, 0f);
        k.sgd(x[3], x[1], x[6], n, 0.01f, 0.9f, 1f, true, 0f);
    }

    private void blocks(Kernels k) {
        k.expShifted(1f, x[0], 0, x[2], 0, LONG);
        updates(k, LONG);
        cells(k, MANY_ROWS, 2 * L);
        cells(k, MANY_ROWS, L + 3);
        rows(k, MANY_ROWS, Kernels.REDUCTION_LANES);
        k.pack(DEEP, L + 3, x[0], 0, L + 3, 1, packed, 0);
        k.gemmPacked(MANY_ROWS, L + 3, DEEP, x[1], 0, DEEP, 1, packed, 0, null, 0, 0, x[3], 0, L + 3);
        k.gemm(MANY_ROWS, L + 3, DEEP, x[1], 0, DEEP, 1, x[0], 0, L + 3, x[3], 0, L + 3, x[3], 0,
                L + 3);
        k.gemm(2, 4 * L, 0, x[1], 0, 0, 1, x[0], 0, 4 * L, null, 0, 0, x[3], 0, 4 * L);
    }
}
