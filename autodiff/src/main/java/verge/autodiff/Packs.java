package verge.autodiff;

import verge.autodiff.kernel.Kernels;

/**
 * Weights in the order in which products read them, packed anew when their {@link Parameters} have
 * changed. What is read again before that is kept from step to step; what is not, as the weights of
 * most layers in training, shares one array, which stays in a near cache. Those of parameters that no
 * step has read for a while are dropped. With assertions enabled the first use in every step compares
 * a checksum, which finds out whoever writes into values and does not say so.
 */
final class Packs {

    private static final boolean ASSERTIONS = Packs.class.desiredAssertionStatus();
    private static final int IDLE_STEPS = 256;

    private Pack[] table = new Pack[32];
    private int size;
    private int step;
    private float[] shared = new float[1024];

    /** One packed matrix: W [rows, cols], or its transpose. */
    static final class Pack {

        /** Null until values have been read twice without a change. */
        private float[] data;
        private final Parameters owner;
        private final int offset;
        private final int rows;
        private final int cols;
        private final boolean transposed;
        private int version;
        private int step;
        private long checksum;

        private Pack(Tensor w, boolean transposed) {
            owner = w.owner;
            offset = w.offset;
            rows = w.rows;
            cols = w.cols;
            this.transposed = transposed;
            version = owner.version() - 1;
        }

        private int floats() {
            return transposed ? Op.K.packedFloats(cols, rows) : Op.K.packedFloats(rows, cols);
        }

        private boolean holds(Tensor w, boolean asTransposed) {
            return owner == w.owner && offset == w.offset && transposed == asTransposed
                    && cols == w.cols && rows == w.rows;
        }
    }

    /** A new step begins. */
    void nextStep() {
        step++;
    }

    /** Returns W (or its transpose) packed, w being a matrix of parameters, until the next call. */
    float[] of(Tensor w, boolean transposed) {
        int mask = table.length - 1;
        int at = place(w.owner, w.offset, transposed) & mask;
        Pack pack = table[at];
        while (pack != null && !pack.holds(w, transposed)) {
            at = at + 1 & mask;
            pack = table[at];
        }
        if (pack == null) {
            pack = add(new Pack(w, transposed));
        }
        boolean stale = pack.version != w.owner.version();
        if (ASSERTIONS && !stale && pack.step != step && pack.checksum != checksum(pack)) {
            throw new IllegalStateException("values of [" + pack.rows + ", " + pack.cols + "] at "
                    + pack.offset + " were written without Parameters.changed()");
        }
        pack.step = step;
        if (!stale && pack.data == null) {                         // read again: worth an array
            pack.data = new float[pack.floats()];
            stale = true;
        }
        float[] data = pack.data == null ? shared(pack.floats()) : pack.data;
        if (stale) {
            fill(pack, data);
        }
        return data;
    }

    private float[] shared(int floats) {
        if (shared.length < floats) {
            shared = new float[floats];
        }
        return shared;
    }

    private static void fill(Pack pack, float[] data) {
        Kernels kernels = Op.K;
        float[] values = pack.owner.values();
        if (pack.transposed) {
            kernels.pack(pack.cols, pack.rows, values, pack.offset, 1, pack.cols, data, 0);
        } else {
            kernels.pack(pack.rows, pack.cols, values, pack.offset, pack.cols, 1, data, 0);
        }
        pack.version = pack.owner.version();
        if (ASSERTIONS) {
            pack.checksum = checksum(pack);
        }
    }

    private static long checksum(Pack pack) {
        float[] values = pack.owner.values();
        long sum = 0;
        for (int i = pack.offset; i < pack.offset + pack.rows * pack.cols; i++) {
            sum = 31 * sum + Float.floatToRawIntBits(values[i]);
        }
        return sum;
    }

    private Pack add(Pack pack) {
        if (2 * (size + 1) > table.length) {
            dropIdle();
        }
        put(table, pack);
        size++;
        return pack;
    }

    /** Keeps what has been read lately; makes the table larger if that is more than a quarter. */
    private void dropIdle() {
        int kept = 0;
        for (Pack pack : table) {
            kept += pack != null && step - pack.step <= IDLE_STEPS ? 1 : 0;
        }
        Pack[] next = new Pack[4 * kept > table.length ? 2 * table.length : table.length];
        for (Pack pack : table) {
            if (pack != null && step - pack.step <= IDLE_STEPS) {
                put(next, pack);
            }
        }
        table = next;
        size = kept;
    }

    private static void put(Pack[] table, Pack pack) {
        int mask = table.length - 1;
        int at = place(pack.owner, pack.offset, pack.transposed) & mask;
        while (table[at] != null) {
            at = at + 1 & mask;
        }
        table[at] = pack;
    }

    /** Where to look first. It depends on addresses, but nothing that is computed depends on it. */
    private static int place(Parameters owner, int offset, boolean transposed) {
        int hash = (System.identityHashCode(owner) * 31 + offset) * 2 + (transposed ? 1 : 0);
        return (hash * 0x9E3779B9) >>> 12;
    }
}
