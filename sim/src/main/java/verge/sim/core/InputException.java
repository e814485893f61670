package verge.sim.core;

/**
 * Bad input: which source, where in it, what was found and what is expected. The message is always
 * one line: {@code <source>: <place>: found <found>, expected <expected>}.
 */
public final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Longest excerpt of a found text that a message repeats, in characters. */
    private static final int LONGEST_EXCERPT = 60;

    /**
     * @param source   file or other origin of the input
     * @param place    line and column, offset or key; may be empty
     * @param found    what is there; long text is cut, unprintable characters become {@code ?}
     * @param expected what should be there
     */
    public InputException(String source, String place, String found, String expected) {
        super(printable(source) + ": " + (place.isEmpty() ? "" : printable(place) + ": ")
                + "found " + excerpt(found) + ", expected " + printable(expected));
    }

    private static String excerpt(String text) {
        String cut = text.length() <= LONGEST_EXCERPT
                ? text : text.substring(0, LONGEST_EXCERPT) + "...";
        return printable(cut);
    }

    private static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean unprintable = Character.isISOControl(c) || c == '\u2028' || c == '\u2029'
                    || c == '\ufffd' || Character.isSurrogate(c);
            clean.append(unprintable ? '?' : c);
        }
        return clean.toString();
    }
}
