package verge.autodiff.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The vector twin with a start on the scalar one. Until HotSpot has compiled them, loops over
 * vectors take some hundred times as long as plain ones, and allocate every vector. So a thread of
 * its own runs all of them, on shapes of all kinds, until they are the faster ones and allocate nothing;
 * then they take over, and it ends.
 */
final class VectorWarmUp extends Thread {

    /** Rounds in a row in which vectors must have been faster to be taken. */
    private static final int FASTER = 10;
    /** Some hundred times what it takes; after them scalar kernels remain. */
    private static final int MOST_ROUNDS = 200_000;
    /** Rounds of small shapes after which is asked whether they allocated: all combinations of sizes. */
    private static final int BLOCK = 5000;
    private static final int LEAST_BLOCKS = 4;
    private static final int MOST_BLOCKS = 100;
    /** What the virtual machine itself allocates now and then; a loop that boxes makes far more. */
    private static final long QUIET_BYTES = 1024;
    private static final ThreadMXBean METER = meter();

    // Long enough for loops to be compiled after some hundred calls.
    private static final int N = 40 * Lanes.L + 5;
    // Panels of all widths, the last one ragged, and tiles of all heights.
    private static final int COLUMNS = 15 * Lanes.L - 3;
    private static final int ROWS = 11;
    private static final int DEPTH = 40;

    private static final int WIDTH = 2 * Kernels.REDUCTION_LANES;
    /** Eight heads at a time and one more. */
    private static final int HEADS = 9;
    private static final int HEAD_DEPTH = 20;
    /** Units of a cell that need no scratch. */
    private static final int WHOLE = 2 * VectorMath.PAIR;

    private final int[] starts = {0, 40, 80, 120};
    private final int[] sources = new int[120];
    private final float[][] x =
            new float[8][Math.max(DEPTH * Math.max(COLUMNS, 2 * DEPTH), 12 * N)];
    private final float[] packed = new float[Lanes.PANELS.floats(DEPTH, COLUMNS)];
    /** All kernels; each group works on its own, on arrays that are filled anew. */
    final List<Consumer<Kernels>> groups = List.of(this::products, this::elements,
            this::rows, this::edges, this::cells, this::updates);
    private final VectorWarmUpCalls calls = new VectorWarmUpCalls();
    private final Kernels cold;
    private final SwitchedKernels kernels;

    VectorWarmUp(Kernels cold, SwitchedKernels kernels) {
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
            if (becomeFaster(vectors)) {
                settle(vectors);
                last = vectors;
            } else if (!KernelOptions.kernels().equals("vector")) {
                System.getLogger("verge.kernels").log(System.Logger.Level.INFO, "scalar kernels: "
                        + "vectors did not become faster than they are; -Dverge.kernels=vector"
                        + " forces them");
            }
        } finally {
            kernels.settle(last);
        }
    }

    /** Calls all kernels until vectors are the faster ones; returns false if they do not become so. */
    private boolean becomeFaster(Kernels vectors) {
        int faster = 0;
        for (int i = 0; i < MOST_ROUNDS && faster < FASTER; i++) {
            calls.make(vectors, i);
            faster = isFaster(vectors) ? faster + 1 : 0;
        }
        return faster == FASTER;
    }

    /**
     * Calls all kernels on small shapes, so often that each loop has been called more often than C2
     * asks for, and until none allocates: on a busy machine C2 comes late.
     */
    private void settle(Kernels vectors) {
        boolean quiet = false;
        for (int block = 0; block < LEAST_BLOCKS || !quiet && block < MOST_BLOCKS; block++) {
            long before = allocated();
            for (int i = 0; i < BLOCK; i++) {
                calls.make(vectors, block * BLOCK + i);
            }
            quiet = allocated() - before <= QUIET_BYTES;
        }
    }

    /** Returns what this thread has allocated; 0 where nobody counts. */
    private static long allocated() {
        return METER == null ? 0 : METER.getThreadAllocatedBytes(currentThread().getId());
    }

    private static ThreadMXBean meter() {
        try {
            return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean meter
                    && meter.isThreadAllocatedMemorySupported() ? meter : null;
        } catch (LinkageError e) {
            return null;                                    // no module jdk.management
        }
    }

    /** Calls all kernels; returns whether those of every group took less than the scalar ones. */
    private boolean isFaster(Kernels vectors) {
        boolean all = true;
        for (Consumer<Kernels> group : groups) {
            long scalar = nanoseconds(group, cold);
            all &= nanoseconds(group, vectors) < 2 * scalar;
        }
        return all;
    }

    private long nanoseconds(Consumer<Kernels> group, Kernels kernels) {
        for (int i = 0; i < x.length; i++) {
            Arrays.fill(x[i], 0.25f * (i + 1));
        }
        long begin = System.nanoTime();
        group.accept(kernels);
        return System.nanoTime() - begin;
    }

    private void products(Kernels k) {
        k.pack(DEPTH, COLUMNS, x[0], 0, COLUMNS, 1, packed, 0);
        k.gemmPacked(1, COLUMNS, DEPTH, x[1], 0, 0, 1, packed, 0, x[2], 0, 0, x[3], 0, COLUMNS);
        k.gemmPacked(ROWS, COLUMNS, DEPTH, x[1], 0, DEPTH, 1, packed, 0, null, 0, 0, x[3], 0,
                COLUMNS);
        k.pack(DEPTH, COLUMNS, x[0], 0, 1, DEPTH, packed, 0);
        k.gemmPacked(ROWS, COLUMNS, DEPTH, x[1], 0, 1, ROWS, packed, 0, x[2], 0, COLUMNS,
                x[3], 0, COLUMNS);
        k.gemm(ROWS, COLUMNS, DEPTH, x[0], 0, DEPTH, 1, x[1], 0, COLUMNS, x[2], 0, COLUMNS,
                x[3], 0, COLUMNS);
        k.gemm(3 * ROWS, DEPTH, DEPTH, x[0], 0, DEPTH, 1, x[1], 0, DEPTH, null, 0, 0, x[3], 0,
                DEPTH);
        for (int n = Lanes.L; n <= 3 * Lanes.L; n += Lanes.L) {
            k.gemmHeads(HEADS, 1, n, HEAD_DEPTH, x[0], 0, 0, 0, 1, x[1], 0, n, HEADS * n, true, x[2],
                    0, n, 0);
        }
        k.gemmHeads(2, 1, DEPTH, DEPTH, x[0], 0, 0, 0, 1, x[1], 0, DEPTH, 2 * DEPTH, false,
                x[2], 0, DEPTH, 0);
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
        k.expShifted(100f, x[0], 0, x[2], 0, N);
        k.log(x[0], 0, x[2], 0, N);
        k.tanh(x[0], 0, x[2], 0, N);
        k.sigmoid(x[0], 0, x[3], 0, N);
        k.elu(0.5f, x[0], 0, x[3], 0, N);
        k.eluBackward(0.5f, x[0], 0, x[1], 0, x[4], 0, N);
        k.relu(x[0], 0, x[3], 0, N);
        k.reluBackward(x[0], 0, x[1], 0, x[4], 0, N);
        k.tanhBackward(x[2], 0, x[1], 0, x[4], 0, N);
        k.sigmoidBackward(x[3], 0, x[1], 0, x[4], 0, N);
        x[5][0] = k.sum(x[0], 0, N) + k.dot(x[0], 0, x[1], 0, N) + k.max(x[0], 0, N);
    }

    private void rows(Kernels k) {
        k.addRows(3, N, x[0], 0, N, x[1], 0);
        k.softmaxRows(3, N, x[0], 0, x[2], 0);
        k.softmaxRowsBackward(3, N, x[2], 0, x[1], 0, x[3], 0);
        k.softmaxRows(40, WIDTH, x[0], 0, x[2], 0);
        k.softmaxRowsBackward(40, WIDTH, x[2], 0, x[1], 0, x[3], 0);
        k.logSoftmaxRows(3, N, x[0], 0, x[2], 0);
        k.logSoftmaxRowsBackward(3, N, x[2], 0, x[1], 0, x[3], 0);
        k.layerNormRows(3, N, x[0], 0, x[1], 0, x[2], 0, 1e-5f, x[3], 0, x[4], 0, x[5], 0);
        k.layerNormRowsBackward(3, N, x[0], 0, x[1], 0, x[4], 0, x[5], 0, x[2], 0, x[3], 0,
                x[6], 0, x[7], 0);
    }

    /** Three nodes with many edges between them, four heads of two reductions. */
    private void edges(Kernels k) {
        k.headDots(0, 3, 4, WIDTH, x[0], 0, null, x[1], 0, x[2], 0);
        k.headDots(0, 40, 4, WIDTH, x[0], 0, sources, x[1], 0, x[2], 0);
        k.edgeWeights(3, 3, 4, starts, sources, x[0], 0, x[1], 0, null, 0, 0.2f, x[2], 0, x[3], 0);
        k.edgeSums(3, 4, WIDTH, starts, sources, x[3], 0, x[0], 0, x[2], 0);
        k.edgeSums(3, 5, Lanes.L, starts, sources, x[3], 0, x[0], 0, x[2], 0);
        k.edgeSumsBackward(3, 4, WIDTH, starts, sources, x[3], 0, x[2], 0, x[4], 0);
    }

    private void cells(Kernels k) {
        k.lstmCell(3, N, x[0], 0, x[0], 0, x[1], 0, x[2], 0, x[3], 0, x[4], 0);
        k.lstmCell(3, WHOLE, x[0], 0, x[0], 0, x[1], 0, x[2], 0, x[3], 0, x[4], 0);
        k.lstmCellBackward(3, N, x[0], 0, x[1], 0, x[3], 0, x[4], 0, x[5], 0, x[6], 0);
        k.gruCell(3, N, x[0], 0, x[1], 0, x[2], 0, x[3], 0);
        k.gruCell(3, WHOLE, x[0], 0, x[1], 0, x[2], 0, x[3], 0);
        k.gruCellBackward(3, N, x[0], 0, x[1], 0, x[2], 0, x[3], 0, x[4], 0, x[5], 0, x[6], 0);
    }

    private void updates(Kernels k) {
        k.adam(x[0], x[1], x[2], x[3], N, 0.01f, 0.9f, 0.1f, 0.999f, 0.001f, 0.0316f, 1e-8f, 0f);
        k.rmsProp(x[0], x[1], x[2], null, null, N, 0.01f, 0.9f, 0.1f, 1e-8f, 0f, 0f);
        k.rmsProp(x[0], x[1], x[2], x[3], x[4], N, 0.01f, 0.9f, 0.1f, 1e-8f, 0.9f, 0f);
        k.sgd(x[0], x[1], null, N, 0.01f, 0f, 1f, false, 0f);
        k.sgd(x[0], x[1], x[5], N, 0.01f, 0.9f, 1f, true, 0f);
    }
}
