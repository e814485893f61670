package verge.autodiff;

import java.util.Arrays;

/**
 * Reductions over runs of consecutive rows of x [rows, cols], such as the incoming edges of each node
 * of a graph in CSR form (Saad 2003, section 3.4): segment s holds rows starts[s] to
 * starts[s + 1] - 1 and may be empty. Column by column, r going over the n_s rows of s,
 *
 * <pre>
 *   sum       y_s = sum x_r                               dx_r += dy_s
 *   mean      y_s = sum x_r / n_s                         dx_r += dy_s / n_s
 *   softmax   p_r = e^(x_r - M_s) / sum e^(x - M_s)       dx_r += p_r (dp_r - sum dp p)
 * </pre>
 *
 * <p>with M_s the largest x of the segment: the weights of Velickovic et al. 2018, Eq. 2. The starts,
 * segments + 1 of them, are the caller's, not copied, begin with 0, end with the number of rows, and
 * must stay as they are until the tape is reset. Sums run in row order.
 *
 * <p>Every method throws {@code IllegalArgumentException} if the starts do not cover the rows, and
 * allocates nothing once the tape is warm.
 */
public final class Segments {

    private static final int TOTAL = 0;
    private static final int MEAN = 1;
    private static final int MEAN_BUT_LAST = 2;

    /** y_s = scale_s sum over its rows of x_r; dx_r += scale_s dy_s; scale 1, or 1 / rows. */
    static final Op SUM = new Op("segment-sum") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            int n = y.cols;
            for (int s = 0; s < y.rows; s++) {
                float scale = scale(y, s);
                for (int r = y.indices[s]; r < end(y, s); r++) {
                    K.axpy(scale, y.gradient, y.gradientOffset + s * n, x.gradient,
                            x.gradientOffset + r * n, n);
                }
            }
        }
    };

    /** p_r = e^x_r / sum over the segment, by column; dx_r += p_r (dp_r - sum(dp p)). */
    static final Op SOFTMAX = new Op("segment-softmax") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            int n = y.cols;
            float[] inner = y.tape.scratch(n);
            for (int s = 0; s < y.number; s++) {
                Arrays.fill(inner, 0, n, 0f);
                for (int r = y.indices[s]; r < y.indices[s + 1]; r++) {
                    K.multiplyAdd(y.gradient, y.gradientOffset + r * n, y.value,
                            y.offset + r * n, inner, 0, n);
                }
                for (int r = y.indices[s]; r < y.indices[s + 1]; r++) {
                    for (int j = 0; j < n; j++) {
                        x.gradient[x.gradientOffset + r * n + j] += y.value[y.offset + r * n + j]
                                * (y.gradient[y.gradientOffset + r * n + j] - inner[j]);
                    }
                }
            }
        }
    };

    private Segments() {}

    /** Sum of the rows of every segment, 0 if it has none: [rows, cols] -> [segments, cols]. */
    public static Tensor sum(Tensor x, int[] starts, int segments) {
        return sum(x, starts, segments, TOTAL);
    }

    /** Mean of the rows of every segment, 0 if it has none: [rows, cols] -> [segments, cols]. */
    public static Tensor mean(Tensor x, int[] starts, int segments) {
        return sum(x, starts, segments, MEAN);
    }

    /** As {@link #mean}, over all rows of a segment but its last: what lies beside a node's loop. */
    public static Tensor meanButLast(Tensor x, int[] starts, int segments) {
        return sum(x, starts, segments, MEAN_BUT_LAST);
    }

    private static Tensor sum(Tensor x, int[] starts, int segments, int kind) {
        requireCover(x, starts, segments);
        Tensor y = x.live().node(SUM, segments, x.cols, x.needsGradient());
        y.a = x;
        y.indices = starts;
        y.number = kind;
        int n = x.cols;
        Arrays.fill(y.value, y.offset, y.offset + y.size(), 0f);
        for (int s = 0; s < segments; s++) {
            int row = y.offset + s * n;
            for (int r = starts[s]; r < end(y, s); r++) {
                Op.K.add(y.value, row, x.value, x.offset + r * n, y.value, row, n);
            }
            if (kind != TOTAL) {
                Op.K.affine(scale(y, s), 0f, y.value, row, y.value, row, n);
            }
        }
        return y;
    }

    /**
     * Softmax over the rows of every segment, for each column by itself:
     * [rows, cols] -> [rows, cols].
     */
    public static Tensor softmax(Tensor x, int[] starts, int segments) {
        requireCover(x, starts, segments);
        Tensor y = x.live().node(SOFTMAX, x.rows, x.cols, x.needsGradient());
        y.a = x;
        y.indices = starts;
        y.number = segments;
        int n = x.cols;
        float[] largest = x.tape.scratch(2 * n);                         // then the sums
        for (int s = 0; s < segments; s++) {
            Arrays.fill(largest, 0, n, Float.NEGATIVE_INFINITY);
            Arrays.fill(largest, n, 2 * n, 0f);
            for (int r = starts[s]; r < starts[s + 1]; r++) {
                for (int j = 0; j < n; j++) {
                    largest[j] = Math.max(largest[j], x.value[x.offset + r * n + j]);
                }
            }
            for (int r = starts[s]; r < starts[s + 1]; r++) {
                int row = y.offset + r * n;
                Op.K.subtract(x.value, x.offset + r * n, largest, 0, y.value, row, n);
                Op.K.expShifted(0f, y.value, row, y.value, row, n);
                Op.K.add(largest, n, y.value, row, largest, n, n);
            }
            for (int r = starts[s]; r < starts[s + 1]; r++) {
                for (int j = 0; j < n; j++) {
                    y.value[y.offset + r * n + j] /= largest[n + j];
                }
            }
        }
        return y;
    }

    private static float scale(Tensor y, int s) {
        return y.number == TOTAL ? 1f : 1f / Math.max(1, end(y, s) - y.indices[s]);
    }

    private static int end(Tensor y, int s) {
        return y.indices[s + 1] - (y.number == MEAN_BUT_LAST ? 1 : 0);
    }

    private static void requireCover(Tensor x, int[] starts, int segments) {
        boolean covers = starts[0] == 0 && starts[segments] == x.rows;
        for (int s = 0; s < segments; s++) {
            covers &= starts[s] <= starts[s + 1];
        }
        if (!covers) {
            throw new IllegalArgumentException("segments: " + segments + " do not cover the "
                    + x.rows + " rows in order");
        }
    }
}
