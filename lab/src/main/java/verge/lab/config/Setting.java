package verge.lab.config;

import java.util.List;
import verge.sim.core.InputException;

/**
 * One key with its value as text, and where it was written.
 *
 * @param source the file, or the command line
 * @param line its line, from 1; 0 on the command line
 * @param key the key as written
 * @param values one text, or a list's texts
 * @param list whether it was written as a list
 */
record Setting(String source, int line, String key, List<String> values, boolean list) {
    String place() {
        return line == 0 ? key : "line " + line + ": " + key;
    }

    /** What was written, for messages. */
    String text() {
        return String.join(", ", values);
    }

    InputException refuse(String found, String expected) {
        return new InputException(source, place(), found, expected);
    }
}
