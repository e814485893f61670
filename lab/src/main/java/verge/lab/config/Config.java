package verge.lab.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import verge.sim.core.InputException;

/**
 * Fills a configuration record: its defaults, then a YAML file, then {@code key=value} words, the
 * later ones winning. A record may hold {@code int}, {@code long}, {@code double}, {@code boolean},
 * enums, strings, paths, {@code double[]}, lists of these, and records, whose components then count
 * as its own. An empty path is no path: the component is null.
 */
public final class Config {
    private static final String COMMAND_LINE = "command line";

    private Config() {
    }

    /**
     * Resolves a configuration.
     *
     * @param defaults the record to start from
     * @param file a YAML file that overrides defaults, or null
     * @param words {@code key=value} words that override both; {@code someKey} is {@code some-key}
     * @param <R> the record
     * @return a new record; the given one if nothing is overridden
     * @throws InputException naming source, line and key: for an unknown or repeated key, a value
     *         of the wrong type, or one that the record's constructor refuses
     */
    public static <R extends Record> R resolve(R defaults, Path file, List<String> words) {
        Map<String, Setting> chosen = new LinkedHashMap<>();
        List<String> keys = keys(defaults.getClass());
        List<Setting> fromFile = file == null ? List.of() : YamlSettings.read(file);
        for (Setting setting : fromFile) {
            chosen.put(known(setting, keys), setting);
        }
        for (Setting setting : settings(words)) {
            chosen.put(known(setting, keys), setting);
        }
        return chosen.isEmpty() ? defaults : build(defaults, chosen);
    }

    /**
     * Fills a record that has no defaults in the program, such as one whose numbers lie in a
     * resource.
     *
     * @param type a record type without records in it
     * @param source where the values are written, for messages
     * @param values the text of each component's value, by its key
     * @param <R> the record
     * @return a new record
     * @throws InputException for a missing or unknown key, a value of the wrong type, or one that
     *         the record's constructor refuses
     */
    public static <R extends Record> R of(Class<R> type, String source,
            Map<String, String> values) {
        Map<String, Setting> chosen = new LinkedHashMap<>();
        List<String> keys = keys(type);
        for (Map.Entry<String, String> value : values.entrySet()) {
            Setting setting = new Setting(source, 0, kebab(value.getKey()),
                    List.of(value.getValue()), false);
            chosen.put(known(setting, keys), setting);
        }
        RecordComponent[] components = type.getRecordComponents();
        Object[] parts = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Setting setting = chosen.get(kebab(components[i].getName()));
            if (setting == null) {
                throw new InputException(source, components[i].getName(), "nothing", "a value");
            }
            parts[i] = parse(components[i], setting);
        }
        return create(type, parts, chosen);
    }

    /**
     * The keys of a record type, in the order of its components.
     *
     * @param type a record type
     * @return names in kebab case
     */
    public static List<String> keys(Class<?> type) {
        List<String> keys = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType().isRecord()) {
                keys.addAll(keys(component.getType()));
            } else {
                keys.add(kebab(component.getName()));
            }
        }
        return keys;
    }

    /**
     * A record as YAML, one line per component in their order; {@link #resolve} reads it back.
     *
     * @param record a configuration
     * @return the text, each line ended
     */
    public static String toYaml(Record record) {
        StringBuilder out = new StringBuilder();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = get(record, component);
            if (value instanceof Record part) {
                out.append(toYaml(part));
            } else {
                out.append(kebab(component.getName())).append(": ");
                out.append(ValueType.yaml(value)).append('\n');
            }
        }
        return out.toString();
    }

    /**
     * A record's values by the names of its components, for JSON.
     *
     * @param record a configuration without records in it
     * @return in the order of the components
     */
    public static Map<String, Object> toMap(Record record) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = get(record, component);
            boolean word = value instanceof Enum<?>;
            boolean path = value instanceof Path;
            map.put(component.getName(),
                    word ? ValueType.yaml(value) : path ? value.toString() : value);
        }
        return map;
    }

    private static List<Setting> settings(List<String> words) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new InputException(COMMAND_LINE, "", "\"" + word + "\"", "key=value");
            }
            String key = kebab(word.substring(0, equals));
            Setting setting = new Setting(COMMAND_LINE, 0, key, List.of(word.substring(equals + 1)),
                    false);
            if (settings.putIfAbsent(key, setting) != null) {
                throw setting.refuse("a second value", "each key once");
            }
        }
        return new ArrayList<>(settings.values());
    }

    private static String known(Setting setting, List<String> keys) {
        if (!keys.contains(setting.key())) {
            throw setting.refuse("an unknown key", NearWords.expected(setting.key(), keys));
        }
        return setting.key();
    }

    private static <R extends Record> R build(R defaults, Map<String, Setting> chosen) {
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Setting setting = chosen.get(kebab(components[i].getName()));
            Object before = get(defaults, components[i]);
            values[i] = before instanceof Record part ? build(part, chosen)
                    : setting == null ? before : parse(components[i], setting);
        }
        @SuppressWarnings("unchecked")
        Class<R> type = (Class<R>) defaults.getClass();
        return create(type, values, chosen);
    }

    /** Calls the record's own constructor, which checks its values. */
    private static <R extends Record> R create(Class<R> type, Object[] values,
            Map<String, Setting> chosen) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
        }
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                throw refused(refusal, chosen);
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object parse(RecordComponent component, Setting setting) {
        try {
            return ValueType.parse(component.getGenericType(), setting);
        } catch (ValueType.Mismatch e) {
            throw setting.refuse("\"" + setting.text() + "\"", e.getMessage());
        }
    }

    /**
     * The record's own refusal, at the setting that its text names, else at the only or at no
     * setting.
     */
    private static InputException refused(IllegalArgumentException refusal,
            Map<String, Setting> chosen) {
        String message = String.valueOf(refusal.getMessage());
        Setting named = chosen.size() == 1 ? chosen.values().iterator().next() : null;
        int first = Integer.MAX_VALUE;
        for (Setting setting : chosen.values()) {
            int at = indexOfWord(message, setting.key());
            if (at >= 0 && at < first) {
                first = at;
                named = setting;
            }
        }
        if (named == null) {
            String source = chosen.values().iterator().next().source();
            return new InputException(source, "", "settings that do not go together", message);
        }
        return named.refuse("\"" + named.text() + "\"", "a legal value (" + message + ")");
    }

    /** Where a text names a key, in kebab or in camel case, as a word of its own; -1 if nowhere. */
    private static int indexOfWord(String text, String key) {
        var matcher = Pattern.compile("(?<![\\w-])(" + Pattern.quote(key) + "|"
                + Pattern.quote(camel(key)) + ")(?![\\w-])").matcher(text);
        return matcher.find() ? matcher.start() : -1;
    }

    private static Object get(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String kebab(String name) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            out.append(Character.isUpperCase(c) ? "-" + Character.toLowerCase(c)
                    : Character.toString(c));
        }
        return out.toString();
    }

    private static String camel(String key) {
        StringBuilder out = new StringBuilder();
        for (String part : key.split("-")) {
            out.append(out.length() == 0 || part.isEmpty() ? part
                    : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
        }
        return out.toString();
    }
}
