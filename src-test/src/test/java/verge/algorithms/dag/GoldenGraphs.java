package verge.algorithms.dag;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import verge.sim.core.OffloadProblem;
import verge.sim.core.TaskGraph;
import verge.sim.core.Timing;
import verge.sim.workload.GraphReader;

/** The published task graphs and what the published simulator says of them. */
final class GoldenGraphs {

    /** The sets that figures were made for. */
    static final List<String> SETS = List.of("offload_random10", "offload_random20",
            "offload_random20_1", "offload_random20_2", "offload_random20_8",
            "offload_random20_12", "offload_random20_24", "offload_random25", "offload_random30",
            "offload_random40");

    /** The rates of each set, in Mbit/s. */
    static final List<String> RATES = List.of("5.5", "7.0", "8.5", "11.5");

    private GoldenGraphs() {}

    /** One graph at one rate in the published order, beside its golden figures. */
    record Case(OffloadProblem problem, JsonNode golden) {}

    /** A file of the shared folder; the test is skipped where it is absent. */
    static Path shared(String first, String... more) {
        String root = System.getProperty("verge.shared",
                System.getProperty("verge.root", "..") + "/../shared");
        Path path = Path.of(root, first).resolve(String.join("/", more));
        assumeTrue(Files.exists(path), "skipped: no " + path);
        return path;
    }

    /** Parses a golden file. */
    static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(shared("golden", "dag", name).toFile());
    }

    /** The first graphs of a set at every rate; a count of 100 is all. */
    static List<Case> cases(String set, int graphs) throws IOException {
        JsonNode rates = json(set + ".json").get("rates");
        boolean topology = set.matches(".*20_\\d+");
        Path folder = shared("data", "dags", topology ? "n20" : "by_n", set);
        List<Case> cases = new ArrayList<>();
        for (String rate : RATES) {
            for (int i = 0; i < graphs; i++) {
                JsonNode golden = rates.get(rate).get(i);
                int[] order = ints(golden.get("order"));
                TaskGraph graph = GraphReader.read(folder.resolve(
                        "random." + order.length + "." + golden.get("g").asInt() + ".gv"));
                double mbps = Double.parseDouble(rate);
                cases.add(new Case(new OffloadProblem(graph, Timing.RELEASED, mbps, mbps)
                        .withOrder(order), golden));
            }
        }
        return cases;
    }

    static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }
}
