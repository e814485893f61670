package verge.lab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.sim.core.InputException;

class ConfigTest {
    private static final String VALID = """
            # how to learn
            steps: 200
            root-seed: -9223372036854775808
            learning-rate: 2.5e-4   # per step
            layer-norm: true
            profile: best-of
            title: "a: b # c"
            graphs: data/graphs
            rates: [5.5, 7, 8.5]
            widths:
              - 1
              - 0.25
            """;

    @TempDir
    private Path folder;
    private Path file;

    enum Profile { PAPER, BEST_OF }

    record Settings(int steps, long rootSeed, double learningRate, boolean layerNorm,
            Profile profile, String title, Path graphs, List<Double> rates, double[] widths) {
        Settings {
            if (steps < 1) {
                throw new IllegalArgumentException("steps must be at least 1");
            }
            if (learningRate * steps > 1000) {
                throw new IllegalArgumentException("learningRate is too high for so many steps");
            }
        }
    }

    private static final Settings DEFAULTS =
            new Settings(10, 1, 5e-4, false, Profile.PAPER, "", null, List.of(7.0),
            new double[] {0.5});

    @BeforeEach
    void setUp() {
        file = folder.resolve("c.yaml");
    }

    private Settings fromFile(String yaml, String... words) throws IOException {
        Files.writeString(file, yaml);
        return Config.resolve(DEFAULTS, file, List.of(words));
    }

    private static Settings fromWords(String... words) {
        return Config.resolve(DEFAULTS, null, List.of(words));
    }

    private void refuses(String yaml, String... parts) throws IOException {
        Files.writeString(file, yaml);
        assertThatThrownBy(() -> Config.resolve(DEFAULTS, file, List.of()))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ": ").hasMessageContainingAll(parts);
    }

    private static void refusesWords(List<String> words, String... parts) {
        assertThatThrownBy(() -> Config.resolve(DEFAULTS, null, words))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("command line: ").hasMessageContainingAll(parts);
    }

    @Test
    void readsEveryType() throws IOException {
        Settings settings = fromFile(VALID);
        assertThat(settings.steps).isEqualTo(200);
        assertThat(settings.rootSeed).isEqualTo(Long.MIN_VALUE);
        assertThat(settings.learningRate).isEqualTo(2.5e-4);
        assertThat(settings.layerNorm).isTrue();
        assertThat(settings.profile).isEqualTo(Profile.BEST_OF);
        assertThat(settings.title).isEqualTo("a: b # c");
        assertThat(settings.graphs).isEqualTo(Path.of("data/graphs"));
        assertThat(settings.rates).containsExactly(5.5, 7.0, 8.5);
        assertThat(settings.widths).containsExactly(1, 0.25);
    }

    @Test
    void wordsOverrideTheFileWhichOverridesDefaults() throws IOException {
        Settings settings = fromFile("steps: 20\nlearning-rate: 0.125\n", "steps=30", "rates=1,2.5",
                "title=x=y");
        assertThat(settings.steps).isEqualTo(30);
        assertThat(settings.learningRate).isEqualTo(0.125);
        assertThat(settings.rates).containsExactly(1.0, 2.5);
        assertThat(settings.title).isEqualTo("x=y");
        assertThat(settings.profile).isEqualTo(Profile.PAPER);
        assertThat(fromWords()).isSameAs(DEFAULTS);
        assertThat(fromWords("rates=").rates).isEmpty();
        assertThat(fromWords("graphs=").graphs).isNull();
    }

    @Test
    void whatIsWrittenReadsBackAndKeepsItsOrder() throws IOException {
        Settings settings = fromFile(VALID);
        String yaml = Config.toYaml(settings);
        assertThat(Config.toYaml(fromFile(yaml))).isEqualTo(yaml);
        assertThat(yaml.lines().map(line -> line.substring(0, line.indexOf(':'))))
                .containsExactlyElementsOf(Config.keys(Settings.class));
        assertThat(Config.toYaml(DEFAULTS)).isEqualTo("""
                steps: 10
                root-seed: 1
                learning-rate: 5.0E-4
                layer-norm: false
                profile: paper
                title: ""
                graphs: ""
                rates: [7.0]
                widths: [0.5]
                """);
        assertThat(Config.toYaml(fromFile(Config.toYaml(DEFAULTS))))
                .isEqualTo(Config.toYaml(DEFAULTS));
    }

    @Test
    void anUnknownKeyNamesNearOnes() throws IOException {
        refuses("steps: 5\nlerning-rate: 1\n", "line 2: lerning-rate", "unknown key",
                "expected learning-rate");
        refusesWords(List.of("root_seed=1"), "root_seed", "expected root-seed");
        refusesWords(List.of("zzz=1"), "expected one of steps, root-seed, learning-rate");
    }

    @Test
    void aWrongTypeNamesKeyFoundAndExpected() throws IOException {
        refuses("\n\nsteps: many\n", "line 3: steps", "found \"many\"",
                "whole number from -2147483648 to 2147483647");
        refuses("steps: 2147483648\n", "whole number");
        refuses("steps: 99999999999999999999999999\n", "whole number");
        refuses("steps: 1.5\n", "whole number");
        refuses("steps: [1, 2]\n", "a single value");
        refuses("steps:\n", "whole number");
        refuses("learning-rate: .nan\n", "finite number");
        refuses("learning-rate: 1e999\n", "finite number");
        refuses("learning-rate: 1d\n", "finite number");
        refuses("layer-norm: yes\n", "true or false");
        refuses("profile: papers\n", "one of paper, best-of");
        refuses("rates: [1, x]\n", "rates", "finite number");
        refuses("title: {a: b}\n", "nested mapping");
        refuses("rates: [[1]]\n", "a list");
        refusesWords(List.of("steps=\u0663"), "whole number");
        refusesWords(List.of("steps"), "\"steps\"", "key=value");
        refusesWords(List.of("=5"), "key=value");
    }

    @Test
    void aKeyStandsOnce() throws IOException {
        refuses("steps: 1\nlayer-norm: true\nsteps: 2\n", "line 3: steps", "a second value",
                "line 1");
        refusesWords(List.of("steps=1", "steps=2"), "steps", "a second value");
    }

    @Test
    void theRecordsOwnRefusalNamesTheKey() throws IOException {
        refuses("title: x\nsteps: 0\n", "line 2: steps", "\"0\"", "steps must be at least 1");
        refuses("steps: 2000\nlearning-rate: 1\n", "line 2: learning-rate", "too high");
        refusesWords(List.of("steps=2000", "learning-rate=1"), "learning-rate", "too high");
    }

    @Test
    void refusesFilesThatAreNoMapping() throws IOException {
        refuses("", "no settings");
        refuses("# nothing\n", "no settings");
        refuses("just words\n", "a lone value");
        refuses("- 1\n- 2\n", "a list");
        refuses("steps: 1\n---\nsteps: 2\n", "a second document");
        refuses("steps: &x 1\nroot-seed: *x\n", "a reference");
        refuses("steps: [1\n", "valid YAML");
        refuses("steps: 1\n\u0001\n", "valid YAML");
        refuses("a".repeat(70_000), "65536 bytes");
        Files.write(file, new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe});
        assertThatThrownBy(() -> Config.resolve(DEFAULTS, file, List.of()))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> Config.resolve(DEFAULTS, folder, List.of()))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> Config.resolve(DEFAULTS, folder.resolve("none"), List.of()))
                .isInstanceOf(InputException.class).hasMessageContaining("no such file");
    }

    @Test
    void aMutatedFileIsReadOrRefusedInOneLine() throws IOException {
        long seed = 7_001;
        Random random = new Random(seed);
        int refused = 0;
        int cases = 400;
        for (int i = 0; i < cases; i++) {
            byte[] bytes = mutated(VALID.getBytes(StandardCharsets.UTF_8), random);
            Files.write(file, bytes);
            try {
                Config.resolve(DEFAULTS, file, List.of());
            } catch (InputException e) {
                refused++;
                assertThat(e.getMessage()).as("seed %d, case %d", seed, i).doesNotContain("\n")
                        .startsWith(file.toString()).contains("expected");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", case " + i + ": "
                        + Arrays.toString(bytes), e);
            }
        }
        assertThat(refused).isGreaterThan(cases / 2);
    }

    private static byte[] mutated(byte[] from, Random random) {
        byte[] bytes = from.clone();
        switch (random.nextInt(4)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> {
                for (int k = random.nextInt(5); k >= 0; k--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            case 2 -> {
                String marks = ":-[]{}&*!|>'\"%@`#,?\t\n ";
                for (int k = random.nextInt(4); k >= 0; k--) {
                    bytes[random.nextInt(bytes.length)] =
                            (byte) marks.charAt(random.nextInt(marks.length()));
                }
            }
            default -> {
                int cut = random.nextInt(bytes.length);
                int length = random.nextInt(bytes.length - cut);
                System.arraycopy(from, cut, bytes, random.nextInt(bytes.length - length), length);
            }
        }
        return bytes;
    }

    @Test
    void editsCountInsertionsDeletionsReplacementsAndSwaps() {
        assertThat(NearWords.edits("", "abc")).isEqualTo(3);
        assertThat(NearWords.edits("kitten", "sitting")).isEqualTo(3);
        assertThat(NearWords.edits("sede", "seed")).isEqualTo(1);
        assertThat(NearWords.edits("abc", "abc")).isZero();
        assertThat(NearWords.near("sede", List.of("speed", "seed", "steps"))).startsWith("seed");
        assertThat(NearWords.near("learn", List.of("seed", "learning-rate")))
                .containsExactly("learning-rate");
        assertThat(NearWords.expected("x", List.of())).contains("none");
    }
}
