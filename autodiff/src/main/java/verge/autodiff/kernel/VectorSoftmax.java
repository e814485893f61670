package verge.autodiff.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Softmax of rows that are whole groups of sixteen elements, as those of an attention are, many rows
 * in one loop: rows are short, and a call for each step of each takes longer than what it does. What a
 * loop reduces it keeps in memory, sixteen lanes a row, where rows do not wait for one another.
 */
@SuppressWarnings("serial")
final class VectorSoftmax extends NotInlined {

    private static final VectorSpecies<Float> S = Lanes.S;
    private static final VectorSpecies<Integer> I = Lanes.I;
    private static final int L = Lanes.L;
    private static final int LANES = Kernels.REDUCTION_LANES;
    /** Rows of one round: they and their lanes stay in the first cache. */
    private static final int BLOCK = 32;

    private VectorSoftmax() {}

    /** {@link Kernels#softmaxRows} for n a multiple of sixteen. */
    static void forward(int rows, int n, float[] x, int xo, float[] y, int yo) {
        float[] lanes = Scratch.mine().tile(BLOCK * LANES + L);
        for (int i = 0; i < rows; i += BLOCK) {
            int count = Math.min(BLOCK, rows - i);
            int from = xo + i * n;
            int to = yo + i * n;
            largest(count, n, x, from, lanes);
            for (int j = 0; j < n; j += L) {
                subtract(count, n, x, from + j, lanes, y, to + j);
            }
            VectorKernels.exp(0f, y, to, y, to, count * n);
            Arrays.fill(lanes, 0, count * LANES, 0f);
            for (int j = 0; j < n; j += L) {
                add(count, n, y, to + j, lanes, j & LANES - 1);
            }
            fold(count, lanes);
            invert(count, lanes);
            for (int j = 0; j < n; j += L) {
                multiply(count, n, lanes, y, to + j);
            }
        }
    }

    /**
     * The largest element of each row, to the first of its lanes. They are compared as integers of the
     * same order: in negative ones all bits but the sign are turned over.
     */
    private static void largest(int rows, int n, float[] x, int xo, float[] lanes) {
        Arrays.fill(lanes, 0, rows * LANES, Float.intBitsToFloat(Integer.MIN_VALUE));
        for (int j = 0; j < n; j += L) {
            larger(rows, n, x, xo + j, lanes, j & LANES - 1);
        }
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int lane = 0; lane < half; lane += L) {
                largerHalf(rows, lanes, lane, half);
            }
        }
        for (int r = 0, to = 0; r < rows; r++, to += LANES) {
            int key = Float.floatToRawIntBits(lanes[to]);
            lanes[to] = Float.intBitsToFloat(key ^ key >> 31 & Integer.MAX_VALUE);
        }
    }

    private static void larger(int rows, int n, float[] x, int xo, float[] lanes, int lane) {
        IntVector magnitude = IntVector.broadcast(I, Integer.MAX_VALUE);
        for (int r = 0, i = xo, to = lane; r < rows; r++, i += n, to += LANES) {
            IntVector bits = FloatVector.fromArray(S, x, i).reinterpretAsInts();
            bits.lanewise(VectorOperators.XOR,
                            bits.lanewise(VectorOperators.ASHR, 31).and(magnitude))
                    .max(FloatVector.fromArray(S, lanes, to).reinterpretAsInts())
                    .reinterpretAsFloats().intoArray(lanes, to);
        }
    }

    /** The larger of each lane and the one that is half of them further. */
    private static void largerHalf(int rows, float[] lanes, int lane, int half) {
        for (int r = 0, to = lane; r < rows; r++, to += LANES) {
            FloatVector.fromArray(S, lanes, to).reinterpretAsInts()
                    .max(FloatVector.fromArray(S, lanes, to + half).reinterpretAsInts())
                    .reinterpretAsFloats().intoArray(lanes, to);
        }
    }

    private static void subtract(int rows, int n, float[] x, int xo, float[] centres, float[] y,
            int yo) {
        for (int r = 0, i = xo, to = yo; r < rows; r++, i += n, to += n) {
            FloatVector.fromArray(S, x, i).sub(FloatVector.broadcast(S, centres[r * LANES]))
                    .intoArray(y, to);
        }
    }

    private static void add(int rows, int n, float[] y, int yo, float[] lanes, int lane) {
        for (int r = 0, i = yo, to = lane; r < rows; r++, i += n, to += LANES) {
            FloatVector.fromArray(S, lanes, to).add(FloatVector.fromArray(S, y, i))
                    .intoArray(lanes, to);
        }
    }

    /** The sum of the lanes of each row, to the first of them. */
    private static void fold(int rows, float[] s) {
        for (int r = 0, i = 0; r < rows; r++, i += LANES) {
            s[i] = FloatMath.fold(s[i], s[i + 1], s[i + 2], s[i + 3], s[i + 4], s[i + 5], s[i + 6],
                    s[i + 7], s[i + 8], s[i + 9], s[i + 10], s[i + 11], s[i + 12], s[i + 13],
                    s[i + 14], s[i + 15]);
        }
    }

    private static void invert(int rows, float[] s) {
        for (int r = 0; r < rows; r++) {
            s[r * LANES] = 1f / s[r * LANES];
        }
    }

    private static void multiply(int rows, int n, float[] factors, float[] y, int yo) {
        for (int r = 0, to = yo; r < rows; r++, to += n) {
            FloatVector.fromArray(S, y, to).mul(FloatVector.broadcast(S, factors[r * LANES]))
                    .intoArray(y, to);
        }
    }

    /** {@link Kernels#softmaxRowsBackward} for n a multiple of sixteen. */
    static void backward(int rows, int n, float[] y, int yo, float[] dy, int dyo, float[] dx,
            int dxo) {
        float[] lanes = Scratch.mine().tile(BLOCK * LANES);
        for (int i = 0, at = 0; i < rows; i += BLOCK, at += BLOCK * n) {
            int count = Math.min(BLOCK, rows - i);
            Arrays.fill(lanes, 0, count * LANES, 0f);
            for (int j = 0; j < n; j += L) {
                multiplyAdd(count, n, dy, dyo + at + j, y, yo + at + j, lanes, j & LANES - 1);
            }
            fold(count, lanes);
            for (int j = at; j < at + n; j += L) {
                gradients(count, n, lanes, y, yo + j, dy, dyo + j, dx, dxo + j);
            }
        }
    }

    private static void multiplyAdd(int rows, int n, float[] a, int ao, float[] b, int bo,
            float[] lanes, int lane) {
        for (int r = 0, i = 0, to = lane; r < rows; r++, i += n, to += LANES) {
            FloatVector.fromArray(S, a, ao + i)
                    .fma(FloatVector.fromArray(S, b, bo + i), FloatVector.fromArray(S, lanes, to))
                    .intoArray(lanes, to);
        }
    }

    private static void gradients(int rows, int n, float[] dots, float[] y, int yo, float[] dy,
            int dyo, float[] dx, int dxo) {
        for (int r = 0, i = 0; r < rows; r++, i += n) {
            FloatVector.fromArray(S, y, yo + i)
                    .fma(FloatVector.fromArray(S, dy, dyo + i)
                                    .sub(FloatVector.broadcast(S, dots[r * LANES])),
                            FloatVector.fromArray(S, dx, dxo + i))
                    .intoArray(dx, dxo + i);
        }
    }
}
