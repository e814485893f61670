package verge.autodiff.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Attention along the edges of a graph, vector twin; {@link Kernels} has the equations. Weights are
 * made a row of heads at a time in scratch: a row is shorter than a vector as a rule, and what is
 * written beyond its end is written again with the next one.
 */
@SuppressWarnings("serial")
final class VectorEdges extends NotInlined {

    private static final VectorSpecies<Float> S = Lanes.S;
    private static final int L = Lanes.L;
    private static final int LANES = Kernels.REDUCTION_LANES;

    // Parts of the scratch, each with room for all edges.
    private static final int SUMS = 0;
    private static final int WEIGHTS = 1;
    private static final int EDGES = 2;
    private static final int POWERS = 3;
    private static final int SOURCES = 4;

    private VectorEdges() {}

    /** {@link Kernels#headDots} for heads of whole reductions: all lanes at once, then folded. */
    static void dots(int first, int end, int heads, int width, float[] x, int xo, int[] rows,
            float[] a, int ao, float[] y, int yo) {
        int step = heads * LANES;
        float[] lanes = Scratch.mine().row((end - first) * step);
        for (int c = 0; c < width; c += LANES) {
            for (int j = first, to = 0; j < end; j++, to += step) {
                int row = xo + (rows == null ? j : rows[j]) * heads * width + c;
                if (c == 0) {
                    multiply(heads, width, x, row, a, ao, lanes, to);
                } else {
                    multiplyAdd(heads, width, x, row, a, ao + c, lanes, to);
                }
            }
        }
        for (int i = first * heads, s = 0; i < end * heads; i++, s += LANES) {
            y[yo + i] = FloatMath.fold(lanes[s], lanes[s + 1], lanes[s + 2], lanes[s + 3],
                    lanes[s + 4], lanes[s + 5], lanes[s + 6], lanes[s + 7], lanes[s + 8],
                    lanes[s + 9], lanes[s + 10], lanes[s + 11], lanes[s + 12], lanes[s + 13],
                    lanes[s + 14], lanes[s + 15]);
        }
    }

    /** lanes[h] = fma(x[h], a[h], 0), the lanes of a reduction for every head. */
    private static void multiply(int heads, int width, float[] x, int xo, float[] a, int ao,
            float[] lanes, int to) {
        FloatVector zero = FloatVector.zero(S);
        for (int h = 0; h < heads; h++) {
            for (int lane = 0; lane < LANES; lane += L) {
                FloatVector.fromArray(S, x, xo + h * width + lane)
                        .fma(FloatVector.fromArray(S, a, ao + h * width + lane), zero)
                        .intoArray(lanes, to + h * LANES + lane);
            }
        }
    }

    /** lanes[h] = fma(x[h], a[h], lanes[h]). */
    private static void multiplyAdd(int heads, int width, float[] x, int xo, float[] a, int ao,
            float[] lanes, int to) {
        for (int h = 0; h < heads; h++) {
            for (int lane = 0; lane < LANES; lane += L) {
                int at = to + h * LANES + lane;
                FloatVector.fromArray(S, x, xo + h * width + lane)
                        .fma(FloatVector.fromArray(S, a, ao + h * width + lane),
                                FloatVector.fromArray(S, lanes, at))
                        .intoArray(lanes, at);
            }
        }
    }

    /** {@link Kernels#edgeWeights} for no more heads than lanes, or whole vectors of them. */
    static void weights(int n, int m, int heads, int[] starts, int[] sources, float[] from, int fo,
            float[] to, int too, float[] edge, int eo, float slope, float[] x, int xo,
            float[] alpha, int ao) {
        int size = starts[m] * heads;
        int room = (size + VectorMath.PAIR - 1 & -VectorMath.PAIR) + L;
        int target = SOURCES * room + n * heads;
        float[] s = Scratch.mine().row(target + 2 * m * heads + L);
        System.arraycopy(from, fo, s, SOURCES * room, n * heads);
        System.arraycopy(to, too, s, target, m * heads);
        if (edge == null) {
            Arrays.fill(s, EDGES * room, EDGES * room + size, -0f);
        } else {
            System.arraycopy(edge, eo, s, EDGES * room, size);
        }
        for (int h = 0; h < heads; h += L) {
            scores(m, heads, starts, sources, slope, s, h, room, target);
            shifted(m, heads, starts, slope, s, h, room, target + m * heads);
        }
        System.arraycopy(s, SUMS * room, x, xo, size);
        VectorKernels.exp(0f, s, POWERS * room, s, POWERS * room, size);
        for (int h = 0; h < heads; h += L) {
            normalise(m, heads, starts, s, h, room);
        }
        System.arraycopy(s, WEIGHTS * room, alpha, ao, size);
    }

    /**
     * x of all edges, and the largest l into each node, behind the scores of the nodes. Where
     * its sign is negative, a float is compared as an integer with its other bits turned over. What a
     * loop carries must not begin as a constant, which is a box.
     */
    private static void scores(int m, int heads, int[] starts, int[] sources, float slope, float[] s,
            int h, int room, int target) {
        IntVector magnitude = IntVector.broadcast(Lanes.I, 0x7FFFFFFF);
        for (int d = 0, node = target + h; d < m; d++, node += heads) {
            FloatVector to = FloatVector.fromArray(S, s, node);
            IntVector largest = IntVector.broadcast(Lanes.I, Integer.MIN_VALUE);
            int end = starts[d + 1];
            for (int j = starts[d], at = j * heads + h; j < end; j++, at += heads) {
                FloatVector v = FloatVector.fromArray(S, s, SOURCES * room + sources[j] * heads + h)
                        .add(to).add(FloatVector.fromArray(S, s, EDGES * room + at));
                v.intoArray(s, SUMS * room + at);
                IntVector bits = v.reinterpretAsInts();
                IntVector l = bits.lanewise(VectorOperators.BITWISE_BLEND,
                        v.mul(slope).reinterpretAsInts(), bits.lanewise(VectorOperators.ASHR, 31));
                largest = largest.max(l.lanewise(VectorOperators.XOR,
                        l.lanewise(VectorOperators.ASHR, 31).and(magnitude)));
            }
            largest.lanewise(VectorOperators.XOR,
                    largest.lanewise(VectorOperators.ASHR, 31).and(magnitude))
                    .reinterpretAsFloats().intoArray(s, node + m * heads);
        }
    }

    /** l of all edges less the largest into the same node. */
    private static void shifted(int m, int heads, int[] starts, float slope, float[] s, int h,
            int room, int largest) {
        for (int d = 0, node = largest + h; d < m; d++, node += heads) {
            FloatVector shift = FloatVector.fromArray(S, s, node);
            int end = starts[d + 1];
            for (int j = starts[d], at = j * heads + h; j < end; j++, at += heads) {
                FloatVector v = FloatVector.fromArray(S, s, SUMS * room + at);
                IntVector bits = v.reinterpretAsInts();
                bits.lanewise(VectorOperators.BITWISE_BLEND, v.mul(slope).reinterpretAsInts(),
                        bits.lanewise(VectorOperators.ASHR, 31)).reinterpretAsFloats().sub(shift)
                        .intoArray(s, POWERS * room + at);
            }
        }
    }

    /** Powers over their sum, of the edges into each node. */
    private static void normalise(int m, int heads, int[] starts, float[] s, int h, int room) {
        for (int d = 0; d < m; d++) {
            int from = starts[d] * heads + h;
            int end = starts[d + 1] * heads;
            FloatVector sum = FloatVector.zero(S);
            for (int at = from; at < end; at += heads) {
                sum = sum.add(FloatVector.fromArray(S, s, POWERS * room + at));
            }
            FloatVector inverse = FloatVector.broadcast(S, 1f).div(sum);
            for (int at = from; at < end; at += heads) {
                FloatVector.fromArray(S, s, POWERS * room + at).mul(inverse)
                        .intoArray(s, WEIGHTS * room + at);
            }
        }
    }

    /** {@link Kernels#edgeSums} for heads of whole vectors. */
    static void sums(int m, int heads, int width, int[] starts, int[] sources, float[] alpha,
            int ao, float[] z, int zo, float[] y, int yo) {
        int cols = heads * width;
        int c = 0;
        for (; c + 4 * L <= cols; c += 4 * L) {
            sumFour(m, starts, sources, heads, alpha, ao + c / width, ao + (c + L) / width,
                    ao + (c + 2 * L) / width, ao + (c + 3 * L) / width, cols, z, zo + c, y, yo + c);
        }
        for (; c < cols; c += L) {
            sumOne(m, starts, sources, heads, alpha, ao + c / width, cols, z, zo + c, y, yo + c);
        }
    }

    private static void sumFour(int m, int[] starts, int[] sources, int heads, float[] alpha, int a0,
            int a1, int a2, int a3, int cols, float[] z, int zo, float[] y, int yo) {
        for (int d = 0, to = yo; d < m; d++, to += cols) {
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = FloatVector.zero(S);
            FloatVector s2 = FloatVector.zero(S);
            FloatVector s3 = FloatVector.zero(S);
            int end = starts[d + 1];
            for (int j = starts[d], a = j * heads; j < end; j++, a += heads) {
                int from = zo + sources[j] * cols;
                s0 = FloatVector.fromArray(S, z, from)
                        .fma(FloatVector.broadcast(S, alpha[a0 + a]), s0);
                s1 = FloatVector.fromArray(S, z, from + L)
                        .fma(FloatVector.broadcast(S, alpha[a1 + a]), s1);
                s2 = FloatVector.fromArray(S, z, from + 2 * L)
                        .fma(FloatVector.broadcast(S, alpha[a2 + a]), s2);
                s3 = FloatVector.fromArray(S, z, from + 3 * L)
                        .fma(FloatVector.broadcast(S, alpha[a3 + a]), s3);
            }
            s0.intoArray(y, to);
            s1.intoArray(y, to + L);
            s2.intoArray(y, to + 2 * L);
            s3.intoArray(y, to + 3 * L);
        }
    }

    private static void sumOne(int m, int[] starts, int[] sources, int heads, float[] alpha, int a0,
            int cols, float[] z, int zo, float[] y, int yo) {
        for (int d = 0, to = yo; d < m; d++, to += cols) {
            FloatVector s = FloatVector.zero(S);
            int end = starts[d + 1];
            for (int j = starts[d], a = a0 + j * heads; j < end; j++, a += heads) {
                s = FloatVector.fromArray(S, z, zo + sources[j] * cols)
                        .fma(FloatVector.broadcast(S, alpha[a]), s);
            }
            s.intoArray(y, to);
        }
    }

    /** {@link Kernels#edgeSumsBackward} for heads of whole vectors. */
    static void sumsBackward(int m, int heads, int width, int[] starts, int[] sources,
            float[] alpha, int ao, float[] dy, int dyo, float[] dz, int dzo) {
        int cols = heads * width;
        for (int d = 0; d < m; d++) {
            for (int c = 0; c < cols; c += L) {
                spread(starts[d], starts[d + 1], sources, heads, alpha, ao + c / width, cols, dy,
                        dyo + d * cols + c, dz, dzo + c);
            }
        }
    }

    private static void spread(int first, int end, int[] sources, int heads, float[] alpha, int a0,
            int cols, float[] dy, int dyo, float[] dz, int dzo) {
        FloatVector d = FloatVector.fromArray(S, dy, dyo);
        for (int j = first, a = a0 + first * heads; j < end; j++, a += heads) {
            int to = dzo + sources[j] * cols;
            d.fma(FloatVector.broadcast(S, alpha[a]), FloatVector.fromArray(S, dz, to))
                    .intoArray(dz, to);
        }
    }
}
