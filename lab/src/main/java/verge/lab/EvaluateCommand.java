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
import verge.lab.text.Numbers;
import verge.lab.text.TextTable;
import verge.sim.core.InputException;
import verge.sim.core.Timing;

/** Adapts a run's policy to other graphs and evaluates it after each update. */
@Command(name = "evaluate", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Adapts a run's policy to other graphs and evaluates it after each update.")
final class EvaluateCommand implements Callable<Integer> {
    private static final int MOST_UPDATES = 1_000_000;

    private final Console console;

    @Parameters(index = "0", paramLabel = "RUN",
            description = "A run's folder; it is not modified.")
    private Path run;

    @Option(names = "--on", paramLabel = "PATH",
            description = "A folder of graphs (.gv, or WfCommons .json), one of these, or a"
            + " .csv of batch jobs (default: the run's own test graphs).")
    private Path on;

    @Option(names = "--updates", paramLabel = "N",
            description = "Adaptation updates (default: 20).")
    private int updates = 20;

    @Option(names = "--seed", paramLabel = "N", description = "Root seed (default: the run's).")
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
            + " gapPercent (of sampled).")
    private boolean json;

    EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (updates < 0 || updates > MOST_UPDATES) {
            throw new InputException("command line", "--updates", Integer.toString(updates),
                    "0 to " + MOST_UPDATES);
        }
        RunFolder folder = RunFolder.open(run);
        Method<?> method = console.methods()
                .find(run.resolve("manifest.json").toString(), folder.manifest().method());
        Evaluation evaluation;
        try (Progress progress = console.progress()) {
            evaluation = method.evaluate(folder, new EvaluationRequest(on, updates,
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
        return 0;
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
