package verge.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import verge.Runtimes;

/** A training run ends well where nothing is ever collected: it allocates next to nothing. */
@Tag("processes")
class EpsilonTest {

    @Test
    void aTrainingRunFinishesInSixtyFourMegabytesWithoutACollector() throws Exception {
        Process process = new ProcessBuilder(
                Runtimes.java(Path.of(System.getProperty("java.home"))).toString(),
                "-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC", "-Xms64m", "-Xmx64m",
                "-Xlog:disable", "-da", "-Dverge.kernels=scalar", "-cp", Runtimes.classPath(),
                EpsilonProbe.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String printed = new String(process.getInputStream().readAllBytes(),
                StandardCharsets.UTF_8).trim();
        assertThat(process.waitFor()).as("its code; " + printed).isZero();
        System.out.println("training without a collector: " + printed);
        String[] words = printed.split(" ");
        assertThat(words[0]).startsWith("scalar");
        assertThat(Double.parseDouble(words[1])).isGreaterThan(1.0);
        assertThat(Double.parseDouble(words[2])).as("loss at the end").isLessThan(0.5);
        assertThat(Long.parseLong(words[3])).as("bytes in all").isLessThan(1L << 20);
    }
}
