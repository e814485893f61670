package verge.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verge.lab.text.Numbers;
import verge.lab.text.TextTable;
import verge.sim.core.OffloadProblem;
import verge.sim.core.Scheduler;
import verge.sim.policy.Greedy;
import verge.sim.policy.Heft;
import verge.sim.policy.ListPlan;
import verge.sim.policy.Optimum;
import verge.sim.workload.GraphReader;

/** Heuristics and optima over a folder of graphs. */
@Command(name = "baselines", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Latencies of heuristics and of the exact optimum over a folder of graphs.")
final class BaselinesCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "PATH", description = "A folder of .gv graphs, or one.")
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

    /** One graph's figures; greedy and HEFT with both of their scores. */
    private record Row(String file, int[] order, double local, double edge, ListPlan greedy,
            ListPlan heft, Optimum.Result optimum) {
        Map<String, Object> object() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("file", file);
            object.put("order", order);
            FIGURES.forEach((name, figure) -> object.put(name, figure.applyAsDouble(this)));
            object.put("optimal", optimum.proved() ? optimum.latency() : null);
            object.put("optimalPlan", optimum.proved() ? PlanCommand.bits(optimum.plan()) : null);
            return object;
        }
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
        List<Path> files = Files.isDirectory(path) ? GraphReader.listFolder(path) : List.of(path);
        List<OffloadProblem> problems = new ArrayList<>();
        for (Path file : files) {
            problems.add(radio.problem(GraphReader.read(file)));
        }
        List<Row> rows;
        try (Progress progress = console.progress()) {
            progress.begin("graphs", files.size());
            rows = InOrder.map(problems.size(), threads.count(), i -> {
                Row row = row(files.get(i), problems.get(i), seconds);
                synchronized (progress) {
                    progress.advance("");
                }
                return row;
            });
        }
        if (json) {
            console.printJson(object(rows));
        } else {
            console.print(text(rows));
        }
        return 0;
    }

    private static Row row(Path file, OffloadProblem problem, double seconds) {
        Scheduler scheduler = new Scheduler(problem.size());
        int[] plan = new int[problem.size()];
        double local = scheduler.run(problem, plan);
        Arrays.fill(plan, Scheduler.OFFLOAD);
        double edge = scheduler.run(problem, plan);
        return new Row(file.getFileName().toString(), problem.order(), local, edge,
                Greedy.plan(problem), Heft.plan(problem), Optimum.solve(problem, seconds));
    }

    private static int proved(List<Row> rows) {
        return (int) rows.stream().filter(row -> row.optimum.proved()).count();
    }

    /** Sums in the files' order. */
    private static double mean(List<Row> rows, ToDoubleFunction<Row> figure) {
        double sum = 0;
        for (Row row : rows) {
            sum += figure.applyAsDouble(row);
        }
        return sum / rows.size();
    }

    private static Double meanOptimum(List<Row> rows) {
        return proved(rows) == rows.size() ? mean(rows, row -> row.optimum().latency()) : null;
    }

    private Map<String, Object> object(List<Row> rows) {
        Map<String, Object> mean = new LinkedHashMap<>();
        FIGURES.forEach((name, figure) -> mean.put(name, mean(rows, figure)));
        mean.put("optimal", meanOptimum(rows));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("graphs", rows.size());
        object.put("mean", mean);
        object.put("optimalProved", proved(rows));
        if (each) {
            object.put("perGraph", rows.stream().map(Row::object).toList());
        }
        return object;
    }

    private String text(List<Row> rows) {
        TextTable table = new TextTable("graph", "local", "edge", "greedy", "greedy-replay", "heft",
                "heft-replay", "optimal");
        if (each) {
            for (Row row : rows) {
                List<String> cells = new ArrayList<>(List.of(row.file));
                FIGURES.forEach((name, figure) ->
                        cells.add(Numbers.fixed(figure.applyAsDouble(row), 2)));
                cells.add(row.optimum.proved() ? Numbers.fixed(row.optimum.latency(), 2) : "-");
                table.row(cells);
            }
        }
        List<String> cells = new ArrayList<>(List.of("mean of " + rows.size()));
        FIGURES.forEach((name, figure) -> cells.add(Numbers.fixed(mean(rows, figure), 2)));
        cells.add(Numbers.fixed(meanOptimum(rows), 2));
        table.row(cells);
        return table + "Optimum proved on " + proved(rows) + " of " + rows.size() + " graphs.\n";
    }
}
