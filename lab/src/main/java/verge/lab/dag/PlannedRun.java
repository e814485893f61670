package verge.lab.dag;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import verge.algorithms.dag.LearnerConfig;
import verge.algorithms.dag.Profile;
import verge.lab.Budget;
import verge.lab.config.Config;
import verge.lab.dag.DagSettings.Sets;
import verge.lab.dag.PaperTable.Experiment;
import verge.lab.reproduce.ReproductionRequest;
import verge.sim.core.InputException;

/**
 * One of the runs that a table is made of.
 *
 * @param name its folder
 * @param method the method that is run
 * @param experiment the experiment it belongs to
 * @param seed its seed
 * @param settings what it is told
 */
record PlannedRun(String name, DagMethod method, Experiment experiment, long seed,
        DagSettings settings) {

    /** Rates of the papers' third experiment: 4 to 22 Mbit/s in steps of 3; tested at others. */
    private static final List<Double> TRAINING_RATES =
            List.of(4.0, 7.0, 10.0, 13.0, 16.0, 19.0, 22.0);
    private static final List<Double> TEST_RATES = List.of(5.5, 8.5, 11.5);
    /** Learning tasks per iteration where there are few sets (MRLCO, section 5.3). */
    private static final int SMALL_META_BATCH = 5;
    /** What a reproduction does not let users choose. */
    private static final Set<String> OF_THE_EXPERIMENT = Set.of("profile", "graphs", "test-graphs",
            "sets", "test-shapes", "tasks", "timing", "rank", "training-rates", "test-rates");
    /** Folders of the published graphs: Topology I to III, and by number of tasks. */
    private static final List<String> TOPOLOGIES =
            List.of("n20/offload_random20_8", "n20/offload_random20_12", "n20/offload_random20_24");
    private static final List<String> SIZES = List.of("by_n/offload_random20",
            "by_n/offload_random30", "by_n/offload_random40");

    /**
     * The runs behind a table, seed by seed, in each of which the method that the baseline goes with
     * trains both.
     */
    static List<PlannedRun> of(PaperTable table, List<Experiment> experiments,
            ReproductionRequest request) {
        Profile profile = Profile.valueOf(request.profile().toUpperCase(Locale.ROOT));
        List<PlannedRun> runs = new ArrayList<>();
        int seeds = request.seeds() > 0 ? request.seeds()
                : seeds(request.budget(), profile);
        for (int seed = 1; seed <= seeds; seed++) {
            for (Experiment experiment : experiments) {
                for (PaperTable.Column column : table.columns()) {
                    if (column.kind() != Kind.DRL) {
                        String name = column.key() + "-"
                                + experiment.name().toLowerCase(Locale.ROOT) + "-" + seed;
                        runs.add(new PlannedRun(name, DagMethod.of(column.kind()), experiment, seed,
                                settings(table, column.kind(), experiment, profile, request)));
                    }
                }
            }
        }
        return runs;
    }

    static int seeds(Budget budget, Profile profile) {
        return switch (budget) {
            case SMOKE, QUICK -> 1;
            case STANDARD -> profile == Profile.VERGE ? 3 : 1;
            case FULL -> 5;
        };
    }

    /** The last update that a table shows, or the one before where there is too little time. */
    private static int updates(PaperTable table, Budget budget, Profile profile) {
        List<Integer> updates = table.updates();
        boolean all = budget == Budget.FULL
                || budget == Budget.STANDARD && profile == Profile.VERGE;
        return updates.get(updates.size() - (all ? 1 : 2));
    }

    /** The budget's settings with those that the user chose instead. */
    private static DagSettings chosen(PaperTable table, Kind kind, Profile profile,
            ReproductionRequest request) {
        List<String> words = new ArrayList<>(request.settings());
        words.forEach(PlannedRun::requireFree);
        if (!given("updates", words)) {
            words.add("updates=" + updates(table, request.budget(), profile));
        }
        if (given("iterations", words) && !given("drl-iterations", words)) {
            words.addAll(words.stream().filter(word -> key(word).equals("iterations"))
                    .map(word -> "drl-" + word).toList());
        }
        return Config.resolve(DagMethod.of(kind).defaults(request.budget(), profile), null, words);
    }

    private static boolean given(String key, List<String> words) {
        return words.stream().anyMatch(word -> key(word).equals(key));
    }

    /** The key of a word, in kebab case. */
    private static String key(String word) {
        return word.replaceAll("=.*", "").replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    static void requireFree(String word) {
        String key = key(word);
        if (OF_THE_EXPERIMENT.contains(key)) {
            throw new InputException("command line", key, "\"" + word + "\"",
                    "no such setting: the table determines it");
        }
    }

    private static DagSettings settings(PaperTable table, Kind kind, Experiment experiment,
            Profile profile, ReproductionRequest request) {
        DagSettings s = chosen(table, kind, profile, request);
        Kind host = table.kind();
        boolean smoke = request.budget() == Budget.SMOKE;
        LearnerConfig method = s.method();
        if (experiment == Experiment.SIZES) {
            method = method.scaled(method.inputUnits(), method.hidden(), method.trajectories(),
                    Math.min(method.metaBatch(), SMALL_META_BATCH), method.graphsPerTask());
        }
        boolean rates = experiment == Experiment.RATES;
        Path dags = request.dags();
        return new DagSettings(method, graphs(dags, experiment), tests(dags, experiment),
                sets(experiment), host.testShapes, s.graphSeed(), smoke ? s.tasks() : host.tasks,
                s.graphsPerSet(), host.timing, host.rank, s.uplinkMbps(), s.downlinkMbps(),
                rates ? TRAINING_RATES : List.of(), rates ? TEST_RATES : List.of(), s.iterations(),
                kind == Kind.MRLCO && table.shows(Kind.DRL) ? Math.max(1, s.drlIterations()) : 0,
                s.updates(), s.decoding(), s.temperature(),
                s.checkpointEvery(), s.optimumNodes());
    }

    private static Sets sets(Experiment experiment) {
        return switch (experiment) {
            case TOPOLOGIES -> Sets.TOPOLOGIES;
            case SIZES -> Sets.SIZES;
            case RATES -> Sets.MIXED;
        };
    }

    /** Where the graphs to train on lie; those that are tested on are left out by the run. */
    private static List<Path> graphs(Path dags, Experiment experiment) {
        return dags == null ? List.of()
                : List.of(dags.resolve(experiment == Experiment.SIZES ? "by_n" : "n20"));
    }

    private static List<Path> tests(Path dags, Experiment experiment) {
        List<String> folders = switch (experiment) {
            case TOPOLOGIES -> TOPOLOGIES;
            case SIZES -> SIZES;
            case RATES -> SIZES.subList(0, 1);
        };
        return dags == null ? List.of() : folders.stream().map(dags::resolve).toList();
    }
}
