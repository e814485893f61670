package verge.autodiff;

/**
 * A loss [1, 1] or gradient [rows, cols] that is not finite: a NaN or an infinity (IEEE 754-2019,
 * section 6). Raised before any parameter changes; the message names the first operation on the tape
 * whose value or gradient is not finite, with its number and shape. What a mask keeps out is no fault.
 */
public final class NumericFault extends ArithmeticException {

    private static final long serialVersionUID = 1L;

    NumericFault(String what, int index, String operation, int rows, int cols) {
        super(what + " is not finite; first at operation " + index + ", " + operation
                + " [" + rows + ", " + cols + "]");
    }
}
