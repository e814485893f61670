package verge.lab.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of generalisation: its figures, what they depend on, what is refused. */
class GeneralisationTest {

    private static final String JOBS = "job,task,preds,instances,start_s,end_s,duration_s,cpu_x100,mem_pct\n"
            + "j,1,,1.0,0,9,9.0,50.0,0.2\nj,2,1,1.0,0,9,5.0,50.0,0.9\nj,3,1_2,1.0,0,9,7.0,50.0,0.5\n";

    @TempDir
    private Path folder;
    private int made;

    private JsonNode table(String... more) throws IOException {
        Object[] words = new Object[7 + more.length];
        Object[] first = {"reproduce", "mrlco", "generalisation", "--budget", "smoke", "--json",
            "--out=" + folder.resolve("table-" + made++)};
        System.arraycopy(first, 0, words, 0, first.length);
        System.arraycopy(more, 0, words, first.length, more.length);
        return Verge.run(words).json();
    }

    private static Map<String, JsonNode> byRow(JsonNode table) {
        Map<String, JsonNode> rows = new HashMap<>();
        table.get("rows").forEach(row -> rows.put(row.get("row").asText() + "@" + row.get("update"),
                row));
        return rows;
    }

    @Test
    void boundsHoldAndNothingDependsOnTheThreads() throws IOException {
        JsonNode table = table("--threads", "1");
        assertThat(table.get("rows")).hasSize(31);
        for (JsonNode row : table.get("rows")) {
            double optimal = row.get("optimal").asDouble();
            assertThat(row.get("optimalProved").asInt()).isEqualTo(2);
            double sampled = row.get("sampled").asDouble();
            assertThat(row.get("bestOf20").asDouble()).isBetween(optimal * (1 - 1e-12), sampled);
            assertThat(row.get("heftReplay").asDouble()).isGreaterThanOrEqualTo(optimal);
            double share = row.get("asGoodAsHeft").asDouble();
            boolean better = row.get("bestOf20").asDouble() <= row.get("heftReplay").asDouble();
            assertThat(share).as(row.get("row").asText()).isIn(0.5, better ? 1.0 : 0.0);
            assertThat(row.get("gapPercent").asDouble())
                    .isCloseTo(100 * (sampled / optimal - 1), within(1e-9));
        }
        assertThat(table("--threads", "2")).isEqualTo(table);
        assertThat(table("graph-seed=3").get("digest")).isNotEqualTo(table.get("digest"));
    }

    @Test
    void aFolderOfGraphsGivesTheFiguresOfTheOtherCommands() throws IOException {
        Path dags = folder.resolve("dags");
        for (int tasks : new int[] {10, 15, 20, 25, 30, 35, 40, 45, 50}) {
            Verge.run("generate", dags.resolve("by_n/offload_random" + tasks), "count=2",
                    "tasks=" + tasks);
        }
        Path jobs = Files.writeString(folder.resolve("jobs.csv"), JOBS);
        Path run = folder.resolve("run");
        Verge.run("run", "drl", "--budget", "smoke", "updates=0", "--out", run, "--json").json();
        JsonNode table = table("--dags", dags.toString(), "policy=" + run, "updates=2",
                "jobs=" + jobs);
        assertThat(table.get("rows")).hasSize(2 * 32);
        Map<String, JsonNode> rows = byRow(table);
        same(run, rows, "n = 30", dags.resolve("by_n/offload_random30"), "7");
        same(run, rows, "5.5 Mbit/s", dags.resolve("by_n/offload_random20"), "5.5");
        same(run, rows, "batch jobs", jobs, "7");
    }

    private static void same(Path run, Map<String, JsonNode> rows, String label, Path on, String rate)
            throws IOException {
        JsonNode expected = Verge.run("evaluate", run, "--on", on, "--uplink-mbps", rate, "--updates", "2",
                "--json").json();
        for (int update = 0; update <= 2; update += 2) {
            JsonNode row = rows.get(label + "@" + update);
            JsonNode point = expected.get("updates").get(update);
            for (String figure : new String[] {"sampled", "sampledCi95", "greedyDecoded", "bestOf20",
                "optimal", "gapPercent"}) {
                assertThat(row.get(figure)).as(label + " " + figure).isEqualTo(point.get(figure));
            }
            assertThat(row.get("heftReplay")).isEqualTo(expected.get("heftReplay"));
        }
    }

    @Test
    void whatDoesNotApplyIsRefused() {
        String[] table = {"reproduce", "mrlco", "generalisation", "--budget", "smoke", "--out",
            folder.resolve("x").toString()};
        refused(table, "--seeds=2", "--seeds");
        refused(table, "--only=mrlco", "--only");
        refused(table, "policy=" + folder.resolve("none"), "no such folder");
        refused(table, "iterations=3", "iterations");
        refused(table, "graphs-per-set=0", "graphs-per-set");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    private static void refused(String[] table, String word, String part) {
        Object[] words = new Object[table.length + 1];
        System.arraycopy(table, 0, words, 0, table.length);
        words[table.length] = word;
        Verge.run(words).refused(part);
    }
}
