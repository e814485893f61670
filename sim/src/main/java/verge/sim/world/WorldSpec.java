package verge.sim.world;

import java.util.List;

/**
 * What a world's arrays hold and how long they can become.
 *
 * @param name         the world's kind
 * @param timeUnit     unit of times and rewards
 * @param featureNames one per column of {@link Decisions#features()}
 * @param choices      how many choices a row has at most
 * @param maxRows      rows that one moment may append at most
 * @param maxDecisions decisions of one episode at most
 */
public record WorldSpec(String name, String timeUnit, List<String> featureNames, int choices,
        int maxRows, int maxDecisions) {

    /** Copies the list. */
    public WorldSpec {
        featureNames = List.copyOf(featureNames);
    }

    /** Number of columns. */
    public int features() {
        return featureNames.size();
    }
}
