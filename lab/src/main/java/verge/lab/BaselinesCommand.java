package verge.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verge.lab.GraphScores.Row;
import verge.lab.text.Numbers;
import verge.lab.text.TextTable;
import verge.sim.core.OffloadProblem;
import verge.sim.policy.Optimum;
import verge.sim.workload.GraphFiles;

/** Heuristics and optima over a folder of graphs. */
@Command(name = "baselines", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Latencies of heuristics and of the exact optimum over a folder of graphs.")
final class BaselinesCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "PATH",
            description = "A folder of graphs (.gv, or workflows of WfCommons, .json), or one.")
    private Path path;

    @Mixin
    private RadioOptions radio;

    @Mixin
    private TimeLimitOption limit;

    @Mixin
    private ThreadsOption threads;

    @Option(names = "--each", description = "Also show each graph.")
    private boolean each;

    @Option(names = "--json", description =
            "Print one JSON object: graphs, mean (local, edge, greedy, greedy-replay,"
            + " heft, heft-replay, optimal; optimal is null unless proved on every graph),"
            + " optimalProved, and with --each perGraph (file, order, the same names,"
            + " optimalPlan: bits in that order). greedy and heft are"
            + " by their own finish times, -replay by the scheduler. Tasks in order count from 0.")
    private boolean json;

    BaselinesCommand(Console console) {
        this.console = console;
    }

    private static final Map<String, ToDoubleFunction<Row>> FIGURES = figures();

    private static Map<String, ToDoubleFunction<Row>> figures() {
        Map<String, ToDoubleFunction<Row>> figures = new LinkedHashMap<>();
        figures.put("local", Row::local);
        figures.put("edge", Row::edge);
        figures.put("greedy", row -> row.greedy().own());
        figures.put("greedy-replay", row -> row.greedy().replay());
        figures.put("heft", row -> row.heft().own());
        figures.put("heft-replay", row -> row.heft().replay());
        return figures;
    }

    @Override
    public Integer call() {
        double seconds = limit.seconds();
        List<Path> files = GraphFiles.list(path);
        List<OffloadProblem> problems = new ArrayList<>();
        for (Path file : files) {
            problems.add(radio.problem(GraphFiles.read(file)));
        }
        GraphScores scores;
        try (Progress progress = console.progress()) {
            progress.begin("graphs", files.size());
            scores = new GraphScores(InOrder.map(problems.size(), threads.count(), i -> {
                Row row = GraphScores.row(problems.get(i),
                        problem -> Optimum.solve(problem, seconds));
                synchronized (progress) {
                    progress.advance("");
                }
                return row;
            }));
        }
        if (json) {
            console.printJson(object(scores, files, problems));
        } else {
            console.print(text(scores, files));
        }
        return 0;
    }

    private Map<String, Object> object(GraphScores scores, List<Path> files,
            List<OffloadProblem> problems) {
        Map<String, Object> mean = new LinkedHashMap<>();
        FIGURES.forEach((name, figure) -> mean.put(name, scores.mean(figure)));
        mean.put("optimal", scores.optimal());
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("graphs", scores.rows().size());
        object.put("mean", mean);
        object.put("optimalProved", scores.proved());
        if (each) {
            List<Map<String, Object>> perGraph = new ArrayList<>();
            for (int i = 0; i < files.size(); i++) {
                perGraph.add(object(scores.rows().get(i), files.get(i), problems.get(i)));
            }
            object.put("perGraph", perGraph);
        }
        return object;
    }

    private static Map<String, Object> object(Row row, Path file, OffloadProblem problem) {
        Optimum.Result optimum = row.optimum();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", file.getFileName().toString());
        object.put("order", problem.order());
        FIGURES.forEach((name, figure) -> object.put(name, figure.applyAsDouble(row)));
        object.put("optimal", optimum.proved() ? optimum.latency() : null);
        object.put("optimalPlan", optimum.proved() ? PlanCommand.bits(optimum.plan()) : null);
        return object;
    }

    private String text(GraphScores scores, List<Path> files) {
        TextTable table = new TextTable("graph", "local", "edge", "greedy", "greedy-replay", "heft",
                "heft-replay", "optimal");
        if (each) {
            for (int i = 0; i < files.size(); i++) {
                Row row = scores.rows().get(i);
                List<String> cells = new ArrayList<>(
                        List.of(files.get(i).getFileName().toString()));
                FIGURES.forEach((name, figure) ->
                        cells.add(Numbers.fixed(figure.applyAsDouble(row), 2)));
                cells.add(row.optimum().proved() ? Numbers.fixed(row.optimum().latency(), 2) : "-");
                table.row(cells);
            }
        }
        List<String> cells = new ArrayList<>(List.of("mean of " + scores.rows().size()));
        FIGURES.forEach((name, figure) -> cells.add(Numbers.fixed(scores.mean(figure), 2)));
        cells.add(Numbers.fixed(scores.optimal(), 2));
        table.row(cells);
        return table + "Optimum proved on " + scores.proved() + " of " + scores.rows().size()
                + " graphs.\n";
    }
}
