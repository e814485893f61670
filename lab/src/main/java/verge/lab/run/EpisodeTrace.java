package verge.lab.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The course of an episode, as a report draws it. Long ones are thinned: a value is then the mean
 * over several steps.
 *
 * @param timeUnit what a step is, such as {@code slot}
 * @param stepsPerValue how many steps a value of a line is the mean of
 * @param places where users and servers are; empty in a world without places
 * @param links who is linked to whom
 * @param charts what is drawn over time, several lines each
 * @param delays how the delays of all tasks that were done are distributed
 */
public record EpisodeTrace(String timeUnit, int stepsPerValue, List<Place> places, List<Link> links,
        List<Chart> charts, Histogram delays) {
    private static final int MOST_VALUES = 1000;
    private static final int MOST_PLACES = 5000;
    private static final int MOST_LINKS = 20_000;

    /** Copies the lists. */
    public EpisodeTrace {
        places = List.copyOf(places);
        links = List.copyOf(links);
        charts = List.copyOf(charts);
    }

    /**
     * A trace of what was recorded at each step; all lines of all charts have as many values as the
     * longest, or their own step.
     *
     * @param timeUnit what a step is
     * @param places where users and servers are; beyond 5000 none is drawn
     * @param links who is linked to whom; beyond 20,000 none is drawn
     * @param charts lines of one value per step
     * @param delaysSeconds the delay of each task that was done
     * @return the trace, thinned where it is long
     */
    public static EpisodeTrace of(String timeUnit, List<Place> places, List<Link> links,
            List<Chart> charts, double[] delaysSeconds) {
        int steps = charts.stream().flatMap(chart -> chart.lines.stream())
                .mapToInt(line -> line.values.length).max().orElse(0);
        int group = Math.max(1, (steps + MOST_VALUES - 1) / MOST_VALUES);
        boolean drawn = places.size() <= MOST_PLACES;
        return new EpisodeTrace(timeUnit, group, drawn ? places : List.of(),
                drawn && links.size() <= MOST_LINKS ? links : List.of(),
                charts.stream().map(chart -> chart.thinned(group)).toList(),
                Histogram.of(delaysSeconds));
    }

    /**
     * A user or a server on the map.
     *
     * @param kind {@code user} or {@code server}
     * @param name what to call it
     * @param xMetres to the east
     * @param yMetres to the north
     */
    public record Place(String kind, String name, double xMetres, double yMetres) {
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

        /** Counts values, none negative, in bins whose width is 1, 2 or 5 times a power of ten. */
        static Histogram of(double[] values) {
            double most = Arrays.stream(values).max().orElse(0);
            if (!(most > 0)) {
                return new Histogram(0, 1, values.length == 0 ? new long[0]
                        : new long[] {values.length});
            }
            double width = StrictMath.pow(10, StrictMath.ceil(StrictMath.log10(most)));
            for (int i = 0; most / width < FEWEST_BINS; i++) {
                width *= FINER[i % FINER.length];
            }
            long[] counts = new long[(int) (most / width) + 1];
            for (double value : values) {
                counts[(int) (value / width)]++;
            }
            return new Histogram(Arrays.stream(values).average().orElse(0), width, counts);
        }
    }
}
