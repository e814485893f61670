package verge.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import verge.autodiff.kernel.Kernels;

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
    void badUseIsRefused() {
        for (String[] words : new String[][] {{"selftest"}, {"selftest", "bytes"},
            {"selftest", "bits", "--threads", "0"}, {"selftest", "bits", "extra"}}) {
            Cli.Outcome outcome = Cli.run(words);
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).startsWith("verge: ").hasLineCount(1);
        }
    }
}
