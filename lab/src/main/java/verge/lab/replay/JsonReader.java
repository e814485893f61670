package verge.lab.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import verge.lab.text.Disk;
import verge.lab.text.Json;
import verge.sim.core.InputException;

/** Typed and bounded access to a replay's fields; everything else is refused at its place. */
final class JsonReader {
    private static final int MAX_BYTES = 256 << 20;

    private final String source;
    private final JsonNode root;

    JsonReader(String source, String text) {
        this.source = source;
        this.root = Json.tree(source, text);
    }

    static JsonReader open(Path file) {
        return new JsonReader(file.toString(), Disk.read(file, MAX_BYTES));
    }

    JsonNode root() {
        return root;
    }

    String source() {
        return source;
    }

    InputException refuse(String place, JsonNode found, String expected) {
        return new InputException(source, place, found == null ? "nothing" : found.toString(),
                expected);
    }

    int whole(String key, int least, int most) {
        return whole(key, root.get(key), least, most);
    }

    private int whole(String place, JsonNode node, int least, int most) {
        if (node == null || !node.isIntegralNumber() || !node.canConvertToInt()
                || node.intValue() < least || node.intValue() > most) {
            throw refuse(place, node, "a whole number from " + least + " to " + most);
        }
        return node.intValue();
    }

    double positive(String key) {
        return number(key, root.get(key), true);
    }

    private double number(String place, JsonNode node, boolean positive) {
        if (node == null || !node.isNumber() || !Double.isFinite(node.doubleValue())
                || node.doubleValue() < 0 || positive && node.doubleValue() == 0) {
            throw refuse(place, node, positive ? "a positive number" : "a number, at least 0");
        }
        return node.doubleValue();
    }

    private JsonNode array(String place, JsonNode node, int length) {
        if (node == null || !node.isArray() || node.size() != length) {
            throw refuse(place, node, "an array of " + length);
        }
        return node;
    }

    /** Rows of the array at a key; how many there are is bounded by the input itself. */
    int length(String key) {
        JsonNode node = root.get(key);
        if (node == null || !node.isArray() || node.isEmpty()) {
            throw refuse(key, node, "an array that is not empty");
        }
        return node.size();
    }

    double[] positives(String key, int length) {
        JsonNode node = array(key, root.get(key), length);
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = number(key + "[" + i + "]", node.get(i), true);
        }
        return values;
    }

    /** A table, row by row. */
    double[] numbers(String key, int rows, int columns, boolean positive) {
        JsonNode table = table(key, rows, columns);
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.length; i++) {
            int row = i / columns;
            int column = i % columns;
            values[i] = number(place(key, row, column), table.get(row).get(column), positive);
        }
        return values;
    }

    /** A table, row by row. */
    int[] wholes(String key, int rows, int columns, int least, int most) {
        JsonNode table = table(key, rows, columns);
        int[] values = new int[rows * columns];
        for (int i = 0; i < values.length; i++) {
            int row = i / columns;
            int column = i % columns;
            values[i] = whole(place(key, row, column), table.get(row).get(column), least, most);
        }
        return values;
    }

    /** Checks all shapes before anything is allocated. */
    private JsonNode table(String key, int rows, int columns) {
        JsonNode table = array(key, root.get(key), rows);
        for (int row = 0; row < rows; row++) {
            array(key + "[" + row + "]", table.get(row), columns);
        }
        return table;
    }

    private static String place(String key, int row, int column) {
        return key + "[" + row + "][" + column + "]";
    }
}
