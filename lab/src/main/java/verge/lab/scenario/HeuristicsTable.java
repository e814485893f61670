package verge.lab.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verge.lab.InOrder;
import verge.lab.report.Report;
import verge.lab.reproduce.Reproduced;
import verge.lab.reproduce.Reproduction;
import verge.lab.reproduce.ReproductionRequest;
import verge.lab.text.Numbers;
import verge.lab.text.TextTable;
import verge.sim.core.EventDigest;
import verge.sim.core.InputException;

/**
 * What nobody has to learn in a paper's scenario: policies along the axes of the paper's figures,
 * over many seeds, beside what the paper prints of them.
 */
public final class HeuristicsTable implements Reproduction {
    private static final String TABLE = "heuristics";
    private static final int SLOW_SHARE = 10;
    private static final int SMOKE_SEEDS = 10;
    private static final int QUICK_SEEDS = 100;
    private static final int FULL_SEEDS = 1000;

    private final Spec spec;

    /**
     * A table.
     *
     * @param paper the paper's short name
     * @param title what is compared, on one line
     * @param section the heading of the page's table
     * @param about a sentence or two for the page
     * @param scenario whose world it is
     * @param axes settings of the scenario that differ between rows
     * @param figures what is shown, by its name in the JSON, with its decimals
     * @param printed figures that the paper prints
     * @param cells the rows
     */
    record Spec(String paper, String title, String section, String about, Scenario<?> scenario,
            List<String> axes, Map<String, Integer> figures, List<String> printed,
            List<Cell> cells) {
    }

    /**
     * One policy at one place of the axes.
     *
     * @param policy our name of it, with its arguments
     * @param at the value on each axis
     * @param slow whether it plays a tenth of the seeds
     * @param printed figures of the paper by name; those that it does not print are missing
     */
    record Cell(String policy, List<Number> at, boolean slow, Map<String, Double> printed) {
    }

    private record Row(Cell cell, int seeds, Map<String, Sweep.Figure> figures, String digest) {
    }

    private HeuristicsTable(Spec spec) {
        this.spec = spec;
    }

    /**
     * One table for each paper with a scenario.
     *
     * @return in the order in which they are listed
     */
    public static List<Reproduction> all() {
        return List.of(new HeuristicsTable(StarHeuristics.spec()),
                new HeuristicsTable(CrbHeuristics.spec()),
                new HeuristicsTable(CtoHeuristics.spec()));
    }

    @Override
    public String paper() {
        return spec.paper;
    }

    @Override
    public String table() {
        return TABLE;
    }

    @Override
    public String title() {
        return spec.title;
    }

    @Override
    public Reproduced make(ReproductionRequest request) {
        if (request.only() != null || !request.settings().isEmpty()) {
            throw new InputException("command line", "", request.only() != null ? "--only"
                    : "\"" + request.settings().get(0) + "\"", "neither: nothing is trained here");
        }
        int seeds = seeds(request);
        request.progress().begin(spec.paper + " " + TABLE, spec.cells.size());
        List<Row> rows = InOrder.map(spec.cells.size(), request.threads(), i -> {
            Row row = measure(spec.cells.get(i), seeds);
            synchronized (request) {
                request.progress().advance(spec.cells.get(i).policy);
            }
            return row;
        });
        List<List<String>> texts = rows.stream().map(this::text).toList();
        TextTable table = new TextTable(header().toArray(new String[0]));
        texts.forEach(table::row);
        return new Reproduced(json(rows), table.toString(), csv(rows),
                Report.html(List.of(), spec.title, List.of(
                        new Report.Section(spec.section, "Scenario " + spec.scenario.name()
                                + ", seeds from 1 on, means over episodes with their 95 % intervals. "
                                + spec.about, header(), texts))));
    }

    private static int seeds(ReproductionRequest request) {
        if (request.seeds() > 0) {
            return request.seeds();
        }
        return switch (request.budget()) {
            case SMOKE -> SMOKE_SEEDS;
            case QUICK -> QUICK_SEEDS;
            case STANDARD, FULL -> FULL_SEEDS;
        };
    }

    private Row measure(Cell cell, int seeds) {
        List<String> words = new ArrayList<>();
        for (int a = 0; a < spec.axes.size(); a++) {
            words.add(spec.axes.get(a) + "=" + cell.at.get(a));
        }
        int played = cell.slow ? Math.max(1, seeds / SLOW_SHARE) : seeds;
        Sweep sweep = Sweep.run(spec.scenario, words, cell.policy, new Seeds(1, played));
        Map<String, Sweep.Figure> figures = new LinkedHashMap<>();
        spec.figures.keySet().forEach(name -> figures.put(name, sweep.figure(name)));
        return new Row(cell, played, figures, sweep.digest());
    }

    private List<String> header() {
        List<String> header = new ArrayList<>(List.of("policy"));
        header.addAll(spec.axes);
        header.add("seeds");
        for (String figure : spec.figures.keySet()) {
            if (spec.printed.contains(figure)) {
                header.add("paper");
            }
            header.add(figure);
            header.add("95 %");
        }
        return header;
    }

    private List<String> text(Row row) {
        List<String> text = new ArrayList<>(List.of(row.cell.policy));
        row.cell.at.forEach(value -> text.add(value.toString()));
        text.add(Integer.toString(row.seeds));
        for (Map.Entry<String, Integer> figure : spec.figures.entrySet()) {
            int decimals = figure.getValue();
            if (spec.printed.contains(figure.getKey())) {
                text.add(Numbers.fixed(row.cell.printed.get(figure.getKey()), decimals));
            }
            Sweep.Figure ours = row.figures.get(figure.getKey());
            text.add(Numbers.fixed(ours.mean(), decimals));
            text.add(ours.mean() == null ? "-" : Numbers.fixed(ours.low(), decimals) + " .. "
                    + Numbers.fixed(ours.high(), decimals));
        }
        return text;
    }

    private Map<String, Object> json(List<Row> rows) {
        EventDigest digest = new EventDigest();
        List<Map<String, Object>> list = new ArrayList<>();
        for (Row row : rows) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("policy", row.cell.policy);
            for (int a = 0; a < spec.axes.size(); a++) {
                object.put(spec.axes.get(a), row.cell.at.get(a));
            }
            object.put("seeds", row.seeds);
            object.putAll(row.figures);
            Map<String, Object> paper = new LinkedHashMap<>();
            spec.printed.forEach(name -> paper.put(name, row.cell.printed.get(name)));
            object.put("paper", paper);
            list.add(object);
            digest.add(Long.parseUnsignedLong(row.digest, 16));
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("paper", spec.paper);
        object.put("scenario", spec.scenario.name());
        object.put("rows", list);
        object.put("digest", digest.hex());
        return object;
    }

    private String csv(List<Row> rows) {
        StringBuilder csv = new StringBuilder("policy,").append(String.join(",", spec.axes))
                .append(",seeds,figure,mean,low,high,paper\n");
        for (Row row : rows) {
            for (String figure : spec.figures.keySet()) {
                Sweep.Figure ours = row.figures.get(figure);
                List<Double> values = Arrays.asList(ours.mean(), ours.low(), ours.high(),
                        row.cell.printed.get(figure));
                csv.append(row.cell.policy);
                row.cell.at.forEach(value -> csv.append(',').append(value));
                csv.append(',').append(row.seeds).append(',').append(figure);
                values.forEach(value -> csv.append(',')
                        .append(value == null ? "" : Numbers.text(value)));
                csv.append('\n');
            }
        }
        return csv.toString();
    }
}
