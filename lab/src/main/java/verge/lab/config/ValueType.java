package verge.lab.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import verge.lab.text.Json;
import verge.lab.text.Numbers;

/** How a component's type is read from text and written as YAML. */
final class ValueType {
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,40}");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,9})?");
    private static final int LONGEST_NUMBER = 400;

    private ValueType() {
    }

    /** A text that is no value of the type; its message says what is expected. */
    static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;

        Mismatch(String expected) {
            super(expected);
        }
    }

    /**
     * Reads a setting's value.
     *
     * @param type a component's generic type: a scalar, {@code double[]} or a {@code List} of
     *         scalars
     * @throws Mismatch if the text is no such value
     */
    static Object parse(Type type, Setting setting) throws Mismatch {
        Type element = elementOf(type);
        if (element == null) {
            if (setting.list()) {
                throw new Mismatch(describe(type));
            }
            return scalar((Class<?>) type, setting.values().get(0));
        }
        List<Object> values = new ArrayList<>();
        for (String text : texts(setting)) {
            values.add(scalar((Class<?>) element, text));
        }
        if (type == double[].class) {
            return values.stream().mapToDouble(value -> (Double) value).toArray();
        }
        return List.copyOf(values);
    }

    /** A list on one line is separated by commas; nothing at all is the empty list. */
    private static List<String> texts(Setting setting) {
        if (setting.list()) {
            return setting.values();
        }
        String text = setting.values().get(0).strip();
        return text.isEmpty() ? List.of() : Arrays.stream(text.split(",", -1)).map(String::strip)
                .toList();
    }

    private static Type elementOf(Type type) {
        if (type == double[].class) {
            return double.class;
        }
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return list.getActualTypeArguments()[0];
        }
        return null;
    }

    private static Object scalar(Class<?> type, String text) throws Mismatch {
        if (type == String.class) {
            return text;
        } else if (type == Path.class) {
            return path(text);
        } else if (type == boolean.class || type == Boolean.class) {
            return bool(text);
        } else if (type == int.class || type == Integer.class) {
            return (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
        } else if (type == long.class || type == Long.class) {
            return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
        } else if (type == double.class || type == Double.class) {
            return number(text);
        } else if (type.isEnum()) {
            return constant(type, text);
        }
        throw new IllegalArgumentException("a configuration cannot hold a " + type.getName());
    }

    /**
     * An empty text is no path at all, so that a path that is not given can be written and read
     * back.
     */
    private static Path path(String text) throws Mismatch {
        try {
            return text.isEmpty() ? null : Path.of(text);
        } catch (InvalidPathException e) {
            throw new Mismatch("a path");
        }
    }

    private static boolean bool(String text) throws Mismatch {
        if (!text.equals("true") && !text.equals("false")) {
            throw new Mismatch("true or false");
        }
        return text.equals("true");
    }

    private static long whole(String text, long least, long most) throws Mismatch {
        try {
            long value = WHOLE.matcher(text).matches() ? Long.parseLong(text) : most;
            if (WHOLE.matcher(text).matches() && value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // too long for a long: refused as any other number out of range
        }
        throw new Mismatch("a whole number from " + least + " to " + most);
    }

    private static double number(String text) throws Mismatch {
        if (text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches()) {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        }
        throw new Mismatch("a finite number");
    }

    private static Object constant(Class<?> type, String text) throws Mismatch {
        for (Object constant : type.getEnumConstants()) {
            if (name((Enum<?>) constant).equals(text)) {
                return constant;
            }
        }
        throw new Mismatch(describe(type));
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What to say is expected where a single value stands for a whole component. */
    private static String describe(Type type) {
        if (type instanceof Class<?> known && known.isEnum()) {
            return "one of " + String.join(", ",
                    Arrays.stream(known.getEnumConstants())
                    .map(constant -> name((Enum<?>) constant)).toList());
        }
        return "a single value";
    }

    /** A value as YAML, read back to an equal one. */
    static String yaml(Object value) {
        if (value == null) {
            return "\"\"";
        } else if (value instanceof double[] numbers) {
            return "[" + String.join(", ", Arrays.stream(numbers).mapToObj(Numbers::text).toList())
                    + "]";
        } else if (value instanceof List<?> list) {
            return "[" + String.join(", ", list.stream().map(ValueType::yaml).toList()) + "]";
        } else if (value instanceof Double number) {
            return Numbers.text(number);
        } else if (value instanceof Enum<?> constant) {
            return name(constant);
        } else if (value instanceof String || value instanceof Path) {
            return Json.line(value.toString());
        }
        return String.valueOf(value);
    }
}
