package verge.lab.scenario;

import java.util.List;

/**
 * The course of an episode, as a report draws it.
 *
 * @param timeUnit what a step is, such as {@code slot}
 * @param places where users and servers are; empty in a world without places
 * @param links who is linked to whom
 * @param charts what is drawn over time, several lines each
 * @param delaysSeconds the delay of each task that was done
 */
public record EpisodeTrace(String timeUnit, List<Place> places, List<Link> links,
        List<Chart> charts, double[] delaysSeconds) {
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
    }

    /**
     * One quantity over time.
     *
     * @param name what to call it
     * @param values one per step
     */
    public record Line(String name, double[] values) {
    }
}
