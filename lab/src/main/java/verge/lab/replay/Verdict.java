package verge.lab.replay;

/**
 * What came of comparing a recording.
 *
 * @param agrees whether everything recorded is what was computed
 * @param message one line: what agrees, or the first difference
 */
public record Verdict(boolean agrees, String message) {
}
