package verge.sim.workload;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import verge.sim.core.InputException;

/**
 * The bytes of a text file, one at a time, with line and column (both from 1). Reads through a
 * buffer of fixed size; lines, and the file as a whole, have a greatest length. A file that begins
 * as a gzip file does is decompressed on the way; one that breaks off or is damaged is an error.
 */
final class TextSource implements AutoCloseable {

    /** What {@link #peek} gives behind the last byte. */
    static final int END = -1;

    private static final int BUFFER_BYTES = 1 << 16;

    /** Longest line of a file whose lines are statements or rows, in bytes. */
    static final int LONGEST_LINE = 4096;

    private static final int MOST_LINES = 20_000_000;
    private static final int LONGEST_NUMBER = 16;
    private static final int LONGEST_EXCERPT = 24;

    private final String name;
    private final InputStream in;
    private final int longestLine;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;
    private int cursor;
    private int line = 1;
    private int column = 1;

    /** @throws InputException where there is no such file, or it cannot be read */
    TextSource(Path file) {
        this(file, LONGEST_LINE);
    }

    /**
     * @param longestLine greatest length of a line, in bytes
     * @throws InputException where there is no such file, or it cannot be read
     */
    TextSource(Path file, int longestLine) {
        this.longestLine = longestLine;
        name = file.toString();
        if (Files.isDirectory(file)) {
            throw new InputException(name, "", "a folder", "a file");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new InputException(name, "", "a device or pipe", "a file");
        }
        try {
            in = open(file);
        } catch (NoSuchFileException e) {
            throw new InputException(name, "", "nothing", "a file");
        } catch (IOException e) {
            throw unreadable(e);
        }
        fill();
    }

    private static InputStream open(Path file) throws IOException {
        InputStream plain = Files.newInputStream(file);
        PushbackInputStream in = new PushbackInputStream(plain, 2);
        byte[] start = new byte[2];
        int length = in.readNBytes(start, 0, 2);
        in.unread(start, 0, length);
        boolean gzip = length == 2 && (start[0] & 0xff) == GzipStream.MAGIC_1
                && (start[1] & 0xff) == GzipStream.MAGIC_2;
        return gzip ? new GzipStream(in) : in;
    }

    String name() {
        return name;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    /** The next byte, 0 to 255, or {@link #END}. */
    int peek() {
        return filled < 0 ? END : buffer[cursor] & 0xff;
    }

    /** Whether the bytes that come next, as far as they are in the buffer, are these. */
    boolean startsWith(String start) {
        if (filled - cursor < start.length()) {
            return false;
        }
        for (int i = 0; i < start.length(); i++) {
            if (buffer[cursor + i] != start.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Moves behind the next byte, of which there must be one. */
    void advance() {
        if (buffer[cursor] == '\n') {
            line++;
            column = 1;
            if (line > MOST_LINES) {
                throw error("more lines", "at most " + MOST_LINES + " lines");
            }
        } else if (column > longestLine) {
            throw error("a longer line", "lines of at most " + longestLine + " bytes");
        } else {
            column++;
        }
        cursor++;
        if (cursor == filled) {
            fill();
        }
    }

    /** Moves behind spaces and tabs, and a carriage return that ends a line. */
    void skipBlanks() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\r') {
            boolean carriageReturn = peek() == '\r';
            advance();
            if (carriageReturn && peek() != '\n' && peek() != END) {
                throw error("a carriage return within a line", "an end of line");
            }
        }
    }

    /** Moves behind this byte. */
    void expect(char wanted, String expected) {
        if (peek() != wanted) {
            throw error(upcoming(), expected);
        }
        advance();
    }

    /** Moves behind blanks and, where there is one, a comment, to the end of the line or file. */
    void expectEndOfLine(String expected) {
        skipBlanks();
        if (peek() == '/') {
            advance();
            expect('/', "a second / to begin a comment");
            while (peek() != '\n' && peek() != END) {
                requireText();
                advance();
            }
        }
        if (peek() == '\n') {
            advance();
        } else if (peek() != END) {
            throw error(upcoming(), expected);
        }
    }

    /** Moves behind letters, digits and underscores, and returns them; there may be none. */
    String word() {
        StringBuilder word = new StringBuilder();
        int c = peek();
        while (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_') {
            word.append((char) c);
            advance();
            c = peek();
        }
        return word.toString();
    }

    /** Moves behind digits, of which there must be 1 to 16, and returns their value. */
    long digits(String expected) {
        int firstLine = line;
        int firstColumn = column;
        long value = 0;
        int length = 0;
        while (peek() >= '0' && peek() <= '9') {
            length++;
            if (length > LONGEST_NUMBER) {
                throw error(firstLine, firstColumn, "a longer number", expected);
            }
            value = 10 * value + peek() - '0';
            advance();
        }
        if (length == 0) {
            throw error(upcoming(), expected);
        }
        return value;
    }

    /** Fails at a byte that belongs in no text. */
    void requireText() {
        int c = peek();
        if (c < ' ' && c != '\t' && c != '\r' || c == 0x7f) {
            throw error("a control character", "text");
        }
    }

    /** An error at the next byte. */
    InputException error(String found, String expected) {
        return error(line, column, found, expected);
    }

    /** An error elsewhere. */
    InputException error(int line, int column, String found, String expected) {
        return new InputException(name, "line " + line + ", column " + column, found, expected);
    }

    /** What comes next, in words fit for an error. */
    String upcoming() {
        if (peek() == END) {
            return "the end of the file";
        }
        if (peek() == '\n' || peek() == '\r') {
            return "the end of the line";
        }
        int end = cursor;
        while (end < filled && end - cursor < LONGEST_EXCERPT && buffer[end] > ' ') {
            end++;
        }
        int length = Math.max(1, end - cursor);
        return "\"" + new String(buffer, cursor, length, StandardCharsets.US_ASCII) + "\"";
    }

    private void fill() {
        try {
            filled = in.read(buffer);
            cursor = 0;
        } catch (IOException e) {
            throw in instanceof GzipStream
                    ? error(e.getMessage(), "the rest of a whole gzip file") : unreadable(e);
        }
    }

    private InputException unreadable(IOException e) {
        return new InputException(name, "", e.getClass().getSimpleName() + " on reading",
                "a readable file");
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
