package verge.autodiff;

import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/**
 * The reference of tests: an immutable matrix of doubles whose operations are written from their
 * definitions, element by element, with {@code StrictMath}. It shares no code with what it checks.
 */
public final class DoubleMatrix {

    /** An element as a function of its row and column. */
    public interface Element {
        double at(int row, int col);
    }

    private final int rows;
    private final int cols;
    private final double[] data;

    private DoubleMatrix(int rows, int cols, double[] data) {
        this.rows = rows;
        this.cols = cols;
        this.data = data;
    }

    /** A matrix over the caller's array, row-major. */
    public static DoubleMatrix over(int rows, int cols, double[] data) {
        if (data.length != rows * cols) {
            throw new IllegalArgumentException(data.length + " for " + rows + " x " + cols);
        }
        return new DoubleMatrix(rows, cols, data);
    }

    /** A matrix by a rule for its elements. */
    public static DoubleMatrix of(int rows, int cols, Element rule) {
        double[] data = new double[rows * cols];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                data[i * cols + j] = rule.at(i, j);
            }
        }
        return new DoubleMatrix(rows, cols, data);
    }

    /** Sum of terms 0 to n-1. */
    public static double sum(int n, IntToDoubleFunction term) {
        double total = 0;
        for (int i = 0; i < n; i++) {
            total += term.applyAsDouble(i);
        }
        return total;
    }

    /** 1 / (1 + e^-x). */
    public static double logistic(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    public int rows() {
        return rows;
    }

    public int cols() {
        return cols;
    }

    public double at(int row, int col) {
        if (col < 0 || col >= cols) {
            throw new IndexOutOfBoundsException("column " + col + " of " + cols);
        }
        return data[row * cols + col];
    }

    /** Element by its place in row-major order. */
    public double at(int index) {
        return data[index];
    }

    public DoubleMatrix map(DoubleUnaryOperator f) {
        return of(rows, cols, (i, j) -> f.applyAsDouble(at(i, j)));
    }

    /** x y. */
    public DoubleMatrix times(DoubleMatrix y) {
        return of(rows, y.cols, (i, j) -> sum(cols, k -> at(i, k) * y.at(k, j)));
    }

    /** x + y, y of equal shape or one row for all. */
    public DoubleMatrix plus(DoubleMatrix y) {
        return of(rows, cols, (i, j) -> at(i, j) + y.at(y.rows == 1 ? 0 : i, j));
    }

    public DoubleMatrix softmax() {
        return of(rows, cols, (i, j) -> 1 / sum(cols, k -> StrictMath.exp(at(i, k) - at(i, j))));
    }

    public DoubleMatrix logSoftmax() {
        return softmax().map(StrictMath::log);
    }

    /** gamma (x - mean) / sqrt(biased variance + epsilon) + beta of every row. */
    public DoubleMatrix layerNorm(DoubleMatrix gamma, DoubleMatrix beta, double epsilon) {
        double[] mean = new double[rows];
        double[] deviation = new double[rows];
        for (int r = 0; r < rows; r++) {
            int i = r;
            mean[i] = sum(cols, k -> at(i, k)) / cols;
            deviation[i] = StrictMath.sqrt(sum(cols,
                    k -> (at(i, k) - mean[i]) * (at(i, k) - mean[i])) / cols + epsilon);
        }
        return of(rows, cols, (i, j) ->
                gamma.at(0, j) * (at(i, j) - mean[i]) / deviation[i] + beta.at(0, j));
    }

    /** Rows from (inclusive) to to (exclusive). */
    public DoubleMatrix rows(int from, int to) {
        return of(to - from, cols, (i, j) -> at(from + i, j));
    }

    /** y below x. */
    public DoubleMatrix above(DoubleMatrix y) {
        return of(rows + y.rows, cols, (i, j) -> i < rows ? at(i, j) : y.at(i - rows, j));
    }

    /** Gates of an LSTM, blocks input, forget, candidate, output. */
    public DoubleMatrix lstmGates() {
        int h = cols / 4;
        return of(rows, cols, (i, j) -> j / h == 2
                ? StrictMath.tanh(at(i, j)) : logistic(at(i, j)));
    }

    /** f c + i g, this being the gates. */
    public DoubleMatrix lstmMemory(DoubleMatrix c) {
        int h = cols / 4;
        return of(rows, h, (i, j) ->
                at(i, h + j) * c.at(i, j) + at(i, j) * at(i, 2 * h + j));
    }

    /** o t, this being the gates. */
    public DoubleMatrix lstmOutput(DoubleMatrix t) {
        int h = cols / 4;
        return of(rows, h, (i, j) -> at(i, 3 * h + j) * t.at(i, j));
    }

    /** Key row that query row r meets at step s. */
    public static int keyRow(int r, int s, int groups, int batch) {
        int trajectory = r % batch;
        int group = trajectory / (batch / groups);
        return s * groups + group;
    }
}
