package verge.lab.dag;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import verge.algorithms.dag.LearningTask;
import verge.lab.dag.DagSettings.Sets;
import verge.lab.dag.GraphFolders.GraphSet;
import verge.lab.dag.GraphFolders.Known;
import verge.lab.text.Numbers;
import verge.sim.core.InputException;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.TaskGraph;
import verge.sim.workload.TaskGraphGenerator;
import verge.sim.workload.TaskGraphGenerator.Shape;

/**
 * The learning tasks of a run, read from folders or generated.
 *
 * @param training sets to train on, at least one
 * @param test sets to adapt to, at least one
 */
record GraphSets(List<LearningTask> training, List<LearningTask> test) {

    private static final double[] STEPS = {0.4, 0.5, 0.6, 0.7, 0.8};
    private static final double[] CCR = {0.3, 0.4, 0.5};
    /** Sizes of the papers' second experiment. */
    private static final int[] TRAINING_SIZES = {10, 15, 25, 35, 45, 50};
    private static final int[] TEST_SIZES = {20, 30, 40};
    /** Sets of the third experiment of MRLATO. */
    private static final int MIXED_SETS = 24;

    /**
     * Reads or generates the graphs of a run.
     *
     * @throws InputException if a folder or graph is bad, or nothing is left to train on
     */
    static GraphSets of(DagSettings settings) {
        List<GraphSet> test = new ArrayList<>();
        for (Path folder : GraphFolders.sets(settings.testGraphs())) {
            test.add(GraphFolders.read(folder));
        }
        if (test.isEmpty()) {
            test = generated(settings, true);
        }
        List<GraphSet> training = settings.graphs().isEmpty() ? generated(settings, false)
                : training(settings, test);
        return new GraphSets(tasks(training, settings.trainingRates(), settings),
                tasks(test, settings.testRates(), settings));
    }

    /** Reads a folder of graphs, or one graph, under the rates of the settings. */
    static LearningTask read(Path path, DagSettings settings) {
        return tasks(List.of(GraphFolders.read(path)), List.of(), settings).get(0);
    }

    /** Reads the training sets without the graphs that are tested on, whatever they are called. */
    private static List<GraphSet> training(DagSettings settings, List<GraphSet> test) {
        Known held = new Known();
        test.forEach(set -> set.graphs().forEach(held::add));
        List<GraphSet> sets = new ArrayList<>();
        for (Path folder : GraphFolders.sets(settings.graphs())) {
            GraphSet set = GraphFolders.read(folder);
            List<TaskGraph> graphs = new ArrayList<>(set.graphs());
            graphs.removeIf(held::has);
            if (!graphs.isEmpty()) {
                sets.add(new GraphSet(set.name(), graphs));
            }
        }
        if (sets.isEmpty()) {
            throw new InputException(settings.graphs().get(0).toString(), "",
                    "only graphs that are tested on", "at least one other graph");
        }
        return sets;
    }

    /** Every set at every rate, in that order; at the run's rates where there are none. */
    private static List<LearningTask> tasks(List<GraphSet> sets, List<Double> rates,
            DagSettings settings) {
        List<LearningTask> tasks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (GraphSet set : sets) {
            if (rates.isEmpty()) {
                tasks.add(task(set, unused(set.name(), names), settings.uplinkMbps(),
                        settings.downlinkMbps(), settings));
            }
            for (double rate : rates) {
                tasks.add(task(set, unused(set.name() + "-at-" + Numbers.text(rate), names), rate,
                        rate, settings));
            }
        }
        return tasks;
    }

    private static String unused(String name, Set<String> names) {
        String unused = name;
        for (int i = 2; !names.add(unused); i++) {
            unused = name + "-" + i;
        }
        return unused;
    }

    private static LearningTask task(GraphSet set, String name, double uplinkMbps,
            double downlinkMbps, DagSettings settings) {
        List<OffloadProblem> problems = new ArrayList<>();
        for (TaskGraph graph : set.graphs()) {
            problems.add(problem(graph, uplinkMbps, downlinkMbps, settings));
        }
        return new LearningTask(name, problems);
    }

    /** The sets of one of the papers' experiments: those to test on, or the others. */
    private static List<GraphSet> generated(DagSettings settings, boolean test) {
        return switch (settings.sets()) {
            case TOPOLOGIES -> topologies(settings, test);
            case SIZES -> sizes(settings, test ? TEST_SIZES : TRAINING_SIZES);
            case MIXED -> mixed(settings, test);
        };
    }

    private static List<GraphSet> topologies(DagSettings settings, boolean test) {
        List<GraphSet> sets = new ArrayList<>();
        Set<String> held = new HashSet<>();
        for (String text : settings.testShapes()) {
            double[] shape = DagSettings.shape(text);
            held.add(name(shape[0], shape[1]));
            if (test) {
                sets.add(generated(settings, name(shape[0], shape[1]), settings.tasks(), shape));
            }
        }
        for (double fat : STEPS) {
            for (double density : STEPS) {
                if (!test && !held.contains(name(fat, density))) {
                    sets.add(generated(settings, name(fat, density), settings.tasks(),
                            new double[] {fat, density}));
                }
            }
        }
        return sets;
    }

    private static String name(double fat, double density) {
        return "fat-" + Numbers.text(fat) + "-density-" + Numbers.text(density);
    }

    private static List<GraphSet> sizes(DagSettings settings, int[] sizes) {
        List<GraphSet> sets = new ArrayList<>();
        for (int tasks : sizes) {
            sets.add(generated(settings, "n-" + tasks, tasks, null));
        }
        return sets;
    }

    private static List<GraphSet> mixed(DagSettings settings, boolean test) {
        List<GraphSet> sets = new ArrayList<>();
        for (int i = 0; i < (test ? 1 : MIXED_SETS); i++) {
            sets.add(generated(settings, test ? "mixed-test" : "mixed-" + i, settings.tasks(),
                    null));
        }
        return sets;
    }

    /** One generated set; without a shape every graph draws its own from the paper's grid. */
    private static GraphSet generated(DagSettings settings, String name, int tasks,
            double[] shape) {
        List<TaskGraph> graphs = new ArrayList<>();
        for (int i = 0; i < settings.graphsPerSet(); i++) {
            String graph = name + "." + i;
            RandomStream random = new RandomStream(settings.graphSeed(), "graphs/" + graph);
            double ccr = CCR[random.nextInt(CCR.length)];
            double fat = shape == null ? STEPS[random.nextInt(STEPS.length)] : shape[0];
            double density = shape == null ? STEPS[random.nextInt(STEPS.length)] : shape[1];
            graphs.add(TaskGraphGenerator.generate(Shape.paper(tasks, fat, density, ccr), random,
                    graph));
        }
        return new GraphSet(name, graphs);
    }

    /** A graph under rates, with the timing model and the rank of the settings. */
    static OffloadProblem problem(TaskGraph graph, double uplinkMbps, double downlinkMbps,
            DagSettings settings) {
        try {
            return settings.rank().apply(new OffloadProblem(graph, settings.timing(), uplinkMbps,
                    downlinkMbps));
        } catch (IllegalArgumentException e) {
            throw new InputException(graph.name(), "", "rates of " + Numbers.text(uplinkMbps)
                    + " and " + Numbers.text(downlinkMbps) + " Mbit/s",
                    "a legal problem (" + e.getMessage() + ")");
        }
    }
}
