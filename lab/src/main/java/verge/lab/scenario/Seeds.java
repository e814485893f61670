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
    private static final long LAST = 999_999_999_999_999_999L;
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})(?:\\.\\.(\\d{1,18}))?");

    /**
     * Some seeds that follow each other.
     *
     * @param first the first one
     * @param count how many
     * @return the range
     * @throws InputException if a seed is out of bounds
     */
    public static Seeds of(long first, int count) {
        if (first < 0 || first > LAST - count + 1) {
            throw new InputException("command line", "--seed", Long.toString(first),
                    "0 to " + (LAST - count + 1));
        }
        return new Seeds(first, first + count - 1);
    }

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
