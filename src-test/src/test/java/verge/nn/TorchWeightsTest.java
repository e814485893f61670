package verge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;

/** Weights of PyTorch's modules give PyTorch's outputs; make.py beside the file has made both. */
class TorchWeightsTest {

    private static final Path MODULES = Path.of(System.getProperty("verge.root", ".."),
            "src-test", "src", "test", "resources", "torch", "modules.safetensors");
    private static final int STEPS = 5;
    private static final int BATCH = 3;
    private static final int WIDTH = 6;

    private final SafetensorsFile file = SafetensorsFile.read(MODULES);
    private final ParameterTable table = new ParameterTable();

    private TorchWeights weights(Parameters p) {
        return new TorchWeights("modules.safetensors", file, p);
    }

    /** Fills the parameters, applies the layer to x [steps * batch, width], compares. */
    private void check(String output, Consumer<TorchWeights> importing,
            BiFunction<Parameters, Tensor, Tensor> layer) {
        Parameters p = new Parameters(table);
        importing.accept(weights(p));
        Tape tape = Tape.forInference();
        Tensor y = layer.apply(p, tape.constant(file.floats("x"), 0, STEPS * BATCH, WIDTH));
        float[] expected = file.floats(output);
        float[] actual = new float[y.size()];
        y.copyTo(actual, 0);
        assertThat(actual).hasSize(expected.length).containsExactly(expected, within(5e-6f));
    }

    @Test
    void linear() {
        Linear linear = new Linear(table, "a", WIDTH, 4, true);
        check("linear.y", w -> w.linear("linear", "a"), linear::apply);
    }

    @Test
    void layerNorm() {
        LayerNorm norm = new LayerNorm(table, "a", WIDTH, LayerNorm.EPSILON);
        check("norm.y", w -> w.layerNorm("norm", "a"), norm::apply);
    }

    @Test
    void embedding() {
        Embedding embedding = new Embedding(table, "a", 3, 2);
        check("embedding.y", w -> w.embedding("embedding", "a"), (p, x) ->
                embedding.apply(p, x.tape(), new int[] {2, 0, 1, 2}, 0, 4));
    }

    @Test
    void twoLayersOfLstm() {
        LstmCell first = new LstmCell(table, "a", WIDTH, 4, false);
        LstmCell second = new LstmCell(table, "b", 4, 4, false);
        check("lstm.y", w -> {
            w.lstm("lstm", 0, "a");
            w.lstm("lstm", 1, "b");
        }, (p, x) -> {
            Tensor zeros = x.tape().zeros(BATCH, 4);
            Tensor h = first.sequence(p, x, zeros, zeros, new Tensor[STEPS + 1]);
            return second.sequence(p, h, zeros, zeros, new Tensor[STEPS + 1]);
        });
    }

    @Test
    void gru() {
        GruCell cell = new GruCell(table, "a", WIDTH, 4);
        check("gru.y", w -> w.gru("gru", 0, "a"), (p, x) ->
                cell.sequence(p, x, x.tape().zeros(BATCH, 4), new Tensor[STEPS]));
    }

    @Test
    void attention() {
        MultiHeadAttention attention = new MultiHeadAttention(table, "a", WIDTH, 2);
        check("attention.y", w -> w.attention("attention", "a"), (p, x) ->
                attention.apply(p, x, x, x, BATCH, null, null));
    }

    @Test
    void transformer() {
        TransformerEncoderLayer layer = new TransformerEncoderLayer(table, "a", WIDTH, 3, 8,
                Activation.RELU, false, LayerNorm.EPSILON);
        check("encoder.y", w -> w.transformer("encoder", "a"), (p, x) ->
                layer.apply(p, x, BATCH, null));
    }

    @Test
    void whatDoesNotFitIsRefusedAndChangesNothing(@TempDir Path folder) throws Exception {
        new LstmCell(table, "a", WIDTH, 5, false);
        new Linear(table, "b", WIDTH, 4, true);
        new Linear(table, "plain", WIDTH, 4, false);
        Parameters p = new Parameters(table);
        String before = p.digest();
        assertThatThrownBy(() -> weights(p).lstm("lstm", 0, "a"))
                .isInstanceOf(InputException.class).hasMessage("modules.safetensors: tensor "
                        + "lstm.weight_ih_l0: found [16, 6], expected [20, 6]");
        assertThatThrownBy(() -> weights(p).linear("absent", "b"))
                .isInstanceOf(InputException.class).hasMessageContaining("absent.weight");
        assertThatThrownBy(() -> weights(p).linear("linear", "plain"))
                .isInstanceOf(InputException.class).hasMessage("modules.safetensors: tensor "
                        + "linear.bias: found [4], expected none, as layer plain has no bias");
        Path other = folder.resolve("other.safetensors");
        new SafetensorsWriter().floats("m.weight", new float[24], 0, 4, 6)
                .doubles("m.bias", new double[4], 0, 4).write(other);
        assertThat(Files.exists(other)).isTrue();
        assertThatThrownBy(() -> new TorchWeights("other", SafetensorsFile.read(other), p)
                .linear("m", "b")).isInstanceOf(InputException.class)
                .hasMessageContaining("m.bias").hasMessageContaining("F32");
        assertThat(p.digest()).isEqualTo(before);
    }
}
