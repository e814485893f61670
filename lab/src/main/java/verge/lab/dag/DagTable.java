package verge.lab.dag;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import verge.algorithms.dag.Adaptation.Measurement;
import verge.lab.dag.PaperTable.Column;
import verge.lab.dag.PaperTable.Experiment;
import verge.lab.report.Report.Section;
import verge.lab.reproduce.Bootstrap;
import verge.lab.reproduce.ReproductionRequest;
import verge.lab.run.GraphLatencies;
import verge.lab.run.Results;
import verge.lab.run.Results.Baselines;
import verge.lab.run.Results.TestSet;
import verge.lab.run.RunFolder;
import verge.lab.text.Digests;
import verge.lab.text.Numbers;
import verge.lab.text.TextTable;

/** A paper's table made from finished runs: means over seeds, beside what the paper prints. */
final class DagTable {

    /** A drop of the latency below this share says nothing about how fast it drops. */
    private static final double RELEVANT_DROP = 0.02;

    private final PaperTable table;
    private final ReproductionRequest request;
    private final double wallSeconds;
    private final String digest;
    private final List<Line> lines = new ArrayList<>();

    /** One policy after some updates on a row's set. */
    private record Cell(double sampled, double ci95, double greedyDecoded, double bestOf20,
            double bestSampled, double leastSeed, double largestSeed, double[][] perGraph) {}

    /** A row of the table with what fills it; cells by column and update. */
    private record Line(PaperTable.Row row, TestSet set, Map<String, Map<Integer, Cell>> cells) {}

    DagTable(PaperTable table, List<Experiment> experiments, List<PlannedRun> planned,
            List<RunFolder> folders, ReproductionRequest request, double wallSeconds) {
        this.table = table;
        this.request = request;
        this.wallSeconds = wallSeconds;
        StringBuilder digests = new StringBuilder();
        for (int i = 0; i < folders.size(); i++) {
            digests.append(planned.get(i).name()).append(' ').append(folders.get(i).digest())
                    .append('\n');
        }
        digest = Digests.sha256(digests.toString().getBytes(StandardCharsets.UTF_8));
        List<Results> results = folders.stream().map(RunFolder::results).toList();
        List<GraphLatencies> latencies = folders.stream().map(RunFolder::latencies).toList();
        for (PaperTable.Row row : table.rows()) {
            if (experiments.contains(row.experiment())) {
                lines.add(line(row, planned, results, latencies));
            }
        }
    }

    private Line line(PaperTable.Row row, List<PlannedRun> planned, List<Results> results,
            List<GraphLatencies> latencies) {
        TestSet set = null;
        Map<String, Map<Integer, Cell>> cells = new LinkedHashMap<>();
        for (Column column : table.columns()) {
            // The baseline is trained in MRLCO's runs.
            Kind in = column.kind() == Kind.DRL ? Kind.MRLCO : column.kind();
            List<List<GraphLatencies.Row>> seeds = new ArrayList<>();
            for (int i = 0; i < planned.size(); i++) {
                if (planned.get(i).experiment() == row.experiment()
                        && planned.get(i).method().kind() == in) {
                    TestSet here = results.get(i).sets().get(row.set());
                    set = here;
                    seeds.add(latencies.get(i).rows().stream().filter(r ->
                            r.policy().equals(column.kind().policyName)
                            && r.set().equals(here.name())).toList());
                }
            }
            Map<Integer, Cell> byUpdate = new LinkedHashMap<>();
            seeds.get(0).stream().map(GraphLatencies.Row::update).distinct().forEach(update ->
                    byUpdate.put(update, cell(seeds, update)));
            cells.put(column.key(), byUpdate);
        }
        return new Line(row, set, cells);
    }

    private static Cell cell(List<List<GraphLatencies.Row>> seeds, int update) {
        double[][] sampled = new double[seeds.size()][];
        double greedy = 0;
        double best = 0;
        double bestSampled = 0;
        double least = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (int s = 0; s < sampled.length; s++) {
            List<GraphLatencies.Row> rows = seeds.get(s).stream()
                    .filter(row -> row.update() == update).toList();
            sampled[s] = rows.stream().mapToDouble(GraphLatencies.Row::sampled).toArray();
            greedy += mean(rows.stream().mapToDouble(GraphLatencies.Row::greedyDecoded).toArray());
            best += mean(rows.stream().mapToDouble(GraphLatencies.Row::bestOf20).toArray());
            bestSampled +=
                    mean(rows.stream().mapToDouble(GraphLatencies.Row::bestSampled).toArray());
            least = Math.min(least, mean(sampled[s]));
            largest = Math.max(largest, mean(sampled[s]));
        }
        double[] ofGraph = new double[sampled[0].length];
        for (double[] one : sampled) {
            for (int g = 0; g < ofGraph.length; g++) {
                ofGraph[g] += one[g] / sampled.length;
            }
        }
        int n = sampled.length;
        return new Cell(mean(ofGraph), Measurement.ci95(ofGraph), greedy / n, best / n,
                bestSampled / n, least, largest, sampled);
    }

    private static double mean(double[] values) {
        return Measurement.mean(values);
    }

    /** The object of {@code --json}; a column of an update that the budget does not reach is null. */
    Map<String, Object> json() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Line line : lines) {
            rows.add(json(line));
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("paper", table.kind().methodName);
        object.put("budget", request.budget().toString());
        object.put("profile", request.profile());
        object.put("seeds", lines.get(0).cells().values().iterator().next().values().iterator()
                .next().perGraph().length);
        object.put("paperApplies", applies());
        object.put("rows", rows);
        if (table.kind() == Kind.MRLATO) {
            Map<String, Object> ratios = new LinkedHashMap<>();
            table.columns().forEach(column -> ratios.put(column.key(), efficiency(column.key())));
            object.put("optimisationEfficiency", ratios);
        }
        object.put("wallSeconds", wallSeconds);
        object.put("digest", digest);
        return object;
    }

    /** The paper's latencies are of other graphs unless these are the published ones of MRLCO. */
    private boolean applies() {
        return request.dags() != null && table.kind() == Kind.MRLCO;
    }

    private Map<String, Object> json(Line line) {
        Baselines base = line.set().baselines();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("row", line.row().label());
        object.put("set", line.set().name());
        object.put("rateMbps", line.set().uplinkMbps());
        object.put("heft", base.heft());
        object.put("heftReplay", base.heftReplay());
        object.put("greedy", base.greedy());
        object.put("optimal", base.optimal());
        object.put("optimalProved", line.set().optimalProved());
        Map<String, Object> printed = new LinkedHashMap<>();
        for (int c = 0; c < table.columns().size(); c++) {
            Column column = table.columns().get(c);
            Map<String, Object> cells = new LinkedHashMap<>();
            for (int update : column.updates()) {
                cells.put(Integer.toString(update),
                        json(line.cells().get(column.key()).get(update), base.optimal()));
            }
            object.put(column.key(), cells);
            Map<String, Object> figures = new LinkedHashMap<>();
            for (int u = 0; u < table.updates().size(); u++) {
                figures.put(Integer.toString(table.updates().get(u)), line.row().printed()[c][u]);
            }
            printed.put(column.key(), figures);
        }
        String[] heuristics = {"heft", "greedy", "optimal"};
        for (int h = 0; h < heuristics.length; h++) {
            printed.put(heuristics[h], line.row().heuristics()[h]);
        }
        object.put("paper", printed);
        object.put("differences", differences(line));
        return object;
    }

    private static Map<String, Object> json(Cell cell, Double optimal) {
        if (cell == null) {
            return null;
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("sampled", cell.sampled());
        object.put("greedyDecoded", cell.greedyDecoded());
        object.put("bestOf20", cell.bestOf20());
        object.put("ci95", cell.ci95());
        object.put("bestOf20Sampled", cell.bestSampled());
        object.put("gapPercent", Results.gap(cell.sampled(), optimal));
        object.put("bestOf20GapPercent", Results.gap(cell.bestOf20(), optimal));
        object.put("leastSeed", cell.leastSeed());
        object.put("largestSeed", cell.largestSeed());
        return object;
    }

    /** The paper's method minus each other policy, on the same graphs and seeds. */
    private Map<String, Object> differences(Line line) {
        Map<String, Object> all = new LinkedHashMap<>();
        Column own = table.columns().get(table.columns().size() - 1);
        for (Column other : table.columns()) {
            for (int update : table.updates()) {
                Cell a = line.cells().get(own.key()).get(update);
                Cell b = line.cells().get(other.key()).get(update);
                if (other != own && a != null && b != null) {
                    Bootstrap.Interval d = Bootstrap.paired(a.perGraph(), b.perGraph());
                    Map<String, Object> interval = new LinkedHashMap<>();
                    interval.put("mean", d.mean());
                    interval.put("low", d.low());
                    interval.put("high", d.high());
                    all.put(own.key() + "-" + other.key() + "@" + update, interval);
                }
            }
        }
        return all;
    }

    /** Drop from update 1 to 30 over that from 1 to 100, where the latter exceeds 2 %; a mean. */
    private Map<String, Object> efficiency(String column) {
        double sum = 0;
        int rows = 0;
        for (Line line : lines) {
            Map<Integer, Cell> cells = line.cells().get(column);
            if (cells.get(100) != null) {
                double first = cells.get(1).sampled();
                double drop = first - cells.get(100).sampled();
                if (drop > RELEVANT_DROP * first) {
                    sum += (first - cells.get(30).sampled()) / drop;
                    rows++;
                }
            }
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("ratio", rows == 0 ? null : Double.valueOf(sum / rows));
        object.put("rows", rows);
        return object;
    }

    /** The table for a terminal: sampled means with the printed ones in brackets. */
    String text() {
        List<String> header = header();
        TextTable text = new TextTable(header.toArray(String[]::new));
        cells().forEach(text::row);
        return text + caption() + "digest  " + digest + "\n";
    }

    private List<String> header() {
        List<String> header = new ArrayList<>(List.of("row", "greedy", "HEFT", "optimum"));
        for (Column column : table.columns()) {
            for (int update : column.updates()) {
                header.add(column.key() + " @" + update);
            }
        }
        header.add("decoded");
        header.add("best of 20");
        header.add("gap %");
        header.add("best gap %");
        return header;
    }

    private List<List<String>> cells() {
        List<List<String>> rows = new ArrayList<>();
        for (Line line : lines) {
            Baselines base = line.set().baselines();
            List<String> cells = new ArrayList<>(List.of(line.row().label(),
                    Numbers.fixed(base.greedy(), 2), Numbers.fixed(base.bestHeft(), 2),
                    Numbers.fixed(base.optimal(), 2)));
            Cell last = null;
            for (int c = 0; c < table.columns().size(); c++) {
                for (int update : table.columns().get(c).updates()) {
                    Cell cell = line.cells().get(table.columns().get(c).key()).get(update);
                    int printed = table.updates().indexOf(update);
                    cells.add(cell == null ? "-" : Numbers.fixed(cell.sampled(), 2)
                            + (applies() && printed >= 0 ? " [" + Numbers.fixed(
                                    line.row().printed()[c][printed], 2) + "]" : ""));
                    last = cell == null ? last : cell;
                }
            }
            cells.add(Numbers.fixed(last.greedyDecoded(), 2));
            cells.add(Numbers.fixed(last.bestOf20(), 2));
            cells.add(Numbers.fixed(Results.gap(last.sampled(), base.optimal()), 2));
            cells.add(Numbers.fixed(Results.gap(last.bestOf20(), base.optimal()), 2));
            rows.add(cells);
        }
        return rows;
    }

    private String caption() {
        return "Mean latency of sampled plans, over graphs and seeds"
                + (applies() ? "; in brackets what the paper prints" : "; the graphs are not the"
                + " paper's, whose latencies do not apply") + ". Last columns: "
                + table.columns().get(table.columns().size() - 1).key()
                + " after its last update shown.\n";
    }

    /** One figure per line. */
    String csv() {
        StringBuilder out = new StringBuilder("row,set,uplink-mbps,policy,update,sampled,ci95,"
                + "greedy-decoded,best-of-20,best-sampled,least-seed,largest-seed,optimal,printed\n");
        for (Line line : lines) {
            for (int c = 0; c < table.columns().size(); c++) {
                String key = table.columns().get(c).key();
                for (int update : new TreeSet<>(line.cells().get(key).keySet())) {
                    Cell cell = line.cells().get(key).get(update);
                    int printed = table.updates().indexOf(update);
                    out.append(line.row().label()).append(',').append(line.set().name());
                    for (double v : new double[] {line.set().uplinkMbps()}) {
                        out.append(',').append(Numbers.text(v));
                    }
                    out.append(',').append(key).append(',').append(update);
                    for (double v : new double[] {cell.sampled(), cell.ci95(),
                        cell.greedyDecoded(), cell.bestOf20(), cell.bestSampled(),
                        cell.leastSeed(), cell.largestSeed()}) {
                        out.append(',').append(Numbers.text(v));
                    }
                    Double optimal = line.set().baselines().optimal();
                    out.append(',').append(optimal == null ? "" : Numbers.text(optimal));
                    out.append(',').append(printed < 0 || !applies() ? ""
                            : Numbers.text(line.row().printed()[c][printed])).append('\n');
                }
            }
        }
        return out.toString();
    }

    /** The table and the differences, for the page. */
    List<Section> sections() {
        List<List<String>> rows = new ArrayList<>();
        for (Line line : lines) {
            differences(line).forEach((pair, interval) -> {
                Map<?, ?> d = (Map<?, ?>) interval;
                rows.add(List.of(line.row().label(), pair, Numbers.fixed((Double) d.get("mean"), 2),
                        Numbers.fixed((Double) d.get("low"), 2),
                        Numbers.fixed((Double) d.get("high"), 2)));
            });
        }
        return List.of(new Section("The table", caption(), header(), cells()),
                new Section("Differences", "On the same graphs and seeds, with 95 % intervals of the"
                        + " paired bootstrap; below 0 the paper's method is better.",
                        List.of("row", "pair", "difference", "low", "high"), rows));
    }
}
