package verge.autodiff;

/**
 * Where one named matrix [rows, cols] lies in the flat array of {@link Parameters}: row-major, element
 * (i, j) at offset + i cols + j. Bookkeeping: it computes nothing and is immutable.
 *
 * @param name path of the parameter, for example {@code encoder.0.weight}
 * @param offset index of its first element
 * @param rows number of rows
 * @param cols number of columns
 */
public record Slot(String name, int offset, int rows, int cols) {

    /** Returns rows * cols. */
    public int size() {
        return rows * cols;
    }
}
