package verge.sim.workload;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import verge.sim.core.InputException;

/**
 * The rows of a file of comma-separated values without quotes, field by field. Reading a field
 * allocates nothing, but for numbers with more digits than a double has.
 */
final class CsvSource implements AutoCloseable {

    private static final int LONGEST_FIELD = 256;
    private static final int MOST_DIGITS = 18;

    private final TextSource source;
    private final DecimalParser decimal = new DecimalParser();
    private final byte[] text = new byte[LONGEST_FIELD];
    private int textLength;
    private int line = 1;
    private int column = 1;

    /** @throws InputException where there is no such file, or it cannot be read */
    CsvSource(Path file) {
        source = new TextSource(file);
    }

    /** Whether a row follows. */
    boolean more() {
        return source.peek() != TextSource.END;
    }

    /** Whether the rest of the file begins so. */
    boolean startsWith(String start) {
        return source.startsWith(start);
    }

    /** Line of the row, from 1. */
    int line() {
        return source.line();
    }

    /** Reads the first row, which must be this one. */
    void header(String names) {
        String[] fields = names.split(",");
        for (int i = 0; i < fields.length; i++) {
            int firstLine = source.line();
            int firstColumn = source.column();
            if (i > 0) {
                comma(fields[i]);
            }
            text("the header " + names);
            if (!textEquals(fields[i])) {
                throw source.error(firstLine, firstColumn, "\"" + textString() + "\"",
                        "the header " + names);
            }
        }
        endRow("the end of the header");
    }

    /** Whether the next field has nothing in it. */
    boolean empty() {
        int c = source.peek();
        return c == ',' || c == '\n' || c == '\r' || c == TextSource.END;
    }

    /** Moves behind the comma in front of a field. */
    void comma(String next) {
        if (source.peek() != ',') {
            throw source.error(source.upcoming(), "a comma and then " + next);
        }
        source.advance();
    }

    /** Moves to the next row. */
    void endRow(String expected) {
        source.skipBlanks();
        if (source.peek() == '\n') {
            source.advance();
        } else if (source.peek() != TextSource.END) {
            throw source.error(source.upcoming(), expected);
        }
    }

    /** A whole number from 0 to {@code most}. */
    long whole(long most, String expected) {
        mark();
        long value = 0;
        int length = 0;
        int c = source.peek();
        while (c >= '0' && c <= '9') {
            int digit = c - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                throw error("a longer number", expected);
            }
            value = 10 * value + digit;
            length++;
            source.advance();
            c = source.peek();
        }
        if (length == 0 || !empty()) {
            throw source.error(source.upcoming(), expected);
        }
        if (value > most) {
            throw error(Long.toString(value), expected);
        }
        return value;
    }

    /** A decimal number from {@code least} to {@code most}. */
    double decimal(double least, double most, String expected) {
        mark();
        double value = decimal.read(source, expected);
        if (!empty()) {
            throw source.error(source.upcoming(), expected);
        }
        if (!(value >= least && value <= most)) {
            throw error(decimal.text(), expected);
        }
        return value;
    }

    /** A decimal number, or {@code unknown} where the field says {@code nan}. */
    double decimalOrNan(double least, double most, String expected, double unknown) {
        if (source.peek() != 'n') {
            return decimal(least, most, expected);
        }
        text(expected);
        if (!textEquals("nan")) {
            throw error("\"" + textString() + "\"", expected);
        }
        return unknown;
    }

    /** A text of at least one printable byte, see {@link #textString}. */
    void text(String expected) {
        mark();
        textLength = 0;
        while (!empty()) {
            source.requireText();
            if (textLength == LONGEST_FIELD) {
                throw error("a longer text", expected);
            }
            text[textLength++] = (byte) source.peek();
            source.advance();
        }
        if (textLength == 0) {
            throw error(source.upcoming(), expected);
        }
    }

    /** Whether the text read last is this one. */
    boolean textEquals(String other) {
        if (other.length() != textLength) {
            return false;
        }
        for (int i = 0; i < textLength; i++) {
            if (other.charAt(i) != (text[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    /** The text read last. Allocates. */
    String textString() {
        return new String(text, 0, textLength, StandardCharsets.ISO_8859_1);
    }

    /** Byte i of the text read last, -1 behind it. */
    int textByte(int i) {
        return i < textLength ? text[i] & 0xff : -1;
    }

    /**
     * The number that begins at byte {@code from} of the text read last.
     *
     * @return -1 where there is none, or one of more than 18 digits
     */
    long textNumber(int from) {
        long value = 0;
        int i = from;
        while (textByte(i) >= '0' && textByte(i) <= '9' && i - from < MOST_DIGITS) {
            value = 10 * value + textByte(i) - '0';
            i++;
        }
        return i == from || textByte(i) >= '0' && textByte(i) <= '9' ? -1 : value;
    }

    /** An error at the field read last. */
    InputException error(String found, String expected) {
        return source.error(line, column, found, expected);
    }

    /** An error at the row of some line. */
    InputException rowError(int line, String found, String expected) {
        return source.error(line, 1, found, expected);
    }

    private void mark() {
        line = source.line();
        column = source.column();
    }

    @Override
    public void close() {
        source.close();
    }
}
