package verge.autodiff.kernel;

import java.util.Arrays;

/**
 * The vector twin with a start on the scalar one. Until HotSpot has compiled them, loops over
 * vectors take some hundred times as long as plain ones, and allocate every vector. So a thread of
 * its own runs all of them until they are the faster ones; then they take over, and it ends.
 */
final class VectorWarmUp extends Thread {

    /** Rounds in a row in which vectors must have been faster to be taken. */
    private static final int FASTER = 3;
    /** Some hundred times what it takes; after them scalar kernels remain. */
    private static final int MOST_ROUNDS = 200_000;

    private static final int ROWS = 5;
    private static final int N = 3 * Lanes.L + 5;
    private static final int WIDE = 4 * N;
    private static final int DEPTH = 21;

    private final float[][] x = new float[8][5 * ROWS * WIDE];
    private final float[] packed = new float[Lanes.PANELS.floats(DEPTH, WIDE)];
    private final Kernels cold;
    private final SwitchedKernels kernels;

    private VectorWarmUp(Kernels cold, SwitchedKernels kernels) {
        super("verge-kernels");
        this.cold = cold;
        this.kernels = kernels;
        setDaemon(true);
    }

    /** Returns kernels that are scalar now and vectors as soon as these are warm. */
    static SwitchedKernels kernels() {
        Kernels cold = new Cold();
        SwitchedKernels kernels =
                new SwitchedKernels("vector-" + Lanes.S.vectorBitSize(), cold);
        new VectorWarmUp(cold, kernels).start();
        return kernels;
    }

    /** The scalar formulas on matrices that are packed as the vector twin packs them. */
    static final class Cold extends ScalarKernels {

        @Override
        public int packedFloats(int k, int n) {
            return Lanes.PANELS.floats(k, n);
        }

        @Override
        public void pack(int k, int n, float[] b, int bo, int rowStep, int columnStep,
                float[] packed, int po) {
            Lanes.PANELS.pack(k, n, b, bo, rowStep, columnStep, packed, po);
        }

        @Override
        public void gemmPacked(int m, int n, int k, float[] a, int ao, int rowStep, int depthStep,
                float[] packed, int po, float[] start, int so, int lds, float[] c, int co,
                int ldc) {
            for (int j = 0, width; j < n; j += width) {
                width = Lanes.PANELS.width(n, j);
                ScalarProducts.gemm(m, Math.min(width, n - j), k, a, ao, rowStep, depthStep,
                        packed, po + j * k, width, start, so + j, lds, c, co + j, ldc);
            }
        }
    }

    @Override
    public void run() {
        Kernels last = cold;
        try {
            Kernels vectors = new VectorKernels();
            int faster = 0;
            for (int i = 0; i < MOST_ROUNDS && faster < FASTER; i++) {
                long begin = System.nanoTime();
                round(cold);
                long middle = System.nanoTime();
                round(vectors);
                faster = System.nanoTime() - middle < middle - begin ? faster + 1 : 0;
            }
            if (faster == FASTER) {
                last = vectors;
            } else {
                System.getLogger("verge.kernels").log(System.Logger.Level.INFO, "scalar kernels: "
                        + "vectors did not become faster than they are; -Dverge.kernels=vector"
                        + " forces them");
            }
        } finally {
            kernels.settle(last);
        }
    }

    /** Calls every kernel once or twice, on numbers that stay finite. */
    private void round(Kernels k) {
        for (int i = 0; i < x.length; i++) {
            Arrays.fill(x[i], 0.25f * (i + 1));
        }
        products(k);
        elements(k);
        rows(k);
        cells(k);
        updates(k);
    }

    private void products(Kernels k) {
        k.pack(DEPTH, WIDE, x[0], 0, WIDE, 1, packed, 0);
        k.gemmPacked(1, WIDE, DEPTH, x[1], 0, 0, 1, packed, 0, x[2], 0, 0, x[3], 0, WIDE);
        k.gemmPacked(ROWS, WIDE, DEPTH, x[1], 0, DEPTH, 1, packed, 0, null, 0, 0, x[3], 0,
                WIDE);
        k.pack(DEPTH, WIDE, x[0], 0, 1, DEPTH, packed, 0);
        k.gemmPacked(ROWS, WIDE, DEPTH, x[1], 0, 1, ROWS, packed, 0, x[2], 0, WIDE, x[3], 0,
                WIDE);
        k.gemm(ROWS, N, DEPTH, x[0], 0, DEPTH, 1, x[1], 0, N, x[2], 0, N, x[3], 0, N);
        k.gemm(5 * ROWS, N, DEPTH, x[0], 0, DEPTH, 1, x[1], 0, N, null, 0, 0, x[3], 0, N);
        k.gemmHeads(2, 1, Lanes.L, DEPTH, x[0], 0, 0, 0, 1, x[1], 0, Lanes.L, 2 * Lanes.L, false,
                x[2], 0, Lanes.L, 0);
        k.gemmHeads(2, ROWS, DEPTH, DEPTH, x[0], 0, 0, DEPTH, 1, x[1], 0, DEPTH, 2 * DEPTH, true,
                x[2], 0, DEPTH, 2 * DEPTH);
    }

    private void elements(Kernels k) {
        k.add(x[0], 0, x[1], 0, x[2], 0, N);
        k.subtract(x[0], 0, x[1], 0, x[2], 0, N);
        k.multiply(x[0], 0, x[1], 0, x[2], 0, N);
        k.multiplyAdd(x[0], 0, x[1], 0, x[2], 0, N);
        k.affine(0.5f, 0.25f, x[0], 0, x[2], 0, N);
        k.axpy(0.5f, x[0], 0, x[2], 0, N);
        k.blend(0.25f, x[0], 0, 0.75f, x[2], 0, N);
        k.expShifted(1f, x[0], 0, x[2], 0, N);
        k.tanh(x[0], 0, x[2], 0, N);
        k.sigmoid(x[0], 0, x[3], 0, N);
        k.tanhBackward(x[2], 0, x[1], 0, x[4], 0, N);
        k.sigmoidBackward(x[3], 0, x[1], 0, x[4], 0, N);
        x[5][0] = k.sum(x[0], 0, N) + k.dot(x[0], 0, x[1], 0, N) + k.max(x[0], 0, N);
    }

    private void rows(Kernels k) {
        k.addRows(ROWS, N, x[0], 0, N, x[1], 0);
        k.softmaxRows(ROWS, N, x[0], 0, x[2], 0);
        k.softmaxRowsBackward(ROWS, N, x[2], 0, x[1], 0, x[3], 0);
        k.logSoftmaxRows(ROWS, N, x[0], 0, x[2], 0);
        k.logSoftmaxRowsBackward(ROWS, N, x[2], 0, x[1], 0, x[3], 0);
        k.layerNormRows(ROWS, N, x[0], 0, x[1], 0, x[2], 0, 1e-5f, x[3], 0, x[4], 0, x[5], 0);
        k.layerNormRowsBackward(ROWS, N, x[0], 0, x[1], 0, x[4], 0, x[5], 0, x[2], 0, x[3], 0,
                x[6], 0, x[7], 0);
    }

    private void cells(Kernels k) {
        k.lstmCell(ROWS, N, x[0], 0, x[1], 0, x[2], 0, x[3], 0, x[4], 0);
        k.lstmCellBackward(ROWS, N, x[0], 0, x[1], 0, x[3], 0, x[4], 0, x[5], 0, x[6], 0);
        k.gruCell(ROWS, N, x[0], 0, x[1], 0, x[2], 0, x[3], 0);
        k.gruCellBackward(ROWS, N, x[0], 0, x[1], 0, x[2], 0, x[3], 0, x[4], 0, x[5], 0, x[6], 0);
    }

    private void updates(Kernels k) {
        k.adam(x[0], x[1], x[2], x[3], N, 0.01f, 0.9f, 0.1f, 0.999f, 0.001f, 0.0316f, 1e-8f, 0f);
        k.rmsProp(x[0], x[1], x[2], null, null, N, 0.01f, 0.9f, 0.1f, 1e-8f, 0f, 0f);
        k.rmsProp(x[0], x[1], x[2], x[3], x[4], N, 0.01f, 0.9f, 0.1f, 1e-8f, 0.9f, 0f);
        k.sgd(x[0], x[1], null, N, 0.01f, 0f, 1f, false, 0f);
        k.sgd(x[0], x[1], x[5], N, 0.01f, 0.9f, 1f, true, 0f);
    }
}
