package verge.lab.dag;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.algorithms.dag.LearningTask;
import verge.lab.Budget;
import verge.lab.config.Config;

/** What a run of MRLCO is given: folders of graphs, settings, and files that were damaged. */
class DagInputTest {

    private static final List<String> TINY = List.of("graphs-per-set=1", "iterations=1",
            "drl-iterations=1", "updates=0", "tasks=5");

    @TempDir
    private static Path shared;
    private static Path sets;
    private static Path flat;
    private static Path finished;

    @TempDir
    private Path folder;

    @BeforeAll
    static void generate() {
        sets = shared.resolve("sets");
        for (int i = 1; i <= 3; i++) {
            generate(sets.resolve("set-" + i), 6, i);
        }
        flat = shared.resolve("flat");
        generate(flat, 5, 9);
        finished = shared.resolve("finished");
        assertThat(tiny(finished).code()).isZero();
    }

    private static void generate(Path to, int tasks, int seed) {
        assertThat(Verge.run("generate", to, "count=3", "tasks=" + tasks, "seed=" + seed).code())
                .isZero();
    }

    private static Verge.Outcome tiny(Path out, String... more) {
        Object[] words = new Object[7 + TINY.size() + more.length];
        Object[] first = {"run", "mrlco", "--budget", "smoke", "--json", "--out", out};
        System.arraycopy(first, 0, words, 0, 7);
        System.arraycopy(TINY.toArray(), 0, words, 7, TINY.size());
        System.arraycopy(more, 0, words, 7 + TINY.size(), more.length);
        return Verge.run(words);
    }

    private static GraphSets sets(String... settings) {
        return GraphSets.of(Config.resolve(DagMethod.mrlco().defaults(Budget.SMOKE),
                null, List.of(settings)));
    }

    private static List<String> names(List<LearningTask> tasks) {
        return tasks.stream().map(t -> t.name() + ":" + t.problems().size()).toList();
    }

    @Test
    void foldersOfFoldersAndPlainFolders() throws IOException {
        GraphSets both = sets("graphs=" + sets, "test-graphs=" + flat);
        assertThat(names(both.training())).containsExactly("set-1:3", "set-2:3", "set-3:3");
        assertThat(names(both.test())).containsExactly("flat:3");
        JsonNode run = tiny(folder.resolve("r"), "graphs=" + sets, "test-graphs=" + flat).json();
        assertThat(run.get("table")).hasSize(2);
        assertThat(run.get("table").get(0).get("set").asText()).isEqualTo("flat");
        GraphSets list = sets("graphs=" + sets.resolve("set-2") + ", " + flat,
                "test-graphs=" + sets.resolve("set-1") + ", " + sets.resolve("set-1"));
        assertThat(names(list.training())).containsExactly("set-2:3", "flat:3");
        assertThat(names(list.test())).containsExactly("set-1:3", "set-1-2:3");
    }

    /** Also where the same graphs are reached by another path, or one by one. */
    @Test
    void whatIsTestedOnIsNotTrainedOn() throws IOException {
        Path set2 = sets.resolve("set-2");
        assertThat(names(sets("graphs=" + sets, "test-graphs=" + set2).training()))
                .containsExactly("set-1:3", "set-3:3");
        Path roundabout = sets.resolve("set-1").resolve("..").resolve("set-2");
        assertThat(names(sets("graphs=" + sets, "test-graphs=" + roundabout).training()))
                .containsExactly("set-1:3", "set-3:3");
        Path link = Files.createSymbolicLink(folder.resolve("link"), set2);
        assertThat(names(sets("graphs=" + sets, "test-graphs=" + link).training()))
                .containsExactly("set-1:3", "set-3:3");
        Path one = set2.resolve("random.6.1.gv");
        assertThat(names(sets("graphs=" + sets, "test-graphs=" + one).training()))
                .containsExactly("set-1:3", "set-2:2", "set-3:3");
        assertThat(names(sets("graphs=" + one + ", " + flat, "test-graphs=" + set2)
                .training())).containsExactly("flat:3");
        tiny(folder.resolve("r"), "graphs=" + set2, "test-graphs=" + set2)
                .refused(set2.toString(), "tested on");
        tiny(folder.resolve("r"), "graphs=" + sets, "test-graphs=" + sets)
                .refused(sets.toString(), "tested on");
        assertThat(folder.resolve("r")).doesNotExist();
    }

    @Test
    void emptyListsMeanGeneratedGraphs() {
        GraphSets generated = sets("graphs=", "test-graphs=");
        assertThat(generated.training()).hasSize(22);
        assertThat(generated.test()).hasSize(3);
        assertThat(names(sets("graphs=" + flat).training())).containsExactly("flat:3");
        assertThat(sets("graphs=" + flat).test()).hasSize(3);
        assertThat(sets("test-graphs=" + flat).training()).hasSize(22);
    }

    @Test
    void badFoldersAndSettingsLeaveNothingBehind() throws IOException {
        Path out = folder.resolve("r");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path none = folder.resolve("none");
        tiny(out, "graphs=" + empty).refused(empty.toString());
        tiny(out, "graphs=" + none).refused(none.toString());
        tiny(out, "test-graphs=" + none).refused(none.toString());
        tiny(out, "graphs=" + flat + ", " + none).refused(none.toString());
        Path bad = Files.createDirectory(folder.resolve("bad"));
        Files.writeString(bad.resolve("a.gv"), "digraph G {\n 1 -> 2\n}\n");
        tiny(out, "graphs=" + bad).refused("a.gv", "line 2");
        tiny(out, "uplink-mbps=1e-310").refused("rates of 1.0E-310");
        for (String setting : new String[] {"layers=0", "hidden=0", "input-units=-1", "clip=0",
            "gamma=1.5", "inner-rate=0", "inner-rate=NaN", "outer-rate=-1", "inner-steps=0",
            "trajectories=0", "meta-batch=0", "graphs-per-task=-1", "gradient-norm=-1",
            "optimum-nodes=0", "uplink-mbps=0", "embedding=other", "profile=others",
            "attention=yes", "hiden=3"}) {
            String key = setting.substring(0, setting.indexOf('='));
            tiny(out, setting).refused(key);
        }
        assertThat(out).doesNotExist();
    }

    @Test
    void degenerateGraphsRun() throws IOException {
        Path odd = Files.createDirectories(folder.resolve("odd"));
        Files.writeString(odd.resolve("one.gv"), "digraph G {\n  1 [size=\"1048576\","
                + " alpha=\"0.1\", expect_size=\"1048576\"]\n}\n");
        Files.writeString(odd.resolve("zero.gv"), "digraph G {\n  1 [size=\"0\", alpha=\"0.1\","
                + " expect_size=\"0\"]\n  2 [size=\"0\", alpha=\"0.1\", expect_size=\"0\"]\n"
                + "  1 -> 2 [size =\"0\"]\n}\n");
        for (String profile : List.of("paper", "released", "verge")) {
            JsonNode run = tiny(folder.resolve(profile), "graphs=" + flat, "test-graphs=" + odd,
                    "profile=" + profile).json();
            assertThat(run.get("table").get(0).get("optimal").asDouble()).isPositive();
            tiny(folder.resolve(profile + "-on"), "graphs=" + odd, "test-graphs=" + flat,
                    "profile=" + profile).json();
        }
    }

    /** A copy of the finished run, to be damaged. */
    private Path copy(String name) throws IOException {
        Path to = Files.createDirectory(folder.resolve(name));
        for (String file : Verge.content(finished).keySet()) {
            Files.copy(finished.resolve(file), to.resolve(file));
        }
        return to;
    }

    /** Bytes with one seeded change: cut off, a piece missing, or some bits turned. */
    private static byte[] mutated(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(4)) {
            case 0:
                return Arrays.copyOf(bytes, at);
            case 1:
                byte[] less = Arrays.copyOf(bytes, bytes.length - 1);
                System.arraycopy(bytes, at + 1, less, at, bytes.length - at - 1);
                return less;
            case 2:
                byte[] turned = bytes.clone();
                turned[at] ^= (byte) (1 << random.nextInt(8));
                return turned;
            default:
                byte[] noisy = bytes.clone();
                for (int i = at; i < Math.min(at + 8, bytes.length); i++) {
                    noisy[i] ^= (byte) (1 + random.nextInt(255));
                }
                return noisy;
        }
    }

    /** Every damage is noticed: bits of the data too, which no reader could tell by their form. */
    @Test
    void damagedCheckpointsAreRefused() throws IOException {
        long seed = 77;
        Random random = new Random(seed);
        Path run = copy("run");
        String manifest = Files.readString(run.resolve("manifest.json"));
        Files.writeString(run.resolve("manifest.json"), manifest.replace("finished", "running"));
        Path checkpoint = run.resolve("checkpoint.safetensors");
        byte[] whole = Files.readAllBytes(checkpoint);
        int header = (whole[0] & 0xff | (whole[1] & 0xff) << 8) + 8;
        for (int i = 0; i < 60; i++) {
            byte[] bad = i % 2 == 0 ? mutated(whole, random)
                    : join(mutated(Arrays.copyOf(whole, header), random), whole, header);
            Files.write(checkpoint, bad);
            Map<String, String> before = Verge.content(run);
            String what = "seed " + seed + " mutation " + i;
            Object graph = flat.resolve("random.5.0.gv");
            for (Verge.Outcome outcome : List.of(
                    Verge.run("plan", graph, "--policy", run, "--json"),
                    Verge.run("evaluate", run, "--on", flat, "--updates", "0", "--json"),
                    Verge.run("run", "mrlco", "--resume", "--out", run, "--json"))) {
                assertThat(outcome.code()).as(what + ": " + outcome.err() + outcome.out())
                        .isEqualTo(2);
                outcome.refused("checkpoint.safetensors");
            }
            assertThat(Verge.content(run)).as(what).isEqualTo(before);
        }
        Files.write(checkpoint, whole);
        assertThat(Verge.run("run", "mrlco", "--resume", "--out", run, "--json").code()).isZero();
    }

    private static byte[] join(byte[] head, byte[] whole, int from) {
        byte[] both = Arrays.copyOf(head, head.length + whole.length - from);
        System.arraycopy(whole, from, both, head.length, whole.length - from);
        return both;
    }

    @Test
    void checkpointsOfOtherNetworksAreNotResumed() throws IOException {
        Path run = copy("run");
        Path other = folder.resolve("other");
        assertThat(tiny(other, "hidden=4").code()).isZero();
        Path checkpoint = run.resolve("checkpoint.safetensors");
        Files.delete(checkpoint);
        Verge.run("plan", flat.resolve("random.5.0.gv"), "--policy", run)
                .refused("checkpoint.safetensors");
        Files.copy(other.resolve("checkpoint.safetensors"), checkpoint);
        Path manifest = run.resolve("manifest.json");
        Files.writeString(manifest,
                Files.readString(manifest).replace("finished", "running"));
        Map<String, String> before = Verge.content(run);
        Verge.run("run", "mrlco", "--resume", "--out", run)
                .refused("checkpoint.safetensors", "adam.mean");
        assertThat(Verge.content(run)).isEqualTo(before);
    }

    /** Text that is still a manifest may pass; nothing else does, and nothing is written. */
    @Test
    void damagedManifestsAreRefused() throws IOException {
        long seed = 78;
        Random random = new Random(seed);
        Path run = copy("run");
        Path manifest = run.resolve("manifest.json");
        byte[] whole = Files.readAllBytes(manifest);
        int refused = 0;
        for (int i = 0; i < 60; i++) {
            Files.write(manifest, mutated(whole, random));
            Map<String, String> before = Verge.content(run);
            for (Verge.Outcome outcome : List.of(
                    Verge.run("run", "mrlco", "--resume", "--out", run, "--json"),
                    Verge.run("plan", flat.resolve("random.5.0.gv"), "--policy", run, "--json"))) {
                if (outcome.code() != 0) {
                    assertThat(outcome.code()).as("seed %d mutation %d: %s", seed, i,
                            outcome.err()).isEqualTo(2);
                    outcome.refused();
                    refused++;
                }
            }
            assertThat(Verge.content(run)).as("seed %d mutation %d", seed, i).isEqualTo(before);
        }
        assertThat(refused).isGreaterThan(60);                // of 120: what is hit varies
        String text = new String(whole, StandardCharsets.UTF_8);
        for (String bad : new String[] {"", "{}", "[]", "null", "7",
            text.replace("mrlco", "mrlcp"), text.replace("\"finished\"", "\"over\""),
            text.replaceFirst("Version\" ?: ?1", "Version\": 9")}) {
            Files.writeString(manifest, bad);
            Verge.run("evaluate", run, "--on", flat).refused("manifest.json");
        }
        assertThat(text).containsPattern("Version\" ?: ?1").contains("\"finished\"", "mrlco");
    }

    @Test
    void damagedConfigurationsAreRefused() throws IOException {
        Path run = copy("run");
        Path config = run.resolve("config.yaml");
        String whole = Files.readString(config);
        for (String text : new String[] {whole.replace("hidden: 8", "hidden: x"),
            whole.replace("hidden: 8", "hiden: 8"), whole.replace("layers: 1", "layers: 0"),
            whole + "hidden: 9\n", whole.replace(": ", "= "), "- a\n", "\u0000"}) {
            Files.writeString(config, text);
            Map<String, String> before = Verge.content(run);
            Verge.run("evaluate", run, "--on", flat, "--updates", "0").refused("config.yaml");
            assertThat(Verge.content(run)).isEqualTo(before);
        }
    }
}
