package verge.autodiff;

/**
 * Elements, columns and rows by index k, from x [rows, cols] or from a above b:
 *
 * <pre>
 *   gather          y_ij = x[i, k_ij]          dx[i, k_ij] += dy_ij
 *   selectColumns   y_ij = x[i, k_j]           dx[i, k_j] += dy_ij
 *   gatherStacked   y_i = (a above b)[k_i]     d(a above b)[k_i] += dy_i
 * </pre>
 *
 * <p>The gradient of a choice is the transposed choice (Griewank and Walther 2008, section 3.2); those
 * of repeated indices accumulate in row order. Index arrays are the caller's, are not copied, and must
 * stay as they are until the tape is reset.
 *
 * <p>Every method throws {@code IllegalArgumentException} if an index is out of range, and
 * allocates nothing once the tape is warm.
 */
public final class Indexing {

    /** y_ij = x[i, index_ij]; dx[i, index_ij] += dy_ij. */
    static final Op GATHER = new Op("gather") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            for (int i = 0; i < y.rows; i++) {
                for (int j = 0; j < y.cols; j++) {
                    int k = i * y.cols + j;
                    x.gradient[x.gradientOffset + i * x.cols + y.indices[y.indexOffset + k]] +=
                            y.gradient[y.gradientOffset + k];
                }
            }
        }
    };

    /** y_ij = x[i, index_j]; dx[i, index_j] += dy_ij. */
    static final Op SELECT_COLUMNS = new Op("select-columns") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            for (int i = 0; i < y.rows; i++) {
                for (int j = 0; j < y.cols; j++) {
                    x.gradient[x.gradientOffset + i * x.cols + y.indices[y.indexOffset + j]] +=
                            y.gradient[y.gradientOffset + i * y.cols + j];
                }
            }
        }
    };

    /** y_i = (a above b)[index_i]; d(a above b)[index_i] += dy_i. */
    static final Op GATHER_STACKED = new Op("gather-stacked") {
        @Override
        void backward(Tensor y) {
            for (int i = 0; i < y.rows; i++) {
                int k = y.indices[y.indexOffset + i];
                Tensor x = k < y.a.rows ? y.a : y.b;
                if (x.gradient != null) {
                    int dx = x.gradientOffset + (k < y.a.rows ? k : k - y.a.rows) * y.cols;
                    K.add(y.gradient, y.gradientOffset + i * y.cols, x.gradient, dx, x.gradient,
                            dx, y.cols);
                }
            }
        }
    };

    private Indexing() {}

    /** Element index[from + i * count + j] of row i as (i, j): [rows, cols] -> [rows, count]. */
    public static Tensor gather(Tensor x, int[] index, int from, int count) {
        requireIndices("gather", x, index, from, x.rows * count);
        Tensor y = x.live().node(GATHER, x.rows, count, x.needsGradient());
        y.a = x;
        y.indices = index;
        y.indexOffset = from;
        for (int i = 0; i < x.rows; i++) {
            for (int j = 0; j < count; j++) {
                y.value[y.offset + i * count + j] =
                        x.value[x.offset + i * x.cols + index[from + i * count + j]];
            }
        }
        return y;
    }

    /** Column index[from + j] of x as column j: [rows, cols] -> [rows, count]. */
    public static Tensor selectColumns(Tensor x, int[] index, int from, int count) {
        requireIndices("select-columns", x, index, from, count);
        Tensor y = x.live().node(SELECT_COLUMNS, x.rows, count, x.needsGradient());
        y.a = x;
        y.indices = index;
        y.indexOffset = from;
        for (int i = 0; i < x.rows; i++) {
            for (int j = 0; j < count; j++) {
                y.value[y.offset + i * count + j] =
                        x.value[x.offset + i * x.cols + index[from + j]];
            }
        }
        return y;
    }

    /** Row index[from + i] of a [m, cols] above b [n, cols] as row i: [count, cols]. */
    public static Tensor gatherStacked(Tensor a, Tensor b, int[] index, int from, int count) {
        b.check(a.tape);
        Tensor.require(a.cols == b.cols, "gather-stacked", a, b);
        Tensor y = a.live().node(GATHER_STACKED, count, a.cols,
                a.needsGradient() || b.needsGradient());
        y.a = a;
        y.b = b;
        y.indices = index;
        y.indexOffset = from;
        for (int i = 0; i < count; i++) {
            int k = index[from + i];
            if (k < 0 || k >= a.rows + b.rows) {
                throw new IllegalArgumentException("gather-stacked: index " + k + " of "
                        + (a.rows + b.rows) + " rows");
            }
            Tensor x = k < a.rows ? a : b;
            int row = k < a.rows ? k : k - a.rows;
            System.arraycopy(x.value, x.offset + row * a.cols, y.value, y.offset + i * a.cols,
                    a.cols);
        }
        return y;
    }

    private static void requireIndices(String name, Tensor x, int[] index, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (index[i] < 0 || index[i] >= x.cols) {
                throw new IllegalArgumentException(name + ": index " + index[i] + " of " + x.cols
                        + " columns");
            }
        }
    }
}
