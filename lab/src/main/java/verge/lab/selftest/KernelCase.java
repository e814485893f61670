package verge.lab.selftest;

import java.util.Arrays;
import verge.autodiff.kernel.Kernels;
import verge.lab.selftest.FixedNumbers.Kind;

/**
 * One kernel over a sweep of sizes, offsets and kinds of numbers. Every array that a call changed
 * enters the digest whole, so that a write beyond the output is seen as well as a wrong output.
 */
final class KernelCase {
    private static final int GUARD = 5;
    private static final int WARM_CALLS = 30_000;

    /** Calls the kernel. */
    interface Call {
        /**
         * Calls it once.
         *
         * @param x arrays
         * @param o the offset of each
         * @param size one size, or several
         * @return what the kernel returns, 0 if nothing
         */
        float run(Kernels kernels, float[][] x, int[] o, int... size);
    }

    /** A call that returns nothing. */
    interface Action {
        void run(Kernels kernels, float[][] x, int[] o, int... size);
    }

    private final int arrays;
    private final int blocks;
    private final int[][] sizes;
    private final int[][] shortSizes;
    private final boolean inPlace;
    private final Call call;

    private KernelCase(int arrays, int blocks, int[][] sizes, int[][] shortSizes, boolean inPlace,
            Call call) {
        this.arrays = arrays;
        this.blocks = blocks;
        this.sizes = sizes;
        this.shortSizes = shortSizes;
        this.inPlace = inPlace;
        this.call = call;
    }

    /** A kernel over vectors whose last array is its output, and may be its first one. */
    static KernelCase elementwise(int arrays, Action action) {
        return new KernelCase(arrays, 1, lengths(false), lengths(true), true, returnless(action));
    }

    /** A kernel over vectors with several outputs. */
    static KernelCase vectors(int arrays, Action action) {
        return new KernelCase(arrays, 1, lengths(false), lengths(true), false, returnless(action));
    }

    /** A kernel over vectors that returns a number. */
    static KernelCase reduction(int arrays, Call call) {
        return new KernelCase(arrays, 1, lengths(false), lengths(true), false, call);
    }

    /** A product of matrices [m, k] and [k, n], sizes in the order m, n, k. */
    static KernelCase products(Action action) {
        return new KernelCase(4, 1, grid(3, 1, 2, 5, 8, 13, 17, 35, 64), grid(3, 1, 6, 17),
                false, returnless(action));
    }

    /** A kernel over {@code size[0]} rows of {@code blocks * size[1]} elements. */
    static KernelCase rows(int arrays, int blocks, Action action) {
        return new KernelCase(arrays, blocks, grid(2, 1, 2, 3, 5, 8, 13, 16, 17, 35, 64, 100),
                grid(2, 1, 6, 17), false, returnless(action));
    }

    private static Call returnless(Action action) {
        return (kernels, x, o, size) -> {
            action.run(kernels, x, o, size);
            return 0f;
        };
    }

    private static int[][] lengths(boolean brief) {
        int[] more = brief ? new int[] {33, 67, 300} : new int[] {255, 256, 257, 1000, 4099};
        int all = brief ? 20 : 68;
        int[][] lengths = new int[all + more.length][];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = new int[] {i < all ? i : more[i - all]};
        }
        return lengths;
    }

    /** Every combination. */
    private static int[][] grid(int dimensions, int... values) {
        int count = 1;
        for (int d = 0; d < dimensions; d++) {
            count *= values.length;
        }
        int[][] grid = new int[count][dimensions];
        for (int i = 0; i < count; i++) {
            int rest = i;
            for (int d = 0; d < dimensions; d++) {
                grid[i][d] = values[rest % values.length];
                rest /= values.length;
            }
        }
        return grid;
    }

    /**
     * Runs the sweep once. Allocates.
     *
     * @param name which numbers are drawn
     * @param brief the shorter list of sizes
     * @return the digest of all arrays and returned numbers
     */
    String digest(String name, Kernels kernels, boolean brief) {
        FixedNumbers numbers = new FixedNumbers(name);
        BitDigest digest = new BitDigest();
        for (int[] size : brief ? shortSizes : sizes) {
            for (int shift = 0; shift <= 1; shift++) {
                for (Kind kind : Kind.values()) {
                    float[][] x = arrays(size, numbers, kind);
                    int[] o = offsets(shift);
                    digest(digest, kernels, x, o, size);
                    if (inPlace) {
                        x[arrays - 1] = x[0];
                        o[arrays - 1] = o[0];
                        digest(digest, kernels, x, o, size);
                    }
                }
            }
        }
        return digest.hex();
    }

    /** Calls the kernel so often, on small sizes, that the virtual machine compiles it. */
    void warm(String name, Kernels kernels) {
        FixedNumbers numbers = new FixedNumbers(name);
        int[] o = offsets(0);
        for (int[] size : shortSizes) {
            float[][] x = arrays(size, numbers, Kind.ORDINARY);
            for (int i = 0; i < WARM_CALLS / shortSizes.length; i++) {
                call.run(kernels, x, o, size);
            }
        }
    }

    /** None, or one of its own for each array. */
    private int[] offsets(int shift) {
        int[] offsets = new int[arrays];
        for (int i = 0; i < arrays; i++) {
            offsets[i] = shift * (2 * i + 1) % GUARD;
        }
        return offsets;
    }

    private void digest(BitDigest digest, Kernels kernels, float[][] x, int[] o, int[] size) {
        float[][] before = new float[arrays][];
        for (int i = 0; i < arrays; i++) {
            before[i] = x[i].clone();
        }
        digest.add(call.run(kernels, x, o, size));
        for (int i = 0; i < arrays; i++) {
            if (!Arrays.equals(before[i], x[i])) {
                digest.add(i);
                digest.add(x[i]);
            }
        }
    }

    /** Arrays with room for a matrix of any two dimensions, padded by one, and more at the end. */
    private float[][] arrays(int[] size, FixedNumbers numbers, Kind kind) {
        int room = 0;
        for (int i = 0; i < size.length; i++) {
            room = Math.max(room, size[i]);
            for (int j = 0; j < i; j++) {
                room = Math.max(room, (size[i] + 1) * (size[j] + 1));
            }
        }
        float[][] x = new float[arrays][blocks * room + 2 * GUARD];
        for (float[] array : x) {
            numbers.fill(array, kind);
        }
        return x;
    }
}
