package verge.lab.run;

/**
 * One row of a series.
 *
 * @param step when
 * @param value what
 */
public record Point(long step, double value) {
}
