package verge.lab.dag;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import verge.algorithms.dag.Adaptation.Measurement;
import verge.algorithms.dag.Profile;
import verge.lab.config.Config;
import verge.lab.dag.PaperTable.Experiment;
import verge.lab.report.Report;
import verge.lab.reproduce.Bootstrap;
import verge.lab.reproduce.Reproduced;
import verge.lab.reproduce.Reproduction;
import verge.lab.reproduce.ReproductionRequest;
import verge.lab.run.GraphLatencies;
import verge.lab.run.Results;
import verge.lab.run.Results.TestSet;
import verge.lab.run.RunFolder;
import verge.lab.text.Digests;
import verge.lab.text.Numbers;
import verge.lab.text.TextTable;
import verge.sim.core.InputException;

/**
 * What each choice of a method is worth: one run per seed with the profile as it is, and one with each
 * row's settings instead, all of them of equal iterations on the same graphs.
 */
public final class Ablation implements Reproduction {

    /** A row that changes nothing, which the others are compared with. */
    private static final Variant AS_IT_IS = new Variant("none", "");

    private static final List<Variant> MRLCO = List.of(AS_IT_IS,
            new Variant("embedding-paper", "embedding=paper"),
            new Variant("embedding-released", "embedding=released"),
            new Variant("reward-paper", "reward-scale=paper"),
            new Variant("reward-released", "reward-scale=released"),
            new Variant("one-direction", "bidirectional=false"),
            new Variant("two-layers", "layers=2 layer-norm=true"),
            new Variant("additive", "attention=additive"),
            new Variant("multiplicative", "attention=multiplicative"),
            new Variant("no-state", "resource-state=false"),
            new Variant("no-state-additive", "resource-state=false attention=additive"),
            new Variant("value-function", "group-baseline=false value-coefficient=0.5 gamma=0.99"),
            new Variant("value-function-seconds", "group-baseline=false value-coefficient=0.5"
                    + " gamma=0.99 reward-scale=paper"),
            new Variant("no-entropy", "entropy-coefficient=0"),
            new Variant("rates-paper", "inner-rate=5e-4 outer-rate=5e-4 rate-halving=0"),
            new Variant("constant-rate", "rate-halving=0"),
            new Variant("gradients-unlimited", "gradient-norm=0"),
            new Variant("inner-released", "clip=0.3 inner-steps=1 trajectories=10"),
            new Variant("forget-bias-0", "forget-bias=0"),
            new Variant("adam-each", "meta-update=adam-each"));

    private static final List<Variant> MRLATO = List.of(AS_IT_IS,
            new Variant("rank-local", "rank=local"),
            new Variant("embedding-paper", "embedding=paper"),
            new Variant("reward-paper", "reward-scale=paper"),
            new Variant("no-attention", "attention=none heads=1"),
            new Variant("additive", "attention=additive heads=1"),
            new Variant("no-state", "resource-state=false"),
            new Variant("ten-plans", "trajectories=10"),
            new Variant("adam-mean", "meta-update=adam-mean"),
            new Variant("ascent-a-third", "outer-rate=1e-3"));

    private static final List<String> HEADER = List.of("row", "settings", "sampled @0", "gap %",
            "against none", "low", "high", "sampled @last", "gap %", "against none", "low", "high",
            "best of 20 @last", "gap %");
    private static final String CAPTION = "Means over all test graphs and seeds, before any update and"
            + " after the last; gaps to the optimum; differences to the first row with 95 % intervals"
            + " of the paired bootstrap, above 0 where the first row is better.\n";

    private final Kind kind;
    private final List<Variant> variants;

    /** Settings of a row, and the name of its runs. */
    private record Variant(String name, String settings) {}

    /** One variant after so many updates: {@code [seeds][graphs of all sets]}. */
    private record Cell(double[][] sampled, double[][] best) {

        static double mean(double[][] figures) {
            double sum = 0;
            for (double[] seed : figures) {
                sum += Measurement.mean(seed);
            }
            return sum / figures.length;
        }
    }

    private record Line(Variant variant, Cell first, Cell last, Double optimal) {}

    private Ablation(Kind kind, List<Variant> variants) {
        this.kind = kind;
        this.variants = variants;
    }

    /** Those of MRLCO and MRLATO. */
    public static List<Reproduction> all() {
        return List.of(new Ablation(Kind.MRLCO, MRLCO), new Ablation(Kind.MRLATO, MRLATO));
    }

    @Override
    public String paper() {
        return kind.methodName;
    }

    @Override
    public String table() {
        return "ablation";
    }

    @Override
    public String title() {
        return "what each choice is worth";
    }

    @Override
    public Reproduced make(ReproductionRequest request) {
        if (request.only() != null || request.dags() != null) {
            throw new InputException("command line", "", request.only() != null ? "--only" : "--dags",
                    "neither: one method on generated graphs");
        }
        List<PlannedRun> planned = planned(request);
        List<RunFolder> folders =
                DagReproduction.finish(planned, request, kind.methodName + " ablation");
        List<Line> lines = new ArrayList<>();
        int seeds = planned.size() / variants.size();
        for (int v = 0; v < variants.size(); v++) {
            lines.add(line(variants.get(v), folders.subList(v * seeds, (v + 1) * seeds)));
        }
        StringBuilder digests = new StringBuilder();
        folders.forEach(folder -> digests.append(folder.digest()).append('\n'));
        String digest = Digests.sha256(digests.toString().getBytes(StandardCharsets.UTF_8));
        List<List<String>> cells = lines.stream().map(line -> cells(line, lines.get(0))).toList();
        TextTable text = new TextTable(HEADER.toArray(String[]::new));
        cells.forEach(text::row);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("paper", kind.methodName);
        json.put("table", table());
        json.put("seeds", seeds);
        json.put("rows", lines.stream().map(line -> object(line, lines.get(0))).toList());
        json.put("digest", digest);
        String heading = kind.methodName.toUpperCase(Locale.ROOT) + ", ablation";
        return new Reproduced(json, text + CAPTION + "digest  " + digest + "\n", csv(cells),
                Report.html(folders, heading, List.of(
                        new Report.Section("The table", CAPTION, HEADER, cells))));
    }

    /** Variant by variant, each with all its seeds. */
    private List<PlannedRun> planned(ReproductionRequest request) {
        Profile profile = Profile.valueOf(request.profile().toUpperCase(Locale.ROOT));
        request.settings().forEach(PlannedRun::requireFree);
        DagMethod method = DagMethod.of(kind);
        DagSettings base = Config.resolve(method.defaults(request.budget(), profile), null,
                Stream.concat(Stream.of("drl-iterations=0"), request.settings().stream()).toList());
        int seeds = request.seeds() > 0 ? request.seeds()
                : PlannedRun.seeds(request.budget(), profile);
        List<PlannedRun> planned = new ArrayList<>();
        for (Variant variant : variants) {
            List<String> words = variant.settings.isEmpty() ? List.of()
                    : List.of(variant.settings.split(" "));
            DagSettings settings = Config.resolve(base, null, words);
            for (int seed = 1; seed <= seeds; seed++) {
                planned.add(new PlannedRun(variant.name + "-" + seed, method, Experiment.TOPOLOGIES,
                        seed, settings));
            }
        }
        return planned;
    }

    private static Line line(Variant variant, List<RunFolder> seeds) {
        List<TestSet> sets = seeds.get(0).results().sets();
        double sum = 0;
        int graphs = 0;
        boolean proved = true;
        for (TestSet set : sets) {
            proved &= set.baselines().optimal() != null;
            sum += proved ? set.graphs() * set.baselines().optimal() : 0;
            graphs += set.graphs();
        }
        List<GraphLatencies> latencies = seeds.stream().map(RunFolder::latencies).toList();
        int last = latencies.get(0).rows().stream().mapToInt(GraphLatencies.Row::update).max()
                .orElseThrow();
        return new Line(variant, cell(latencies, 0), cell(latencies, last),
                proved ? Double.valueOf(sum / graphs) : null);
    }

    private static Cell cell(List<GraphLatencies> seeds, int update) {
        return new Cell(seeds.stream().map(one -> one.rows().stream()
                .filter(row -> row.update() == update).mapToDouble(GraphLatencies.Row::sampled)
                .toArray()).toArray(double[][]::new),
                seeds.stream().map(one -> one.rows().stream()
                .filter(row -> row.update() == update).mapToDouble(GraphLatencies.Row::bestOf20)
                .toArray()).toArray(double[][]::new));
    }

    private static List<String> cells(Line line, Line none) {
        List<String> cells = new ArrayList<>(List.of(line.variant.name, line.variant.settings));
        for (Cell[] pair : new Cell[][] {{line.first, none.first}, {line.last, none.last}}) {
            double mean = Cell.mean(pair[0].sampled);
            Bootstrap.Interval d = Bootstrap.paired(pair[0].sampled, pair[1].sampled);
            cells.addAll(List.of(Numbers.fixed(mean, 2),
                    Numbers.fixed(Results.gap(mean, line.optimal), 2), Numbers.fixed(d.mean(), 2),
                    Numbers.fixed(d.low(), 2), Numbers.fixed(d.high(), 2)));
        }
        double best = Cell.mean(line.last.best);
        cells.add(Numbers.fixed(best, 2));
        cells.add(Numbers.fixed(Results.gap(best, line.optimal), 2));
        return cells;
    }

    private static Map<String, Object> object(Line line, Line none) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("row", line.variant.name);
        row.put("settings", line.variant.settings);
        row.put("optimal", line.optimal);
        row.put("first", figures(line.first, none.first, line.optimal));
        row.put("last", figures(line.last, none.last, line.optimal));
        return row;
    }

    private static Map<String, Object> figures(Cell cell, Cell none, Double optimal) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("sampled", Cell.mean(cell.sampled));
        figures.put("gapPercent", Results.gap(Cell.mean(cell.sampled), optimal));
        figures.put("bestOf20", Cell.mean(cell.best));
        figures.put("bestGapPercent", Results.gap(Cell.mean(cell.best), optimal));
        figures.put("againstNone", Bootstrap.paired(cell.sampled, none.sampled));
        return figures;
    }

    private static String csv(List<List<String>> cells) {
        StringBuilder csv = new StringBuilder(
                "row,settings,sampled-first,gap-first,difference-first,low-first,high-first,"
                + "sampled-last,gap-last,difference-last,low-last,high-last,best-last,best-gap-last\n");
        cells.forEach(row -> csv.append(String.join(",", row)).append('\n'));
        return csv.toString();
    }
}
