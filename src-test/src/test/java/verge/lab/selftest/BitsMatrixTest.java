package verge.lab.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same bits in every pair of settings of the virtual machine. */
class BitsMatrixTest {

    private static JsonNode audit(String json) throws IOException {
        return new ObjectMapper().readTree(json.replace('\'', '"'));
    }

    @Test
    @Tag("processes")
    void everyPairOfSettingsGivesTheSameBits() throws IOException {
        BitsMatrix matrix = new BitsMatrix();
        List<Configuration> pairs = matrix.covering(2);
        assertThat(pairs).hasSizeBetween(15, 35);
        matrix.run(pairs, true, Runtime.getRuntime().availableProcessors());
    }

    @Test
    void aDifferenceNamesConfigurationsAndKernel() throws IOException {
        List<Configuration> two = new BitsMatrix().oneByOne().subList(0, 2);
        JsonNode right = audit("{'digest':'1','kernels':{'add':'a'},'layers':{'gru':'b'}}");
        BitsMatrix.compare(two.get(0), right, two.get(1), right.deepCopy());
        for (String wrong : List.of(
                "{'digest':'2','kernels':{'add':'x'},'layers':{'gru':'b'}}",
                "{'digest':'2','kernels':{},'layers':{'gru':'b'}}")) {
            assertThatThrownBy(() ->
                    BitsMatrix.compare(two.get(0), right, two.get(1), audit(wrong)))
                    .hasMessageStartingWith("kernel add differs")
                    .hasMessageContaining(two.get(0).values().toString())
                    .hasMessageContaining(two.get(1).values().toString());
        }
        assertThatThrownBy(() -> BitsMatrix.compare(two.get(0), right, two.get(1),
                audit("{'digest':'2','kernels':{'add':'a'},'layers':{'gru':'x'}}")))
                .hasMessageStartingWith("layer gru differs");
        assertThatThrownBy(() -> BitsMatrix.compare(two.get(0), right, two.get(1),
                audit("{'digest':'2','kernels':{'add':'a'},'layers':{'gru':'b'}}")))
                .hasMessageStartingWith("the digest of all differs");
    }

    @Test
    void everySettingIsTriedByItself() throws IOException {
        List<Configuration> all = new BitsMatrix().oneByOne();
        assertThat(all).extracting(c -> c.values().get("kernels"))
                .contains("auto", "scalar", "128", "256", "512");
        assertThat(all).extracting(c -> c.values().get("compiler")).contains("C1", "C2");
        assertThat(all).extracting(c -> c.values().get("locale")).contains("C", "tr-TR");
        assertThat(all).flatExtracting(Configuration::options).contains("-XX:-UseFMA",
                "-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseG1GC", "-Duser.language=tr");
        assertThat(all).extracting(Configuration::threads).contains(1, 2, 3, 8);
    }
}
