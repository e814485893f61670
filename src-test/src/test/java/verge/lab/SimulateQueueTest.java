package verge.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import verge.lab.Cli.Outcome;

class SimulateQueueTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static JsonNode simulate(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of("simulate", "crb-paper", "--json"));
        all.addAll(List.of(words));
        Outcome outcome = Cli.run(all.toArray(String[]::new));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        return MAPPER.readTree(outcome.out());
    }

    /** The paper prints 0.38 s and 0.014 at 1 Mbit, 0.89 s and 0.37 at 3 Mbit (Fig. 6). */
    @ParameterizedTest
    @CsvSource({"1.0, 0.37, 0.003", "1.5, 0.58, 0.04", "2.0, 0.74, 0.14", "2.5, 0.84, 0.25",
        "3.0, 0.90, 0.36"})
    void localOnlyScoresAsPublished(String size, double delaySeconds, double failureRate)
            throws IOException {
        JsonNode local = simulate("--policy", "local", "--seeds", "1..60", "sizeMbit=" + size);
        assertThat(local.get("meanDelaySeconds").doubleValue())
                .isCloseTo(delaySeconds, within(0.02));
        assertThat(local.get("failureRate").doubleValue()).isCloseTo(failureRate, within(0.02));
        if (size.equals("1.0")) {
            assertThat(local.get("failureRate").doubleValue()).isLessThanOrEqualTo(0.01);
        }
    }

    /** Eq. (6) read literally: doomed tasks block their devices, and far more fail. */
    @Test
    void discardAtTheDeadlineFailsMore() throws IOException {
        String[] words = {"--policy", "local", "--seeds", "1..20", "sizeMbit=3"};
        double onArrival = simulate(words).get("failureRate").doubleValue();
        String[] literal = {"--policy", "local", "--seeds", "1..20", "sizeMbit=3",
            "discard=at-deadline"};
        assertThat(simulate(literal).get("failureRate").doubleValue())
                .isGreaterThan(onArrival + 0.1);
    }

    @Test
    void objectHoldsWhatIsPromised() throws IOException {
        JsonNode result = simulate("--policy", "random q=0.3", "--seeds", "3..5", "devices=4");
        for (String key : new String[] {"tasks", "meanDelaySeconds", "failureRate", "dropped",
            "energyJoules", "digest", "slotsPerSecond", "interval95", "perSeed"}) {
            assertThat(result.has(key)).as(key).isTrue();
        }
        assertThat(result.get("perSeed")).hasSize(3);
        long tasks = 0;
        for (JsonNode episode : result.get("perSeed")) {
            tasks += episode.get("tasks").longValue();
        }
        assertThat(result.get("tasks").longValue()).isEqualTo(tasks);
        assertThat(result.get("energyJoules").doubleValue()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "random", "random q=0.9", "uniform", "round-robin", "jsq",
        "least-loaded", "multi-tier", "myopic", "central"})
    void everyPolicyRepeatsItself(String policy) throws IOException {
        String[] words = {"--policy", policy, "--seeds", "1..2", "devices=6", "slots=40"};
        JsonNode first = simulate(words);
        JsonNode second = simulate(words);
        assertThat(second.get("digest")).isEqualTo(first.get("digest"));
        assertThat(second.get("perSeed")).isEqualTo(first.get("perSeed"));
        assertThat(first.get("tasks").intValue()).isPositive();
    }

    /** Tasks are drawn apart from decisions, and more knowledge costs less. */
    @Test
    void policiesAreOrderedByWhatTheyKnow() throws IOException {
        List<Double> costs = new ArrayList<>();
        List<Integer> tasks = new ArrayList<>();
        for (String policy : new String[] {"central", "multi-tier", "uniform", "local"}) {
            JsonNode result = simulate("--policy", policy, "--seeds", "1..3", "sizeMbit=3",
                    "devices=15");
            costs.add(result.get("costSeconds").doubleValue());
            tasks.add(result.get("tasks").intValue());
        }
        assertThat(costs).isSorted();
        assertThat(tasks).containsOnly(tasks.get(0));
    }

    @Test
    void badWordsAreRefused() {
        for (String word : new String[] {"devices=0", "sizeMbit=-1", "devices=x", "size=3",
            "servers=64", "devices=100000", "arrivalProbability=2", "discard=never"}) {
            Outcome outcome = Cli.run("simulate", "crb-paper", "--policy", "local", word,
                    "deadlineSlots=1000000", "slots=1000000");
            assertThat(outcome.code()).as(word).isEqualTo(2);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err().lines()).as(outcome.err()).hasSize(1);
        }
    }

    @Test
    void scenarioIsListedWithItsSources() throws IOException {
        JsonNode scenario = MAPPER.readTree(Cli.run("scenarios", "crb-paper", "--json").out());
        assertThat(scenario.get("parameters")).hasSize(22);
        for (JsonNode parameter : scenario.get("parameters")) {
            assertThat(parameter.get("source").textValue()).isNotBlank();
        }
        assertThat(Cli.run("scenarios").out()).contains("crb-paper");
    }
}
