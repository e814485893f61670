package verge.nn;

/** Bad input: says where it is, what was found and what is expected, in one line. */
public final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the message {@code source: place: found X, expected Y}.
     *
     * @param source the file or key
     * @param place line, column, offset or name within it; may be empty
     * @param found what was found
     * @param expected what is expected
     */
    public InputException(String source, String place, String found, String expected) {
        super(source + ": " + (place.isEmpty() ? "" : place + ": ") + "found " + found
                + ", expected " + expected);
    }
}
