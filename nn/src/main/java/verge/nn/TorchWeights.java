package verge.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;

/**
 * Takes weights over from a state of PyTorch's modules (Paszke et al. 2019; layouts as documented at
 * pytorch.org for torch.nn) in a safetensors file. There a weight V is [outputs, inputs], y = x V^T + b,
 * here W = V^T [inputs, outputs], y = x W + b, and a bias [outputs] becomes [1, outputs]; blocks of
 * gates have the same order in both. Names of modules end without a dot, as do those of layers.
 *
 * <p>Every method throws {@link InputException} if a tensor is missing, no F32, or of another shape;
 * the parameters are then as they were.
 */
public final class TorchWeights {

    /** A slot, and the block of rows of a tensor that fills it or is added to it. */
    private record Part(String tensor, int[] shape, int block, Slot slot, boolean added) {}

    private final String source;
    private final SafetensorsFile file;
    private final Parameters parameters;
    private final List<Part> parts = new ArrayList<>();

    /**
     * From a file into some parameters.
     *
     * @param source name of the file, for messages
     */
    public TorchWeights(String source, SafetensorsFile file, Parameters parameters) {
        this.source = source;
        this.file = file;
        this.parameters = parameters;
    }

    /** {@code torch.nn.Linear} into a {@link Linear}; either both have a bias or neither. */
    public void linear(String module, String layer) {
        String bias = module + ".bias";
        if (!has(layer + ".bias") && file.contains(bias)) {
            throw new InputException(source, "tensor " + bias, Arrays.toString(file.shape(bias)),
                    "none, as layer " + layer + " has no bias");
        }
        matrix(module + ".weight", 0, 1, layer + ".weight");
        if (has(layer + ".bias")) {
            vector(bias, 0, 1, layer + ".bias");
        }
        copy();
    }

    /** {@code torch.nn.LayerNorm} into a {@link LayerNorm}. */
    public void layerNorm(String module, String layer) {
        vector(module + ".weight", 0, 1, layer + ".gamma");
        vector(module + ".bias", 0, 1, layer + ".beta");
        copy();
    }

    /** {@code torch.nn.Embedding} into an {@link Embedding}, which has the same layout. */
    public void embedding(String module, String layer) {
        Slot slot = slot(layer + ".weight");
        require(module + ".weight", slot.rows(), slot.cols());
        System.arraycopy(file.floats(module + ".weight"), 0, parameters.values(), slot.offset(),
                slot.size());
        parameters.changed();
    }

    /**
     * Layer {@code number} of {@code torch.nn.LSTM} into an {@link LstmCell} without normalisation,
     * whose one bias is the sum of the two there.
     */
    public void lstm(String module, int number, String layer) {
        matrix(module + ".weight_ih_l" + number, 0, 1, layer + ".w_x");
        matrix(module + ".weight_hh_l" + number, 0, 1, layer + ".w_h");
        vector(module + ".bias_ih_l" + number, 0, 1, layer + ".bias");
        Slot bias = slot(layer + ".bias");
        parts.add(new Part(module + ".bias_hh_l" + number, new int[] {bias.cols()}, 0, bias,
                true));
        copy();
    }

    /** Layer {@code number} of {@code torch.nn.GRU} into a {@link GruCell}. */
    public void gru(String module, int number, String layer) {
        matrix(module + ".weight_ih_l" + number, 0, 1, layer + ".w_x");
        matrix(module + ".weight_hh_l" + number, 0, 1, layer + ".w_h");
        vector(module + ".bias_ih_l" + number, 0, 1, layer + ".bias_x");
        vector(module + ".bias_hh_l" + number, 0, 1, layer + ".bias_h");
        copy();
    }

    /** {@code torch.nn.MultiheadAttention} into a {@link MultiHeadAttention}. */
    public void attention(String module, String layer) {
        takeAttention(module, layer);
        copy();
    }

    /** {@code torch.nn.TransformerEncoderLayer} into a {@link TransformerEncoderLayer}. */
    public void transformer(String module, String layer) {
        takeAttention(module + ".self_attn", layer + ".attention");
        for (int i = 1; i <= 2; i++) {
            String inner = layer + ".ff." + (i - 1);
            matrix(module + ".linear" + i + ".weight", 0, 1, inner + ".weight");
            vector(module + ".linear" + i + ".bias", 0, 1, inner + ".bias");
            vector(module + ".norm" + i + ".weight", 0, 1, layer + ".norm_" + i + ".gamma");
            vector(module + ".norm" + i + ".bias", 0, 1, layer + ".norm_" + i + ".beta");
        }
        copy();
    }

    private void takeAttention(String module, String layer) {
        String[] names = {".query", ".key", ".value"};
        for (int i = 0; i < names.length; i++) {
            matrix(module + ".in_proj_weight", i, names.length, layer + names[i] + ".weight");
            vector(module + ".in_proj_bias", i, names.length, layer + names[i] + ".bias");
        }
        matrix(module + ".out_proj.weight", 0, 1, layer + ".output.weight");
        vector(module + ".out_proj.bias", 0, 1, layer + ".output.bias");
    }

    /** One of some blocks [outputs, inputs] that lie below each other. */
    private void matrix(String tensor, int block, int blocks, String name) {
        Slot slot = slot(name);
        int[] shape = {blocks * slot.cols(), slot.rows()};
        parts.add(new Part(tensor, shape, block, slot, false));
    }

    /** One of some blocks [outputs] that lie behind each other. */
    private void vector(String tensor, int block, int blocks, String name) {
        Slot slot = slot(name);
        parts.add(new Part(tensor, new int[] {blocks * slot.cols()}, block, slot, false));
    }

    private boolean has(String name) {
        return parameters.table().slots().stream().anyMatch(slot -> slot.name().equals(name));
    }

    private Slot slot(String name) {
        for (Slot slot : parameters.table().slots()) {
            if (slot.name().equals(name)) {
                return slot;
            }
        }
        parts.clear();
        throw new IllegalArgumentException("no parameter " + name);
    }

    /** Checks all parts, then copies them. */
    private void copy() {
        List<Part> all = List.copyOf(parts);
        parts.clear();
        for (Part part : all) {
            require(part.tensor, part.shape);
        }
        for (Part part : all) {
            copy(part);
        }
        parameters.changed();
    }

    private void require(String tensor, int... shape) {
        int[] found = Arrays.stream(file.shape(tensor)).mapToInt(Math::toIntExact).toArray();
        if (!Arrays.equals(found, shape)) {
            throw new InputException(source, "tensor " + tensor, Arrays.toString(found),
                    Arrays.toString(shape));
        }
        file.floats(tensor);                            // refuses another type of elements
    }

    private void copy(Part part) {
        float[] from = file.floats(part.tensor);
        Slot slot = part.slot;
        for (int i = 0; i < slot.rows(); i++) {
            for (int j = 0; j < slot.cols(); j++) {
                int to = slot.offset() + i * slot.cols() + j;
                float w = from[(part.block * slot.cols() + j) * slot.rows() + i];
                parameters.values()[to] = part.added ? parameters.values()[to] + w : w;
            }
        }
    }
}
