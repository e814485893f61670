package verge.lab.dag;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import verge.algorithms.dag.LearningTask;
import verge.lab.text.Numbers;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.TaskGraph;
import verge.sim.workload.TaskGraphGenerator;
import verge.sim.workload.TaskGraphGenerator.Shape;

/** Graphs that are unlike those of a training in one respect each. */
final class GeneralisationSets {

    private static final int TASKS = 20;
    private static final double[] OTHER_SHARES = {0.2, 0.4, 0.8, 1.0};
    private static final double[] OTHER_CCR = {0.1, 0.2, 1.0, 2.0};
    private static final double[] OTHER_REGULAR = {0.0, 1.0};
    private static final int[] OTHER_JUMP = {2, 4};
    private static final int[] OTHER_SIZES = {10, 15, 25, 30, 35, 40, 45, 50};
    private static final double[] OTHER_RATES = {4.0, 5.5, 8.5, 11.5, 16.0, 22.0};

    private final DagSettings run;
    private final GeneralisationSettings settings;
    private final Path published;
    private final List<Row> rows = new ArrayList<>();

    /**
     * A row of the table.
     *
     * @param label in what respect its graphs are others
     * @param source {@code generated}, or the name of the folder or table they were read from
     * @param task the graphs
     */
    record Row(String label, String source, LearningTask task) {}

    private GeneralisationSets(DagSettings run, GeneralisationSettings settings, Path published) {
        this.run = run;
        this.settings = settings;
        this.published = published;
    }

    /**
     * All rows.
     *
     * @param run rates, timing and rank of the policy's run
     * @param published the folder of the published graphs, of which the rows by number of tasks and by
     *     rate are taken then; null to generate these too
     * @throws verge.sim.core.InputException if a folder or table is bad
     */
    static List<Row> of(DagSettings run, GeneralisationSettings settings, Path published) {
        GeneralisationSets sets = new GeneralisationSets(run, settings, published);
        sets.structures();
        for (int tasks : OTHER_SIZES) {
            sets.sized("n = " + tasks, tasks, run);
        }
        for (double rate : OTHER_RATES) {
            sets.sized(Numbers.text(rate) + " Mbit/s", TASKS,
                    run.under(run.timing(), rate, rate));
        }
        for (Path jobs : settings.jobs()) {
            sets.rows.add(new Row("batch jobs", jobs.getFileName().toString(),
                    GraphSets.read(jobs, run)));
        }
        return sets.rows;
    }

    private void structures() {
        Shape usual = shape(TASKS, 0.6, 0.6, 0.5, 1, 0.4);
        generated("fat 0.6 density 0.6 ccr 0.4", usual, run);
        for (double fat : OTHER_SHARES) {
            generated("fat " + Numbers.text(fat), shape(TASKS, fat, 0.6, 0.5, 1, 0.4), run);
        }
        for (double density : OTHER_SHARES) {
            generated("density " + Numbers.text(density), shape(TASKS, 0.6, density, 0.5, 1, 0.4), run);
        }
        for (double regular : OTHER_REGULAR) {
            generated("regular " + Numbers.text(regular), shape(TASKS, 0.6, 0.6, regular, 1, 0.4), run);
        }
        for (int jump : OTHER_JUMP) {
            generated("jump " + jump, shape(TASKS, 0.6, 0.6, 0.5, jump, 0.4), run);
        }
        for (double ccr : OTHER_CCR) {
            generated("ccr " + Numbers.text(ccr), shape(TASKS, 0.6, 0.6, 0.5, 1, ccr), run);
        }
    }

    private static Shape shape(int tasks, double fat, double density, double regular, int jump,
            double ccr) {
        return new Shape(tasks, fat, density, regular, jump, ccr, Shape.PAPER_MIN_BYTES,
                Shape.PAPER_MAX_BYTES);
    }

    /** Graphs of so many tasks, the published ones where they are given. */
    private void sized(String label, int tasks, DagSettings under) {
        if (published == null) {
            generated(label, shape(tasks, 0.6, 0.6, 0.5, 1, 0.4), under);
            return;
        }
        Path folder = published.resolve("by_n").resolve("offload_random" + tasks);
        rows.add(new Row(label, folder.getFileName().toString(), GraphSets.read(folder, under)));
    }

    private void generated(String label, Shape shape, DagSettings under) {
        List<OffloadProblem> problems = new ArrayList<>();
        for (int i = 0; i < settings.graphsPerSet(); i++) {
            String name = label.replaceAll("[^a-z0-9.]+", "-") + "." + i;
            RandomStream random = new RandomStream(settings.graphSeed(), "graphs/" + name);
            TaskGraph graph = TaskGraphGenerator.generate(shape, random, name);
            problems.add(GraphSets.problem(graph, under.uplinkMbps(), under.downlinkMbps(), under));
        }
        rows.add(new Row(label, "generated", new LearningTask(label, problems)));
    }
}
