package verge.lab.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.YAMLException;
import verge.lab.text.Disk;
import verge.sim.core.InputException;

/** Reads a flat YAML mapping of keys to scalars or lists of scalars, as text with places. */
final class YamlSettings {
    private static final int MAX_BYTES = 64 * 1024;
    private static final YAMLFactory FACTORY = new YAMLFactory();

    private final String source;
    private final YAMLParser parser;

    private YamlSettings(String source, YAMLParser parser) {
        this.source = source;
        this.parser = parser;
    }

    /**
     * Reads a whole file.
     *
     * @param file a YAML file of at most 64 KiB
     * @return its settings in the file's order; every key once
     * @throws InputException for anything else than such a mapping
     */
    static List<Setting> read(Path file) {
        String text = Disk.read(file, MAX_BYTES);
        String source = file.toString();
        try (YAMLParser parser = FACTORY.createParser(text)) {
            return new YamlSettings(source, parser).mapping();
        } catch (JsonProcessingException e) {
            throw new InputException(source, place(e.getLocation()),
                    problem(e.getOriginalMessage()), "valid YAML");
        } catch (YAMLException e) {
            throw new InputException(source, "", problem(e.getMessage()), "valid YAML");
        } catch (IOException e) {
            throw new InputException(source, "", problem(e.getMessage()), "a readable file");
        }
    }

    private List<Setting> mapping() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw refuse("no settings", "lines of the form \"key: value\"");
        }
        if (first != JsonToken.START_OBJECT) {
            throw refuse(kind(first), "lines of the form \"key: value\"");
        }
        Map<String, Setting> settings = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            int line = line();
            Setting setting = value(key, line);
            Setting earlier = settings.putIfAbsent(key, setting);
            if (earlier != null) {
                throw setting.refuse("a second value",
                        "each key once (it is also on line " + earlier.line() + ")");
            }
        }
        if (parser.nextToken() != null) {
            throw refuse("a second document", "the end of the file");
        }
        return new ArrayList<>(settings.values());
    }

    private Setting value(String key, int line) throws IOException {
        JsonToken token = parser.nextToken();
        if (token != JsonToken.START_ARRAY) {
            return new Setting(source, line, key, List.of(scalar(token)), false);
        }
        List<String> values = new ArrayList<>();
        for (token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            values.add(scalar(token));
        }
        return new Setting(source, line, key, values, true);
    }

    private String scalar(JsonToken token) throws IOException {
        if (token == null || !token.isScalarValue() || parser.isCurrentAlias()) {
            throw refuse(token != null && token.isScalarValue() ? "a reference" : kind(token),
                    "a plain value");
        }
        return token == JsonToken.VALUE_NULL ? "" : parser.getText();
    }

    private static String kind(JsonToken token) {
        if (token == null) {
            return "the end of the file";
        }
        return switch (token) {
            case START_OBJECT -> "a nested mapping";
            case START_ARRAY -> "a list";
            default -> "a lone value";
        };
    }

    private InputException refuse(String found, String expected) {
        return new InputException(source, line() < 1 ? "" : "line " + line(), found, expected);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private static String place(JsonLocation at) {
        return at == null || at.getLineNr() < 1 ? "" : "line " + at.getLineNr() + ", column "
                + at.getColumnNr();
    }

    /** The parser's first line; what follows repeats the file's text. */
    private static String problem(String message) {
        String text = message == null ? "what cannot be parsed" : message.strip();
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
