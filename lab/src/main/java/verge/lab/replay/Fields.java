package verge.lab.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import verge.lab.text.Numbers;
import verge.sim.core.InputException;

/**
 * A JSON object whose fields are read by name, type, length and bounds. Fields that nobody asks for
 * are passed over, as notes are. Whatever does not fit is an {@link InputException} that names the
 * place within the file.
 */
final class Fields {
    private final String source;
    private final String place;
    private final JsonNode object;

    Fields(String source, String place, JsonNode object) {
        this.source = source;
        this.place = place;
        this.object = object;
        if (!object.isObject()) {
            throw new InputException(source, place, kind(object), "an object");
        }
    }

    boolean has(String key) {
        return object.has(key);
    }

    int whole(String key, int least, int most) {
        return whole(at(key), get(key), least, most);
    }

    double number(String key, double least, double most) {
        return number(at(key), get(key), least, most);
    }

    /** The number, or not a number where there is null. */
    double numberOrNull(String key) {
        JsonNode node = get(key);
        return node.isNull() ? Double.NaN
                : number(at(key), node, -Double.MAX_VALUE, Double.MAX_VALUE);
    }

    boolean flag(String key) {
        JsonNode node = get(key);
        if (!node.isBoolean()) {
            throw new InputException(source, at(key), kind(node), "true or false");
        }
        return node.booleanValue();
    }

    String text(String key) {
        JsonNode node = get(key);
        if (!node.isTextual()) {
            throw new InputException(source, at(key), kind(node), "a text");
        }
        return node.textValue();
    }

    double[] numbers(String key, int length, double least, double most) {
        return numbers(at(key), get(key), length, least, most);
    }

    int[] wholes(String key, int length, int least, int most) {
        JsonNode list = list(at(key), get(key), length);
        int[] values = new int[length];
        for (int i = 0; i < length; i++) {
            values[i] = whole(at(key) + "[" + i + "]", list.get(i), least, most);
        }
        return values;
    }

    /** A list of rows, one behind the other. */
    int[] wholeMatrix(String key, int rows, int columns, int least, int most) {
        JsonNode list = rows(key, rows, columns);
        int[] values = new int[Math.multiplyExact(rows, columns)];
        for (int i = 0; i < values.length; i++) {
            int row = i / columns;
            int column = i % columns;
            values[i] = whole(at(key) + "[" + row + "][" + column + "]",
                    list.get(row).get(column), least, most);
        }
        return values;
    }

    /** The rows, all looked at before memory is asked for. */
    private JsonNode rows(String key, int rows, int columns) {
        JsonNode list = list(at(key), get(key), rows);
        for (int i = 0; i < rows; i++) {
            list(at(key) + "[" + i + "]", list.get(i), columns);
        }
        return list;
    }

    /** A list of rows, one behind the other. */
    double[] matrix(String key, int rows, int columns, double least, double most) {
        JsonNode list = rows(key, rows, columns);
        double[] values = new double[Math.multiplyExact(rows, columns)];
        for (int i = 0; i < rows; i++) {
            double[] row = numbers(at(key) + "[" + i + "]", list.get(i), columns, least, most);
            System.arraycopy(row, 0, values, i * columns, columns);
        }
        return values;
    }

    /** A list of objects of any length. */
    List<Fields> objects(String key) {
        JsonNode list = get(key);
        if (!list.isArray()) {
            throw new InputException(source, at(key), kind(list), "a list");
        }
        List<Fields> objects = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            objects.add(new Fields(source, at(key) + "[" + i + "]", list.get(i)));
        }
        return objects;
    }

    Fields object(String key) {
        return new Fields(source, at(key), get(key));
    }

    /** The object itself. */
    JsonNode node() {
        return object;
    }

    InputException refuse(String key, String found, String expected) {
        return new InputException(source, at(key), found, expected);
    }

    private double[] numbers(String at, JsonNode node, int length, double least, double most) {
        JsonNode list = list(at, node, length);
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = number(at + "[" + i + "]", list.get(i), least, most);
        }
        return values;
    }

    private JsonNode list(String at, JsonNode node, int length) {
        if (!node.isArray() || node.size() != length) {
            throw new InputException(source, at,
                    node.isArray() ? "a list of " + node.size() : kind(node),
                    "a list of " + length);
        }
        return node;
    }

    private int whole(String at, JsonNode node, int least, int most) {
        if (!node.isInt() || node.intValue() < least || node.intValue() > most) {
            throw new InputException(source, at, node.isNumber() ? node.asText() : kind(node),
                    "a whole number from " + least + " to " + most);
        }
        return node.intValue();
    }

    private double number(String at, JsonNode node, double least, double most) {
        double value = node.isNumber() ? node.doubleValue() : Double.NaN;
        if (!(value >= least && value <= most)) {
            throw new InputException(source, at, node.isNumber() ? node.asText() : kind(node),
                    "a number from " + Numbers.text(least) + " to " + Numbers.text(most));
        }
        return value;
    }

    private JsonNode get(String key) {
        JsonNode node = object.get(key);
        if (node == null) {
            throw new InputException(source, at(key), "nothing", "a value");
        }
        return node;
    }

    private String at(String key) {
        return place.isEmpty() ? key : place + ": " + key;
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case NUMBER -> "a number";
            case STRING -> "a text";
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case BOOLEAN -> node.booleanValue() ? "true" : "false";
            default -> "null";
        };
    }
}
