package verge.lab.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verge.lab.scenario.HeuristicsTable.Cell;

/**
 * The part of CRB-DRQN's Figs. 5 and 6 (Mao et al., 2026) that nobody has to learn, in {@code
 * crb-paper}: Local-Only and Multi-tier, which the paper has, and what others reach. Of the figures
 * the paper's text gives a few numbers. The planners, which try choices on copies of all queues, play
 * a tenth of the seeds.
 */
final class CrbHeuristics {
    private static final int USUAL_DEVICES = 25;
    private static final double USUAL_MBIT = 2;
    private static final String DELAY = "meanDelaySeconds";
    private static final String FAILED = "failureRate";

    private CrbHeuristics() {
    }

    static HeuristicsTable.Spec spec() {
        Map<String, Integer> figures = new LinkedHashMap<>();
        figures.put(DELAY, 3);
        figures.put(FAILED, 4);
        figures.put("energyJoules", 1);
        List<Cell> cells = new ArrayList<>();
        for (String policy : List.of("local", "random q=0.5", "jsq", "least-loaded", "multi-tier",
                "myopic", "central")) {
            boolean slow = policy.equals("myopic") || policy.equals("central");
            for (int devices = 5; devices <= 35; devices += 5) {
                cells.add(new Cell(policy, List.of(devices, USUAL_MBIT), slow,
                        printed(policy, devices, USUAL_MBIT)));
            }
            for (double mbit : new double[] {1, 1.5, 2.5, 3}) {
                cells.add(new Cell(policy, List.of(USUAL_DEVICES, mbit), slow,
                        printed(policy, USUAL_DEVICES, mbit)));
            }
        }
        return new HeuristicsTable.Spec("crb",
                "CRB-DRQN: what Figs. 5 and 6 have that is not learned, and other policies",
                "Figs. 5 and 6", "The failure rate is over arrived tasks, the delay over those done."
                        + " Paper: what its text says of its figures.",
                new QueueScenario(), List.of("devices", "sizeMbit"), figures,
                List.of(DELAY, FAILED), cells);
    }

    /** Section 5.3; of two failure rates for Multi-tier at 3 Mbit, 0.051 and 0.056, the first. */
    private static Map<String, Double> printed(String policy, int devices, double mbit) {
        if (policy.equals("local") && mbit == 1) {
            return Map.of(DELAY, 0.38, FAILED, 0.014);
        }
        if (policy.equals("local") && mbit == 3) {
            return Map.of(DELAY, 0.89, FAILED, 0.37);
        }
        if (policy.equals("multi-tier") && mbit == 1) {
            return Map.of(DELAY, 0.42);
        }
        if (policy.equals("multi-tier") && mbit == 3) {
            return Map.of(DELAY, 0.72, FAILED, 0.051);
        }
        return policy.equals("multi-tier") && devices == USUAL_DEVICES && mbit == USUAL_MBIT
                ? Map.of(FAILED, 0.04) : Map.of();
    }
}
