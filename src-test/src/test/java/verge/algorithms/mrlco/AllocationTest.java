package verge.algorithms.mrlco;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After warm-up a whole meta-iteration allocates nothing, in a process of its own. */
@Tag("processes")
class AllocationTest {

    /** Bytes that 50 iterations may allocate: what the JVM itself does now and then. */
    private static final long MOST_BYTES = 1024;

    @ParameterizedTest
    @ValueSource(strings = {"VERGE", "PAPER"})
    void metaIterationAllocatesNothing(String profile) throws Exception {
        long[] bytes = probe(profile);
        System.out.println("meta-iterations, " + profile + ": bytes per 50 "
                + Arrays.toString(bytes));
        assertThat(bytes).hasSize(5);
        Arrays.sort(bytes);
        assertThat(bytes[2]).as("median").isLessThan(MOST_BYTES);
    }

    private static long[] probe(String profile) throws IOException, InterruptedException {
        String path = System.getProperty("surefire.test.class.path",
                System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-da", "-Xmx256m", "-Dverge.kernels=scalar", "-cp", path,
                AllocationProbe.class.getName(), profile)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return Arrays.stream(line.trim().split(" ")).mapToLong(Long::parseLong).toArray();
    }
}
