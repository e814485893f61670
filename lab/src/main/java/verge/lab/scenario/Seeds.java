package verge.lab.scenario;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import verge.sim.core.InputException;

/**
 * A range of seeds.
 *
 * @param first the first one
 * @param last the last one, which belongs to the range
 */
public record Seeds(long first, long last) {
    private static final long MOST = 1_000_000;
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})(?:\\.\\.(\\d{1,18}))?");

    /**
     * Reads a range.
     *
     * @param text {@code A..B}, or {@code A} for one seed
     * @return the range
     * @throws InputException if it is none, or too long
     */
    public static Seeds parse(String text) {
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            long first = Long.parseLong(range.group(1));
            long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
            if (first <= last && last - first < MOST) {
                return new Seeds(first, last);
            }
        }
        throw new InputException("command line", "--seeds", "\"" + text + "\"",
                "A..B with A <= B, at most " + MOST + " seeds");
    }
}
