package verge.lab.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.lab.Budget;
import verge.lab.Progress;
import verge.lab.RunContext;
import verge.lab.config.Config;
import verge.lab.run.Manifest;
import verge.lab.run.RunFolder;

/** Runs of the smallest budget: their digests, stops, and what can be done with them. */
class DagRunTest {

    @TempDir
    private Path folder;

    private JsonNode smoke(String name, String... more) throws IOException {
        Object[] words = new Object[more.length + 7];
        Object[] first = {"run", "mrlco", "--budget", "smoke", "--json", "--out",
            folder.resolve(name)};
        System.arraycopy(first, 0, words, 0, 7);
        System.arraycopy(more, 0, words, 7, more.length);
        return Verge.run(words).json();
    }

    private String text(String name, String file) throws IOException {
        return Files.readString(folder.resolve(name).resolve(file));
    }

    private void sameFiles(String one, String other) throws IOException {
        for (String file : List.of("metrics.csv", "results.json")) {
            assertThat(text(other, file)).as(file).isEqualTo(text(one, file));
        }
        assertThat(Files.mismatch(folder.resolve(one + "/checkpoint.safetensors"),
                folder.resolve(other + "/checkpoint.safetensors"))).isEqualTo(-1);
        assertThat(text(other, "report.html").equals(text(one, "report.html")))
                .as("equal reports").isTrue();
    }

    @Test
    void threadsDoNotChangeTheDigestAndSeedsDo() throws IOException {
        JsonNode one = smoke("t1", "--threads", "1");
        assertThat(one.fieldNames()).toIterable().containsExactly("run", "table", "digest");
        assertThat(one.get("table")).hasSize(2 * 3);
        for (String threads : new String[] {"2", "3"}) {
            JsonNode more = smoke("t" + threads, "--threads", threads);
            assertThat(more.get("digest")).isEqualTo(one.get("digest"));
            sameFiles("t1", "t" + threads);
        }
        assertThat(smoke("seed", "--seed", "2").get("digest")).isNotEqualTo(one.get("digest"));
        assertThat(smoke("rate", "inner-rate=0.002").get("digest"))
                .isNotEqualTo(one.get("digest"));
    }

    /** Breaks a run off at the n-th sign of life, as a kill would. */
    private static final class Breaking implements Progress {
        private int left;

        Breaking(int after) {
            left = after;
        }

        @Override
        public void begin(String phase, long total) {
            // counted by steps alone
        }

        @Override
        public void advance(String note) {
            if (left-- == 0) {
                throw new IllegalStateException("broken off");
            }
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private void breakOff(String name, int after, String... settings) {
        DagMethod method = DagMethod.mrlco();
        DagSettings config = Config.resolve(method.defaults(Budget.SMOKE), null,
                List.of(settings));
        RunFolder run = RunFolder.create(folder.resolve(name),
                Manifest.begin("mrlco", null, 1, "smoke", method.kernels()), config);
        assertThatThrownBy(() -> method.run(new RunContext<>(config, run, Budget.SMOKE, null, 1, 2,
                false, new Breaking(after)))).hasMessage("broken off");
    }

    /** 4 iterations, 4 of the baseline, 6 measurements and one optimum: 15 places to stop at. */
    @Test
    void stoppedAnywhereItResumesToTheSameBytes() throws IOException {
        Path graphs = folder.resolve("graphs");
        Verge.run("generate", graphs, "count=2", "tasks=5", "seed=8");
        String[] settings = {"test-graphs=" + graphs, "tasks=5", "graphs-per-set=2"};
        JsonNode whole = smoke("whole", settings);
        int[] stops = {0, 1, 2, 3, 4, 6, 7, 8, 13, 14};
        for (int after : stops) {
            String name = "stop-" + after;
            breakOff(name, after, settings);
            assertThat(text(name, "manifest.json")).contains("\"running\"");
            JsonNode resumed = smoke(name, "--resume");
            assertThat(resumed.get("digest")).as(name).isEqualTo(whole.get("digest"));
            sameFiles("whole", name);
        }
        assertThatThrownBy(() -> breakOff("never", 15, settings))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void resumedTwiceAndWithUnevenCheckpoints() throws IOException {
        String[] settings = {"iterations=5", "drl-iterations=3", "checkpoint-every=2"};
        JsonNode whole = smoke("whole", settings);
        breakOff("part", 5, settings);
        RunFolder run = RunFolder.open(folder.resolve("part"));
        DagMethod method = DagMethod.mrlco();
        DagSettings config = run.config(method.defaults(Budget.SMOKE));
        assertThatThrownBy(() -> method.run(new RunContext<>(config, run, Budget.SMOKE, null, 1, 1,
                true, new Breaking(1)))).hasMessage("broken off");
        assertThat(smoke("part", "--resume").get("digest")).isEqualTo(whole.get("digest"));
        sameFiles("whole", "part");
    }

    @Test
    void runsWithoutTrainingOrBaselineAreRunsToo() throws IOException {
        JsonNode untrained = smoke("u", "iterations=0", "drl-iterations=0", "updates=0");
        assertThat(untrained.get("table")).hasSize(3);
        assertThat(Verge.run("evaluate", folder.resolve("u"), "--updates", "0", "--json").json()
                .get("updates")).hasSize(1);
        assertThat(smoke("b", "iterations=0", "drl-iterations=1").get("table")).hasSize(6);
        assertThat(smoke("m", "iterations=1", "drl-iterations=0").get("table")).hasSize(3);
    }

    @Test
    void everyProfileRuns() throws IOException {
        for (String profile : List.of("paper", "released", "verge")) {
            JsonNode run = smoke(profile, "profile=" + profile);
            for (JsonNode row : run.get("table")) {
                assertThat(row.get("after").get("greedyDecoded").asDouble())
                        .isGreaterThanOrEqualTo(row.get("optimal").asDouble());
            }
            assertThat(text(profile, "config.yaml")).contains("profile: " + profile);
            assertThat(text(profile, "results.json")).contains("\"" + profile + "\"");
        }
        assertThat(text("paper", "config.yaml")).contains("attention: additive", "steps: 3");
        assertThat(text("released", "config.yaml")).contains("clip: 0.3", "meta-update: adam-each");
    }

    /** What the run itself has measured comes out again, and a plan scores as it says. */
    @Test
    void evaluatesPlansAndReports() throws IOException {
        Path run = folder.resolve("r");
        JsonNode table = smoke("r").get("table");
        var before = Verge.content(run);
        Path graphs = folder.resolve("graphs");
        Verge.run("generate", graphs, "count=5", "tasks=9", "seed=3");
        JsonNode other = Verge.run("evaluate", run, "--on", graphs, "--updates", "2", "--json")
                .json();
        assertThat(other.get("graphs").asInt()).isEqualTo(5);
        assertThat(other.get("updates")).hasSize(3);
        double sum = 0;
        for (int i = 0; i < 5; i++) {
            Path graph = graphs.resolve("random.9." + i + ".gv");
            JsonNode plan = Verge.run("plan", graph, "--policy", run, "--json").json();
            String bits = plan.get("plan").asText();
            assertThat(bits).hasSize(9);
            assertThat(Verge.run("plan", graph, "--score", bits, "--json").json().get("latency"))
                    .isEqualTo(plan.get("latency"));
            assertThat(Verge.run("evaluate", run, "--on", graph, "--updates", "0", "--json").json()
                    .get("updates").get(0).get("greedyDecoded")).isEqualTo(plan.get("latency"));
            sum += plan.get("latency").asDouble();
        }
        assertThat(other.get("updates").get(0).get("greedyDecoded").asDouble())
                .isCloseTo(sum / 5, within(1e-9 * sum));
        for (JsonNode point : other.get("updates")) {
            double optimal = point.get("optimal").asDouble();
            assertThat(point.get("bestOf20").asDouble()).isBetween(optimal * (1 - 1e-12),
                    point.get("sampled").asDouble());
            assertThat(point.get("gapPercent").asDouble()).isCloseTo(
                    100 * (point.get("sampled").asDouble() / optimal - 1), within(1e-9));
        }
        JsonNode own = Verge.run("evaluate", run, "--updates", "1", "--json").json();
        double mean = 0;
        for (int set = 0; set < 3; set++) {
            mean += table.get(2 * set).get("before").get("greedyDecoded").asDouble() / 3;
        }
        assertThat(own.get("updates").get(0).get("greedyDecoded").asDouble())
                .as("the means of the sets, all of 4 graphs").isCloseTo(mean, within(1e-9 * mean));
        assertThat(Verge.run("evaluate", run, "--on", graphs, "--updates", "2", "--threads", "2",
                "--json").out()).as("threads").isEqualTo(Verge.run("evaluate", run, "--on", graphs,
                "--updates", "2", "--threads", "1", "--json").out());
        Path page = folder.resolve("page.html");
        assertThat(Verge.run("report", run, "--out", page).code()).isZero();
        assertThat(Files.size(page)).isGreaterThan(100_000);
        assertThat(Verge.content(run)).as("nothing of the run is modified").isEqualTo(before);
    }

    /** Rows that the checkpoint counts must be there; and a finished run is not another one. */
    @Test
    void resumeRefusesLostRowsAndOtherSettings() throws IOException {
        String[] settings = {"iterations=4", "drl-iterations=2", "checkpoint-every=2"};
        breakOff("cut", 5, settings);
        Path metrics = folder.resolve("cut/metrics.csv");
        String whole = Files.readString(metrics);
        Files.writeString(metrics, whole.substring(0, whole.indexOf("3,meta/latency")));
        var before = Verge.content(folder.resolve("cut"));
        Verge.run("run", "mrlco", "--budget", "smoke", "--resume", "--out", folder.resolve("cut"))
                .refused("metrics.csv", "2 iterations", "4, as the checkpoint counts");
        assertThat(Verge.content(folder.resolve("cut"))).isEqualTo(before);
        Files.writeString(metrics, whole);
        smoke("cut", "--resume");
        Verge.run("run", "mrlco", "--resume", "--out", folder.resolve("cut"), "updates=9")
                .refused("updates: 9");
        assertThat(smoke("cut", "--resume", "iterations=4").get("table")).isNotEmpty();
    }

    /** A configuration alone is what a kill in the first moment leaves: such a folder is free. */
    @Test
    void whatWasKilledBeforeItBeganBeginsAnew() throws IOException {
        String[] settings = {"iterations=1", "drl-iterations=0", "updates=1", "graphs-per-set=2"};
        JsonNode whole = smoke("whole", settings);
        Path killed = Files.createDirectories(folder.resolve("killed"));
        Files.copy(folder.resolve("whole/config.yaml"), killed.resolve("config.yaml"));
        Verge.run("run", "mrlco", "--resume", "--out", killed).refused("without manifest.json");
        assertThat(smoke("killed", settings).get("digest")).isEqualTo(whole.get("digest"));
        sameFiles("whole", "killed");
        Path one = Files.createDirectories(folder.resolve("table/mrlato-rates-1"));
        Files.copy(killed.resolve("config.yaml"), one.resolve("config.yaml"));
        assertThat(Verge.run("reproduce", "mrlato", "fig6", "--budget", "smoke", "--only", "mrlato",
                "iterations=1", "updates=1", "--resume", "--out", folder.resolve("table")).code()).isZero();
        assertThat(RunFolder.open(one).manifest().finished()).isTrue();
    }

    /** The three methods run, are stopped and resumed alike, and are evaluated on other graphs. */
    @Test
    void everyMethodRunsResumesAndIsEvaluated() throws IOException {
        Path graphs = folder.resolve("graphs");
        Verge.run("generate", graphs, "count=3", "tasks=7", "seed=8");
        for (String method : List.of("mrlco", "mrlato", "drl")) {
            Path run = folder.resolve(method);
            JsonNode table = Verge.run("run", method, "--budget", "smoke", "--json", "--out", run)
                    .json();
            assertThat(table.get("table")).hasSize(method.equals("drl") ? 3 : 6);
            JsonNode updates = Verge.run("evaluate", run, "--on", graphs, "--updates", "1",
                    "--json").json().get("updates");
            assertThat(updates).hasSize(2);
            Path policy = folder.resolve(method + ".safetensors");
            assertThat(Verge.run("export", run, "--out", policy).code()).isZero();
            assertThat(Files.size(policy)).isLessThan(
                    Files.size(run.resolve("checkpoint.safetensors")));
            JsonNode plan = Verge.run("plan", graphs.resolve("random.7.0.gv"), "--policy", policy,
                    "--json").json();
            assertThat(plan.get("latency").asDouble())
                    .isGreaterThanOrEqualTo(plan.get("optimal").asDouble());
        }
        Verge.run("run", "drl", "--budget", "smoke", "drl-iterations=3").refused("drl-iterations");
        Verge.run("run", "mrlato", "--budget", "smoke", "profile=released").refused("profile");
    }

    /** The baseline beside MRLCO is what the method of that name trains. */
    @Test
    void theBaselineIsTheMethodDrl() throws IOException {
        smoke("m", "drl-iterations=3");
        Verge.run("run", "drl", "--budget", "smoke", "--json", "--out", folder.resolve("d"),
                "iterations=3").json();
        assertThat(digest("d")).isEqualTo(digest("m"));
    }

    private String digest(String name) throws IOException {
        String manifest = text(name, "manifest.json");
        int at = manifest.indexOf("drl-policy");
        return manifest.substring(at, at + 60);
    }

    /** Sets of the papers' other experiments: by size, and at several rates. */
    @Test
    void setsBySizeAndRate() {
        DagSettings sizes = Config.resolve(DagMethod.mrlco().defaults(Budget.SMOKE), null,
                List.of("sets=sizes", "graphs-per-set=2"));
        assertThat(GraphSets.of(sizes).test()).extracting(task -> task.problems().get(1).size())
                .containsExactly(20, 30, 40);
        assertThat(GraphSets.of(sizes).training()).extracting(t -> t.problems().get(0).size())
                .containsExactly(10, 15, 25, 35, 45, 50);
        DagSettings rates = Config.resolve(DagMethod.mrlco().defaults(Budget.SMOKE), null,
                List.of("sets=mixed", "graphs-per-set=2", "training-rates=4,7", "test-rates=5.5,9"));
        assertThat(GraphSets.of(rates).test()).extracting(t -> t.problems().get(0).uplinkMbps())
                .containsExactly(5.5, 9.0);
        assertThat(GraphSets.of(rates).test()).extracting(t -> t.name())
                .containsExactly("mixed-test-at-5.5", "mixed-test-at-9.0");
        assertThat(GraphSets.of(rates).training()).hasSize(48);
    }
}
