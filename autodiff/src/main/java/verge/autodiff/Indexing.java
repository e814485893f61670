package verge.autodiff;

/**
 * Elements and columns by index. Index arrays are the caller's, are not copied, and must stay as
 * they are until the tape is reset. Gradients of repeated indices accumulate in row order.
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

    private Indexing() {}

    /** Element index[from + i * count + j] of row i as element (i, j): [rows, count]. */
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

    /** Column index[from + j] of x as column j: [rows, count]. */
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

    private static void requireIndices(String name, Tensor x, int[] index, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (index[i] < 0 || index[i] >= x.cols) {
                throw new IllegalArgumentException(name + ": index " + index[i] + " of " + x.cols
                        + " columns");
            }
        }
    }
}
