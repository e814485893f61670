package verge.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After warm-up a training step allocates nothing, in several fresh processes. */
@Tag("processes")
class AllocationTest {

    private static final int PROCESSES = 2;
    /** Bytes that a thousand steps may allocate: what the JVM itself does now and then. */
    private static final long MOST_BYTES = 1024;

    @ParameterizedTest
    @ValueSource(strings = "scalar")
    void trainingStepAllocatesNothing(String kernels) throws Exception {
        for (int i = 0; i < PROCESSES; i++) {
            List<String> lines = probe(kernels);
            assertThat(lines).hasSize(3);
            assertThat(lines.get(0)).startsWith(kernels);
            for (String windows : lines.subList(1, 3)) {
                long[] bytes = Arrays.stream(windows.split(" ")).mapToLong(Long::parseLong)
                        .toArray();
                assertThat(bytes).hasSize(5);
                System.out.println(lines.get(0) + " process " + i + ": bytes per 1000 steps "
                        + windows);
                Arrays.sort(bytes);
                assertThat(bytes[2]).as("median of " + windows).isLessThan(MOST_BYTES);
            }
        }
    }

    private static List<String> probe(String kernels) throws IOException, InterruptedException {
        String path = System.getProperty("surefire.test.class.path",
                System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", "-da", "-Xmx256m",
                "-Dverge.kernels=" + kernels, "-cp", path, AllocationProbe.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(),
                StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor()).as("exit of the probe with " + kernels).isZero();
        return lines;
    }
}
