package verge.autodiff;

import java.util.Arrays;

/**
 * What the rows or columns of x [rows, cols] come to, n being cols:
 *
 * <pre>
 *   columnSums     y_j = sum over i of x_ij                            [1, cols]
 *   rowMeans       y_i = sum over j of x_ij / n                        [rows, 1]
 *   rowVariances   y_i = sum over j of (x_ij - mean_i)^2 / n           [rows, 1]
 *   rowMaxima      y_i = max over j of x_ij                            [rows, 1]
 * </pre>
 *
 * <p>Variances take two passes, against cancellation (Chan, Golub and LeVeque 1983). Sums over a row
 * follow the sixteen lanes of the kernels, sums over a column run in row order. x is not modified,
 * and nothing is allocated once the tape is warm.
 */
public final class Aggregates {

    /** y_j = sum over i of x_ij; dx_ij += dy_j. */
    static final Op COLUMN_SUMS = new Op("column-sums") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            for (int i = 0; i < x.rows; i++) {
                int dx = x.gradientOffset + i * x.cols;
                K.add(y.gradient, y.gradientOffset, x.gradient, dx, x.gradient, dx, x.cols);
            }
        }
    };

    /** y_i = sum over j of (x_ij - mean_i)^2 / n; dx_ij += dy_i 2 (x_ij - mean_i) / n. */
    static final Op ROW_VARIANCES = new Op("row-variances") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            int n = x.cols;
            for (int i = 0; i < y.rows; i++) {
                K.axpy(2f * y.gradient[y.gradientOffset + i] / n, y.work, y.workOffset + i * n,
                        x.gradient, x.gradientOffset + i * n, n);
            }
        }
    };

    /** y_i = max over j of x_ij; dy_i goes to the lowest j that holds it. */
    static final Op ROW_MAXIMA = new Op("row-maxima") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            for (int i = 0; i < y.rows; i++) {
                int best = (int) y.work[y.workOffset + i];
                x.gradient[x.gradientOffset + i * x.cols + best] +=
                        y.gradient[y.gradientOffset + i];
            }
        }
    };

    private Aggregates() {}

    /** Sum of every column: [rows, cols] -> [1, cols]. */
    public static Tensor columnSums(Tensor x) {
        Tensor y = x.live().node(COLUMN_SUMS, 1, x.cols, x.needsGradient());
        y.a = x;
        Arrays.fill(y.value, y.offset, y.offset + x.cols, 0f);
        for (int i = 0; i < x.rows; i++) {
            Op.K.add(y.value, y.offset, x.value, x.offset + i * x.cols, y.value, y.offset, x.cols);
        }
        return y;
    }

    /** Mean of every row: [rows, cols] -> [rows, 1]. */
    public static Tensor rowMeans(Tensor x) {
        return x.rowSums().scale(1f / x.cols);
    }

    /** Variance of every row, divided by its length: [rows, cols] -> [rows, 1]. */
    public static Tensor rowVariances(Tensor x) {
        Tensor y = x.live().node(ROW_VARIANCES, x.rows, 1, x.needsGradient());
        y.a = x;
        int n = x.cols;
        x.tape.workspace(y, x.size());                                   // x - mean
        for (int i = 0; i < x.rows; i++) {
            int centred = y.workOffset + i * n;
            float mean = Op.K.sum(x.value, x.offset + i * n, n) / n;
            Op.K.affine(1f, -mean, x.value, x.offset + i * n, y.work, centred, n);
            y.value[y.offset + i] = Op.K.dot(y.work, centred, y.work, centred, n) / n;
        }
        return y;
    }

    /**
     * Largest element of every row: [rows, cols] -> [rows, 1]. The gradient goes to the lowest
     * index among equals; NaN is larger than anything.
     *
     * @throws IllegalArgumentException if x has no columns
     */
    public static Tensor rowMaxima(Tensor x) {
        Tensor.require(x.cols > 0, "row-maxima", x, null);
        Tensor y = x.live().node(ROW_MAXIMA, x.rows, 1, x.needsGradient());
        y.a = x;
        x.tape.workspace(y, x.rows);                                     // where it is
        for (int i = 0; i < x.rows; i++) {
            int row = x.offset + i * x.cols;
            int best = 0;
            for (int j = 1; j < x.cols && !Float.isNaN(x.value[row + best]); j++) {
                if (!(x.value[row + j] <= x.value[row + best])) {
                    best = j;
                }
            }
            y.work[y.workOffset + i] = best;
            y.value[y.offset + i] = x.value[row + best];
        }
        return y;
    }
}
