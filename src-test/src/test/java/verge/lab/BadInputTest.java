package verge.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import verge.lab.Cli.Outcome;

class BadInputTest {
    private static final String NODES = """
              1 [size="1048576", alpha="0.1", expect_size="1048576"]
              2 [size="1048576", alpha="0.1", expect_size="1048576"]
            """;

    @TempDir
    private Path folder;

    private static String graph(String... lines) {
        return "digraph G {\n" + String.join("\n", lines) + "\n}\n";
    }

    private static void refused(Outcome outcome, String... parts) {
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("verge: ").contains(parts).hasLineCount(1)
                .doesNotContain("\tat ");
    }

    @TestFactory
    Stream<DynamicTest> malformedGraphs() {
        String valid = graph(NODES + "  1 -> 2 [size =\"1048576\"]");
        return Stream.of(
                malformed("truncated", valid.substring(0, valid.length() - 20)),
                malformed("without its end", valid.replace("}", "")),
                malformed("cycle", graph(NODES,
                        "1 -> 2 [size =\"1048576\"]", "2 -> 1 [size =\"1048576\"]")),
                malformed("self loop", graph(NODES + "1 -> 1 [size =\"1048576\"]")),
                malformed("dangling edge", graph(NODES + "1 -> 3 [size =\"1048576\"]")),
                malformed("duplicate id", graph(NODES + NODES)),
                malformed("negative size", valid.replaceFirst("1048576", "-1048576")),
                malformed("size that is no number", valid.replaceFirst("1048576", "NaN")),
                malformed("huge size", valid.replaceFirst("1048576", "9" + "0".repeat(400))),
                malformed("empty", ""),
                malformed("binary", "\u0000\u0001\u0002\u0003"),
                malformed("another format", "{\"tasks\": []}"));
    }

    private DynamicTest malformed(String name, String text) {
        return DynamicTest.dynamicTest(name, () -> {
            Path bad = Files.createDirectories(folder.resolve(name.replace(' ', '-')))
                    .resolve("g.gv");
            Files.write(bad, text.getBytes(StandardCharsets.ISO_8859_1));
            refused(Cli.run("plan", bad.toString()), bad.toString());
            refused(Cli.run("baselines", bad.getParent().toString()), bad.toString());
            refused(Cli.run("run", "echo", "graphs=" + bad.getParent(), "--out",
                    folder.resolve("r").toString()), bad.toString());
            assertThat(folder.resolve("r")).doesNotExist();
        });
    }

    @Test
    void theTemplateItselfIsAGraph() throws IOException {
        Path good = folder.resolve("good.gv");
        Files.writeString(good, graph(NODES + "  1 -> 2 [size =\"1048576\"]"));
        assertThat(Cli.run("plan", good.toString(), "--policy", "local", "--json").out())
                .startsWith("{\"latency\":2.0,\"order\":[0,1],\"plan\":\"00\","
                        + "\"tasks\":[{\"id\":0,\"where\":\"local\"");
    }

    @Test
    void missingFilesAndFoldersInPlaceOfFiles() throws IOException {
        String none = folder.resolve("none").toString();
        refused(Cli.run("plan", none), none);
        refused(Cli.run("plan", folder.toString()), folder.toString());
        refused(Cli.run("baselines", none), none);
        refused(Cli.run("baselines", folder.toString()), folder.toString());
        refused(Cli.run("evaluate", none), none);
        refused(Cli.run("report", none), none);
        Path file = Files.writeString(folder.resolve("file"), "x");
        refused(Cli.run("generate", file.toString()), "a file");
        refused(Cli.run("generate", folder.toString()), "not empty");
        refused(Cli.run("run", "echo", "--out", file.resolve("below").toString()), "below");
    }

    @Test
    void badUsage() {
        refused(Cli.run(), "subcommand");
        refused(Cli.run("baselin", "x"), "expected baselines");
        refused(Cli.run("baselines"), "PATH");
        refused(Cli.run("baselines", "x", "--timing", "late"), "--timing");
        refused(Cli.run("baselines", "x", "--uplink-mbps", "fast"), "--uplink-mbps");
        refused(Cli.run("run", "echo", "--budget", "tiny"), "--budget");
        refused(Cli.run("plan", "x", "--no-such-option"), "--no-such-option");
    }

    @Test
    void badFigures() throws IOException {
        Path good = folder.resolve("good.gv");
        Files.writeString(good, graph(NODES + "  1 -> 2 [size =\"1048576\"]"));
        String graph = good.toString();
        for (String rate : new String[] {"0", "-1", "NaN", "Infinity"}) {
            refused(Cli.run("plan", graph, "--uplink-mbps", rate), "--uplink-mbps");
            refused(Cli.run("baselines", graph, "--downlink-mbps", rate), "--downlink-mbps");
        }
        refused(Cli.run("plan", graph, "--uplink-mbps", "1e-310"), "good");
        refused(Cli.run("baselines", graph, "--time-limit-seconds", "-1"), "--time-limit-seconds");
        refused(Cli.run("baselines", graph, "--time-limit-seconds", "NaN"), "--time-limit-seconds");
        refused(Cli.run("baselines", graph, "--threads", "0"), "--threads");
        refused(Cli.run("plan", graph, "--score", "011"), "3 bits", "2 bits");
        refused(Cli.run("plan", graph, "--score", "0x"), "bit 2");
        refused(Cli.run("plan", graph, "--score", "01", "--policy", "heft"), "one of them");
        refused(Cli.run("plan", graph, "--policy", "hefft"), "hefft", "heft");
        refused(Cli.run("generate", folder.resolve("g").toString(), "fat=2"), "fat");
        refused(Cli.run("generate", folder.resolve("g").toString(), "count=0"), "count");
        assertThat(folder.resolve("g")).doesNotExist();
    }

    @Test
    void helpAndVersion() {
        assertThat(Cli.run("--help").code()).isZero();
        assertThat(Cli.run("--help").out()).contains("baselines", "Exit codes");
        assertThat(Cli.run("plan", "--help").out()).contains("count from 0");
        assertThat(Cli.run("--version").out()).startsWith("verge ");
    }
}
