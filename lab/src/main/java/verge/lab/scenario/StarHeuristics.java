package verge.lab.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verge.lab.scenario.HeuristicsTable.Cell;

/**
 * The part of STAR's Table 1 (Qu et al., MobiSec 2025) that nobody has to learn, in {@code
 * star-paper}: its three heuristics, random offloading, and the planners that know more than a user
 * can. The planners are slow: they play nine servers and a tenth of the seeds.
 */
final class StarHeuristics {
    private static final int[] SERVERS = {3, 5, 7, 9, 11, 13, 15};
    private static final int PLANNED_SERVERS = 9;
    private static final String DELAY = "meanDelaySeconds";
    private static final String FAILED = "failureRate";

    private StarHeuristics() {
    }

    static HeuristicsTable.Spec spec() {
        Map<String, Integer> figures = new LinkedHashMap<>();
        figures.put(DELAY, 2);
        figures.put(FAILED, 4);
        figures.put("costSeconds", 2);
        List<Cell> cells = new ArrayList<>();
        add(cells, "local", new double[] {223.861, 223.213, 225.986, 225.228, 225.964, 229.233,
            226.295}, null);
        add(cells, "max-sinr", new double[] {118.866, 126.671, 136.015, 134.533, 134.927, 135.218,
            135.979}, new double[] {0.321, 0.324, 0.328, 0.324, 0.322, 0.327, 0.327});
        add(cells, "sqf", new double[] {82.189, 80.083, 86.961, 86.312, 87.375, 91.784, 88.160},
                new double[] {0.324, 0.320, 0.322, 0.323, 0.325, 0.325, 0.326});
        add(cells, "random q=0.6", null, null);
        for (String planner : List.of("myopic", "central", "priced")) {
            cells.add(new Cell(planner, List.of(PLANNED_SERVERS), true, Map.of()));
        }
        return new HeuristicsTable.Spec("star",
                "STAR: the heuristics of Table 1, and policies that know more", "Table 1",
                "Cost counts 200 s for each failure. The paper's radio is not known; where the"
                        + " columns differ, no reading of it that was tried gives all of the paper's"
                        + " figures.",
                RadioScenario.starPaper(), List.of("servers"), figures, List.of(DELAY, FAILED),
                cells);
    }

    /** A row of the paper's table, by number of servers; null where it has no such figure. */
    private static void add(List<Cell> cells, String policy, double[] delay, double[] failed) {
        for (int i = 0; i < SERVERS.length; i++) {
            Map<String, Double> printed = new LinkedHashMap<>();
            if (delay != null) {
                printed.put(DELAY, delay[i]);
            }
            if (failed != null) {
                printed.put(FAILED, failed[i]);
            }
            cells.add(new Cell(policy, List.of(SERVERS[i]), false, printed));
        }
    }
}
