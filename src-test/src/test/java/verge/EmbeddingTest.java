package verge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.autodiff.Parameters;
import verge.nn.SafetensorsWriter;
import verge.sim.core.RandomStream;

/** What an embedder needs is small, and runs in a small virtual machine without anything else. */
class EmbeddingTest {

    private static final Path ROOT = Path.of(System.getProperty("verge.root", ".."));
    private static final long MOST_BYTES = 400 << 10;
    private static final int HISTORIES = 500;

    @TempDir
    private Path folder;

    private static Path jar(String module) throws IOException {
        Path target = ROOT.resolve(module).resolve("target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString()
                    .matches("verge-" + module + "-[0-9.]+\\.jar")).findFirst().orElseThrow(() ->
                    new AssertionError("no jar in " + target + ": mvn package makes it"));
        }
    }

    @Test
    void theJarsForInferenceAreSmall() throws IOException {
        long bytes = Files.size(jar("autodiff")) + Files.size(jar("nn"));
        System.out.println("verge-autodiff and verge-nn together: " + bytes + " bytes");
        assertThat(bytes).isBetween(50L << 10, MOST_BYTES);
    }

    /** The same decisions in 16 MB without vectors and EJML as here. */
    @Test
    @Tag("processes")
    void twoJarsLoadACheckpointAndDecideInSixteenMegabytes() throws Exception {
        DecisionExample here = new DecisionExample();
        RandomStream random = new RandomStream(7, "embedding");
        here.lstm.initialise(here.theta, 1f, random);
        here.head.initialise(here.theta, random);
        Path checkpoint = folder.resolve("policy.safetensors");
        new SafetensorsWriter().parameters("", here.theta).seal().write(checkpoint);
        int size = DecisionExample.SLOTS * DecisionExample.FEATURES;
        float[] histories = new float[HISTORIES * size];
        for (int i = 0; i < histories.length; i++) {
            histories[i] = (float) random.nextGaussian(0, 3);
        }
        Path input = folder.resolve("histories.safetensors");
        new SafetensorsWriter().floats("histories", histories, 0, HISTORIES,
                DecisionExample.SLOTS, DecisionExample.FEATURES).write(input);

        List<String> expected = new ArrayList<>();
        for (int i = 0; i < HISTORIES; i++) {
            expected.add(Integer.toString(here.decide(histories, i * size)));
        }
        assertThat(Set.copyOf(expected)).as("decisions that tell histories apart")
                .hasSizeGreaterThan(2);
        assertThat(run(checkpoint, input)).isEqualTo(expected);
        Parameters other = new Parameters(here.table);
        here.theta.copyFrom(other);
        assertThat(here.decide(histories, 0)).as("without its parameters").isZero();
    }

    /** Starts the example with nothing on its class path but itself and the two jars. */
    private List<String> run(Path checkpoint, Path input) throws Exception {
        String name = DecisionExample.class.getName().replace('.', '/') + ".class";
        Path alone = folder.resolve("classes").resolve(name);
        Files.createDirectories(alone.getParent());
        try (var compiled = DecisionExample.class.getClassLoader().getResourceAsStream(name)) {
            Files.copy(compiled, alone);
        }
        String path = String.join(System.getProperty("path.separator"),
                folder.resolve("classes").toString(), jar("autodiff").toString(),
                jar("nn").toString());
        Process process = new ProcessBuilder(
                Runtimes.java(Path.of(System.getProperty("java.home"))).toString(), "-Xmx16m",
                "-XX:+UseSerialGC", "-cp", path, DecisionExample.class.getName(),
                checkpoint.toString(), input.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(),
                StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }
}
