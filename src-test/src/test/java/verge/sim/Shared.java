package verge.sim;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import verge.sim.core.TaskGraph;
import verge.sim.workload.GraphReader;

/** Published graphs and what published programs made of them; skipped where they are absent. */
public final class Shared {

    private static final ConcurrentHashMap<String, List<TaskGraph>> SETS =
            new ConcurrentHashMap<>();

    private Shared() {
    }

    /** A file or folder below the shared folder. */
    public static Path path(String relative) {
        Path root = Path.of(System.getProperty("verge.root", ".."));
        Path shared = root.resolve(System.getProperty("verge.shared", "../shared"));
        Path path = shared.resolve(relative);
        assumeTrue(Files.exists(path), () -> "skipped: no " + path + "; set -Dverge.shared");
        return path;
    }

    /** A set of 100 graphs by its name, such as {@code offload_random20_8}. */
    public static List<TaskGraph> graphs(String set) {
        String folder = set.matches("offload_random20_\\d+") ? "n20" : "by_n";
        Path path = path("data/dags/" + folder + "/" + set);
        return SETS.computeIfAbsent(set, name -> GraphReader.readFolder(path));
    }

    /** A golden file. */
    public static JsonNode json(String relative) {
        try {
            return new ObjectMapper().readTree(path(relative).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether tests that take minutes are wanted too. */
    public static boolean full() {
        return "full".equals(System.getProperty("verge.tests"));
    }

    /** The text {@code "0110"} as a plan. */
    public static int[] bits(JsonNode text) {
        return text.asText().chars().map(c -> c - '0').toArray();
    }

    /** An array of whole numbers. */
    public static int[] ints(JsonNode array) {
        int[] ints = new int[array.size()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = array.get(i).intValue();
        }
        return ints;
    }
}
