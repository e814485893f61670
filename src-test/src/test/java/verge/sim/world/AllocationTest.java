package verge.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import verge.sim.Shared;

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

    /** The same of the slotted queue world, and of events held in a queue. */
    @RepeatedTest(2)
    void slotsAndEventsAllocateNothing() throws IOException, InterruptedException {
        allocatesNothing(QueueAllocationProbe.class);
    }

    /** Events come and go where nothing is ever collected. */
    @Test
    @Tag("processes")
    void eventsFinishInSixtyFourMegabytesWithoutACollector()
            throws IOException, InterruptedException {
        String events = Shared.full() ? "100000000" : "3000000";
        assertThat(output("-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC", "-Xms64m",
                "-Xmx64m", "-Xlog:disable", "-cp", System.getProperty("java.class.path"),
                QueueAllocationProbe.class.getName(), events)).matches("\\d{8,}");
    }

    private static void allocatesNothing(Class<?> probe) throws IOException, InterruptedException {
        assertThat(output("-cp", System.getProperty("java.class.path"), probe.getName()))
                .isEqualTo("0");
    }

    private static String output(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text.trim();
    }
}
