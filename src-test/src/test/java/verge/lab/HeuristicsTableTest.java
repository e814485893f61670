package verge.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeuristicsTableTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path folder;

    private JsonNode json(String... words) throws IOException {
        Cli.Outcome outcome = Cli.run(words);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        return MAPPER.readTree(outcome.out());
    }

    /** Each row is what {@code verge simulate} makes of the same seeds. */
    @Test
    void rowsAreSimulations() throws IOException {
        Path out = folder.resolve("below/table");
        JsonNode table = json("reproduce", "star", "heuristics", "--seeds", "3", "--json", "--out",
                out.toString());
        assertThat(table.get("rows")).hasSize(4 * 7 + 3);
        JsonNode row = table.get("rows").get(7 + 3);
        assertThat(row.get("policy").textValue()).isEqualTo("max-sinr");
        assertThat(row.get("servers").intValue()).isEqualTo(9);
        assertThat(row.get("paper").get("meanDelaySeconds").doubleValue()).isEqualTo(134.533);
        assertThat(row.get("paper").get("failureRate").doubleValue()).isEqualTo(0.324);
        JsonNode simulated = json("simulate", "star-paper", "servers=9", "--policy", "max-sinr",
                "--seeds", "1..3", "--json");
        for (String figure : new String[] {"meanDelaySeconds", "failureRate", "costSeconds"}) {
            assertThat(row.get(figure).get("mean")).isEqualTo(simulated.get(figure));
            assertThat(row.get(figure).get("high"))
                    .isEqualTo(simulated.get("interval95").get(figure).get(1));
        }
        JsonNode planner = table.get("rows").get(30);
        assertThat(planner.get("policy").textValue()).isEqualTo("priced");
        assertThat(planner.get("seeds").intValue()).isEqualTo(1);
        assertThat(planner.get("paper").get("failureRate").isNull()).isTrue();
        assertThat(MAPPER.readTree(out.resolve("table.json").toFile())).isEqualTo(table);
        assertThat(Files.readAllLines(out.resolve("table.csv"))).hasSize(1 + 3 * 31)
                .contains("local,3,3,failureRate,,,,");
        assertThat(Files.readString(out.resolve("report.html"))).contains("134.53", "priced")
                .doesNotContain("runs compared", "<script");
        JsonNode again = json("reproduce", "star", "heuristics", "--seeds", "3", "--json",
                "--threads", "1", "--out", folder.resolve("again").toString());
        assertThat(again).isEqualTo(table);
    }

    /** The tables of the other scenarios likewise; what the paper's text says stands beside. */
    @ParameterizedTest
    @CsvSource({"crb, crb-paper, 77, jsq, devices=25 sizeMbit=3.0",
        "cto, cto-paper, 30, least-loaded, load=0.7"})
    void otherTablesAreSimulationsToo(String paper, String scenario, int rows, String policy,
            String at) throws IOException {
        JsonNode table = json("reproduce", paper, "heuristics", "--seeds", "2", "--json", "--out",
                folder.resolve("table").toString());
        assertThat(table.get("rows")).hasSize(rows);
        List<String> words = new ArrayList<>(List.of("simulate", scenario, "--policy", policy,
                "--seeds", "1..2", "--json"));
        words.addAll(List.of(at.split(" ")));
        JsonNode simulated = json(words.toArray(String[]::new));
        int found = 0;
        for (JsonNode row : table.get("rows")) {
            boolean same = row.get("policy").textValue().equals(policy);
            for (String word : at.split(" ")) {
                String[] axis = word.split("=");
                same &= row.get(axis[0]).doubleValue() == Double.parseDouble(axis[1]);
            }
            if (same) {
                assertThat(row.get("meanDelaySeconds").get("mean"))
                        .isEqualTo(simulated.get("meanDelaySeconds"));
                assertThat(row.get("energyJoules").get("low"))
                        .isEqualTo(simulated.get("interval95").get("energyJoules").get(0));
                found++;
            }
        }
        assertThat(found).isEqualTo(1);
    }
}
