package verge.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import verge.lab.Cli.Outcome;

/** Policies that do not learn are run as methods are: a folder, a digest, a page. */
class RunPolicyTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path folder;

    private JsonNode run(Path out, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(words));
        all.addAll(List.of("--json", "--budget", "smoke", "--out", out.toString()));
        Outcome outcome = Cli.run(all.toArray(String[]::new));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return MAPPER.readTree(outcome.out());
    }

    @Test
    void aRunHoldsWhatASimulationPrints() throws IOException {
        Path out = folder.resolve("run");
        JsonNode run = run(out, "random", "q=0.4", "--scenario", "crb-paper", "--seed", "7",
                "devices=5");
        JsonNode row = run.get("table").get(0);
        JsonNode simulated = MAPPER.readTree(Cli.run("simulate", "crb-paper", "--policy",
                "random q=0.4", "--seeds", "7..9", "--json", "devices=5").out());
        for (String name : new String[] {"tasks", "dropped", "meanDelaySeconds", "failureRate",
            "energyJoules", "costSeconds", "policy", "scenario"}) {
            assertThat(row.get(name)).as(name).isEqualTo(simulated.get(name));
        }
        JsonNode manifest = MAPPER.readTree(out.resolve("manifest.json").toFile());
        assertThat(manifest.get("digests").get("events")).isEqualTo(simulated.get("digest"));
        assertThat(manifest.get("digests").properties()).hasSize(3);     // events, metrics, world
        assertThat(Files.readString(out.resolve("config.yaml"))).contains("devices: 5\n");
        assertThat(Files.readAllLines(out.resolve("metrics.csv"))).hasSize(1 + 3 * 6);
    }

    /** The configuration and the manifest are enough to run it again, to the same bytes. */
    @Test
    void aRunRepeatsFromItsFolder() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        JsonNode run = run(first, "jsq", "--scenario", "crb-paper", "devices=4", "slots=30");
        JsonNode again = run(second, "jsq", "--scenario", "crb-paper", "--config",
                first.resolve("config.yaml").toString());
        assertThat(again.get("digest")).isEqualTo(run.get("digest"));
        for (String file : new String[] {"world.json", "metrics.csv", "report.html"}) {
            assertThat(Files.mismatch(first.resolve(file), second.resolve(file))).as(file)
                    .isEqualTo(-1);
        }
    }

    /** Evaluating it plays further episodes of its scenario, or those of another that has it. */
    @Test
    void aRunIsEvaluatedOnFurtherEpisodes() throws IOException {
        Path out = folder.resolve("run");
        run(out, "random", "q=0.4", "--scenario", "crb-paper", "--seed", "7", "devices=5");
        byte[] before = Files.readAllBytes(out.resolve("manifest.json"));
        JsonNode further = simulated("evaluate", out.toString(), "--json");
        assertThat(further).isEqualTo(simulated("simulate", "crb-paper", "--policy", "random q=0.4",
                "--seeds", "10..12", "--json", "devices=5"));
        assertThat(simulated("evaluate", out.toString(), "--on", "star-paper", "--seed", "1",
                "--json")).isEqualTo(simulated("simulate", "star-paper", "--policy",
                "random q=0.4", "--seeds", "1..3", "--json"));
        for (String words : new String[] {"--on nowhere", "--on cto-paper", "--updates 3",
            "--timing paper", "--uplink-mbps 3", "--seed -1", "--seed 999999999999999999"}) {
            List<String> all = new ArrayList<>(List.of("evaluate", out.toString()));
            all.addAll(List.of(words.split(" ")));
            Outcome outcome = Cli.run(all.toArray(String[]::new));
            assertThat(outcome.code()).as(words).isEqualTo(2);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).hasLineCount(1);
        }
        assertThat(Files.readAllBytes(out.resolve("manifest.json"))).isEqualTo(before);
        Files.delete(out.resolve("world.json"));
        Files.writeString(out.resolve("manifest.json"), new String(before, UTF_8)
                .replace("\"finished\"", "\"running\""));
        Outcome unfinished = Cli.run("evaluate", out.toString());
        assertThat(unfinished.code()).isEqualTo(2);
        assertThat(unfinished.err()).contains("a run of random q=0.4 that did not end");
    }

    private static JsonNode simulated(String... words) throws IOException {
        Outcome outcome = Cli.run(words);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        ObjectNode object = (ObjectNode) MAPPER.readTree(outcome.out());
        object.remove("slotsPerSecond");
        return object;
    }

    @ParameterizedTest
    @CsvSource({"crb-paper, jsq, slots=30, 1, 3", "star-paper, sqf, slots=30, 1, 2",
        "mrlco-topology, heft, tasks=10, 0, 2"})
    void thePageDrawsTheWorld(String scenario, String policy, String word, int maps, int charts)
            throws IOException {
        Path out = folder.resolve("run");
        run(out, policy, "--scenario", scenario, word);
        String page = Files.readString(out.resolve("report.html"))
                .replaceAll("(?s)<script.*?</script>", "");
        assertThat(page.split("data-chart=\"map\"", -1)).hasSize(maps + 1);
        assertThat(page.split("data-chart=\"course\"", -1)).hasSize(charts + 1);
        assertThat(page).contains("data-chart=\"delays\"", "dropped", scenario);
    }

    /** Graphs are the same under every policy; none is below the optimum, and the searches agree. */
    @Test
    void taskGraphsAreScoredByTheScheduler() throws IOException {
        JsonNode[] perSeed = new JsonNode[5];
        String[] policies = {"optimal", "heft", "greedy", "random", "local"};
        for (int i = 0; i < policies.length; i++) {
            Outcome outcome = Cli.run("simulate", "mrlco-size", "--policy", policies[i], "--seeds",
                    "1..6", "--json", "tasks=12");
            assertThat(outcome.code()).as(outcome.err()).isZero();
            perSeed[i] = MAPPER.readTree(outcome.out()).get("perSeed");
        }
        for (int seed = 0; seed < 6; seed++) {
            double best = perSeed[0].get(seed).get("meanDelaySeconds").doubleValue();
            for (int i : new int[] {1, 3, 4}) {
                assertThat(perSeed[i].get(seed).get("meanDelaySeconds").doubleValue())
                        .isGreaterThanOrEqualTo(best);
            }
        }
        assertThat(Cli.run("simulate", "mrlco-size", "--policy", "optimal", "optimumNodes=1",
                "--seeds", "1..3").code()).isEqualTo(2);
    }

    /** In worlds small enough, the best plan is had by name, and nobody costs less. */
    @ParameterizedTest
    @ValueSource(strings = {"star-paper servers=2 users-per-server=1 slots=4",
        "crb-paper devices=2 servers=2 slots=6"})
    void theOptimumOfASmallWorld(String words) throws IOException {
        JsonNode best = perSeed(words, "optimal");
        JsonNode others = MAPPER.readTree(Cli.run(("scenarios " + words.split(" ")[0] + " --json")
                .split(" ")).out()).get("policies");
        assertThat(others).hasSizeGreaterThan(8);
        for (JsonNode other : others) {
            JsonNode policy = perSeed(words, other.get("name").textValue());
            for (int seed = 0; seed < 5; seed++) {
                if (best.get(seed).get("tasks").intValue() > 0) {
                    assertThat(best.get(seed).get("costSeconds").doubleValue()).as(other.toString())
                            .isLessThanOrEqualTo(
                                    policy.get(seed).get("costSeconds").doubleValue() + 1e-9);
                }
            }
        }
        List<String> few = simulation(words, "optimal trials=1");
        Outcome outcome = Cli.run(few.toArray(String[]::new));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("trials=1, and seed 1 is not proved").hasLineCount(1);
    }

    private static List<String> simulation(String words, String policy) {
        List<String> all = new ArrayList<>(List.of("simulate"));
        all.addAll(List.of(words.split(" ")));
        all.addAll(List.of("--policy", policy, "--seeds", "1..5", "--json"));
        return all;
    }

    private static JsonNode perSeed(String words, String policy) throws IOException {
        Outcome outcome = Cli.run(simulation(words, policy).toArray(String[]::new));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return MAPPER.readTree(outcome.out()).get("perSeed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jqs --scenario crb-paper", "jsq --scenario crb", "jsq",
        "jsq --scenario crb-paper --resume", "jsq --scenario crb-paper --seed -1",
        "jsq --scenario crb-paper device=3", "jsq --scenario crb-paper devices=0",
        "random --scenario crb-paper q=2", "random --scenario crb-paper q=0.2 q=0.3",
        "optimal --scenario crb-paper trials=10", "echo --scenario crb-paper",
        "jsq --scenario crb-paper historySlots=1000000 devices=100000"})
    void whatDoesNotFitIsRefusedAndNothingIsWritten(String words) {
        Path out = folder.resolve("none");
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(words.split(" ")));
        all.addAll(List.of("--out", out.toString()));
        Outcome outcome = Cli.run(all.toArray(String[]::new));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).as(outcome.err()).hasSize(1);
        assertThat(out).doesNotExist();
    }
}
