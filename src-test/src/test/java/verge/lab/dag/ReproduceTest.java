package verge.lab.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.lab.reproduce.Bootstrap;

/** Tables of papers: their form, their parts, their refusals. */
class ReproduceTest {

    @TempDir
    private Path folder;

    private Verge.Outcome smoke(Path out, String... more) {
        Object[] words = new Object[8 + more.length];
        Object[] first = {"reproduce", "mrlco", "fig6", "--budget", "smoke", "--json", "--out", out};
        System.arraycopy(first, 0, words, 0, 8);
        System.arraycopy(more, 0, words, 8, more.length);
        return Verge.run(words);
    }

    @Test
    void everyFigureIsFromTheRunsAndARepeatIsTheSame() throws IOException {
        Path out = folder.resolve("r");
        JsonNode table = smoke(out, "--seeds", "2").json();
        assertThat(table.fieldNames()).toIterable().contains("rows", "wallSeconds", "digest");
        assertThat(table.get("rows")).hasSize(3);
        assertThat(table.get("seeds").asInt()).isEqualTo(2);
        assertThat(table.get("paperApplies").asBoolean()).isFalse();
        JsonNode row = table.get("rows").get(1);
        assertThat(row.get("row").asText()).isEqualTo("Topology II");
        assertThat(row.get("set").asText()).isEqualTo("fat-0.8-density-0.6");
        assertThat(row.get("paper").get("mrlco").get("100").asDouble()).isEqualTo(601.93);
        assertThat(row.get("mrlco").fieldNames()).toIterable().containsExactly("0", "20", "100");
        assertThat(row.get("drl").fieldNames()).toIterable().containsExactly("20", "100");
        assertThat(row.get("mrlco").get("100").isNull()).as("not so far at smoke").isTrue();
        double sampled = 0;
        double best = 0;
        for (int seed = 1; seed <= 2; seed++) {
            JsonNode results = new ObjectMapper().readTree(
                    out.resolve("mrlco-topologies-" + seed + "/results.json").toFile());
            JsonNode point = results.get("sets").get(1).get("curves").get(0).get("points").get(20);
            sampled += point.get("sampled").asDouble() / 2;
            best += point.get("bestOf20").asDouble() / 2;
            assertThat(row.get("optimal")).isEqualTo(
                    results.get("sets").get(1).get("baselines").get("optimal"));
        }
        assertThat(row.get("mrlco").get("20").get("sampled").asDouble())
                .isCloseTo(sampled, within(1e-9 * sampled));
        assertThat(row.get("mrlco").get("20").get("bestOf20").asDouble())
                .isCloseTo(best, within(1e-9 * best));
        double difference = sampled - row.get("drl").get("20").get("sampled").asDouble();
        assertThat(row.get("differences").get("mrlco-drl@20").get("mean").asDouble())
                .isCloseTo(difference, within(1e-9 * sampled));
        String page = Files.readString(out.resolve("report.html"));
        assertThat(page.contains("Topology II") && page.contains("Differences")).isTrue();
        assertThat(Files.readAllLines(out.resolve("table.csv"))).hasSize(1 + 3 * 2 * 3);
        assertThat(smoke(out, "--seeds", "2").code()).as("not without --resume").isEqualTo(2);
        assertThat(smoke(out, "--seeds", "2", "--resume").json().get("digest"))
                .isEqualTo(table.get("digest"));
        smoke(out, "--seeds", "2", "--resume", "--profile", "released")
                .refused("another --out");
    }

    @Test
    void unknownTablesAndProfilesAreRefused() {
        Verge.run("reproduce", "mrlko", "fig6").refused("mrlco");
        Verge.run("reproduce", "mrlco", "fig5").refused("fig6");
        Verge.run("reproduce", "mrlato", "fig5", "--profile", "relaesed").refused("released");
        Verge.run("reproduce", "mrlato", "fig5", "--budget", "smoke", "--profile", "released",
                "--out", folder.resolve("x")).refused("profile");
    }

    @Test
    void settingsOverrideTheBudgetAndOneMethodIsTheSameAlone() throws IOException {
        Path out = folder.resolve("both");
        String[] table = {"reproduce", "mrlato", "fig6", "--budget", "smoke", "--json",
            "iterations=2", "updates=1", "graphs-per-set=2", "hidden=16", "--out"};
        JsonNode both = Verge.run(words(table, out)).json();
        JsonNode row = both.get("rows").get(0);
        assertThat(row.get("mrlato").get("1").isNull()).isFalse();
        assertThat(row.get("mrlato").get("30").isNull()).as("updates=1").isTrue();
        assertThat(Files.readString(out.resolve("mrlato-rates-1/config.yaml"))).contains(
                "\niterations: 2\n", "\ndrl-iterations: 0\n", "\ngraphs-per-set: 2\n", "\nhidden: 16\n");
        assertThat(Files.readString(out.resolve("mrlco-rates-1/config.yaml"))).contains(
                "\niterations: 2\n", "\ndrl-iterations: 2\n", "\ngraphs-per-set: 2\n");
        JsonNode results = new ObjectMapper().readTree(out.resolve("mrlco-rates-1/results.json").toFile());
        assertThat(results.get("sets").get(0).get("curves").get(0).get("points")).hasSize(2);

        JsonNode alone = Verge.run(words(table, folder.resolve("alone"), "--only", "mrlato")).json();
        assertThat(folder.resolve("alone/mrlco-rates-1")).doesNotExist();
        for (int i = 0; i < 3; i++) {
            assertThat(alone.get("rows").get(i).get("mrlato"))
                    .isEqualTo(both.get("rows").get(i).get("mrlato"));
            assertThat(alone.get("rows").get(i).has("mrlco")).isFalse();
            assertThat(alone.get("rows").get(i).get("paper").get("mrlato"))
                    .isEqualTo(both.get("rows").get(i).get("paper").get("mrlato"));
        }
        Verge.run(words(table, folder.resolve("x"), "--only", "drl")).refused("--only", "mrlato");
        Verge.run(words(table, folder.resolve("x"), "profile=paper")).refused("profile");
        Verge.run(words(table, folder.resolve("x"), "iteratoins=3")).refused("iterations");
        Verge.run(words(table, out, "--resume", "updates=2")).refused("updates", "second value");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    private static Object[] words(String[] table, Path out, String... more) {
        Object[] words = new Object[table.length + 1 + more.length];
        System.arraycopy(table, 0, words, 0, table.length);
        words[table.length] = out;
        System.arraycopy(more, 0, words, table.length + 1, more.length);
        return words;
    }

    /** Worked by hand: a constant difference has no width; symmetric ones surround 0. */
    @Test
    void pairedBootstrapIntervals() {
        double[][] base = {{1, 2, 3, 4}, {5, 6, 7, 8}};
        double[][] more = {{3, 4, 5, 6}, {7, 8, 9, 10}};
        Bootstrap.Interval constant = Bootstrap.paired(more, base);
        assertThat(List.of(constant.mean(), constant.low(), constant.high()))
                .allSatisfy(value -> assertThat(value).isCloseTo(2, within(1e-12)));
        double[][] a = new double[1][400];
        double[][] b = new double[1][400];
        for (int g = 0; g < 400; g++) {
            a[0][g] = g % 2 == 0 ? 1 : -1;
        }
        Bootstrap.Interval wide = Bootstrap.paired(a, b);
        // The mean of 400 signs has deviation 1/20: 1.96 of them to either side.
        assertThat(wide.mean()).isZero();
        assertThat(wide.low()).isCloseTo(-0.098, within(0.006));
        assertThat(wide.high()).isCloseTo(0.098, within(0.006));
    }
}
