package verge.autodiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Once warm, no kernel of either twin allocates, in each of several fresh processes. */
@Tag("processes")
class KernelAllocationTest {

    /** The compiler's decisions differ between processes: one that passes says little. */
    private static final int PROCESSES = 5;
    /** Bytes that ten thousand calls may allocate: what the JVM itself does now and then. */
    private static final long MOST_BYTES = 1024;

    @ParameterizedTest
    @ValueSource(strings = {"vector", "scalar"})
    void kernelsAllocateNothing(String kernels) throws Exception {
        int kinds = KernelAllocationProbe.calls().size();
        for (int i = 0; i < PROCESSES; i++) {
            List<String> lines = probe(kernels);
            assertThat(lines.get(0)).startsWith(kernels);
            assertThat(lines).hasSize(1 + kinds);
            for (String line : lines.subList(1, lines.size())) {
                assertThat(Long.parseLong(line.substring(0, line.indexOf(' '))))
                        .as("%s, process %s: bytes of %s", lines.get(0), i, line)
                        .isLessThanOrEqualTo(MOST_BYTES);
            }
        }
        System.out.println(PROCESSES + " processes, " + kinds + " kernels: nothing allocated, "
                + kernels);
    }

    private static List<String> probe(String kernels) throws IOException, InterruptedException {
        String path = System.getProperty("surefire.test.class.path",
                System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", "-da", "-Xmx64m", "-XX:+UseSerialGC",
                "-Dverge.kernels=" + kernels, "-cp", path,
                KernelAllocationProbe.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(),
                StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor()).as("exit of the probe with " + kernels).isZero();
        return lines;
    }
}
