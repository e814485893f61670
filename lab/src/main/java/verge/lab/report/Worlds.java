package verge.lab.report;

import java.util.ArrayList;
import java.util.List;
import verge.lab.report.Html.Cell;
import verge.lab.run.EpisodeTrace;
import verge.lab.run.WorldResults;
import verge.lab.text.Numbers;

/** The part of a page that shows policies in scenarios: figures, map, course and delays. */
final class Worlds {
    private final List<Shown> shown = new ArrayList<>();

    private record Shown(int run, String label, WorldResults world) {
    }

    /** Adds a run, by its number on the page. */
    void add(int run, String label, WorldResults world) {
        shown.add(new Shown(run, label, world));
    }

    /** Everything; empty where no run was added. Charts are filled by the page's script. */
    String html(boolean several) {
        if (shown.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<h2>Figures</h2>\n<p>Means over episodes and half"
                + " the width of their 95 % intervals; tasks and dropped are sums.</p>\n");
        List<WorldResults> worlds = shown.stream().map(Shown::world).toList();
        out.append(Html.table(cells(WorldResults.header(worlds)),
                WorldResults.rows(worlds).stream().map(Worlds::cells).toList()));
        for (Shown one : shown) {
            if (one.world.trace() != null) {
                course(out, one, several ? one.label + ": " : "");
            }
        }
        return out.toString();
    }

    private static List<Cell> cells(List<String> texts) {
        List<Cell> cells = new ArrayList<>();
        for (String text : texts) {
            cells.add(new Cell(text, cells.size() < 2 ? "left" : ""));
        }
        return cells;
    }

    private static void course(StringBuilder out, Shown one, String prefix) {
        EpisodeTrace trace = one.world.trace();
        out.append("<h2>").append(Html.text(prefix)).append("One episode</h2>\n<p>Seed ")
                .append(one.world.firstSeed());
        if (trace.stepsPerValue() > 1) {
            out.append("; each point is the mean of ").append(trace.stepsPerValue()).append(" steps");
        }
        out.append(".</p>\n");
        if (trace.map() != null) {
            out.append("<h3>Map</h3>\n<p>").append(Html.text(trace.map().about()))
                    .append("</p>\n");
            chart(out, one.run, "map", 0);
        }
        for (int i = 0; i < trace.charts().size(); i++) {
            out.append("<h3>").append(Html.text(trace.charts().get(i).title())).append("</h3>\n");
            chart(out, one.run, "course", i);
        }
        if (trace.delays().counts().length > 0) {
            out.append("<h3>Delays of tasks that were done, mean ")
                    .append(Numbers.fixed(trace.delays().meanSeconds(), 3)).append(" s</h3>\n");
            chart(out, one.run, "delays", 0);
        }
    }

    private static void chart(StringBuilder out, int run, String kind, int number) {
        out.append("<div class=\"chart ").append(kind).append("\" data-chart=\"").append(kind)
                .append("\" data-run=\"").append(run).append("\" data-number=\"").append(number)
                .append("\"></div>\n");
    }
}
