package verge.autodiff;

import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** A matrix of {@link Dual} numbers. Immutable. */
final class DualMatrix {

    /** An element as a function of its row and column. */
    interface Element {
        Dual at(int row, int col);
    }

    final int rows;
    final int cols;
    private final Dual[] data;

    private DualMatrix(int rows, int cols, Dual[] data) {
        this.rows = rows;
        this.cols = cols;
        this.data = data;
    }

    static DualMatrix of(int rows, int cols, Element rule) {
        Dual[] data = new Dual[rows * cols];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                data[i * cols + j] = rule.at(i, j);
            }
        }
        return new DualMatrix(rows, cols, data);
    }

    static Dual sum(int n, IntFunction<Dual> term) {
        Dual sum = Dual.constant(0);
        for (int i = 0; i < n; i++) {
            sum = sum.plus(term.apply(i));
        }
        return sum;
    }

    Dual at(int i, int j) {
        return data[i * cols + j];
    }

    Dual at(int index) {
        return data[index];
    }

    /** Element (i, j) of a matrix whose single rows and columns are repeated. */
    Dual repeated(int i, int j) {
        return at(rows == 1 ? 0 : i, cols == 1 ? 0 : j);
    }

    DualMatrix map(UnaryOperator<Dual> f) {
        return of(rows, cols, (i, j) -> f.apply(at(i, j)));
    }

    DualMatrix times(DualMatrix y) {
        return of(rows, y.cols, (i, j) -> sum(cols, k -> at(i, k).times(y.at(k, j))));
    }

    /** For every row something that is [rows, 1]. */
    DualMatrix perRow(IntFunction<Dual> f) {
        return of(rows, 1, (i, j) -> f.apply(i));
    }

    Dual rowSum(int i) {
        return sum(cols, j -> at(i, j));
    }

    Dual variance(int i) {
        Dual mean = rowSum(i).scale(1.0 / cols);
        return sum(cols, j -> at(i, j).minus(mean).times(at(i, j).minus(mean)))
                .scale(1.0 / cols);
    }

    /** Log of the sum of e^x over the entries of a row that are kept. */
    Dual logSum(int i, boolean[][] kept) {
        return sum(cols, j -> kept[i][j] ? at(i, j).exp() : Dual.constant(0)).log();
    }

    /** Whether all values are within bounds. */
    boolean within(double low, double high) {
        for (Dual d : data) {
            if (!(d.value >= low && d.value <= high)) {
                return false;
            }
        }
        return true;
    }

    /** Whether no value is nearer to a point than a distance. */
    boolean avoids(double point, double distance) {
        for (Dual d : data) {
            if (Math.abs(d.value - point) < distance) {
                return false;
            }
        }
        return true;
    }
}
