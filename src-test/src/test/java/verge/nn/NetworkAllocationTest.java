package verge.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Once warm, neither a training step of a whole network nor a decision by it allocates. With
 * {@code -Dverge.tests=full} in five fresh processes with either kernels, and 10,000 times.
 */
@Tag("processes")
class NetworkAllocationTest {

    private static final boolean FULL = "full".equals(System.getProperty("verge.tests"));
    private static final int PROCESSES = FULL ? 5 : 1;
    private static final int RUNS = FULL ? 10_000 : 1_000;
    /** Bytes that all the runs may allocate: what the JVM itself does now and then. */
    private static final long MOST_BYTES = 1024;

    @ParameterizedTest
    @ValueSource(strings = {"vector", "scalar"})
    void stepsAndDecisionsAllocateNothing(String kernels) throws Exception {
        for (int i = 0; i < PROCESSES; i++) {
            Process process = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-modules", "jdk.incubator.vector", "-da", "-Xmx64m",
                    "-XX:+UseSerialGC", "-Dverge.kernels=" + kernels, "-cp",
                    System.getProperty("surefire.test.class.path",
                            System.getProperty("java.class.path")),
                    NetworkAllocationProbe.class.getName(), Integer.toString(RUNS))
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            List<String> lines = new String(process.getInputStream().readAllBytes(),
                    StandardCharsets.UTF_8).lines().toList();
            assertThat(process.waitFor()).as("exit of process %s", i).isZero();
            assertThat(lines).hasSize(3);
            assertThat(lines.get(0)).startsWith(kernels);
            assertThat(Long.parseLong(lines.get(1)))
                    .as("bytes of %s training steps, %s, process %s", RUNS, kernels, i)
                    .isLessThanOrEqualTo(MOST_BYTES);
            assertThat(Long.parseLong(lines.get(2)))
                    .as("bytes of %s decisions, %s, process %s", RUNS, kernels, i)
                    .isLessThanOrEqualTo(MOST_BYTES);
        }
        System.out.println(PROCESSES + " processes, " + kernels + ": nothing allocated in " + RUNS
                + " steps and decisions");
    }
}
