package verge.lab.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import verge.sim.core.InputException;

/** JSON with shortest round-trip numbers, and a strict reader of our own files. */
public final class Json {
    private static final int MAX_DEPTH = 64;
    private static final ObjectMapper MAPPER = mapper();

    private Json() {
    }

    private static ObjectMapper mapper() {
        JsonFactory factory = new JsonFactoryBuilder()
                .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .build();
    }

    /**
     * JSON on one line.
     *
     * @param value a record, map, list, string, number or null
     * @return its JSON, without a line end
     */
    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * JSON over several lines, ending with a line end; the line end is {@code \n} everywhere.
     *
     * @param value as in {@link #line(Object)}
     * @return its JSON
     */
    public static String pretty(Object value) {
        DefaultIndenter indent = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(indent);
        try {
            return MAPPER.writer(printer).writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads one of our files. Before anything else its {@code formatVersion} is compared, so that a
     * file of a later version is refused for that reason and not for a field that it may have in
     * addition.
     *
     * @param file a JSON file
     * @param type the record it holds
     * @param formatVersion the only version that is accepted
     * @param maxBytes the longest file that is accepted
     * @param <T> the record
     * @return what it holds
     * @throws InputException for anything else than such a file
     */
    public static <T> T read(Path file, Class<T> type, int formatVersion, int maxBytes) {
        String text = Disk.read(file, maxBytes);
        tree(file.toString(), text, formatVersion);
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw malformed(file.toString(), e, "a file as Verge writes it");
        }
    }

    /**
     * Parses one of our files whose {@code formatVersion} is the given one.
     *
     * @param source where the text is from, for messages
     * @param text a JSON object
     * @param formatVersion the only version that is accepted
     * @return the object
     * @throws InputException for anything else
     */
    public static JsonNode tree(String source, String text, int formatVersion) {
        JsonNode tree = tree(source, text);
        JsonNode version = tree.get("formatVersion");
        if (version == null || !version.isInt() || version.intValue() != formatVersion) {
            throw new InputException(source, "formatVersion",
                    version == null ? "none" : version.toString(),
                    Integer.toString(formatVersion));
        }
        return tree;
    }

    /**
     * A value as the tree that its JSON would be parsed to.
     *
     * @param value as in {@link #line(Object)}
     * @return the tree
     */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /**
     * Parses an object.
     *
     * @param source where the text is from, for messages
     * @param text a JSON object
     * @return the object
     * @throws InputException for anything else
     */
    public static JsonNode tree(String source, String text) {
        JsonNode tree = parse(source, text);
        if (tree == null || !tree.isObject()) {
            throw new InputException(source, "", "no JSON object", "a JSON object");
        }
        return tree;
    }

    /**
     * Parses a list.
     *
     * @param source where the text is from, for messages
     * @param text a JSON array
     * @return the array
     * @throws InputException for anything else
     */
    public static JsonNode list(String source, String text) {
        JsonNode tree = parse(source, text);
        if (tree == null || !tree.isArray()) {
            throw new InputException(source, "", "no JSON array", "a JSON array");
        }
        return tree;
    }

    private static JsonNode parse(String source, String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw malformed(source, e, "strict JSON");
        }
    }

    private static InputException malformed(String source, JsonProcessingException e,
            String expected) {
        return new InputException(source, place(e.getLocation()), problem(e.getOriginalMessage()),
                expected);
    }

    /** The parser's message up to its advice to programmers. */
    private static String problem(String message) {
        int end = message.indexOf(';');
        return end < 0 ? message : message.substring(0, end);
    }

    private static String place(JsonLocation at) {
        return at == null || at.getLineNr() < 1 ? "" : "line " + at.getLineNr() + ", column "
                + at.getColumnNr();
    }
}
