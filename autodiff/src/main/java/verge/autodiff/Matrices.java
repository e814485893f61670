package verge.autodiff;

import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.ejml.simple.SimpleMatrix;

/**
 * The bridge to EJML, and the only class that needs it: everything else loads and infers without.
 * Tensors and matrices [rows, cols] share their arrays where they can. Orthogonal matrices are Q of
 * G = Q R, G [rows, cols] Gaussian (Golub and Van Loan 2013, section 5.2), the signs such that the
 * diagonal of R is positive (Mezzadri 2007). No method modifies its arguments; those that return
 * matrices allocate.
 */
public final class Matrices {

    private Matrices() {}

    /**
     * Returns the tensor as an EJML matrix [rows, cols]. If the tensor fills its array from the
     * beginning the two share it, otherwise the values are copied.
     */
    public static SimpleMatrix wrap(Tensor x) {
        FMatrixRMaj matrix = new FMatrixRMaj();
        if (x.offset == 0 && x.value.length >= x.size()) {
            matrix.data = x.value;
        } else {
            matrix.data = new float[x.size()];
            x.copyTo(matrix.data, 0);
        }
        matrix.numRows = x.rows();
        matrix.numCols = x.cols();
        return SimpleMatrix.wrap(matrix);
    }

    /** Returns the EJML matrix as a constant [rows, cols] of the tape; the two share their array. */
    public static Tensor wrap(Tape tape, FMatrixRMaj matrix) {
        return tape.constant(matrix.data, 0, matrix.numRows, matrix.numCols);
    }

    /**
     * Returns gain times the orthogonal factor of a Gaussian matrix [rows, cols], row-major: thin
     * QR of it (of its transpose if rows is less than cols) with the signs chosen so that the
     * diagonal of R is positive, which makes the factor unique and uniformly distributed.
     *
     * @param gaussian rows * cols values, not modified
     * @return rows * cols values, row-major, a new array
     * @throws IllegalArgumentException if the array does not hold rows * cols values
     */
    public static double[] orthogonal(double[] gaussian, int rows, int cols, double gain) {
        if (gaussian.length != rows * cols) {
            throw new IllegalArgumentException(gaussian.length + " values for [" + rows + ", "
                    + cols + "]");
        }
        boolean wide = rows < cols;
        int tall = Math.max(rows, cols);
        int thin = Math.min(rows, cols);
        DMatrixRMaj g = new DMatrixRMaj(tall, thin);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                g.set(wide ? j : i, wide ? i : j, gaussian[i * cols + j]);
            }
        }
        QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(tall, thin);
        qr.decompose(g);
        DMatrixRMaj q = qr.getQ(null, true);
        DMatrixRMaj r = qr.getR(null, true);
        double[] w = new double[rows * cols];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                int column = wide ? i : j;
                double sign = r.get(column, column) < 0 ? -gain : gain;
                w[i * cols + j] = sign * q.get(wide ? j : i, column);
            }
        }
        return w;
    }
}
