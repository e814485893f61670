package verge.nn;

/**
 * Bad input: says where it is, what was found and what is expected, in one line of printable
 * characters. Bookkeeping: it computes nothing, and holds its message only.
 */
public final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 300;

    /**
     * Makes the message {@code source: place: found X, expected Y}.
     *
     * @param source the file or key
     * @param place line, column, offset or name within it; may be empty
     * @param found what was found
     * @param expected what is expected
     */
    public InputException(String source, String place, String found, String expected) {
        super(printable(source) + ": " + (place.isEmpty() ? "" : printable(place) + ": ")
                + "found " + printable(found) + ", expected " + printable(expected));
    }

    /** One short line that any terminal can show: what steers a display is written as its code. */
    private static String printable(String text) {
        StringBuilder line = new StringBuilder();
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            if (i >= LONGEST) {
                return line.append("...").toString();
            }
            c = text.codePointAt(i);
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.SURROGATE,
                        Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    line.append("<U+").append(Integer.toHexString(c)).append('>');
                default -> line.appendCodePoint(c);
            }
        }
        return line.toString();
    }
}
