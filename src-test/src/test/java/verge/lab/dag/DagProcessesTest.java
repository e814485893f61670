package verge.lab.dag;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.Runtimes;
import verge.lab.Main;

/**
 * One run, one digest: in fresh virtual machines, with either twin, and with vectors that take over
 * on the way, on every JDK found.
 */
@Tag("processes")
class DagProcessesTest {

    private static final String VECTORS = "jdk.incubator.vector";

    @TempDir
    private Path folder;

    private String digest(Path home, String kernels, int threads, String out) throws Exception {
        Path run = folder.resolve(out);
        List<String> command = new ArrayList<>(List.of(
                Runtimes.java(home).toString(), "-Xmx512m",
                "-Duser.language=tr", "-Dverge.kernels=" + kernels));
        if (!kernels.equals("scalar")) {
            command.addAll(List.of("--add-modules", VECTORS));
        }
        command.addAll(List.of("-cp", Runtimes.classPath(), Main.class.getName(), "run", "mrlco",
                "--budget", "smoke", "--json", "--threads", Integer.toString(threads), "--out",
                run.toString()));
        Path errors = folder.resolve(out + ".err");
        long from = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        byte[] printed = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        JsonNode object = new ObjectMapper().readTree(printed);
        JsonNode manifest = new ObjectMapper().readTree(run.resolve("manifest.json").toFile());
        assertThat(manifest.get("kernels").asText()).startsWith(
                kernels.equals("auto") ? "vector" : kernels);
        System.out.println("smoke run on JDK " + Runtimes.feature(home) + ", " + kernels + " kernels, "
                + threads + " threads: " + object.get("digest").asText() + " in "
                + Math.round((System.nanoTime() - from) * 1e-9) + " s");
        return object.get("digest").asText();
    }

    @Test
    void kernelsAndRuntimesDoNotChangeTheDigest() throws Exception {
        List<String> digests = new ArrayList<>();
        for (Path home : Runtimes.found()) {
            boolean vectors = Runtimes.release(home).contains(VECTORS);
            String scalar = digest(home, "scalar", 1, "scalar-" + digests.size());
            digests.add(scalar);
            if (vectors) {
                digests.add(digest(home, "vector", 2, "vector-" + digests.size()));
                digests.add(digest(home, "auto", 2, "auto-" + digests.size()));
            }
        }
        assertThat(digests).hasSizeGreaterThan(1).containsOnly(digests.get(0));
        JsonNode here = Verge.run("run", "mrlco", "--budget", "smoke", "--json", "--threads", "3",
                "--out", folder.resolve("here")).json();
        assertThat(here.get("digest").asText()).as("in this virtual machine")
                .isEqualTo(digests.get(0));
    }
}
