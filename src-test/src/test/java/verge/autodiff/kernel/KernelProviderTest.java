package verge.autodiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import verge.autodiff.kernel.KernelProvider.Machine;

/** Which kernels a virtual machine gets, and what it says when they are not vectors. */
class KernelProviderTest {

    private static final Machine GOOD = new Machine(true, "mixed mode, sharing", false, 512, true);

    /** Prints the kernels that this process chose. */
    static final class Probe {
        public static void main(String[] args) {
            try {
                System.out.println(Kernels.active().name() + " "
                        + FloatMath.fma(1 + 0x1p-12f, 1 + 0x1p-12f, -1f));
            } catch (IllegalArgumentException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    @Test
    void everyRefusalNamesItsRemedy() {
        assertThat(GOOD.refusal(0)).isNull();
        assertThat(GOOD.refusal(128)).isNull();
        assertThat(new Machine(true, "mixed mode", true, 128, true).refusal(0)).isNull();
        assertThat(new Machine(false, "mixed mode", false, 0, true).refusal(0))
                .contains("module").contains("--add-modules jdk.incubator.vector");
        assertThat(new Machine(true, "interpreted mode", false, 512, true).refusal(0))
                .contains("C2").contains("-Xint");
        assertThat(new Machine(true, "mixed mode, emulated-client", false, 512, true).refusal(0))
                .contains("C2").contains("-XX:TieredStopAtLevel");
        assertThat(new Machine(true, "mixed mode", false, 512, false).refusal(0))
                .contains("fused").contains("-XX:-UseFMA");
        assertThat(new Machine(true, "mixed mode", false, 128, true).refusal(0))
                .contains("128 bits").contains("-XX:UseAVX");
        assertThat(new Machine(true, "mixed mode", true, 64, true).refusal(0)).contains("64 bits");
        assertThat(new Machine(true, "mixed mode", false, 256, true).refusal(512))
                .contains("256 bits and not the 512").contains("-Dverge.vector.bits");
    }

    @Test
    @Tag("processes")
    void virtualMachinesAreRecognised() throws Exception {
        String module = "--add-modules=jdk.incubator.vector";
        String sum = " 4.8834085E-4";                    // 2^-11 + 2^-24, rounded once
        expect(List.of(), "module .* is absent; start java with", "scalar" + sum);
        expect(List.of(module, "-Xint"), "C2 compiler is off", "scalar" + sum);
        expect(List.of(module, "-XX:TieredStopAtLevel=1"), "C2 compiler is off", "scalar" + sum);
        expect(List.of(module, "-XX:-UseFMA"), "no fused multiply-add", "scalar" + sum);
        expect(List.of(module, "-Dverge.kernels=scalar"), null, "scalar" + sum);
        expect(List.of(module, "-Dverge.kernels=vector", "-Dverge.vector.bits=128"), null,
                "vector-128" + sum);
        expect(List.of(module, "-Dverge.kernels=fast"), null,
                "refused: -Dverge.kernels=fast: expected one of auto, scalar, vector");
        expect(List.of(module, "-Dverge.vector.bits=64"), null,
                "refused: -Dverge.vector.bits=64: expected one of 128, 256, 512");
        expect(List.of("-Dverge.kernels=vector"), null, "refused: -Dverge.kernels=vector: the "
                + "module jdk.incubator.vector is absent; "
                + "start java with --add-modules jdk.incubator.vector");
    }

    /** Starts a virtual machine; the reason is a pattern in the one line it logs, or null. */
    private static void expect(List<String> options, String reason, String output)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-cp",
                System.getProperty("surefire.test.class.path",
                        System.getProperty("java.class.path")), Probe.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(),
                StandardCharsets.UTF_8).lines().filter(l -> !l.contains("incubator modules"))
                .toList();
        assertThat(process.waitFor()).isZero();
        assertThat(lines).as("%s", options).contains(output);
        List<String> logged = lines.stream().filter(l -> l.contains("scalar kernels: ")).toList();
        assertThat(logged).as("%s", options).hasSize(reason == null ? 0 : 1);
        if (reason != null) {
            assertThat(logged.get(0)).containsPattern(reason);
        }
    }
}
