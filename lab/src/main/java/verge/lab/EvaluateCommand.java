package verge.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verge.lab.run.Results.CurvePoint;
import verge.lab.run.RunFolder;
import verge.lab.scenario.PolicyRun;
import verge.lab.scenario.Sweep;
import verge.lab.text.Numbers;
import verge.lab.text.TextTable;
import verge.sim.core.InputException;
import verge.sim.core.Timing;

/** Evaluates a run's policy on what it has not seen: one that learns also after each update. */
@Command(name = "evaluate", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Adapts a run's policy to other graphs and evaluates it after each update; a"
                + " policy that does not learn plays further episodes of its scenario.")
final class EvaluateCommand implements Callable<Integer> {
    private static final int MOST_UPDATES = 1_000_000;
    private static final int UPDATES = 20;
    private static final List<String> OF_METHODS =
            List.of("--updates", "--timing", "--uplink-mbps", "--downlink-mbps");

    private final Console console;

    @Parameters(index = "0", paramLabel = "RUN",
            description = "A run's folder; it is not modified.")
    private Path run;

    @Option(names = "--on", paramLabel = "PATH",
            description = "A folder of graphs (.gv, or WfCommons .json), one of these, or a"
            + " .csv of batch jobs (default: the run's own test graphs); for a policy that does not"
            + " learn, a scenario that has it (default: the run's own, with its settings).")
    private Path on;

    @Option(names = "--updates", paramLabel = "N",
            description = "Adaptation updates (default: 20).")
    private Integer updates;

    @Option(names = "--seed", paramLabel = "N",
            description = "Root seed (default: the run's; for a policy that does not learn, the first"
            + " that its run did not play).")
    private Long seed;

    @Option(names = "--timing", paramLabel = "T",
            description = "released or paper (default: the run's).")
    private Timing timing;

    @Option(names = "--uplink-mbps", paramLabel = "R",
            description = "Uplink rate in Mbit/s (default: the run's).")
    private Double uplink;

    @Option(names = "--downlink-mbps", paramLabel = "R",
            description = "Downlink rate in Mbit/s (default: as --uplink-mbps; without it the"
            + " run's).")
    private Double downlink;

    @Mixin
    private ThreadsOption threads;

    @Option(names = "--json", description =
            "Print one JSON object: run, on, graphs, greedy, heft, heftReplay, optimalProved and"
            + " updates, an array of update, sampled, sampledCi95, greedyDecoded, bestOf20, optimal,"
            + " gapPercent (of sampled); of a policy that does not learn, what simulate prints.")
    private boolean json;

    EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RunFolder folder = RunFolder.open(run);
        if (folder.world() != null) {
            play(folder);
        } else if (folder.manifest().finished()
                || console.methods().has(folder.manifest().method())) {
            adapt(folder);
        } else {
            throw new InputException(run.toString(), "", "a run of " + folder.manifest().method()
                    + " that did not end", "one that did");
        }
        return 0;
    }

    private void adapt(RunFolder folder) {
        int count = updates == null ? UPDATES : updates;
        if (count < 0 || count > MOST_UPDATES) {
            throw new InputException("command line", "--updates", Integer.toString(count),
                    "0 to " + MOST_UPDATES);
        }
        Method<?> method = console.methods()
                .find(run.resolve("manifest.json").toString(), folder.manifest().method());
        Evaluation evaluation;
        try (Progress progress = console.progress()) {
            evaluation = method.evaluate(folder, new EvaluationRequest(on, count,
                    seed == null ? folder.manifest().seed() : seed, threads.count(),
                    timing, RadioOptions.checked("--uplink-mbps", uplink),
                    RadioOptions.checked("--downlink-mbps", downlink == null ? uplink : downlink),
                    progress));
        }
        if (json) {
            console.printJson(object(evaluation));
        } else {
            console.print(table(evaluation));
        }
    }

    /** A policy that does not learn plays as many episodes as its run had. */
    private void play(RunFolder folder) {
        Object[] ofMethods = {updates, timing, uplink, downlink};
        for (int i = 0; i < ofMethods.length; i++) {
            if (ofMethods[i] != null) {
                throw new InputException("command line", OF_METHODS.get(i),
                        "a policy that does not learn", "a run of a method");
            }
        }
        Sweep sweep;
        try (Progress progress = console.progress()) {
            sweep = PolicyRun.again(folder, on == null ? null : on.toString(), seed, progress);
        }
        if (json) {
            console.printJson(sweep.object());
        } else {
            console.print(sweep.text());
        }
    }

    private Map<String, Object> object(Evaluation evaluation) {
        List<Map<String, Object>> points = new ArrayList<>();
        for (CurvePoint point : evaluation.points()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("update", point.update());
            entry.put("sampled", point.sampled());
            entry.put("sampledCi95", point.sampledCi95());
            entry.put("greedyDecoded", point.greedyDecoded());
            entry.put("bestOf20", point.bestOf20());
            entry.put("optimal", evaluation.baselines().optimal());
            entry.put("gapPercent", point.gapPercent());
            points.add(entry);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("run", run.toString());
        object.put("on", on == null ? null : on.toString());
        object.put("graphs", evaluation.graphs());
        object.put("greedy", evaluation.baselines().greedy());
        object.put("heft", evaluation.baselines().heft());
        object.put("heftReplay", evaluation.baselines().heftReplay());
        object.put("optimalProved", evaluation.optimalProved());
        object.put("updates", points);
        return object;
    }

    private static String table(Evaluation evaluation) {
        TextTable table = new TextTable("update", "sampled", "+-", "decoded", "best of 20",
                "optimum", "gap %");
        for (CurvePoint point : evaluation.points()) {
            table.row(Integer.toString(point.update()), Numbers.fixed(point.sampled(), 2),
                    Numbers.fixed(point.sampledCi95(), 2), Numbers.fixed(point.greedyDecoded(), 2),
                    Numbers.fixed(point.bestOf20(), 2),
                    Numbers.fixed(evaluation.baselines().optimal(), 2),
                    Numbers.fixed(point.gapPercent(), 2));
        }
        return table + "Mean latency over " + evaluation.graphs() + " graphs (optimum proved on "
                + evaluation.optimalProved() + "); gap: of the sampled mean. Greedy "
                + Numbers.fixed(evaluation.baselines().greedy(), 2) + ", HEFT "
                + Numbers.fixed(evaluation.baselines().bestHeft(), 2) + ".\n";
    }
}
