package verge.lab.dag;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import verge.algorithms.dag.Adaptation;
import verge.algorithms.dag.Adaptation.Measurement;
import verge.algorithms.dag.Learner;
import verge.algorithms.dag.OffloadingPolicy;
import verge.algorithms.dag.Profile;
import verge.lab.Budget;
import verge.lab.GraphScores;
import verge.lab.InOrder;
import verge.lab.config.Config;
import verge.lab.config.NearWords;
import verge.lab.report.Report;
import verge.lab.reproduce.Reproduced;
import verge.lab.reproduce.Reproduction;
import verge.lab.reproduce.ReproductionRequest;
import verge.lab.run.Results;
import verge.lab.run.RunFolder;
import verge.lab.text.Digests;
import verge.lab.text.Numbers;
import verge.lab.text.TextTable;
import verge.sim.core.InputException;
import verge.sim.core.OffloadProblem;
import verge.sim.policy.Optimum;

/**
 * One policy on graphs that it has not seen and that are unlike those of its training: other structure,
 * other numbers of tasks, other rates, batch jobs; beside HEFT and, where it is proved, the optimum.
 * Nothing is trained but for the updates that are asked for.
 */
public final class Generalisation implements Reproduction {

    private static final long EVALUATION_SEED = 1;

    /** The policy with the settings that it was trained with. */
    private record Subject(OffloadingPolicy policy, DagSettings settings) {}

    /** A row of the table: one set after so many updates; gaps and means of optima over proved graphs. */
    private record Line(GeneralisationSets.Row row, Measurement at, GraphScores scores) {

        int graphs() {
            return scores.rows().size();
        }

        double greedy() {
            return scores.mean(one -> one.greedy().replay());
        }

        double heft() {
            return scores.mean(one -> one.heft().replay());
        }

        /** The mean over the graphs whose optimum is proved; null if there are none. */
        Double overProved(IntToDoubleFunction figure) {
            double sum = 0;
            for (int g = 0; g < graphs(); g++) {
                sum += scores.rows().get(g).optimum().proved() ? figure.applyAsDouble(g) : 0;
            }
            return scores.proved() == 0 ? null : Double.valueOf(sum / scores.proved());
        }

        Double optimal() {
            return overProved(g -> scores.rows().get(g).optimum().latency());
        }

        Double gap(double[] latencies) {
            Double ours = overProved(g -> latencies[g]);
            return ours == null ? null : Results.gap(ours, optimal());
        }

        /** Share of the graphs on which the best of 20 plans is at least as good as HEFT's. */
        double asGoodAsHeft() {
            int count = 0;
            for (int g = 0; g < graphs(); g++) {
                count += at.best()[g] <= scores.rows().get(g).heft().replay() ? 1 : 0;
            }
            return (double) count / graphs();
        }
    }

    @Override
    public String paper() {
        return Kind.MRLCO.methodName;
    }

    @Override
    public String table() {
        return "generalisation";
    }

    @Override
    public String title() {
        return "a policy on graphs that are unlike those of its training";
    }

    @Override
    public Reproduced make(ReproductionRequest request) {
        if (request.only() != null || request.seeds() != 0) {
            throw new InputException("command line", "", request.only() != null ? "--only" : "--seeds",
                    "neither: it is about one policy, policy=shipped or policy=RUN");
        }
        GeneralisationSettings settings = Config.resolve(
                GeneralisationSettings.of(request.budget()), null, request.settings());
        Subject subject = subject(settings.policy());
        List<GeneralisationSets.Row> rows =
                GeneralisationSets.of(subject.settings, settings, request.dags());
        request.progress().begin("generalisation", rows.size());
        List<Line> lines = new ArrayList<>();
        InOrder.map(rows.size(), request.threads(), i -> {
            List<Line> made = measure(subject, rows.get(i), settings);
            synchronized (request) {
                request.progress().advance(rows.get(i).label());
            }
            return made;
        }).forEach(lines::addAll);
        TextTable text = new TextTable(HEADER.toArray(String[]::new));
        List<List<String>> cells = lines.stream().map(Generalisation::cells).toList();
        cells.forEach(text::row);
        String csv = csv(lines);
        String digest = Digests.sha256(csv.getBytes(StandardCharsets.UTF_8));
        return new Reproduced(json(settings, lines, digest), text + CAPTION + "digest  " + digest + "\n",
                csv, Report.html(List.of(), "MRLCO, generalisation, policy " + settings.policy(),
                        List.of(new Report.Section("The table", CAPTION, HEADER, cells))));
    }

    private static Subject subject(String policy) {
        if (policy.equals(GeneralisationSettings.SHIPPED)) {
            return new Subject(OffloadingPolicy.shipped(),
                    DagSettings.of(Kind.MRLCO, Profile.VERGE, Budget.QUICK));
        }
        RunFolder run = RunFolder.open(Path.of(policy));
        String name = run.manifest().method();
        Kind kind = null;
        for (Kind one : Kind.values()) {
            kind = one.methodName.equals(name) ? one : kind;
        }
        if (kind == null) {
            throw new InputException(policy, "method", name, NearWords.expected(name,
                    List.of(Kind.MRLCO.methodName, Kind.MRLATO.methodName, Kind.DRL.methodName)));
        }
        DagSettings recorded = run.config(DagMethod.of(kind).defaults(Budget.QUICK));
        return new Subject(DagCheckpoint.policy(run.checkpoint(), kind), recorded);
    }

    private static List<Line> measure(Subject subject, GeneralisationSets.Row row,
            GeneralisationSettings settings) {
        DagSettings run = subject.settings;
        GraphScores scores = GraphScores.of(row.task().problems(),
                (OffloadProblem problem) ->
                        Optimum.solveWithinNodes(problem, settings.optimumNodes()), 1);
        Learner learner = new Learner(subject.policy.network(), run.method().ppo(),
                run.method().rewardScale());
        Adaptation adaptation = new Adaptation(learner, run.method().ppo(),
                subject.policy.parameters(), row.task(), run.search(), EVALUATION_SEED);
        List<Line> lines = new ArrayList<>();
        for (int u = 0; u <= settings.updates(); u++) {
            Measurement at = adaptation.measure(u < settings.updates());
            if (u == 0 || u == settings.updates()) {
                lines.add(new Line(row, at, scores));
            }
        }
        return lines;
    }

    private static final List<String> HEADER = List.of("graphs", "from", "number", "greedy", "HEFT",
            "update", "sampled", "+-", "decoded", "best of 20", "as good as HEFT", "optimum", "proved",
            "gap %", "best gap %");

    private static final String CAPTION = "Mean latencies; greedy and HEFT as the scheduler scores"
            + " their plans. As good as HEFT: on what share of the graphs the best of 20 plans is. Gaps"
            + " to the optimum, of sampled and of best of 20, and the optimum itself: over the graphs"
            + " where it is proved.\n";

    private static List<String> cells(Line line) {
        Measurement at = line.at;
        return List.of(line.row.label(), line.row.source(), Integer.toString(line.graphs()),
                Numbers.fixed(line.greedy(), 2), Numbers.fixed(line.heft(), 2),
                Integer.toString(at.update()), Numbers.fixed(Measurement.mean(at.sampled()), 2),
                Numbers.fixed(Measurement.ci95(at.sampled()), 2),
                Numbers.fixed(Measurement.mean(at.greedyDecoded()), 2),
                Numbers.fixed(Measurement.mean(at.best()), 2),
                Numbers.fixed(100 * line.asGoodAsHeft(), 1) + " %",
                Numbers.fixed(line.optimal(), 2), Integer.toString(line.scores.proved()),
                Numbers.fixed(line.gap(at.sampled()), 2), Numbers.fixed(line.gap(at.best()), 2));
    }

    private static Map<String, Object> json(GeneralisationSettings settings, List<Line> lines,
            String digest) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Line line : lines) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("row", line.row.label());
            row.put("set", line.row.source());
            row.put("graphs", line.graphs());
            row.put("rateMbps", line.row.task().problems().get(0).uplinkMbps());
            row.putAll(figures(line));
            rows.add(row);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("paper", Kind.MRLCO.methodName);
        object.put("table", "generalisation");
        object.put("policy", settings.policy());
        object.put("rows", rows);
        object.put("digest", digest);
        return object;
    }

    private static Map<String, Object> figures(Line line) {
        Measurement at = line.at;
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("greedyReplay", line.greedy());
        figures.put("heftReplay", line.heft());
        figures.put("update", at.update());
        figures.put("sampled", Measurement.mean(at.sampled()));
        figures.put("sampledCi95", Measurement.ci95(at.sampled()));
        figures.put("greedyDecoded", Measurement.mean(at.greedyDecoded()));
        figures.put("bestOf20", Measurement.mean(at.best()));
        figures.put("asGoodAsHeft", line.asGoodAsHeft());
        figures.put("optimal", line.optimal());
        figures.put("optimalProved", line.scores.proved());
        figures.put("gapPercent", line.gap(at.sampled()));
        figures.put("bestGapPercent", line.gap(at.best()));
        return figures;
    }

    /** One figure per line. */
    private static String csv(List<Line> lines) {
        StringBuilder csv = new StringBuilder("row,set,graphs,update,figure,value\n");
        for (Line line : lines) {
            Map<String, Object> figures = figures(line);
            figures.remove("update");
            figures.forEach((name, value) -> csv.append(line.row.label()).append(',')
                    .append(line.row.source()).append(',').append(line.graphs()).append(',')
                    .append(line.at.update()).append(',').append(name).append(',')
                    .append(value == null ? "" : value instanceof Double number
                            ? Numbers.text(number) : value.toString()).append('\n'));
        }
        return csv.toString();
    }
}
