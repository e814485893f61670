package verge.lab.run;

import java.util.ArrayList;
import java.util.List;
import verge.lab.run.Results.Curve;
import verge.lab.run.Results.CurvePoint;
import verge.lab.run.Results.TestSet;
import verge.lab.text.Numbers;
import verge.lab.text.TextTable;

/**
 * One row of the table that ends a run: a learned policy on a test set, beside what needs no
 * learning.
 *
 * @param set the test set
 * @param policy the learned policy; null for a set without one
 * @param graphs how many graphs the set holds
 * @param local everything on the device
 * @param edge everything offloaded
 * @param greedy the greedy heuristic's own score
 * @param heft the smaller of HEFT's two scores
 * @param before the policy before any update on the set; null without a policy
 * @param after the policy after the last update; null without a policy
 * @param optimal the exact mean optimum; null unless proved for every graph
 * @param gapPercent how far the sampled mean after the last update lies above the optimum, in
 *         percent; null where that is not known
 */
public record SummaryRow(String set, String policy, int graphs, double local, double edge,
        double greedy, double heft, CurvePoint before, CurvePoint after, Double optimal,
        Double gapPercent) {
    /**
     * The rows of a run's table.
     *
     * @param results what the run found
     * @return one row per set and policy, in their order
     */
    public static List<SummaryRow> of(Results results) {
        List<SummaryRow> rows = new ArrayList<>();
        for (TestSet set : results.sets()) {
            rows.addAll(of(set));
        }
        return rows;
    }

    /**
     * The rows of one set.
     *
     * @param set a test set
     * @return one row per policy, at least one
     */
    public static List<SummaryRow> of(TestSet set) {
        List<SummaryRow> rows = new ArrayList<>();
        for (Curve curve : set.curves()) {
            if (!curve.points().isEmpty()) {
                rows.add(row(set, curve));
            }
        }
        if (rows.isEmpty()) {
            rows.add(row(set, null));
        }
        return rows;
    }

    private static SummaryRow row(TestSet set, Curve curve) {
        Results.Baselines base = set.baselines();
        CurvePoint before = curve == null ? null : curve.points().get(0);
        CurvePoint after = curve == null ? null : curve.points().get(curve.points().size() - 1);
        Double gap = after == null ? null : Results.gap(after.sampled(), base.optimal());
        return new SummaryRow(set.name(), curve == null ? null : curve.policy(), set.graphs(),
                base.local(), base.edge(), base.greedy(), base.bestHeft(), before, after,
                base.optimal(), gap);
    }

    /**
     * The table for a terminal.
     *
     * @param rows its rows
     * @return the text, with a line that explains the columns
     */
    public static String table(List<SummaryRow> rows) {
        TextTable table = new TextTable("set", "policy", "local", "edge", "greedy", "HEFT",
                "before", "after", "decoded", "best of 20", "optimum", "gap %");
        for (SummaryRow row : rows) {
            List<String> cells = new ArrayList<>();
            cells.add(row.set);
            cells.add(row.policy == null ? "-" : row.policy);
            for (double value : new double[] {row.local, row.edge, row.greedy, row.heft}) {
                cells.add(Numbers.fixed(value, 2));
            }
            for (Double value : row.learned()) {
                cells.add(Numbers.fixed(value, 2));
            }
            cells.add(Numbers.fixed(row.optimal, 2));
            cells.add(Numbers.fixed(row.gapPercent, 2));
            table.row(cells);
        }
        return table + "Mean latency over the set's graphs. before, after: mean over sampled"
                + " plans before and after\n"
                + "adaptation; decoded, best of 20: after it; HEFT: the smaller of its two"
                + " scores; gap: of after.\n";
    }

    /**
     * The learned policy's figures.
     *
     * @return sampled mean before; sampled mean, greedy decoding and best of 20 after; four nulls
     *         without a policy
     */
    public Double[] learned() {
        return after == null ? new Double[4] : new Double[] {before.sampled(), after.sampled(),
            after.greedyDecoded(), after.bestOf20()};
    }
}
