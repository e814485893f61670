package verge.lab.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A training step of each layer, loss and optimiser allocates nothing once it is warm: in five fresh
 * processes, two of them with the scalar kernels. With {@code -Dverge.tests=full} five with either,
 * and 10,000 steps each.
 */
@Tag("processes")
class LayerAllocationTest {

    private static final boolean FULL = "full".equals(System.getProperty("verge.tests"));
    private static final int STEPS = FULL ? 10_000 : 500;
    /** What the virtual machine itself does now and then: no object for each step. */
    private static final long MOST_BYTES = 1024;

    @Test
    void aTrainingStepOfEachLayerAllocatesNothing() throws Exception {
        List<String> kernels = FULL ? List.of("vector", "vector", "vector", "vector", "vector",
                "scalar", "scalar", "scalar", "scalar", "scalar")
                : List.of("vector", "scalar", "vector", "scalar", "vector");
        for (String name : kernels) {
            List<String> lines = probe(name);
            List<String> allocating = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                long bytes = Long.parseLong(line.substring(line.indexOf(' ') + 1));
                if (bytes > MOST_BYTES) {
                    allocating.add(line);
                }
            }
            assertThat(allocating).as("bytes per " + STEPS + " steps, " + lines.get(0)).isEmpty();
            assertThat(lines).hasSize(1 + LayerCases.all().size());
        }
        System.out.println(kernels.size() + " processes, " + LayerCases.all().size()
                + " layers each: no allocation in " + STEPS + " steps");
    }

    private static List<String> probe(String kernels) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", "-da", "-Xmx256m",
                "-Dverge.kernels=" + kernels, "-cp",
                System.getProperty("surefire.test.class.path",
                        System.getProperty("java.class.path")),
                LayerAllocationProbe.class.getName(), Integer.toString(STEPS))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(),
                StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor()).as("exit of the probe with " + kernels).isZero();
        return lines;
    }
}
