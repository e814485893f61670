package verge.algorithms.mrlco;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * After warm-up a whole meta-iteration allocates nothing, in a process of its own, with either kernels;
 * with {@code -Dverge.tests=full} in five processes each.
 */
@Tag("processes")
class AllocationTest {

    /** Bytes that 50 iterations may allocate: what the JVM itself does now and then. */
    private static final long MOST_BYTES = 1024;

    private static final int PROCESSES = "full".equals(System.getProperty("verge.tests")) ? 5 : 1;

    @ParameterizedTest
    @CsvSource({"VERGE,vector", "VERGE,scalar", "PAPER,vector", "PAPER,scalar"})
    void metaIterationAllocatesNothing(String profile, String kernels) throws Exception {
        for (int i = 0; i < PROCESSES; i++) {
            long[] bytes = probe(profile, kernels);
            System.out.println("meta-iterations, " + profile + ", " + kernels + ": bytes per 50 "
                    + Arrays.toString(bytes));
            assertThat(bytes).hasSize(5);
            Arrays.sort(bytes);
            assertThat(bytes[2]).as("median of process %s", i).isLessThan(MOST_BYTES);
        }
    }

    private static long[] probe(String profile, String kernels)
            throws IOException, InterruptedException {
        String path = System.getProperty("surefire.test.class.path",
                System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", "-da", "-Xmx256m",
                "-Dverge.kernels=" + kernels, "-cp", path,
                AllocationProbe.class.getName(), profile)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return Arrays.stream(line.trim().split(" ")).mapToLong(Long::parseLong).toArray();
    }
}
