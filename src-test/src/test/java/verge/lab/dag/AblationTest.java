package verge.lab.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of ablations: its runs differ in what they say, and its figures are theirs. */
class AblationTest {

    @TempDir
    private Path folder;

    private JsonNode results(Path out, String run) throws IOException {
        return new ObjectMapper().readTree(out.resolve(run + "/results.json").toFile());
    }

    /** The mean over the sets of one run, whose sets are of one size. */
    private static double sampled(JsonNode results, int update) {
        double sum = 0;
        for (JsonNode set : results.get("sets")) {
            sum += set.get("curves").get(0).get("points").get(update).get("sampled").asDouble();
        }
        return sum / results.get("sets").size();
    }

    @Test
    void figuresAreThoseOfTheRuns() throws IOException {
        Path out = folder.resolve("a");
        JsonNode table = Verge.run("reproduce", "mrlato", "ablation", "--budget", "smoke", "--seeds", "2",
                "iterations=1", "updates=1", "graphs-per-set=2", "--json", "--out", out).json();
        assertThat(table.get("seeds").asInt()).isEqualTo(2);
        JsonNode none = table.get("rows").get(0);
        for (JsonNode row : table.get("rows")) {
            String name = row.get("row").asText();
            String config = Files.readString(out.resolve(name + "-2/config.yaml"));
            for (String word : row.get("settings").asText().split(" ")) {
                assertThat(config).contains(word.replace("=", ": ").replace("1e-3", "0.001"));
            }
            double first = (sampled(results(out, name + "-1"), 0) + sampled(results(out, name + "-2"), 0))
                    / 2;
            double last = (sampled(results(out, name + "-1"), 1) + sampled(results(out, name + "-2"), 1))
                    / 2;
            assertThat(row.get("first").get("sampled").asDouble()).isCloseTo(first, within(1e-9 * first));
            assertThat(row.get("last").get("sampled").asDouble()).isCloseTo(last, within(1e-9 * last));
            assertThat(row.get("last").get("againstNone").get("mean").asDouble())
                    .isCloseTo(last - none.get("last").get("sampled").asDouble(), within(1e-9 * last));
            assertThat(row.get("last").get("gapPercent").asDouble())
                    .isCloseTo(100 * (last / row.get("optimal").asDouble() - 1), within(1e-9));
        }
        assertThat(none.get("first").get("againstNone").get("high").asDouble()).isZero();
        assertThat(Files.readAllLines(out.resolve("table.csv"))).hasSize(1 + table.get("rows").size());
    }

    @Test
    void whatTheTableDeterminesIsRefused() {
        Path out = folder.resolve("x");
        Verge.run("reproduce", "mrlco", "ablation", "--only", "mrlco", "--out", out).refused("--only");
        Verge.run("reproduce", "mrlco", "ablation", "--dags", folder, "--out", out).refused("--dags");
        Verge.run("reproduce", "mrlco", "ablation", "profile=paper", "--out", out).refused("profile");
        assertThat(out).doesNotExist();
    }
}
