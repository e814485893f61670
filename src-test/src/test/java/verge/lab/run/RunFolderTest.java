package verge.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.lab.run.Results.Baselines;
import verge.lab.run.Results.Curve;
import verge.lab.run.Results.CurvePoint;
import verge.lab.run.Results.TestSet;
import verge.sim.core.InputException;

class RunFolderTest {
    @TempDir
    private Path folder;

    record Settings(int steps, Path graphs) {
    }

    private RunFolder create(String name) {
        return RunFolder.create(folder.resolve(name),
                Manifest.begin("echo", null, 3, "smoke", "scalar"), new Settings(4, null));
    }

    private static Results results() {
        Baselines baselines = new Baselines(9.5, 8, 7, 6, 5, 5.5, 4.5, 4, 2.5);
        Curve curve = new Curve("echo",
                List.of(CurvePoint.of(0, 5, 0.1, 4, 3, 2.5),
                CurvePoint.of(1, 3, 0.1, 3, 2.75, 2.5)));
        TestSet set = new TestSet("a", 2, "released", 7, 7, baselines, 2, List.of(curve));
        return new Results(1, "echo", "paper", 3, "smoke",
                List.of(new Results.LearningPoint(0, 1e23, 0.1)), List.of(set), null);
    }

    private static void refuses(Path path, String... parts) {
        assertThatThrownBy(() -> RunFolder.open(path)).isInstanceOf(InputException.class)
                .hasMessageContainingAll(parts).hasMessageNotContaining("\n");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        RunFolder run = create("r");
        try (SeriesFile metrics = run.appendMetrics(-1)) {
            metrics.add(0, "loss", 0.1);
            metrics.add(0, "entropy", 2e23);
            metrics.add(1, "loss", Double.NaN);
        }
        run.finish(results(), Map.of("parameters", "abc"));
        RunFolder again = RunFolder.open(run.path());
        assertThat(again.manifest()).isEqualTo(run.manifest());
        assertThat(again.manifest().finished()).isTrue();
        assertThat(again.manifest().digests()).containsOnlyKeys("metrics", "parameters", "results");
        assertThat(again.results()).isEqualTo(results());
        assertThat(again.config(new Settings(0, Path.of("x")))).isEqualTo(new Settings(4, null));
        assertThat(again.metrics()).containsOnlyKeys("entropy", "loss");
        assertThat(again.metrics().get("loss"))
                .containsExactly(new Point(0, 0.1), new Point(1, Double.NaN));
        assertThat(again.digest()).isEqualTo(run.digest()).matches("[0-9a-f]{32}");
    }

    @Test
    void theDigestCoversMetricsResultsAndTheMethodsOwn() {
        String[] digests = new String[4];
        for (int i = 0; i < digests.length; i++) {
            RunFolder run = create("r" + i);
            try (SeriesFile metrics = run.appendMetrics(-1)) {
                metrics.add(0, "loss", i == 1 ? 0.25 : 0.5);
            }
            Results results = results();
            if (i == 2) {
                results = new Results(1, "echo", "paper", 3, "smoke", List.of(), results.sets(),
                        null);
            }
            run.finish(results, Map.of("parameters", i == 3 ? "b" : "a"));
            digests[i] = run.digest();
        }
        assertThat(digests).doesNotHaveDuplicates();
    }

    @Test
    void resumingCutsTheMetricsBackToTheCheckpoint() throws IOException {
        RunFolder run = create("r");
        Path file = run.path().resolve("metrics.csv");
        try (SeriesFile metrics = run.appendMetrics(-1)) {
            for (int step = 0; step < 5; step++) {
                metrics.add(step, "loss", step / 8.0);
            }
        }
        String whole = Files.readString(file);
        Files.writeString(file, "5,lo", StandardOpenOption.APPEND);
        try (SeriesFile metrics = run.appendMetrics(2)) {
            assertThat(Files.readString(file)).isEqualTo(
                    "step,name,value\n0,loss,0.0\n1,loss,0.125\n2,loss,0.25\n");
            assertThatThrownBy(() -> metrics.add(1, "loss", 0))
                    .isInstanceOf(IllegalArgumentException.class);
            metrics.add(3, "loss", 0.375);
            metrics.add(4, "loss", 0.5);
        }
        assertThat(Files.readString(file)).isEqualTo(whole);
        run.appendMetrics(-1).close();
        assertThat(Files.readString(file)).isEqualTo("step,name,value\n");
        Files.writeString(file, "step,na");
        run.appendMetrics(9).close();
        assertThat(Files.readString(file)).isEqualTo("step,name,value\n");
    }

    @Test
    void oneProcessAtATimeWritesMetrics() {
        RunFolder run = create("r");
        try (SeriesFile metrics = run.appendMetrics(-1)) {
            metrics.add(0, "loss", 1);
            assertThatThrownBy(() -> run.appendMetrics(-1)).isInstanceOf(InputException.class)
                    .hasMessageContaining("going on");
        }
        assertThat(run.metrics().get("loss")).hasSize(1);
    }

    @Test
    void aSeriesNameNeedsNoQuotes() {
        try (SeriesFile metrics = create("r").appendMetrics(-1)) {
            for (String name : List.of("", "a,b", "a b", "a\n", "x".repeat(101))) {
                assertThatThrownBy(() -> metrics.add(0, name, 1))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            metrics.add(0, "train/loss-1.2_x", 1);
        }
    }

    @Test
    void aTakenFolderIsRefusedAndNotTouched() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken"));
        Files.writeString(taken.resolve("mine.txt"), "mine");
        assertThatThrownBy(() -> create("taken")).isInstanceOf(InputException.class)
                .hasMessageContaining("not empty");
        assertThat(taken.toFile().list()).containsExactly("mine.txt");
        RunFolder run = create("run");
        byte[] before = Files.readAllBytes(run.path().resolve("manifest.json"));
        assertThatThrownBy(() -> create("run")).isInstanceOf(InputException.class)
                .hasMessageContaining("--resume");
        assertThat(Files.readAllBytes(run.path().resolve("manifest.json"))).isEqualTo(before);
        Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> create("file")).isInstanceOf(InputException.class)
                .hasMessageContaining("a file");
        Files.createDirectory(folder.resolve("empty"));
        assertThat(create("empty").path()).isEqualTo(folder.resolve("empty"));
        assertThat(create("deep/er").path()).isDirectory();
    }

    @Test
    void refusesWhatIsNoRun() throws IOException {
        refuses(folder.resolve("none"), "no such folder");
        refuses(folder, "without manifest.json");
        Path file = Files.writeString(folder.resolve("file"), "x");
        refuses(file, "a file");
        Path manifest = create("r").path().resolve("manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"));
        refuses(manifest.getParent(), "formatVersion", "found 2", "expected 1");
        Files.writeString(manifest, text.replace("running", "flying"));
        refuses(manifest.getParent(), "state", "flying");
        Files.writeString(manifest, text.replace("\"seed\" : 3", "\"seed\" : \"x\""));
        refuses(manifest.getParent(), "line 6");
        Files.writeString(manifest, text.replace("\"seed\" : 3", "\"seeds\" : 3"));
        refuses(manifest.getParent(), "seed");
        Files.writeString(manifest, "");
        refuses(manifest.getParent(), "JSON");
        Files.writeString(manifest, "[1]");
        refuses(manifest.getParent(), "no JSON object");
    }

    @Test
    void damagedFilesOfARunAreRefusedInOneLine() throws IOException {
        RunFolder run = create("r");
        try (SeriesFile metrics = run.appendMetrics(-1)) {
            for (int step = 0; step < 5; step++) {
                metrics.add(step, "loss", step / 7.0);
            }
        }
        run.finish(results(), Map.of());
        long seed = 7_002;
        Random random = new Random(seed);
        int refused = 0;
        for (String name : List.of("manifest.json", "results.json", "metrics.csv", "config.yaml")) {
            Path file = run.path().resolve(name);
            byte[] valid = Files.readAllBytes(file);
            for (int i = 0; i < 100; i++) {
                byte[] bytes = Arrays.copyOf(valid, i % 3 == 0 ? random.nextInt(valid.length)
                        : valid.length);
                for (int k = random.nextInt(4); k >= 0 && bytes.length > 0; k--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                Files.write(file, bytes);
                try {
                    RunFolder again = RunFolder.open(run.path());
                    again.results();
                    again.metrics();
                    again.config(new Settings(1, null));
                } catch (InputException e) {
                    refused++;
                    assertThat(e.getMessage()).as("seed %d, %s, case %d", seed, name, i)
                            .doesNotContain("\n");
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + seed + ", " + name + ", case " + i, e);
                }
            }
            Files.write(file, valid);
        }
        assertThat(refused).isGreaterThan(200);
    }

    @Test
    void theGapIsInPercentOfTheOptimum() {
        assertThat(Results.gap(5, 4.0)).isEqualTo(25.0);
        assertThat(Results.gap(5, null)).isNull();
        List<SummaryRow> rows = SummaryRow.of(results());
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).heft()).isEqualTo(4);
        assertThat(rows.get(0).before().sampled()).isEqualTo(5);
        assertThat(rows.get(0).after().bestOf20()).isEqualTo(2.75);
        assertThat(rows.get(0).gapPercent()).isEqualTo(20.0);
        assertThat(SummaryRow.table(rows)).contains("gap %").contains("20.00");
    }
}
