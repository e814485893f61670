package verge.lab.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import verge.lab.text.Disk;
import verge.sim.core.InputException;

/** Reads files of (step, name, value) rows, strictly. */
final class SeriesReader {
    private static final int MAX_BYTES = 256 << 20;
    private static final int LAST_ASCII = 127;

    private final String source;
    private final String text;
    private int at;
    private int line;

    private SeriesReader(Path file, String header) {
        source = file.toString();
        text = Disk.read(file, MAX_BYTES);
        String first = nextLine();
        if (!header.equals(first)) {
            throw refuse(first == null ? "no complete line" : first, header);
        }
    }

    /**
     * Reads all series.
     *
     * @param file a series file
     * @param header its first line
     * @return the points by name, names in alphabetical order, points in the file's order
     * @throws InputException if it is no such file
     */
    static Map<String, List<Point>> read(Path file, String header) {
        SeriesReader reader = new SeriesReader(file, header);
        Map<String, List<Point>> series = new TreeMap<>();
        for (String row = reader.nextLine(); row != null; row = reader.nextLine()) {
            String[] cells = reader.cells(row);
            series.computeIfAbsent(cells[1], name -> new ArrayList<>())
                    .add(new Point(reader.step(cells[0]), reader.value(cells[2])));
        }
        return new LinkedHashMap<>(series);
    }

    /**
     * How many bytes of a file hold the rows up to a step; an incomplete last line never counts.
     *
     * @param file a series file
     * @param header its first line
     * @param lastStep the last step to keep
     * @return bytes from the start, 0 if not even the header is complete
     */
    static long lengthUntil(Path file, String header, long lastStep) {
        if (Disk.read(file, MAX_BYTES).indexOf('\n') < 0) {
            return 0;
        }
        SeriesReader reader = new SeriesReader(file, header);
        int end = reader.at;
        for (String row = reader.nextLine(); row != null; row = reader.nextLine()) {
            if (reader.step(reader.cells(row)[0]) > lastStep) {
                break;
            }
            end = reader.at;
        }
        return end;
    }

    /** A complete line without its end, or null. */
    private String nextLine() {
        int end = text.indexOf('\n', at);
        if (end < 0) {
            return null;
        }
        String row = text.substring(at, end);
        at = end + 1;
        line++;
        return row;
    }

    private String[] cells(String row) {
        String[] cells = row.split(",", -1);
        boolean ascii = row.chars().allMatch(c -> c <= LAST_ASCII);
        if (cells.length != 3 || !ascii || !SeriesFile.NAME.matcher(cells[1]).matches()) {
            throw refuse(row, "step,name,value");
        }
        return cells;
    }

    private long step(String cell) {
        try {
            return Long.parseLong(cell);
        } catch (NumberFormatException e) {
            throw refuse(cell, "a step");
        }
    }

    private double value(String cell) {
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw refuse(cell, "a number");
        }
    }

    private InputException refuse(String found, String expected) {
        return new InputException(source, "line " + line, "\"" + found + "\"", expected);
    }
}
