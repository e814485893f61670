package verge.autodiff.kernel;

/**
 * Working arrays of a thread. They grow to the largest size that was asked for and are then kept,
 * so that kernels allocate nothing once warm.
 */
final class Scratch {

    private static final ThreadLocal<Scratch> MINE = ThreadLocal.withInitial(Scratch::new);
    private static final int SMALLEST = 1024;

    private float[] packed = new float[SMALLEST];
    private float[] tile = new float[SMALLEST];
    private float[] row = new float[SMALLEST];
    private final float[] lanes = new float[Kernels.REDUCTION_LANES];

    private Scratch() {}

    static Scratch mine() {
        return MINE.get();
    }

    /** Returns the array for the lanes of a reduction. */
    float[] lanes() {
        return lanes;
    }

    /** Returns the array for packed blocks of B. */
    float[] packed(int n) {
        if (packed.length < n) {
            packed = new float[roomFor(n)];
        }
        return packed;
    }

    /** Returns the array for ragged columns of C. */
    float[] tile(int n) {
        if (tile.length < n) {
            tile = new float[roomFor(n)];
        }
        return tile;
    }

    /** Returns the array for one row of something. */
    float[] row(int n) {
        if (row.length < n) {
            row = new float[roomFor(n)];
        }
        return row;
    }

    /** Half as much again, so that slowly growing sizes do not allocate every time. */
    private static int roomFor(int n) {
        return (int) Math.min(n + (n >> 1) + 64L, Integer.MAX_VALUE - 8);
    }
}
