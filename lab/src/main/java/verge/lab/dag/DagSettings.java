package verge.lab.dag;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import verge.algorithms.dag.Adaptation;
import verge.algorithms.dag.Decoding;
import verge.algorithms.dag.LearnerConfig;
import verge.algorithms.dag.Profile;
import verge.algorithms.dag.RankWeight;
import verge.lab.Budget;
import verge.sim.core.OffloadProblem;
import verge.sim.core.Timing;
import verge.sim.policy.Optimum;

/**
 * What a run of a method over task graphs can be told.
 *
 * @param method the hyper-parameters
 * @param graphs folders of training graphs, each a set of {@code .gv} files or a folder of such
 *     sets; none: generated
 * @param testGraphs folders of the graphs to adapt to, likewise; none: generated. What is tested on
 *     is never trained on
 * @param sets which sets are generated
 * @param testShapes fat and density of the generated test topologies, such as 0.6/0.8
 * @param graphSeed seed of the generated graphs
 * @param tasks tasks per generated graph, but for sets of several sizes
 * @param graphsPerSet generated graphs per set
 * @param timing timing model
 * @param rank what a task weighs in the order of the tasks
 * @param uplinkMbps uplink rate in Mbit/s
 * @param downlinkMbps downlink rate in Mbit/s
 * @param trainingRates rates in Mbit/s, up and down: each training set at each of them is a learning
 *     task; none: the rates above
 * @param testRates likewise for the test sets
 * @param iterations iterations of the training, K
 * @param drlIterations iterations of the fine-tuned DRL baseline beside it; 0 leaves it out
 * @param updates adaptation updates of the evaluation
 * @param decoding how the plans are found of which the best is taken
 * @param temperature what logits are divided by then, unless plans are sampled
 * @param checkpointEvery iterations between checkpoints
 * @param optimumNodes how many partial plans the search for each optimum may look at before it gives
 *     the proof up; not seconds, since no result may depend on the clock
 */
public record DagSettings(LearnerConfig method, List<Path> graphs, List<Path> testGraphs,
        Sets sets, List<String> testShapes, long graphSeed, int tasks, int graphsPerSet,
        Timing timing, RankWeight rank, double uplinkMbps, double downlinkMbps,
        List<Double> trainingRates, List<Double> testRates, int iterations, int drlIterations,
        int updates, Decoding decoding, double temperature, int checkpointEvery,
        long optimumNodes) {

    private static final double RATE_MBPS = 7.0;
    private static final long OPTIMUM_NODES = 20_000_000;
    private static final int QUICK_GRAPHS = 10;
    private static final int MOST_TASKS = 1000;
    private static final int MOST_GRAPHS = 100_000;

    /** Which sets of graphs are generated: those of the papers' three experiments. */
    public enum Sets {
        /** One per fat and density; some of them are tested on. */
        TOPOLOGIES,
        /** One per number of tasks, fat and density at random. */
        SIZES,
        /** Fat and density at random, one set to test on. */
        MIXED
    }

    /** Copies the lists and checks the ranges. */
    public DagSettings {
        graphs = List.copyOf(graphs);
        testGraphs = List.copyOf(testGraphs);
        testShapes = List.copyOf(testShapes);
        trainingRates = List.copyOf(trainingRates);
        testRates = List.copyOf(testRates);
        method.network();
        method.ppo();
        new Adaptation.Search(decoding, temperature);
        testShapes.forEach(shape -> shape(shape));
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
        atLeast("optimum-nodes", optimumNodes, 1);
        trainingRates.forEach(rate -> positive("training-rates", rate));
        testRates.forEach(rate -> positive("test-rates", rate));
    }

    /** Fat and density of a shape as it is written. */
    static double[] shape(String text) {
        if (!text.matches("0\\.[0-9]/0\\.[0-9]|[01]\\.0/[01]\\.0")) {
            throw new IllegalArgumentException(
                    "test-shapes must be fat/density, one decimal each, such as 0.6/0.8");
        }
        int slash = text.indexOf('/');
        return new double[] {Double.parseDouble(text.substring(0, slash)),
            Double.parseDouble(text.substring(slash + 1))};
    }

    private static void atLeast(String name, long value, int least) {
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

    /** How the plans are found of which the best is taken. */
    Adaptation.Search search() {
        return new Adaptation.Search(decoding, temperature);
    }

    /** How each optimum is searched for. */
    Function<OffloadProblem, Optimum.Result> optimum() {
        return problem -> Optimum.solveWithinNodes(problem, optimumNodes);
    }

    /** The same under other rates and another timing model, both without a list of rates. */
    DagSettings under(Timing timing, double uplinkMbps, double downlinkMbps) {
        return new DagSettings(method, graphs, testGraphs, sets, testShapes, graphSeed, tasks,
                graphsPerSet, timing, rank, uplinkMbps, downlinkMbps, trainingRates, List.of(),
                iterations, drlIterations, updates, decoding, temperature, checkpointEvery,
                optimumNodes);
    }

    /**
     * A profile with the iterations and generated graphs that a budget allows. The networks of the
     * papers and of the published code cost many times ours: they get fewer iterations, and all
     * graphs of a task at once only without a limit.
     *
     * @throws IllegalArgumentException if the method has no such profile
     */
    static DagSettings of(Kind kind, Profile profile, Budget budget) {
        LearnerConfig full = kind.profile(profile);
        LearnerConfig less = full.scaled(full.inputUnits(), full.hidden(), full.trajectories(),
                full.metaBatch(), QUICK_GRAPHS);
        int cost = profile == Profile.VERGE ? 1 : 20;
        return switch (budget) {
            case SMOKE -> make(kind, full.scaled(Math.min(full.inputUnits(), 8), 8, 4, 3, 2), 8, 4,
                    4, 2, 2);
            case QUICK -> make(kind, less, kind.tasks, 30, 100 / cost, 20, 20);
            case STANDARD -> make(kind, less, kind.tasks, 100, 1200 / cost, 20, 50);
            case FULL -> make(kind, full, kind.tasks, 100, 2000, 100, 50);
        };
    }

    private static DagSettings make(Kind kind, LearnerConfig method, int tasks, int graphsPerSet,
            int iterations, int updates, int checkpointEvery) {
        boolean ours = method.profile() == Profile.VERGE;
        return new DagSettings(method, List.of(), List.of(), Sets.TOPOLOGIES, kind.testShapes, 1,
                tasks, graphsPerSet, kind.timing, kind.rank, RATE_MBPS, RATE_MBPS, List.of(),
                List.of(), iterations, kind == Kind.DRL ? 0 : iterations, updates,
                ours ? Decoding.DISTINCT : Decoding.SAMPLED, 1.0, checkpointEvery,
                OPTIMUM_NODES);
    }
}
