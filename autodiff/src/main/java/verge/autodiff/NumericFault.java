package verge.autodiff;

/**
 * A loss or gradient that is not finite. Raised before any parameter changes; names the first
 * operation on the tape whose value or gradient is not finite.
 */
public final class NumericFault extends ArithmeticException {

    private static final long serialVersionUID = 1L;

    NumericFault(String what, int index, String operation, int rows, int cols) {
        super(what + " is not finite; first at operation " + index + ", " + operation
                + " [" + rows + ", " + cols + "]");
    }
}
