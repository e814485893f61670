package verge.lab;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verge.lab.config.Config;
import verge.lab.config.NearWords;
import verge.lab.report.Report;
import verge.lab.run.Manifest;
import verge.lab.run.Results;
import verge.lab.run.RunFolder;
import verge.lab.run.SummaryRow;
import verge.lab.scenario.PolicyRun;
import verge.sim.core.InputException;

/**
 * Trains a method and evaluates it beside its baselines, or runs a policy that does not learn, and
 * leaves a run folder with a report.
 */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Trains a method and evaluates it beside its baselines, or runs a policy that"
                + " does not learn, and writes a run folder with a report.")
final class RunCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "METHOD|POLICY",
            description = "A method that `verge methods` lists, or a policy that `verge scenarios"
                    + " S` lists.")
    private String name;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "key=value",
            description = "Settings of the method, or of policy and scenario; they override the"
                    + " file's. An unknown key shows the near ones.")
    private List<String> settings = List.of();

    @Option(names = "--budget", paramLabel = "B",
            description = "smoke, quick, standard or full; sets the defaults of a method, or how"
                    + " many episodes a policy gets: 3, 20, 100 or 1000 (default: quick).")
    private Budget budget;

    @Option(names = "--seed", paramLabel = "N",
            description = "Root seed of everything random (default: 1).")
    private Long seed;

    @Option(names = "--scenario", paramLabel = "S",
            description = "One of those that `verge scenarios` lists, for policies and for methods"
                    + " that have some.")
    private String scenario;

    @Option(names = "--config", paramLabel = "FILE",
            description = "YAML file of settings, such as a run's config.yaml.")
    private Path file;

    @Option(names = "--out", paramLabel = "DIR",
            description = "The run's folder, new or empty (default: runs/METHOD-SEED-n).")
    private Path out;

    @Option(names = "--resume", description =
            "Go on with the run in --out from its last checkpoint.")
    private boolean resume;

    @Mixin
    private ThreadsOption threads;

    @Option(names = "--json", description = "Print one JSON object: run, table, digest.")
    private boolean json;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (scenario != null && !console.methods().has(name)) {
            runPolicy();
        } else {
            run(console.methods().find("command line", name));
        }
        return 0;
    }

    private void runPolicy() {
        threads.count();                            // is checked; episodes are played on one
        if (resume) {
            throw new InputException("command line", "--resume", "a policy",
                    "a method: policies run from the beginning");
        }
        PolicyRun run = PolicyRun.of(scenario, name, file, settings);
        Budget size = budget == null ? Budget.QUICK : budget;
        RunFolder folder;
        try (Progress progress = console.progress()) {
            folder = run.run(out, seed == null ? 1 : seed, episodes(size), size.toString(), progress);
        }
        folder.writeReport(Report.html(List.of(folder)));
        show(folder, List.of(folder.world().row()), folder.world().table());
    }

    private static int episodes(Budget budget) {
        return switch (budget) {
            case SMOKE -> 3;
            case QUICK -> 20;
            case STANDARD -> 100;
            case FULL -> 1000;
        };
    }

    private <C extends Record> void run(Method<C> method) {
        int threadCount = threads.count();
        if (scenario != null && !method.scenarios().contains(scenario)) {
            throw new InputException("command line", "--scenario", "\"" + scenario + "\"",
                    method.scenarios().isEmpty() ? "none: " + method.name() + " has no scenarios"
                            : NearWords.expected(scenario, method.scenarios()));
        }
        RunFolder folder = resume ? resumed(method) : null;
        Budget size = folder == null ? budget == null ? Budget.QUICK : budget : budgetOf(folder);
        C config = folder == null ? resolved(method, size)
                : resumedConfig(folder, method.defaults(size));
        if (folder != null && folder.manifest().finished()) {
            Results results = folder.results();
            if (results == null) {
                throw new InputException(folder.path().toString(), "",
                        "a finished run without results.json", "its results");
            }
            show(folder, results);
            return;
        }
        if (folder == null) {
            RunFolder.requireFree(out);
        }
        method.check(config);
        if (folder == null) {
            folder = RunFolder.create(out,
                    Manifest.begin(method.name(), scenario, seed == null ? 1 : seed,
                    size.toString(), method.kernels()), config);
        }
        Manifest manifest = folder.manifest();
        RunOutcome outcome;
        try (Progress progress = console.progress()) {
            outcome = method.run(new RunContext<>(config, folder, size, manifest.scenario(),
                    manifest.seed(), threadCount, resume, progress));
        }
        folder.finish(outcome.results(), outcome.digests());
        folder.writeReport(Report.html(List.of(folder)));
        show(folder, outcome.results());
    }

    private <C extends Record> C resolved(Method<C> method, Budget size) {
        C chosen = Config.resolve(method.defaults(size), file, settings);
        return Config.resolve(method.defaults(size, chosen), file, settings);
    }

    private void show(RunFolder folder, Results results) {
        List<SummaryRow> rows = SummaryRow.of(results);
        show(folder, rows, SummaryRow.table(rows));
    }

    private void show(RunFolder folder, List<?> rows, String table) {
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("run", folder.path().toString());
            object.put("table", rows);
            object.put("digest", folder.digest());
            console.printJson(object);
        } else {
            console.print(table);
            console.print("run     " + folder.path() + "\nreport  "
                    + folder.path().resolve("report.html") + "\ndigest  " + folder.digest() + "\n");
        }
    }

    private RunFolder resumed(Method<?> method) {
        if (out == null) {
            throw new InputException("command line", "", "--resume alone",
                    "--resume with --out DIR");
        }
        RunFolder folder = RunFolder.open(out);
        Manifest run = folder.manifest();
        same("method", method.name(), run.method());
        same("seed", seed, run.seed());
        same("budget", budget, run.budget());
        same("scenario", scenario, run.scenario());
        return folder;
    }

    /** Nothing of a run may change under way; what is given again must be what it was. */
    private void same(String what, Object given, Object recorded) {
        if (given != null && !given.toString().equals(String.valueOf(recorded))) {
            throw new InputException("command line", what, given.toString(),
                    recorded + ", as in the run that is resumed");
        }
    }

    private <C extends Record> C resumedConfig(RunFolder folder, C defaults) {
        C recorded = folder.config(defaults);
        String[] then = Config.toYaml(recorded).split("\n");
        String[] now = Config.toYaml(Config.resolve(recorded, file, settings)).split("\n");
        for (int i = 0; i < then.length; i++) {
            same("settings", now[i], then[i]);
        }
        return recorded;
    }

    private static Budget budgetOf(RunFolder folder) {
        for (Budget known : Budget.values()) {
            if (known.toString().equals(folder.manifest().budget())) {
                return known;
            }
        }
        throw new InputException(folder.path().resolve("manifest.json").toString(), "budget",
                folder.manifest().budget(), "smoke, quick, standard or full");
    }
}
