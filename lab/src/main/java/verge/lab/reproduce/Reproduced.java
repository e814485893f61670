package verge.lab.reproduce;

import java.util.Map;

/**
 * A table that was made again, in four forms.
 *
 * @param json one object, its keys in order
 * @param text for a terminal
 * @param csv one figure per line
 * @param html a self-contained page
 */
public record Reproduced(Map<String, Object> json, String text, String csv, String html) {
}
