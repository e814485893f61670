package verge.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.autodiff.kernel.Kernels;
import verge.nn.Golden;

/** What {@code verge selftest} prints. */
class SelftestCommandTest {

    @Test
    void bitsPrintsADigestForEachKernelAndLayerAndOneForAll() throws Exception {
        Cli.Outcome json = Cli.run("selftest", "bits", "--short", "--json", "--threads", "2");
        assertThat(json.code()).isZero();
        JsonNode object = new ObjectMapper().readTree(json.out());
        assertThat(object.get("short").asBoolean()).isTrue();
        assertThat(object.get("twin").asText()).isEqualTo(Kernels.active().name());
        assertThat(object.get("unsteady")).isEmpty();
        assertThat(object.get("digest").asText()).matches("[0-9a-f]{64}");
        assertThat(object.get("kernels").get("gemm").asText()).matches("[0-9a-f]{64}");
        assertThat(object.get("layers").get("lstm-none").asText()).matches("[0-9a-f]{64}");

        Cli.Outcome text = Cli.run("selftest", "bits", "--short");
        assertThat(text.code()).isZero();
        assertThat(text.err()).isEmpty();
        assertThat(text.out().lines().count()).isEqualTo(3 + object.get("kernels").size()
                + object.get("layers").size());
        assertThat(text.out()).contains(object.get("kernels").get("gemm").asText())
                .endsWith(object.get("digest").asText() + "\n");
    }

    @Test
    void numericsPrintsWhatPassedAndEndsWithOneIfACaseIsMissed(@TempDir Path folder)
            throws Exception {
        String golden = Golden.numerics("").toString();
        Cli.Outcome text = Cli.run("selftest", "numerics", golden);
        assertThat(text.code()).isZero();
        assertThat(text.err()).isEmpty();
        assertThat(text.out()).containsPattern("gat +10 +0 +0\n")
                .containsPattern("all +380 +0 +0\n").contains(Kernels.active().name());

        ObjectNode entry = (ObjectNode) new ObjectMapper().readTree(
                Golden.numerics("cases.json").toFile()).get(1);
        Files.copy(Golden.numerics(entry.get("file").asText()),
                folder.resolve(entry.get("file").asText()));
        ((ObjectNode) entry.get("tolerance_f32").get("per_tensor").get("out64.c"))
                .put("atol", 0.0).put("rtol", 0.0);
        Files.writeString(folder.resolve("cases.json"), "[" + entry + "]");
        Cli.Outcome json = Cli.run("selftest", "numerics", folder.toString(), "--json");
        assertThat(json.code()).isEqualTo(1);
        assertThat(json.out()).isEqualTo("{\"passed\":0,"
                + "\"failed\":[\"matmul__shape1.safetensors\"],\"notApplicable\":0}\n");
        Cli.Outcome why = Cli.run("selftest", "numerics", folder.toString());
        assertThat(why.code()).isEqualTo(1);
        assertThat(why.out()).contains("matmul__shape1.safetensors: out64.c[");
    }

    @Test
    void badUseIsRefused() {
        for (String[] words : new String[][] {{"selftest"}, {"selftest", "bytes"},
            {"selftest", "bits", "--threads", "0"}, {"selftest", "bits", "extra"},
            {"selftest", "numerics"}, {"selftest", "numerics", "absent"}}) {
            Cli.Outcome outcome = Cli.run(words);
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).startsWith("verge: ").hasLineCount(1);
        }
    }
}
