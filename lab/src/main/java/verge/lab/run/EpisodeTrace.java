package verge.lab.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import verge.sim.core.Turn;

/**
 * The course of an episode, as a report draws it. Long ones are thinned: a value is then the mean
 * over several steps.
 *
 * @param timeUnit what times are in, such as {@code slot} or {@code s}
 * @param times when each value of a line was, or the first of those that it is the mean of
 * @param stepsPerValue how many steps a value of a line is the mean of
 * @param map who is where; null where it would be too full
 * @param charts what is drawn over time, several lines each
 * @param delays how the delays of all tasks that were done are distributed
 */
public record EpisodeTrace(String timeUnit, double[] times, int stepsPerValue, Map map,
        List<Chart> charts, Histogram delays) {
    private static final int MOST_VALUES = 1000;

    /** Copies the list. */
    public EpisodeTrace {
        Objects.requireNonNull(times, "times");
        charts = List.copyOf(charts);
    }

    /**
     * A trace of what was recorded at each step.
     *
     * @param timeUnit what times are in
     * @param times when each step was
     * @param map who is where, or null
     * @param charts lines of one value per step
     * @param delays of the tasks that were done
     * @return the trace, thinned where it is long
     */
    public static EpisodeTrace of(String timeUnit, double[] times, Map map, List<Chart> charts,
            Histogram delays) {
        int group = Math.max(1, (times.length + MOST_VALUES - 1) / MOST_VALUES);
        double[] thin = new double[(times.length + group - 1) / group];
        for (int i = 0; i < thin.length; i++) {
            thin[i] = times[i * group];
        }
        return new EpisodeTrace(timeUnit, thin, group, map,
                charts.stream().map(chart -> chart.thinned(group)).toList(), delays);
    }

    /**
     * The times of steps of equal length.
     *
     * @param steps how many
     * @param length of each
     * @return 0, length, twice that and so on
     */
    public static double[] steps(int steps, double length) {
        double[] times = new double[steps];
        for (int i = 0; i < steps; i++) {
            times[i] = i * length;
        }
        return times;
    }

    /**
     * Who is where, and linked to whom.
     *
     * @param about what it shows, a sentence or two
     * @param measured whether places are real ones, in metres
     * @param places where users and servers are
     * @param links who is linked to whom
     */
    public record Map(String about, boolean measured, List<Place> places, List<Link> links) {
        private static final int MOST_PLACES = 5000;
        private static final int MOST_LINKS = 20_000;
        private static final double INNER = 0.45;

        /** Copies the lists. */
        public Map {
            places = List.copyOf(places);
            links = List.copyOf(links);
        }

        /**
         * A map in metres.
         *
         * @param about what it shows
         * @param places where users and servers are
         * @param links who is linked to whom; beyond 20,000 none is drawn
         * @return the map; null beyond 5000 places
         */
        public static Map of(String about, List<Place> places, List<Link> links) {
            return of(about, true, places, links);
        }

        /**
         * Those who have no places, in two circles.
         *
         * @param about what links mean
         * @param users how many stand outside; place u is user u
         * @param servers how many stand inside; they follow the users
         * @param links who is linked to whom; beyond 20,000 none is drawn
         * @return the map; null beyond 5000 places
         */
        public static Map circles(String about, int users, int servers, List<Link> links) {
            List<Place> places = new ArrayList<>();
            for (int u = 0; u < users; u++) {
                places.add(onCircle("user", u, users, 1));
            }
            for (int s = 0; s < servers; s++) {
                places.add(onCircle("server", s, servers, users == 0 ? 1 : INNER));
            }
            return of("Nobody has a place in this world: they stand in a circle. " + about, false,
                    places, links);
        }

        private static Place onCircle(String kind, int number, int count, double radius) {
            double turn = (double) number / count;
            return new Place(kind, kind + " " + number, radius * Turn.cosine(turn),
                    radius * Turn.sine(turn));
        }

        private static Map of(String about, boolean measured, List<Place> places,
                List<Link> links) {
            return places.size() > MOST_PLACES ? null : new Map(about, measured, places,
                    links.size() > MOST_LINKS ? List.of() : links);
        }
    }

    /**
     * A user or a server on the map.
     *
     * @param kind {@code user} or {@code server}
     * @param name what to call it
     * @param x to the east, in metres where that is measured
     * @param y to the north, likewise
     */
    public record Place(String kind, String name, double x, double y) {
    }

    /**
     * A line on the map.
     *
     * @param from index of a place
     * @param to index of a place
     */
    public record Link(int from, int to) {
    }

    /**
     * Quantities over time.
     *
     * @param title what is drawn
     * @param unit of all lines
     * @param lines at least one
     */
    public record Chart(String title, String unit, List<Line> lines) {
        /** Copies the list. */
        public Chart {
            lines = List.copyOf(lines);
        }

        private Chart thinned(int group) {
            List<Line> thin = new ArrayList<>();
            for (Line line : lines) {
                double[] values = new double[(line.values.length + group - 1) / group];
                for (int i = 0; i < values.length; i++) {
                    int end = Math.min(line.values.length, (i + 1) * group);
                    values[i] = Arrays.stream(line.values, i * group, end).average().orElse(0);
                }
                thin.add(new Line(line.name, values));
            }
            return new Chart(title, unit, thin);
        }
    }

    /**
     * One quantity over time.
     *
     * @param name what to call it
     * @param values one per step, or per group of steps
     */
    public record Line(String name, double[] values) {
    }

    /**
     * How many values lie where. Bins are equally wide, the first begins at 0.
     *
     * @param meanSeconds mean of all values; 0 where there are none
     * @param widthSeconds of a bin
     * @param counts values in each bin: {@code [bins]}; empty where there are none
     */
    public record Histogram(double meanSeconds, double widthSeconds, long[] counts) {
        private static final int FEWEST_BINS = 15;
        private static final double[] FINER = {0.5, 0.4, 0.5};     // 10, 5, 2, 1 ...

        /**
         * Counts values.
         *
         * @param values none negative
         * @param leastWidth of a bin, such as the slot whose multiples they are; 0 for none
         * @return counts in bins as wide as that, or as 1, 2 or 5 times a power of ten
         */
        public static Histogram of(double[] values, double leastWidth) {
            double most = Arrays.stream(values).max().orElse(0);
            if (!(most > 0)) {
                return new Histogram(0, 1, values.length == 0 ? new long[0]
                        : new long[] {values.length});
            }
            double width = StrictMath.pow(10, StrictMath.ceil(StrictMath.log10(most)));
            for (int i = 0; most / width < FEWEST_BINS; i++) {
                width *= FINER[i % FINER.length];
            }
            width = Math.max(width, leastWidth);
            long[] counts = new long[bin(most, width) + 1];
            for (double value : values) {
                counts[bin(value, width)]++;
            }
            return new Histogram(Arrays.stream(values).average().orElse(0), width, counts);
        }

        /** A multiple of the width begins its bin, even where division falls just short of it. */
        private static int bin(double value, double width) {
            return (int) (value / width + 1e-9);
        }
    }
}
