package verge.sim.workload;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import verge.sim.core.InputException;

/**
 * A JSON file (RFC 8259), pulled value by value: the caller says what it expects next. Strict (no
 * comments, no trailing commas, UTF-8 only) and bounded: strings have a greatest length, values a
 * greatest depth, and nothing of the file is kept.
 */
final class JsonSource implements AutoCloseable {

    private static final int LONGEST_LINE = 1 << 30;
    private static final int LONGEST_STRING = 1 << 16;
    private static final int DEEPEST = 64;

    private final TextSource source;
    private final DecimalParser decimal = new DecimalParser();
    private byte[] bytes = new byte[64];
    private int length;
    private final boolean[] begun = new boolean[DEEPEST + 1];     // whether a value came before
    private int depth;
    private int line;
    private int column;

    /** @throws InputException where there is no such file, or it cannot be read */
    JsonSource(Path file) {
        source = new TextSource(file, LONGEST_LINE);
    }

    /** The next byte behind white space. */
    int peek() {
        int c = source.peek();
        while (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            source.advance();
            c = source.peek();
        }
        line = source.line();
        column = source.column();
        return c;
    }

    /** Enters an object. */
    void beginObject() {
        begin('{', "an object");
    }

    /** Enters an array. */
    void beginArray() {
        begin('[', "an array");
    }

    private void begin(char bracket, String expected) {
        peek();
        source.expect(bracket, expected);
        if (depth == DEEPEST) {
            throw error("values nested more deeply", "at most " + DEEPEST + " levels");
        }
        begun[++depth] = false;
    }

    /** The name of the object's next member, whose value must be read then; null behind the last. */
    String nextName() {
        if (!advance('}', "a comma or }")) {
            return null;
        }
        String name = string("a member's name");
        peek();
        source.expect(':', "a colon");
        return name;
    }

    /** Whether the array has a next element, which must be read then. */
    boolean nextElement() {
        return advance(']', "a comma or ]");
    }

    private boolean advance(char bracket, String expected) {
        if (peek() == bracket) {
            source.advance();
            depth--;
            return false;
        }
        if (begun[depth]) {
            source.expect(',', expected);
            peek();
        }
        begun[depth] = true;
        return true;
    }

    /** A string. Allocates. */
    String string(String expected) {
        readString(expected);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw error("bytes that are no UTF-8", expected);
        }
    }

    private void readString(String expected) {
        peek();
        source.expect('"', expected);
        length = 0;
        while (source.peek() != '"') {
            int c = source.peek();
            if (c == TextSource.END || c < ' ') {
                throw source.error(c == TextSource.END ? source.upcoming()
                        : "a control character", "the end of a string");
            }
            source.advance();
            if (c == '\\') {
                escape();
            } else {
                put(c);
            }
        }
        source.advance();
    }

    private void escape() {
        int c = source.peek();
        int plain = "\"\\/bfnrt".indexOf(c);
        if (c == 'u') {
            source.advance();
            int code = hex();
            if (code >= 0xd800 && code < 0xdc00) {
                source.expect('\\', "the second half of a surrogate pair");
                source.expect('u', "the second half of a surrogate pair");
                int low = hex();
                if (low < 0xdc00 || low > 0xdfff) {
                    throw error("half a surrogate pair", "a whole one");
                }
                code = 0x10000 + (code - 0xd800 << 10) + low - 0xdc00;
            } else if (code >= 0xdc00 && code <= 0xdfff) {
                throw error("half a surrogate pair", "a whole one");
            }
            for (byte b : Character.toString(code).getBytes(StandardCharsets.UTF_8)) {
                put(b);
            }
        } else if (plain >= 0) {
            put("\"\\/\b\f\n\r\t".charAt(plain));
            source.advance();
        } else {
            throw source.error(source.upcoming(), "an escape: \" \\ / b f n r t or u");
        }
    }

    private int hex() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(source.peek(), 16);
            if (digit < 0 || source.peek() > 'f') {
                throw source.error(source.upcoming(), "4 hexadecimal digits");
            }
            code = code << 4 | digit;
            source.advance();
        }
        return code;
    }

    private void put(int b) {
        if (length == LONGEST_STRING) {
            throw error("a longer string", "at most " + LONGEST_STRING + " bytes");
        }
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) b;
    }

    /** A number from {@code least} to {@code most}. */
    double number(double least, double most, String expected) {
        peek();
        double value = decimal.read(source, expected);
        String text = decimal.text();
        int first = text.charAt(0) == '-' ? 1 : 0;
        boolean leadingZero = text.length() > first + 1 && text.charAt(first) == '0'
                && Character.isDigit(text.charAt(first + 1));
        if (leadingZero || !(value >= least && value <= most)) {
            throw error(text, expected);
        }
        return value;
    }

    /** Moves behind any value. */
    void skip() {
        int c = peek();
        if (c == '{') {
            beginObject();
            while (nextName() != null) {
                skip();
            }
        } else if (c == '[') {
            beginArray();
            while (nextElement()) {
                skip();
            }
        } else if (c == '"') {
            string("a string");
        } else if (c == '-' || c >= '0' && c <= '9') {
            number(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, "a number");
        } else {
            String found = source.upcoming();
            String word = source.word();
            if (!word.equals("true") && !word.equals("false") && !word.equals("null")) {
                throw error(found, "a value");
            }
        }
    }

    /** Fails unless nothing follows. */
    void end() {
        if (peek() != TextSource.END) {
            throw source.error(source.upcoming(), "nothing behind the value");
        }
    }

    /** Line of the value read last, from 1. */
    int line() {
        return line;
    }

    /** Column of the value read last, from 1. */
    int column() {
        return column;
    }

    /** An error at the value read last. */
    InputException error(String found, String expected) {
        return source.error(line, column, found, expected);
    }

    /** An error elsewhere. */
    InputException error(int line, int column, String found, String expected) {
        return source.error(line, column, found, expected);
    }

    @Override
    public void close() {
        source.close();
    }
}
