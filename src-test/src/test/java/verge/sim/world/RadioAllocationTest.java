package verge.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;

/** Once warm, no slot of a radio world allocates, with observations, policies and outcomes. */
@Tag("processes")
class RadioAllocationTest {

    /** In a JVM of its own, since what has run before decides what the compiler makes of it. */
    @RepeatedTest(3)
    void slotsAllocateNothing() throws IOException, InterruptedException {
        String path = System.getProperty("surefire.test.class.path",
                System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m", "-XX:+UseSerialGC", "-cp", path, RadioAllocationProbe.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String bytes = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(bytes.lines()).as("still and static, moving and fading").containsExactly("0",
                "0");
    }
}
