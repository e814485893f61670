package verge.lab.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verge.lab.scenario.HeuristicsTable.Cell;

/**
 * What policies that do not learn reach in {@code cto-paper} over the load, which CTO-TP (Liu et al.,
 * arXiv 2504.17526) does not give; nor does what is known of it have a table. The planner, which
 * works a grid of splits out, plays a tenth of the seeds.
 */
final class CtoHeuristics {

    private CtoHeuristics() {
    }

    static HeuristicsTable.Spec spec() {
        Map<String, Integer> figures = new LinkedHashMap<>();
        figures.put("meanDelaySeconds", 3);
        figures.put("energyJoules", 1);
        List<Cell> cells = new ArrayList<>();
        for (String policy : List.of("single-server", "random", "round-robin", "jsq",
                "least-loaded", "myopic")) {
            for (double load : new double[] {0.1, 0.3, 0.5, 0.7, 0.9}) {
                cells.add(new Cell(policy, List.of(load), policy.equals("myopic"), Map.of()));
            }
        }
        return new HeuristicsTable.Spec("cto",
                "CTO-TP: policies that do not learn, over the load", "Latency and energy",
                "Load is the work that arrives over what all servers compute.",
                new CooperativeScenario(), List.of("load"), figures, List.of(), cells);
    }
}
