package verge.lab.mrlco;

import java.nio.file.Path;
import java.util.List;
import verge.algorithms.mrlco.MrlcoConfig;
import verge.lab.Budget;
import verge.sim.core.Timing;

/**
 * What a run of MRLCO can be told.
 *
 * @param method the hyper-parameters
 * @param graphs folders of training graphs, each a set of {@code .gv} files or a folder of such
 *     sets; none: generated
 * @param testGraphs folders of the graphs to adapt to, likewise; none: generated. What is tested on
 *     is never trained on
 * @param graphSeed seed of the generated graphs
 * @param tasks tasks per generated graph
 * @param graphsPerSet generated graphs per set
 * @param timing timing model
 * @param uplinkMbps uplink rate in Mbit/s
 * @param downlinkMbps downlink rate in Mbit/s
 * @param iterations iterations of the outer loop, K
 * @param drlIterations iterations of the fine-tuned DRL baseline's training; 0 leaves it out
 * @param updates adaptation updates of the evaluation
 * @param checkpointEvery iterations between checkpoints
 * @param optimumSeconds time limit of each optimum
 */
public record MrlcoSettings(MrlcoConfig method, List<Path> graphs, List<Path> testGraphs,
        long graphSeed, int tasks, int graphsPerSet, Timing timing, double uplinkMbps,
        double downlinkMbps, int iterations, int drlIterations, int updates, int checkpointEvery,
        double optimumSeconds) {

    private static final double RATE_MBPS = 7.0;
    private static final double OPTIMUM_SECONDS = 10.0;
    private static final int QUICK_GRAPHS = 10;
    private static final int MOST_TASKS = 1000;
    private static final int MOST_GRAPHS = 100_000;

    /** Copies the lists and checks the ranges. */
    public MrlcoSettings {
        graphs = List.copyOf(graphs);
        testGraphs = List.copyOf(testGraphs);
        method.network();
        method.ppo();
        atLeast("tasks", tasks, 1);
        atMost("tasks", tasks, MOST_TASKS);
        atLeast("graphs-per-set", graphsPerSet, 1);
        atMost("graphs-per-set", graphsPerSet, MOST_GRAPHS);
        atLeast("iterations", iterations, 0);
        atLeast("drl-iterations", drlIterations, 0);
        atLeast("updates", updates, 0);
        atLeast("checkpoint-every", checkpointEvery, 1);
        positive("uplink-mbps", uplinkMbps);
        positive("downlink-mbps", downlinkMbps);
        positive("optimum-seconds", optimumSeconds);
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least);
        }
    }

    private static void atMost(String name, int value, int most) {
        if (value > most) {
            throw new IllegalArgumentException(name + " must be at most " + most);
        }
    }

    private static void positive(String name, double value) {
        if (!(value > 0) || value == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(name + " must be positive and finite");
        }
    }

    /**
     * A profile with the iterations and generated graphs that a budget allows. The networks of the
     * paper and of its code cost many times ours: they get fewer iterations, and all graphs of a
     * task at once only without a limit.
     */
    static MrlcoSettings of(MrlcoConfig.Profile profile, Budget budget) {
        MrlcoConfig full = MrlcoConfig.of(profile);
        MrlcoConfig less = full.scaled(full.inputUnits(), full.hidden(), full.trajectories(),
                full.metaBatch(), QUICK_GRAPHS);
        int cost = profile == MrlcoConfig.Profile.VERGE ? 1 : 20;
        return switch (budget) {
            case SMOKE -> make(full.scaled(Math.min(full.inputUnits(), 8), 8, 4, 3, 2),
                    8, 4, 4, 4, 2, 2);
            case QUICK -> make(less, 20, 30, 80 / cost, 60 / cost, 20, 20);
            case STANDARD -> make(less, 20, 100, 1000 / cost, 1000 / cost, 20, 50);
            case FULL -> make(full, 20, 100, 2000, 2000, 100, 50);
        };
    }

    private static MrlcoSettings make(MrlcoConfig method, int tasks, int graphsPerSet,
            int iterations, int drlIterations, int updates, int checkpointEvery) {
        return new MrlcoSettings(method, List.of(), List.of(), 1, tasks, graphsPerSet,
                Timing.RELEASED, RATE_MBPS, RATE_MBPS, iterations, drlIterations, updates,
                checkpointEvery, OPTIMUM_SECONDS);
    }
}
