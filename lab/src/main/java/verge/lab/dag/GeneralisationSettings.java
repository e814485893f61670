package verge.lab.dag;

import java.nio.file.Path;
import java.util.List;
import verge.lab.Budget;

/**
 * What the table of generalisation can be told.
 *
 * @param policy {@code shipped}, or the folder of a run of MRLCO, MRLATO or the baseline
 * @param updates adaptation updates before the second measurement; 0 for none
 * @param graphsPerSet generated graphs per row
 * @param graphSeed seed of the generated graphs; 1 is that of the training sets
 * @param jobs tables of batch jobs in the form of the Alibaba trace of 2018, a row each
 * @param optimumNodes how many partial plans the search for each optimum may look at before it gives
 *     the proof up
 */
record GeneralisationSettings(String policy, int updates, int graphsPerSet, long graphSeed,
        List<Path> jobs, long optimumNodes) {

    /** The policy in the jar. */
    static final String SHIPPED = "shipped";

    private static final int MOST_UPDATES = 100_000;
    private static final int MOST_GRAPHS = 100_000;

    /** Copies the list and checks the ranges. */
    GeneralisationSettings {
        jobs = List.copyOf(jobs);
        require("updates", updates, 0, MOST_UPDATES);
        require("graphs-per-set", graphsPerSet, 1, MOST_GRAPHS);
        require("optimum-nodes", optimumNodes, 1, Long.MAX_VALUE);
    }

    /** What a budget allows. */
    static GeneralisationSettings of(Budget budget) {
        int graphs = switch (budget) {
            case SMOKE -> 2;
            case QUICK -> 30;
            case STANDARD -> 100;
            case FULL -> 1000;
        };
        return new GeneralisationSettings(SHIPPED, 0, graphs, 2, List.of(), 2_000_000);
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most);
        }
    }
}
