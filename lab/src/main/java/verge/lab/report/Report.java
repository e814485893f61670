package verge.lab.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import verge.lab.report.Html.Cell;
import verge.lab.run.Manifest;
import verge.lab.run.Point;
import verge.lab.run.Results;
import verge.lab.run.Results.TestSet;
import verge.lab.run.RunFolder;
import verge.lab.run.SummaryRow;
import verge.lab.run.WorldResults;
import verge.lab.text.Json;
import verge.lab.text.Numbers;
import verge.sim.core.InputException;

/**
 * A page of tables and charts. It holds its script and data, fetches nothing and says so to the
 * browser; equal folders give an equal page.
 */
public final class Report {
    private static final int MOST_POINTS = 1000;
    private static final int MOST_METRICS = 60;
    private static final String POLICY =
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
            + " img-src data:";

    private final List<Run> runs;
    private final List<Group> groups;
    private final String heading;
    private final List<Section> sections;
    private final StringBuilder out = new StringBuilder();

    private Report(List<Run> runs, String heading, List<Section> sections) {
        this.runs = runs;
        this.heading = heading;
        this.sections = List.copyOf(sections);
        this.groups = groups(runs);
    }

    /** A run; results and world are null while there are none. */
    private record Run(String label, Results results, WorldResults world,
            Map<String, List<Double[]>> metrics, RunFolder folder) {
        Manifest manifest() {
            return folder.manifest();
        }

        /** Schedules of one graph, or null. */
        Results.Gantt gantt() {
            return results != null ? results.gantt() : world != null ? world.gantt() : null;
        }
    }

    /** One test set, which several runs may have. */
    private record Group(String title, String about, List<Member> members) {
    }

    private record Member(int run, int set) {
    }

    /**
     * Draws runs.
     *
     * @param folders one run or several, in the order in which they are listed
     * @return the page
     * @throws InputException if a folder's files are damaged
     */
    public static String html(List<RunFolder> folders) {
        return html(folders, null, List.of());
    }

    /**
     * A table that stands before what is drawn of the runs.
     *
     * @param title its heading
     * @param about a sentence or two
     * @param header names of the columns
     * @param rows as many cells each
     */
    public record Section(String title, String about, List<String> header,
            List<List<String>> rows) {
    }

    /**
     * Draws runs below tables that were made from them.
     *
     * @param folders the runs
     * @param heading the page's title; null for one that follows from the runs
     * @param sections the tables
     * @return the page
     * @throws InputException if a folder's files are damaged
     */
    public static String html(List<RunFolder> folders, String heading, List<Section> sections) {
        List<Run> runs = new ArrayList<>();
        for (RunFolder folder : folders) {
            runs.add(new Run(RunFacts.label(folder, folders), folder.results(), folder.world(),
                    metrics(folder), folder));
        }
        return new Report(runs, heading, sections).page();
    }

    /** At most a thousand points per metric, evenly picked; what is not finite becomes a gap. */
    private static Map<String, List<Double[]>> metrics(RunFolder folder) {
        Map<String, List<Double[]>> metrics = new LinkedHashMap<>();
        for (Map.Entry<String, List<Point>> series : folder.metrics().entrySet()) {
            List<Point> points = series.getValue();
            int stride = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
            List<Double[]> picked = new ArrayList<>();
            for (int i = 0; i < points.size(); i += stride) {
                Point point = points.get(i);
                Double value = Double.isFinite(point.value()) ? point.value() : null;
                picked.add(new Double[] {(double) point.step(), value});
            }
            metrics.put(series.getKey(), picked);
        }
        return metrics;
    }

    private static List<Group> groups(List<Run> runs) {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (int r = 0; r < runs.size(); r++) {
            Results results = runs.get(r).results;
            for (int s = 0; results != null && s < results.sets().size(); s++) {
                TestSet set = results.sets().get(s);
                String about = about(set);
                groups.computeIfAbsent(set.name() + "\n" + about,
                        k -> new Group(set.name(), about, new ArrayList<>()))
                        .members.add(new Member(r, s));
            }
        }
        return List.copyOf(groups.values());
    }

    private static String about(TestSet set) {
        return set.graphs() + " graphs, " + set.timing() + " timing, "
                + Numbers.text(set.uplinkMbps()) + " Mbit/s up, " + Numbers.text(set.downlinkMbps())
                + " Mbit/s down";
    }

    private String page() {
        String title = heading != null ? heading
                : runs.size() == 1 ? runs.get(0).label : runs.size() + " runs compared";
        out.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
        out.append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
                .append(Html.text(POLICY)).append("\">\n");
        out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        out.append("<title>Verge: ").append(Html.text(title)).append("</title>\n");
        out.append("<style>\n").append(Html.own("report.css"))
                .append("</style></head>\n<body><main>\n");
        out.append("<h1>").append(Html.text(title)).append("</h1>\n");
        sections.forEach(this::section);
        if (!runs.isEmpty()) {
            drawRuns();
        }
        return out.append("</main></body></html>\n").toString();
    }

    private void drawRuns() {
        header();
        out.append("<noscript><p>The charts below need JavaScript; the tables do"
                + " not.</p></noscript>\n");
        summary();
        worlds();
        learning();
        adaptation();
        gantt();
        metrics();
        configurations();
        out.append(Html.data(Json.line(data())));
        out.append(Html.script(Html.echarts())).append(Html.script(Html.own("report.js")));
    }

    private void header() {
        if (runs.size() == 1) {
            Run run = runs.get(0);
            out.append("<dl>\n");
            for (Map.Entry<String, String> fact : RunFacts.of(run.folder, run.results).entrySet()) {
                if (fact.getValue().equals("-")) {
                    continue;
                }
                out.append("<div><dt>").append(Html.text(fact.getKey())).append("</dt><dd>");
                out.append(Html.text(fact.getValue())).append("</dd></div>\n");
            }
            out.append("</dl>\n");
        } else {
            List<List<Cell>> rows = new ArrayList<>();
            List<String> compared = RunFacts.COMPARED;
            for (Run run : runs) {
                List<Cell> row = new ArrayList<>(List.of(new Cell(run.label, "")));
                compared.forEach(name ->
                        row.add(new Cell(RunFacts.of(run.folder, run.results).get(name), "left")));
                rows.add(row);
            }
            List<Cell> names = new ArrayList<>(List.of(new Cell("run", "")));
            compared.forEach(name -> names.add(new Cell(name, "left")));
            out.append(Html.table(names, rows));
        }
        for (Run run : runs) {
            if (!run.manifest().finished()) {
                out.append("<p class=\"notice\">").append(Html.text(run.label))
                        .append(": not finished. ");
                out.append("Shown is what it has written so far.</p>\n");
            }
        }
    }

    private void heading(String title, String explanation) {
        out.append("<h2>").append(Html.text(title)).append("</h2>\n<p>").append(explanation)
                .append("</p>\n");
    }

    private void section(Section section) {
        heading(section.title, Html.text(section.about));
        List<List<Cell>> rows = new ArrayList<>();
        section.rows.forEach(row -> rows.add(row.stream().map(c -> new Cell(c, "")).toList()));
        out.append(Html.table(section.header.stream().map(c -> new Cell(c, "")).toList(), rows));
    }

    private void summary() {
        if (groups.isEmpty()) {
            return;
        }
        heading("Mean latency", "Over each test set's graphs. <em>Before</em> and <em>after</em>:"
                + " mean over sampled plans"
                + " before and after adaptation. <em>HEFT</em>: the smaller of its two scores."
                + " <em>Gap</em>: how far"
                + " <em>after</em> lies above the exact optimum.");
        List<Cell> header = new ArrayList<>(List.of(new Cell("set", "")));
        List<String> words = runs.size() > 1 ? List.of("run", "policy") : List.of("policy");
        words.forEach(name -> header.add(new Cell(name, "left")));
        List<String> figures = List.of("local", "edge", "greedy", "HEFT", "before", "after",
                "greedy decoding", "best of 20", "optimum", "gap %");
        figures.forEach(name -> header.add(new Cell(name, "")));
        List<List<Cell>> rows = new ArrayList<>();
        for (Group group : groups) {
            int first = rows.size();
            for (Member member : group.members) {
                addRows(rows, first, group, member);
            }
        }
        out.append(Html.table(header, rows));
    }

    private void addRows(List<List<Cell>> rows, int first, Group group, Member member) {
        Results results = runs.get(member.run).results;
        TestSet set = results.sets().get(member.set);
        for (SummaryRow row : SummaryRow.of(set)) {
            List<Cell> cells = new ArrayList<>();
            cells.add(new Cell(rows.size() > first ? "" : group.title, ""));
            if (runs.size() > 1) {
                cells.add(new Cell(runs.get(member.run).label, "left"));
            }
            cells.add(new Cell(row.policy() == null ? "-" : row.policy(), "left"));
            for (double value : new double[] {row.local(), row.edge(), row.greedy(), row.heft()}) {
                cells.add(new Cell(Numbers.fixed(value, 2), ""));
            }
            for (Double value : row.learned()) {
                cells.add(new Cell(Numbers.fixed(value, 2), "learned"));
            }
            cells.add(new Cell(Numbers.fixed(row.optimal(), 2), ""));
            cells.add(new Cell(Numbers.fixed(row.gapPercent(), 2), ""));
            rows.add(cells);
        }
    }

    private void worlds() {
        Worlds worlds = new Worlds();
        for (int r = 0; r < runs.size(); r++) {
            if (runs.get(r).world != null) {
                worlds.add(r, runs.get(r).label, runs.get(r).world);
            }
        }
        out.append(worlds.html(runs.size() > 1));
    }

    private void learning() {
        if (runs.stream().anyMatch(run -> run.results != null
                && !run.results.learning().isEmpty())) {
            heading("Learning", "Mean latency of sampled plans over the training graphs, with the"
                    + " mean's 95 % interval.");
            out.append("<div class=\"chart\" data-chart=\"learning\"></div>\n");
        }
    }

    private void adaptation() {
        if (groups.isEmpty()) {
            return;
        }
        heading("Adaptation to unseen graphs",
                "Latency after each update, with the 95 % interval of the sampled mean,"
                + " beside policies that do not learn. A click on a name in the legend shows or"
                + " hides its line; lines far above the others start hidden.");
        for (int g = 0; g < groups.size(); g++) {
            Group group = groups.get(g);
            out.append("<h3>").append(Html.text(group.title)).append("</h3>\n");
            out.append("<p>").append(Html.text(group.about)).append(proofs(group)).append("</p>\n");
            out.append("<div class=\"chart\" data-chart=\"adaptation\" data-group=\"").append(g)
                    .append("\"></div>\n");
        }
    }

    private String proofs(Group group) {
        Member first = group.members.get(0);
        TestSet set = runs.get(first.run).results.sets().get(first.set);
        return set.optimalProved() == 0 ? "" : "; optimum proved on " + set.optimalProved();
    }

    private void gantt() {
        boolean headed = false;
        for (int r = 0; r < runs.size(); r++) {
            Results.Gantt gantt = runs.get(r).gantt();
            if (gantt == null || gantt.policies().isEmpty()) {
                continue;
            }
            if (!headed) {
                heading("Schedules of one graph",
                        "Each task on the resources that it takes, under each policy; the"
                        + " line marks the latency. Where a timing model lets transfers overlap,"
                        + " they are stacked.");
                out.append("<div class=\"key\">");
                for (String lane : List.of("device", "uplink", "host", "downlink")) {
                    out.append("<span style=\"--colour: var(--").append(lane).append(")\">")
                            .append(lane).append("</span>");
                }
                out.append("</div>\n");
                headed = true;
            }
            String run = runs.size() > 1 ? runs.get(r).label + ": " : "";
            out.append("<h3>").append(Html.text(run + gantt.graph())).append("</h3>\n");
            out.append("<div class=\"chart\" data-chart=\"gantt\" data-run=\"").append(r)
                    .append("\"></div>\n");
        }
    }

    private void metrics() {
        TreeSet<String> names = new TreeSet<>();
        runs.forEach(run -> names.addAll(run.metrics.keySet()));
        if (names.isEmpty()) {
            return;
        }
        boolean policies = runs.stream().allMatch(run -> run.world != null);
        heading(policies ? "Episodes" : "Training metrics",
                "All series of <code>metrics.csv</code>"
                + (names.size() > MOST_METRICS ? ", the first " + MOST_METRICS + " of "
                + names.size() : "") + ".");
        out.append("<div class=\"small\">\n");
        for (String name : names.stream().limit(MOST_METRICS).toList()) {
            out.append("<div class=\"chart\" data-chart=\"metric\" data-metric=\"")
                    .append(Html.text(name));
            out.append("\"></div>\n");
        }
        out.append("</div>\n");
    }

    private void configurations() {
        heading("Configuration", "As resolved from defaults, file and command line; enough to run"
                + " it again.");
        for (Run run : runs) {
            out.append("<details><summary>").append(Html.text(run.label)).append("</summary><pre>");
            out.append(Html.text(run.folder.configText())).append("</pre></details>\n");
        }
    }

    /** What the page's script draws. */
    private Map<String, Object> data() {
        List<Map<String, Object>> views = new ArrayList<>();
        for (Run run : runs) {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("label", run.label);
            view.put("results", run.results);
            view.put("trace", run.world == null ? null : run.world.trace());
            view.put("gantt", run.gantt());
            view.put("metrics", run.metrics);
            views.add(view);
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("runs", views);
        data.put("groups", groups);
        return data;
    }
}
