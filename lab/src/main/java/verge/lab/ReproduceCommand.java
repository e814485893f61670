package verge.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verge.lab.config.NearWords;
import verge.lab.dag.Ablation;
import verge.lab.dag.DagReproduction;
import verge.lab.dag.Generalisation;
import verge.lab.reproduce.Reproduced;
import verge.lab.reproduce.Reproduction;
import verge.lab.reproduce.ReproductionRequest;
import verge.lab.scenario.HeuristicsTable;
import verge.lab.text.Disk;
import verge.lab.text.Json;
import verge.sim.core.InputException;

/** Makes a paper's table or figure again, with the paper's numbers beside ours. */
@Command(name = "reproduce", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Makes a paper's table or figure again, with the paper's numbers beside ours:"
                + " table3, fig6, fig7, fig8, ablation and generalisation of mrlco; table3, fig4, fig5,"
                + " fig6 and ablation of mrlato;"
                + " heuristics of star, crb and cto.")
final class ReproduceCommand implements Callable<Integer> {
    private static final List<String> PROFILES = List.of("paper", "released", "verge");
    private static final int MOST_SEEDS = 10_000;

    private final Console console;
    private final List<Reproduction> all = Stream.of(DagReproduction.all(), Ablation.all(),
            List.of(new Generalisation()), HeuristicsTable.all()).<Reproduction>flatMap(List::stream)
            .toList();

    @Parameters(index = "0", paramLabel = "PAPER", description = "mrlco, mrlato, star, crb or cto.")
    private String paper;

    @Parameters(index = "1", paramLabel = "TABLE", description = "The table or figure.")
    private String table;

    @Parameters(index = "2..*", arity = "0..*", paramLabel = "key=value",
            description = "Settings of the runs that the budget would choose otherwise, such as"
            + " iterations=300 updates=100 graphs-per-set=30; what makes the experiment is fixed. Of"
            + " generalisation: policy=RUN (default: the one in the jar), updates, graphs-per-set,"
            + " graph-seed, jobs=FILE.csv, optimum-nodes.")
    private List<String> settings = List.of();

    @Option(names = "--budget", paramLabel = "B",
            description = "smoke (seconds, tiny networks), quick (minutes; one seed, few updates),"
            + " standard (about an hour; three seeds) or full (five seeds, as long as the paper)"
            + " (default: quick).")
    private Budget budget = Budget.QUICK;

    @Option(names = "--dags", paramLabel = "DIR",
            description = "The published graphs, with folders n20 and by_n (default: generated"
            + " graphs of the same kinds, to which the paper's latencies do not apply).")
    private Path dags;

    @Option(names = "--profile", paramLabel = "P",
            description = "paper, released or verge (default: verge).")
    private String profile = "verge";

    @Option(names = "--seeds", paramLabel = "N", description = "Seeds 1 to N (default: the"
            + " budget's).")
    private int seeds;

    @Option(names = "--only", paramLabel = "METHOD", description = "mrlco or mrlato: leave the"
            + " other learned policies out.")
    private String only;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Folder of the runs, table.json, table.csv and report.html, new or empty"
            + " (default: runs/PAPER-TABLE-BUDGET).")
    private Path out;

    @Option(names = "--resume", description = "Go on with what the folder holds.")
    private boolean resume;

    @Mixin
    private ThreadsOption threads;

    @Option(names = "--json", description =
            "Print one JSON object. Of mrlco and mrlato: rows, an array of row, set, rateMbps, heft,"
            + " heftReplay, greedy, optimal, optimalProved, per policy and update sampled,"
            + " greedyDecoded, bestOf20 and ci95 (null where the budget does not go so far), paper,"
            + " differences; wallSeconds; digest. Of star, crb and cto: rows, an array of policy, the"
            + " settings that differ, seeds, figures such as meanDelaySeconds, each mean, low and high"
            + " of its 95 %% interval, and paper; digest.")
    private boolean json;

    ReproduceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Reproduction reproduction = find();
        if (!PROFILES.contains(profile)) {
            throw new InputException("command line", "--profile", "\"" + profile + "\"",
                    NearWords.expected(profile, PROFILES));
        }
        if (seeds < 0 || seeds > MOST_SEEDS) {
            throw new InputException("command line", "--seeds", Integer.toString(seeds),
                    "1 to " + MOST_SEEDS);
        }
        Path folder = out != null ? out
                : Path.of("runs", paper + "-" + table + "-" + budget.toString());
        if (!resume) {
            requireFree(folder);
        }
        Reproduced made;
        try (Progress progress = console.progress()) {
            made = reproduction.make(new ReproductionRequest(budget, profile, dags, folder, seeds,
                    only, settings, threads.count(), progress));
        }
        createFolder(folder);
        Disk.write(folder.resolve("table.json"), Json.pretty(made.json()));
        Disk.write(folder.resolve("table.csv"), made.csv());
        Disk.write(folder.resolve("report.html"), made.html());
        if (json) {
            console.printJson(made.json());
        } else {
            console.print(made.text() + "report  " + folder.resolve("report.html") + "\n");
        }
        return 0;
    }

    private Reproduction find() {
        List<String> papers = all.stream().map(Reproduction::paper).distinct().toList();
        if (!papers.contains(paper)) {
            throw new InputException("command line", "PAPER", "\"" + paper + "\"",
                    NearWords.expected(paper, papers));
        }
        List<String> tables = all.stream().filter(one -> one.paper().equals(paper))
                .map(Reproduction::table).toList();
        return all.stream().filter(one -> one.paper().equals(paper) && one.table().equals(table))
                .findFirst().orElseThrow(() -> new InputException("command line", "TABLE",
                        "\"" + table + "\"", NearWords.expected(table, tables)));
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireFree(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InputException(folder.toString(), "", "a file", "a new or empty folder");
        }
        if (Files.isDirectory(folder)) {
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    throw new InputException(folder.toString(), "", "a folder that is not empty",
                            "a new or empty folder, or --resume");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
