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
import verge.sim.core.InputException;
import verge.sim.core.EventDigest;

/**
 * The part of STAR's Table 1 (Qu et al., MobiSec 2025) that nobody has to learn, in {@code
 * star-paper}: its three heuristics, random offloading, and the planners that know more than a user
 * can. The planners are slow: they play nine servers and a tenth of the seeds.
 */
public final class StarHeuristics implements Reproduction {
    private static final int[] SERVERS = {3, 5, 7, 9, 11, 13, 15};
    private static final int PLANNED_SERVERS = 9;
    private static final int PLANNERS_SHARE = 10;
    private static final int SMOKE_SEEDS = 10;
    private static final int QUICK_SEEDS = 100;
    private static final int FULL_SEEDS = 1000;

    /** Whatever a figure is called in the JSON, and the decimals it is shown with. */
    private static final Map<String, Integer> FIGURES = figures();

    /**
     * A row of the paper's table, by number of servers.
     *
     * @param policy our name of it, with its arguments
     * @param delaySeconds mean processing delay; null where the paper has no such policy
     * @param failureRate offloading failure rate; null where there is none
     */
    private record Printed(String policy, double[] delaySeconds, double[] failureRate) {
    }

    private static final List<Printed> PRINTED = List.of(
            new Printed("local",
                    new double[] {223.861, 223.213, 225.986, 225.228, 225.964, 229.233, 226.295},
                    null),
            new Printed("max-sinr",
                    new double[] {118.866, 126.671, 136.015, 134.533, 134.927, 135.218, 135.979},
                    new double[] {0.321, 0.324, 0.328, 0.324, 0.322, 0.327, 0.327}),
            new Printed("sqf",
                    new double[] {82.189, 80.083, 86.961, 86.312, 87.375, 91.784, 88.160},
                    new double[] {0.324, 0.320, 0.322, 0.323, 0.325, 0.325, 0.326}),
            new Printed("random q=0.6", null, null));

    private static final List<String> PLANNERS = List.of("myopic", "central", "priced");

    /** One policy at one number of servers. */
    private record Cell(String policy, int servers, int seeds, Double paperDelaySeconds,
            Double paperFailureRate) {
    }

    private record Row(Cell cell, Map<String, Sweep.Figure> figures, String digest) {
    }

    private static Map<String, Integer> figures() {
        Map<String, Integer> figures = new LinkedHashMap<>();
        figures.put("meanDelaySeconds", 2);
        figures.put("failureRate", 4);
        figures.put("costSeconds", 2);
        return figures;
    }

    @Override
    public String paper() {
        return "star";
    }

    @Override
    public String table() {
        return "heuristics";
    }

    @Override
    public String title() {
        return "the heuristics of Table 1, and policies that know more";
    }

    @Override
    public Reproduced make(ReproductionRequest request) {
        if (request.only() != null || !request.settings().isEmpty()) {
            throw new InputException("command line", "", request.only() != null ? "--only"
                    : "\"" + request.settings().get(0) + "\"", "neither: nothing is trained here");
        }
        List<Cell> cells = cells(seeds(request));
        request.progress().begin("star heuristics", cells.size());
        List<Row> rows = InOrder.map(cells.size(), request.threads(), i -> {
            Row row = measure(cells.get(i));
            synchronized (request) {
                request.progress().advance(cells.get(i).policy);
            }
            return row;
        });
        List<List<String>> texts = rows.stream().map(StarHeuristics::text).toList();
        TextTable table = new TextTable(header().toArray(new String[0]));
        texts.forEach(table::row);
        String about = "Scenario star-paper, seeds from 1 on, means over episodes with 95 % intervals."
                + " Cost counts 200 s for each failure. The paper's radio is not known; where the"
                + " columns differ, no reading of it that was tried gives all of the paper's figures.";
        return new Reproduced(json(rows), table.toString(), csv(rows),
                Report.html(List.of(), "STAR, heuristics", List.of(
                        new Report.Section("Table 1", about, header(), texts))));
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

    private static List<Cell> cells(int seeds) {
        List<Cell> cells = new ArrayList<>();
        for (Printed row : PRINTED) {
            for (int i = 0; i < SERVERS.length; i++) {
                cells.add(new Cell(row.policy, SERVERS[i], seeds,
                        row.delaySeconds == null ? null : row.delaySeconds[i],
                        row.failureRate == null ? null : row.failureRate[i]));
            }
        }
        for (String planner : PLANNERS) {
            cells.add(new Cell(planner, PLANNED_SERVERS, Math.max(1, seeds / PLANNERS_SHARE), null,
                    null));
        }
        return cells;
    }

    private static Row measure(Cell cell) {
        Sweep sweep = Sweep.run(RadioScenario.starPaper(), List.of("servers=" + cell.servers),
                cell.policy, new Seeds(1, cell.seeds));
        Map<String, Sweep.Figure> figures = new LinkedHashMap<>();
        FIGURES.keySet().forEach(name -> figures.put(name, sweep.figure(name)));
        return new Row(cell, figures, sweep.digest());
    }

    private static List<String> header() {
        return List.of("policy", "servers", "seeds", "paper: delay s", "delay s", "95 %",
                "paper: failed", "failed", "95 %", "cost s", "95 %");
    }

    private static List<String> text(Row row) {
        List<String> text = new ArrayList<>(List.of(row.cell.policy,
                Integer.toString(row.cell.servers), Integer.toString(row.cell.seeds)));
        for (Map.Entry<String, Integer> figure : FIGURES.entrySet()) {
            int decimals = figure.getValue();
            if (!figure.getKey().equals("costSeconds")) {
                text.add(Numbers.fixed(printed(row.cell, figure.getKey()), decimals));
            }
            Sweep.Figure ours = row.figures.get(figure.getKey());
            text.add(Numbers.fixed(ours.mean(), decimals));
            text.add(ours.mean() == null ? "-" : Numbers.fixed(ours.low(), decimals) + " .. "
                    + Numbers.fixed(ours.high(), decimals));
        }
        return text;
    }

    private static Double printed(Cell cell, String figure) {
        return switch (figure) {
            case "meanDelaySeconds" -> cell.paperDelaySeconds;
            case "failureRate" -> cell.paperFailureRate;
            default -> null;
        };
    }

    private static Map<String, Object> json(List<Row> rows) {
        EventDigest digest = new EventDigest();
        List<Map<String, Object>> list = new ArrayList<>();
        for (Row row : rows) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("policy", row.cell.policy);
            object.put("servers", row.cell.servers);
            object.put("seeds", row.cell.seeds);
            object.putAll(row.figures);
            Map<String, Object> paper = new LinkedHashMap<>();
            paper.put("meanDelaySeconds", row.cell.paperDelaySeconds);
            paper.put("failureRate", row.cell.paperFailureRate);
            object.put("paper", paper);
            list.add(object);
            digest.add(Long.parseUnsignedLong(row.digest, 16));
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("paper", "star");
        object.put("scenario", "star-paper");
        object.put("rows", list);
        object.put("digest", digest.hex());
        return object;
    }

    private static String csv(List<Row> rows) {
        StringBuilder csv = new StringBuilder("policy,servers,seeds,figure,mean,low,high,paper\n");
        for (Row row : rows) {
            for (String figure : FIGURES.keySet()) {
                Sweep.Figure ours = row.figures.get(figure);
                List<Double> values = Arrays.asList(ours.mean(), ours.low(), ours.high(),
                        printed(row.cell, figure));
                csv.append(row.cell.policy).append(',').append(row.cell.servers).append(',')
                        .append(row.cell.seeds).append(',').append(figure);
                values.forEach(value -> csv.append(',')
                        .append(value == null ? "" : Numbers.text(value)));
                csv.append('\n');
            }
        }
        return csv.toString();
    }
}
