package verge.sim.workload;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads places on the earth from comma-separated lines, such as the base stations and users of the
 * EUA data set (Lai et al., ICSOC 2018): a header with the columns {@code latitude} and {@code
 * longitude} in any case and place, then a line for each site, in degrees, with as many fields as
 * the header. Fields have no quotes. Anything else is an {@link verge.sim.core.InputException} with
 * line and column. Memory grows with the sites, of which there are at most {@link #MOST_SITES}.
 */
public final class SiteReader {

    /** Largest number of sites in one file. */
    public static final int MOST_SITES = 1_000_000;

    private static final int MOST_COLUMNS = 200;
    private static final Pattern DEGREES = Pattern.compile("[+-]?\\d{1,3}(\\.\\d{1,30})?");

    private final TextSource source;
    private final StringBuilder field = new StringBuilder();
    private int fieldColumn;

    private SiteReader(TextSource source) {
        this.source = source;
    }

    /**
     * Reads one file.
     *
     * @return its sites, at least one, in the order of the file
     * @throws verge.sim.core.InputException where the file is not in this format, or cannot be read
     */
    public static Sites read(Path file) {
        try (TextSource source = new TextSource(file)) {
            return new SiteReader(source).sites();
        }
    }

    private Sites sites() {
        List<String> header = new ArrayList<>();
        do {
            if (header.size() == MOST_COLUMNS) {
                throw source.error("more columns", "at most " + MOST_COLUMNS);
            }
            readField();
            header.add(field.toString().strip().toLowerCase(Locale.ROOT));
        } while (comma());
        int latitudeAt = column(header, "latitude");
        int longitudeAt = column(header, "longitude");
        DoubleArrayList latitude = new DoubleArrayList();
        DoubleArrayList longitude = new DoubleArrayList();
        while (source.peek() == '\n') {
            source.advance();
            if (source.peek() == TextSource.END) {
                break;
            }
            if (latitude.size() == MOST_SITES) {
                throw source.error("more sites", "at most " + MOST_SITES);
            }
            for (int column = 0; column < header.size(); column++) {
                if (column > 0 && !comma()) {
                    throw source.error(source.upcoming(),
                            header.size() + " fields as in the header");
                }
                readField();
                if (column == latitudeAt) {
                    latitude.add(degrees(90, "latitude"));
                } else if (column == longitudeAt) {
                    longitude.add(degrees(180, "longitude"));
                }
            }
            if (source.peek() == ',') {
                throw source.error("a further field", header.size() + " fields as in the header");
            }
        }
        if (latitude.isEmpty()) {
            throw source.error(source.upcoming(), "a site");
        }
        return new Sites(latitude.toDoubleArray(), longitude.toDoubleArray());
    }

    private int column(List<String> header, String name) {
        int at = header.indexOf(name);
        if (at < 0 || at != header.lastIndexOf(name)) {
            throw source.error(1, 1, at < 0 ? "no column " + name : "two columns " + name,
                    "a header with the columns latitude and longitude");
        }
        return at;
    }

    private boolean comma() {
        if (source.peek() != ',') {
            return false;
        }
        source.advance();
        return true;
    }

    private void readField() {
        field.setLength(0);
        fieldColumn = source.column();
        while (source.peek() != ',' && source.peek() != '\n' && source.peek() != TextSource.END) {
            source.requireText();
            if (source.peek() == '"') {
                throw source.error("a quote", "a field without quotes");
            }
            if (source.peek() == '\r') {
                source.skipBlanks();                    // ends the line, or fails
            } else {
                field.append((char) source.peek());
                source.advance();
            }
        }
    }

    private double degrees(int most, String what) {
        String text = field.toString();
        String expected = "a " + what + " of -" + most + " to " + most + " degrees";
        if (!DEGREES.matcher(text).matches()) {
            throw source.error(source.line(), fieldColumn, "\"" + text + "\"", expected);
        }
        double value = Double.parseDouble(text);
        if (Math.abs(value) > most) {
            throw source.error(source.line(), fieldColumn, "\"" + text + "\"", expected);
        }
        return value;
    }
}
