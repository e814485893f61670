package verge.lab.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verge.lab.config.Config;
import verge.lab.text.Json;
import verge.sim.core.InputException;

/**
 * The numbers of a scenario, each with its source.
 *
 * @param name the scenario's name
 * @param title what it is, on one line
 * @param world the kind of its world
 * @param source paper and section
 * @param parameters in the order in which they are listed
 */
public record ScenarioFile(String name, String title, String world, String source,
        List<Parameter> parameters) {
    private static final int FORMAT_VERSION = 1;
    private static final List<String> KEYS =
            List.of("formatVersion", "name", "title", "world", "source", "parameters");
    private static final List<String> PARAMETER_KEYS = List.of("value", "unit", "source");

    /**
     * One number or word.
     *
     * @param name the settings' component
     * @param value as text
     * @param unit its unit; empty for a plain number or word
     * @param source where it is from
     */
    public record Parameter(String name, String value, String unit, String source) {
    }

    /**
     * Reads a scenario's resource.
     *
     * @param name a scenario's name
     * @return its numbers
     * @throws InputException if the resource is malformed
     */
    public static ScenarioFile load(String name) {
        String resource = name + ".json";
        try (InputStream in = ScenarioFile.class.getResourceAsStream("/verge/lab/scenario/"
                + resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return parse(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a scenario's text.
     *
     * @param source where it is from, for messages
     * @param text JSON
     * @return its numbers
     * @throws InputException if it is malformed
     */
    public static ScenarioFile parse(String source, String text) {
        JsonNode root = Json.tree(source, text, FORMAT_VERSION);
        only(source, "", root, KEYS);
        JsonNode table = root.get("parameters");
        if (table == null || !table.isObject()) {
            throw new InputException(source, "parameters", "no object", "an object of parameters");
        }
        List<Parameter> parameters = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : table.properties()) {
            String place = "parameters: " + entry.getKey();
            only(source, place, entry.getValue(), PARAMETER_KEYS);
            JsonNode value = entry.getValue().get("value");
            if (value == null || !value.isValueNode() || value.isNull()) {
                throw new InputException(source, place + ": value",
                        value == null ? "nothing" : value.toString(), "a number or a word");
            }
            parameters.add(new Parameter(entry.getKey(), value.asText(),
                    text(source, place, entry.getValue(), "unit"),
                    text(source, place, entry.getValue(), "source")));
        }
        return new ScenarioFile(text(source, "", root, "name"), text(source, "", root, "title"),
                text(source, "", root, "world"), text(source, "", root, "source"), parameters);
    }

    private static void only(String source, String place, JsonNode object, List<String> keys) {
        if (!object.isObject()) {
            throw new InputException(source, place, object.getNodeType().name(), "an object");
        }
        for (Iterator<String> i = object.fieldNames(); i.hasNext();) {
            String key = i.next();
            if (!keys.contains(key)) {
                throw new InputException(source, place, "\"" + key + "\"",
                        "one of " + String.join(", ", keys));
            }
        }
    }

    private static String text(String source, String place, JsonNode object, String key) {
        JsonNode value = object.get(key);
        if (value == null || !value.isTextual()) {
            throw new InputException(source, place.isEmpty() ? key : place + ": " + key,
                    value == null ? "nothing" : value.toString(), "a text");
        }
        return value.textValue();
    }

    /**
     * The scenario's settings.
     *
     * @param type the record that holds them
     * @param file a YAML file that overrides them, or null
     * @param words {@code key=value} words that override both
     * @param <C> the record
     * @return the settings
     * @throws InputException if a word is no setting, or a value is refused
     */
    public <C extends Record> C settings(Class<C> type, Path file, List<String> words) {
        Map<String, String> values = new LinkedHashMap<>();
        parameters.forEach(parameter -> values.put(parameter.name, parameter.value));
        return Config.resolve(Config.of(type, name + ".json", values), file, words);
    }
}
