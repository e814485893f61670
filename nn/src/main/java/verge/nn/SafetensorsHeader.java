package verge.nn;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The JSON header of a safetensors file, read by a parser that knows its one schema and therefore
 * never recurses: an object of tensors {@code {dtype, shape, data_offsets}} and, at most once,
 * {@code __metadata__}, a map of strings. Memory is bounded by the header's own length.
 */
final class SafetensorsHeader {

    static final String METADATA = "__metadata__";

    static final int MOST_ENTRIES = 100_000;
    static final int MOST_DIMENSIONS = 64;
    private static final int PREFIX_BYTES = 8;

    final Map<String, String> metadata = new LinkedHashMap<>();
    final Map<String, SafetensorsEntry> entries = new LinkedHashMap<>();

    private final String source;
    private final byte[] json;
    private final long[] numbers = new long[MOST_DIMENSIONS];
    private int at;

    private SafetensorsHeader(String source, byte[] json) {
        this.source = source;
        this.json = json;
    }

    /**
     * Reads a header.
     *
     * @param source name of the file, for messages
     * @param json the header's bytes, which begin at offset 8 of the file
     * @throws InputException at the first byte that does not fit
     */
    static SafetensorsHeader parse(String source, byte[] json) {
        SafetensorsHeader header = new SafetensorsHeader(source, json);
        if (json.length == 0 || json[0] != '{') {
            throw header.unexpected("'{'");
        }
        header.object();
        if (header.at < json.length) {
            throw header.unexpected("the end of the header");
        }
        return header;
    }

    private void object() {
        boolean seenMetadata = false;
        for (boolean more = open('{', '}'); more; more = next('}')) {
            int start = at;
            String key = string();
            expect(':');
            if (key.equals(METADATA)) {
                if (seenMetadata) {
                    throw fault(start, METADATA + " a second time", "each name once");
                }
                seenMetadata = true;
                metadata();
            } else {
                if (entries.size() == MOST_ENTRIES) {
                    throw fault(start, "one more tensor", "at most " + MOST_ENTRIES);
                }
                if (entries.containsKey(key)) {
                    throw fault(start, "tensor " + key + " a second time", "each name once");
                }
                entries.put(key, entry(key));
            }
        }
    }

    private void metadata() {
        for (boolean more = open('{', '}'); more; more = next('}')) {
            int start = at;
            String key = string();
            expect(':');
            if (metadata.size() == MOST_ENTRIES) {
                throw fault(start, "one more key", "at most " + MOST_ENTRIES);
            }
            if (metadata.put(key, string()) != null) {
                throw fault(start, "key " + key + " a second time", "each key once");
            }
        }
    }

    private SafetensorsEntry entry(String name) {
        int start = at;
        SafetensorsType type = null;
        long[] shape = null;
        long[] range = null;
        for (boolean more = open('{', '}'); more; more = next('}')) {
            int field = at;
            String key = string();
            expect(':');
            if (key.equals("dtype") && type == null) {
                type = type();
            } else if (key.equals("shape") && shape == null) {
                shape = integers(MOST_DIMENSIONS);
            } else if (key.equals("data_offsets") && range == null) {
                range = integers(2);
            } else {
                throw fault(field, "field " + key + " of tensor " + name,
                        "dtype, shape and data_offsets, each once");
            }
        }
        if (type == null || shape == null || range == null) {
            throw fault(start, "tensor " + name + " without "
                    + (type == null ? "dtype" : shape == null ? "shape" : "data_offsets"),
                    "dtype, shape and data_offsets");
        }
        if (range.length != 2 || range[0] > range[1]) {
            throw fault(start, "tensor " + name + " with data_offsets " + Arrays.toString(range),
                    "[begin, end] with begin <= end");
        }
        SafetensorsEntry entry = new SafetensorsEntry(name, type, shape, range[0], range[1]);
        if (entry.bytesOfShape() != range[1] - range[0]) {
            throw fault(start, "tensor " + name + ", " + entry.described() + " in "
                    + (range[1] - range[0]) + " bytes", entry.bytesOfShape() < 0
                    ? "a shape whose size fits 64 bits" : entry.bytesOfShape() + " bytes");
        }
        return entry;
    }

    private SafetensorsType type() {
        space();
        int start = at;
        String name = string();
        for (SafetensorsType type : SafetensorsType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw fault(start, "dtype " + name, "F32, F64, I64 or BOOL");
    }

    private long[] integers(int most) {
        int n = 0;
        for (boolean more = open('[', ']'); more; more = next(']')) {
            if (n == most) {
                throw fault(at, "one more number", "at most " + most);
            }
            numbers[n++] = integer();
        }
        return Arrays.copyOf(numbers, n);
    }

    /** A whole number from 0 to 2^63 - 1 in JSON's notation, without fraction or exponent. */
    private long integer() {
        space();
        int start = at;
        long value = 0;
        while (at < json.length && json[at] >= '0' && json[at] <= '9') {
            int digit = json[at] - '0';
            if (at == start + 1 && json[start] == '0' || value > (Long.MAX_VALUE - digit) / 10) {
                throw fault(start, "a number with digit " + digit + " too much",
                        "a whole number below 2^63 without leading zeros");
            }
            value = 10 * value + digit;
            at++;
        }
        if (at == start) {
            throw unexpected("a whole number");
        }
        return value;
    }

    private String string() {
        expect('"');
        StringBuilder text = new StringBuilder();
        while (true) {
            int run = at;
            while (at < json.length && json[at] != '"' && json[at] != '\\'
                    && (json[at] & 0xff) >= ' ') {
                at++;
            }
            text.append(decode(run, at));
            if (at == json.length || (json[at] & 0xff) < ' ') {
                throw unexpected("the rest of a string");
            }
            if (json[at++] == '"') {
                break;
            }
            text.append(escape());
        }
        requirePairs(text);
        return text.toString();
    }

    private CharBuffer decode(int from, int to) {
        ByteBuffer bytes = ByteBuffer.wrap(json, from, to - from);
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).decode(bytes);
        } catch (CharacterCodingException e) {
            throw fault(bytes.position(), "a byte that is not UTF-8", "UTF-8 text");
        }
    }

    /** The character of an escape, its backslash read already. */
    private char escape() {
        char c = at < json.length ? (char) (json[at] & 0xff) : 0;
        int known = "\"\\/bfnrt".indexOf(c);
        if (known >= 0) {
            at++;
            return "\"\\/\b\f\n\r\t".charAt(known);
        }
        if (c != 'u') {
            throw unexpected("an escape of JSON");
        }
        at++;
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < json.length ? Character.digit((char) (json[at] & 0xff), 16) : -1;
            if (digit < 0) {
                throw unexpected("a hexadecimal digit");
            }
            value = 16 * value + digit;
            at++;
        }
        return (char) value;
    }

    private void requirePairs(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw fault(at, "half a surrogate pair in the string before", "both halves");
            }
        }
    }

    /** Reads an opening bracket; returns whether an element follows, else reads the closing one. */
    private boolean open(char bracket, char close) {
        expect(bracket);
        space();
        if (at < json.length && json[at] == close) {
            at++;
            space();
            return false;
        }
        return true;
    }

    /** Reads a comma (returns true) or the closing bracket (returns false). */
    private boolean next(char close) {
        space();
        if (at < json.length && json[at] == ',') {
            at++;
            space();
            return true;
        }
        if (at < json.length && json[at] == close) {
            at++;
            space();
            return false;
        }
        throw unexpected("',' or '" + close + "'");
    }

    private void expect(char c) {
        space();
        if (at == json.length || json[at] != c) {
            throw unexpected("'" + c + "'");
        }
        at++;
    }

    private void space() {
        while (at < json.length && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r'
                || json[at] == '\t')) {
            at++;
        }
    }

    private InputException unexpected(String expected) {
        if (at >= json.length) {
            return fault(at, "the end of the header", expected);
        }
        int b = json[at] & 0xff;
        return fault(at, b > ' ' && b < 127 ? "'" + (char) b + "'" : "byte " + b, expected);
    }

    private InputException fault(int position, String found, String expected) {
        return new InputException(source, "offset " + (PREFIX_BYTES + position), found, expected);
    }
}
