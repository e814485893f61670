package verge.sim.world;

import java.util.List;

/**
 * What a world's arrays hold and how long they can become.
 *
 * @param name         the world's kind
 * @param timeUnit     unit of times and rewards
 * @param featureNames one per column of {@link Decisions#features()}
 * @param levelNames   one per column of {@link Decisions#levels()}; none where actions are discrete
 * @param choices      how many choices a row has at most
 * @param maxRows      rows that one moment may append at most
 * @param maxDecisions decisions of one episode at most
 */
public record WorldSpec(String name, String timeUnit, List<String> featureNames,
        List<String> levelNames, int choices, int maxRows, int maxDecisions) {

    /** Copies the lists. */
    public WorldSpec {
        featureNames = List.copyOf(featureNames);
        levelNames = List.copyOf(levelNames);
    }

    /** A world whose actions are discrete; see the components. */
    public WorldSpec(String name, String timeUnit, List<String> featureNames, int choices,
            int maxRows, int maxDecisions) {
        this(name, timeUnit, featureNames, List.of(), choices, maxRows, maxDecisions);
    }

    /** Number of columns. */
    public int features() {
        return featureNames.size();
    }

    /** Number of continuous parts of an action. */
    public int levels() {
        return levelNames.size();
    }
}
