package verge.lab.reproduce;

import java.nio.file.Path;
import java.util.List;
import verge.lab.Budget;
import verge.lab.Progress;

/**
 * How to make a table again.
 *
 * @param budget how much time there is
 * @param profile the method's profile, in lower case
 * @param dags the folder of the published graphs; null to generate graphs of the same kinds
 * @param out the folder of the runs and the table, which exists
 * @param seeds how many seeds; 0 for the budget's
 * @param only the one method whose policies are made; null for all of the table
 * @param settings {@code key=value} words that override the budget's
 * @param threads how many threads may be used; no result depends on it
 * @param progress where to tell how far it is
 */
public record ReproductionRequest(Budget budget, String profile, Path dags, Path out, int seeds,
        String only, List<String> settings, int threads, Progress progress) {
}
