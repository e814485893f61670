package verge.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;

class AllocationTest {

    /** In a JVM of its own, since what has run before decides what the compiler makes of it. */
    @RepeatedTest(3)
    void steppingWorldsAllocatesNothing() throws IOException, InterruptedException {
        allocatesNothing(AllocationProbe.class);
    }

    /** The same of the cooperative world, under policies that look ahead on copies of it too. */
    @RepeatedTest(2)
    void cooperativeServersAllocateNothing() throws IOException, InterruptedException {
        allocatesNothing(CooperativeAllocationProbe.class);
    }

    private static void allocatesNothing(Class<?> probe) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), probe.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String bytes = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(bytes.trim()).isEqualTo("0");
    }
}
