package verge.lab;

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
import verge.sim.Shared;

/** The radio scenarios from the command line: settings, options, files, refusals. */
class RadioScenarioTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path folder;

    private static JsonNode simulate(String policy, String... words) throws IOException {
        Cli.Outcome outcome = run(policy, words);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        return MAPPER.readTree(outcome.out());
    }

    private static Cli.Outcome run(String policy, String... words) {
        List<String> all = new ArrayList<>(List.of("simulate"));
        all.addAll(List.of(words));
        all.addAll(List.of("--policy", policy, "--seeds", "1..3", "--json"));
        return Cli.run(all.toArray(new String[0]));
    }

    /** Each option beyond the paper changes what happens, in the direction it should. */
    @Test
    void optionsBeyondThePaper() throws IOException {
        JsonNode paper = simulate("max-sinr", "star-paper", "servers=4", "slots=50");
        assertThat(failures(simulate("max-sinr", "star-paper", "servers=4", "slots=50",
                "interference=cell"))).isLessThan(failures(paper));
        assertThat(delay(simulate("max-sinr", "star-paper", "servers=4", "slots=50",
                "in-slot-waiting=true"))).isGreaterThan(delay(paper));
        for (String option : new String[] {"shadowing-decibels=8", "rayleigh=true",
            "speed-metres-per-second=1,20"}) {
            JsonNode changed = simulate("max-sinr", "star-paper", "servers=4", "slots=50", option);
            assertThat(changed.get("tasks")).as("draws of other streams stay").isEqualTo(
                    paper.get("tasks"));
            assertThat(changed.get("digest")).isNotEqualTo(paper.get("digest"));
        }
    }

    private static double failures(JsonNode result) {
        return result.get("failureRate").doubleValue();
    }

    private static double delay(JsonNode result) {
        return result.get("meanDelaySeconds").doubleValue();
    }

    @Test
    void repeatsToTheDigit() throws IOException {
        for (String policy : new String[] {"random q=0.3", "uniform", "priced"}) {
            JsonNode first = simulate(policy, "star-paper", "servers=2", "slots=20");
            JsonNode second = simulate(policy, "star-paper", "servers=2", "slots=20");
            ((ObjectNode) first).remove("slotsPerSecond");
            ((ObjectNode) second).remove("slotsPerSecond");
            assertThat(second).isEqualTo(first);
        }
    }

    @Test
    void realPlaces() throws IOException {
        Path eua = Shared.path("data/traces/eua");
        String stations = "stations=" + eua.resolve("edge-servers_site-optus-melbCBD.csv");
        String positions = "positions=" + eua.resolve("users_users-melbcbd-generated.csv");
        JsonNode few = simulate("sqf", "star-eua", stations, positions, "slots=20");
        assertThat(few.get("tasks").intValue()).isBetween(3 * 125 * 8, 3 * 125 * 12);
        assertThat(failures(few)).isBetween(0.0, 1.0);
        JsonNode all = simulate("local", "star-eua", stations, positions, "servers=125",
                "users-per-server=6", "slots=5");
        assertThat(all.get("tasks").intValue()).isBetween(3 * 750 * 2, 3 * 750 * 3);
        Cli.Outcome tooMany = run("local", "star-eua", stations, positions, "servers=126");
        assertThat(tooMany.code()).isEqualTo(2);
        assertThat(tooMany.err()).contains("melbCBD.csv", "125 stations", "at least 126");
    }

    @Test
    void placesFromFiles() throws IOException {
        Path stations = Files.writeString(folder.resolve("stations.csv"),
                "latitude,longitude\n0,0\n0,0.01\n");
        Path positions = Files.writeString(folder.resolve("positions.csv"),
                "latitude,longitude\n0,0.001\n0,0.009\n");
        JsonNode result = simulate("max-sinr", "star-eua", "stations=" + stations,
                "positions=" + positions, "servers=2", "users-per-server=1",
                "task-probability=1", "slots=10");
        assertThat(result.get("tasks").intValue()).isEqualTo(60);
        assertThat(failures(result)).as("each beside a mast of its own").isZero();
        Files.writeString(stations, "latitude,longitude\n0,0\n0,200\n");
        Cli.Outcome outcome = run("max-sinr", "star-eua", "stations=" + stations,
                "positions=" + positions, "servers=2", "users-per-server=1");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("stations.csv: line 3, column 3", "\"200\"")
                .hasLineCount(1);
    }

    @Test
    void badSettingsAreRefused() {
        refused(run("sqf", "star-eua"), "no files of places", "stations=FILE");
        refused(run("sqf", "star-paper", "stations=x"), "stations and positions go together");
        refused(run("sqf", "star-paper", "servers=0"), "servers");
        refused(run("sqf", "star-paper", "server=3"), "servers");
        refused(run("sqf", "star-paper", "data-bits=5,1"), "data-bits");
        refused(run("sqf", "star-paper", "rayleigh=perhaps"), "rayleigh");
        refused(run("random q=2", "star-paper"), "q", "0 to 1");
        refused(run("sqff", "star-paper"), "sqf");
        refused(run("sqf", "star-paper", "servers=10000", "users-per-server=10000"), "servers");
    }

    private static void refused(Cli.Outcome outcome, String... parts) {
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains(parts).hasLineCount(1);
    }
}
