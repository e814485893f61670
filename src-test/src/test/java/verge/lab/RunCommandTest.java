package verge.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.lab.Cli.Outcome;

class RunCommandTest {
    @TempDir
    private Path folder;

    private Outcome run(String name, String... more) {
        String[] args = new String[more.length + 6];
        List<String> first = List.of("run", "echo", "--budget", "smoke", "--out",
                folder.resolve(name).toString());
        System.arraycopy(first.toArray(), 0, args, 0, 6);
        System.arraycopy(more, 0, args, 6, more.length);
        return Cli.run(args);
    }

    private static void refused(Outcome outcome, String... parts) {
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("verge: ").contains(parts).hasLineCount(1);
    }

    private String text(String name, String file) throws IOException {
        return Files.readString(folder.resolve(name).resolve(file));
    }

    @Test
    void leavesACompleteRunAndPrintsItsTable() throws IOException {
        Outcome outcome = run("r", "--seed", "5", "rate=8.5");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("before").contains("digest  ").contains("echo");
        assertThat(folder.resolve("r").toFile().list())
                .containsExactlyInAnyOrder("config.yaml", "metrics.csv", "checkpoint.safetensors",
                "manifest.json", "results.json", "report.html");
        assertThat(text("r", "config.yaml")).isEqualTo(
                "steps: 6\ntasks: 8\nrate: 8.5\nstop-after: -1\ngraphs: \"\"\n");
        assertThat(text("r", "metrics.csv")).startsWith("step,name,value\n0,latency,")
                .hasLineCount(7);
    }

    @Test
    void jsonIsOneObjectWithRunTableAndDigest() throws IOException {
        Outcome outcome = run("r", "--json");
        assertThat(outcome.out()).hasLineCount(1);
        JsonNode object = new ObjectMapper().readTree(outcome.out());
        assertThat(object.fieldNames()).toIterable().containsExactly("run", "table", "digest");
        assertThat(object.get("run").asText()).isEqualTo(folder.resolve("r").toString());
        JsonNode row = object.get("table").get(0);
        JsonNode results = new ObjectMapper().readTree(text("r", "results.json"));
        JsonNode baselines = results.get("sets").get(0).get("baselines");
        assertThat(row.get("heft").asDouble()).isEqualTo(baselines.get("heft-replay").asDouble());
        assertThat(row.get("after").get("update").asInt()).isEqualTo(5);
        assertThat(row.get("optimal").isNull()).isTrue();
        assertThat(object.get("digest").asText()).matches("[0-9a-f]{32}");
    }

    @Test
    void oneSeedGivesOneDigestAndAnotherSeedAnother() throws IOException {
        String[] digests = new String[3];
        for (int i = 0; i < 3; i++) {
            Outcome outcome = run("r" + i, "--seed", i < 2 ? "4" : "5", "--threads",
                    Integer.toString(i + 1), "--json");
            digests[i] = new ObjectMapper().readTree(outcome.out()).get("digest").asText();
        }
        assertThat(digests[1]).isEqualTo(digests[0]);
        assertThat(digests[2]).isNotEqualTo(digests[0]);
        assertThat(text("r0", "report.html").equals(text("r1", "report.html"))).as("equal reports")
                .isTrue();
    }

    @Test
    void aStoppedRunResumesToTheSameBytes() throws IOException {
        Outcome whole = run("whole", "--json");
        Outcome stopped = run("stopped", "stop-after=2");
        assertThat(stopped.code()).isEqualTo(3);
        assertThat(stopped.err()).contains("IllegalStateException: stopped");
        assertThat(text("stopped", "manifest.json")).contains("\"running\"");
        assertThat(text("stopped", "metrics.csv")).contains("3,latency,-1.0");
        refused(run("stopped"), "a run", "--resume");
        refused(run("stopped", "--resume", "--seed", "9"), "seed", "found 9", "expected 1");
        refused(run("stopped", "--resume", "rate=3"), "rate: 3.0", "rate: 7.0");
        refused(Cli.run("run", "echo", "--resume", "--budget", "quick", "--out",
                folder.resolve("stopped").toString()), "budget", "expected smoke");
        Outcome resumed = run("stopped", "--resume", "--json");
        assertThat(resumed.err()).isEmpty();
        assertThat(text("stopped", "metrics.csv")).isEqualTo(text("whole", "metrics.csv"));
        assertThat(text("stopped", "results.json")).isEqualTo(text("whole", "results.json"));
        assertThat(resumed.out().replace("/stopped", "/whole")).isEqualTo(whole.out());
        byte[] report = Files.readAllBytes(folder.resolve("stopped/report.html"));
        assertThat(run("stopped", "--resume", "--json").out()).isEqualTo(resumed.out());
        assertThat(Arrays.equals(Files.readAllBytes(folder.resolve("stopped/report.html")), report))
                .isTrue();
    }

    @Test
    void badInputLeavesNoFolder() throws IOException {
        refused(run("r", "stps=3"), "command line: stps", "unknown key", "steps");
        refused(run("r", "steps=0"), "steps", "at least 1");
        refused(run("r", "graphs=" + folder.resolve("none")), "none");
        refused(run("r", "--threads", "0"), "--threads");
        refused(run("r", "--config", folder.resolve("c.yaml").toString()), "c.yaml",
                "no such file");
        Files.writeString(folder.resolve("c.yaml"), "tasks: 3\nrate: fast\n");
        refused(run("r", "--config", folder.resolve("c.yaml").toString()), "c.yaml: line 2: rate",
                "fast");
        refused(Cli.run("run", "eco"), "eco", "expected echo");
        refused(Cli.run("run", "echo", "--resume"), "--out");
        refused(Cli.run("run", "echo", "--resume", "--out", folder.resolve("r").toString()),
                "no such folder");
        assertThat(folder.resolve("r")).doesNotExist();
    }

    @Test
    void aRunsConfigurationRunsAgain() throws IOException {
        String first = run("a", "--seed", "3", "rate=5.5", "--json").out();
        String second = run("b", "--seed", "3", "--config",
                folder.resolve("a/config.yaml").toString(), "--json").out();
        assertThat(second.replace("/b", "/a")).isEqualTo(first);
    }

    @Test
    void listsMethods() throws IOException {
        assertThat(Cli.run("methods").out()).contains("echo").contains("Random search");
        JsonNode object = new ObjectMapper().readTree(Cli.run("methods", "--json").out());
        assertThat(object.get("methods").get(0).get("name").asText()).isEqualTo("echo");
        assertThat(Cli.run("methods", "echo").out()).startsWith("steps: 12\n");
        assertThat(Cli.run("methods", "echo", "--budget", "smoke").out()).startsWith("steps: 6\n");
        refused(Cli.run("methods", "eco"), "expected echo");
    }

    @Test
    void evaluatesARun() throws IOException {
        run("r");
        String graphs = folder.resolve("g").toString();
        assertThat(Cli.run("generate", graphs, "count=2", "tasks=5").code()).isZero();
        Outcome outcome = Cli.run("evaluate", folder.resolve("r").toString(), "--on", graphs,
                "--updates", "2", "--json");
        JsonNode object = new ObjectMapper().readTree(outcome.out());
        assertThat(object.get("graphs").asInt()).isEqualTo(2);
        assertThat(object.get("updates")).hasSize(3);
        assertThat(object.get("updates").get(1).fieldNames()).toIterable()
                .containsExactly("update", "sampled", "sampledCi95", "greedyDecoded", "bestOf20",
                "optimal", "gapPercent");
        assertThat(object.get("updates").get(1).get("gapPercent").asDouble()).isEqualTo(25);
        assertThat(Cli.run("evaluate", folder.resolve("r").toString(), "--on", graphs).out())
                .contains("best of 20");
        refused(Cli.run("evaluate", folder.resolve("g").toString(), "--on", graphs),
                "manifest.json");
        refused(Cli.run("evaluate", folder.resolve("r").toString(), "--updates", "-1"),
                "--updates");
    }

    @Test
    void reportsRuns() throws IOException {
        run("a");
        run("b", "--seed", "2");
        Path page = folder.resolve("page.html");
        String a = folder.resolve("a").toString();
        String b = folder.resolve("b").toString();
        assertThat(Cli.run("report", a, b, "--out", page.toString()).code()).isZero();
        assertThat(Files.readString(page).contains("2 runs compared")).isTrue();
        String written = text("a", "report.html");
        Files.delete(folder.resolve("a/report.html"));
        assertThat(Cli.run("report", a).out().strip())
                .isEqualTo(folder.resolve("a/report.html").toString());
        assertThat(text("a", "report.html").equals(written)).as("the same page again").isTrue();
        refused(Cli.run("report"), "RUN");
        refused(Cli.run("report", folder.toString()), "manifest.json");
        refused(Cli.run("report", a, "--out", folder.toString()), "a folder");
    }
}
