package verge.nn;

import java.util.random.RandomGenerator;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;
import verge.autodiff.Tensor;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with forget gates), gate blocks in
 * order input, forget, candidate, output:
 *
 * <pre>
 *   z  = x W_x + h W_h + b                            plain
 *   z  = LN(x W_x) + LN(h W_h) + b                    layer-normalised, over all 4 hidden entries
 *   c' = sigmoid(z_f) c + sigmoid(z_i) tanh(z_g)
 *   h' = sigmoid(z_o) tanh(c')                        LN(c') if layer-normalised
 * </pre>
 *
 * <p>The memory carried on is the un-normalised c'. Parameters: w_x [inputs, 4 hidden],
 * w_h [hidden, 4 hidden], bias [1, 4 hidden], and gamma and beta of the three normalisations.
 * The cell is split in two calls so that the input products of all time steps can be one product.
 */
public final class LstmCell {

    private final int hidden;
    private final Slot inputWeight;
    private final Slot hiddenWeight;
    private final Slot bias;
    private final LayerNorm inputNorm;
    private final LayerNorm hiddenNorm;
    private final LayerNorm memoryNorm;

    /** Adds the parameters under {@code name} to the table. */
    public LstmCell(ParameterTable table, String name, int inputs, int hidden,
            boolean layerNorm) {
        this.hidden = hidden;
        inputWeight = table.add(name + ".w_x", inputs, 4 * hidden);
        hiddenWeight = table.add(name + ".w_h", hidden, 4 * hidden);
        bias = table.add(name + ".bias", 1, 4 * hidden);
        float e = LayerNorm.EPSILON;
        inputNorm = layerNorm ? new LayerNorm(table, name + ".norm_x", 4 * hidden, e) : null;
        hiddenNorm = layerNorm ? new LayerNorm(table, name + ".norm_h", 4 * hidden, e) : null;
        memoryNorm = layerNorm ? new LayerNorm(table, name + ".norm_c", hidden, e) : null;
    }

    /** Returns the number of hidden units. */
    public int hidden() {
        return hidden;
    }

    /**
     * Glorot-uniform input weights, orthogonal recurrent weights (one factor per gate), zero bias
     * but for the forget gate's.
     */
    public void initialise(Parameters p, float forgetBias, RandomGenerator random) {
        Initializers.glorotUniform(p, inputWeight, random);
        Initializers.orthogonal(p, hiddenWeight, hidden, 1.0, random);
        Initializers.constant(p, bias, 0f);
        Initializers.constant(p, new Slot("forget", bias.offset() + hidden, 1, hidden),
                forgetBias);
        if (inputNorm != null) {
            inputNorm.initialise(p);
            hiddenNorm.initialise(p);
            memoryNorm.initialise(p);
        }
    }

    /** Input part of the gates, for any number of time steps: [rows, inputs] -> [rows, 4h]. */
    public Tensor project(Parameters p, Tensor x) {
        Tensor w = x.tape().parameter(p, inputWeight);
        Tensor b = x.tape().parameter(p, bias);
        return inputNorm == null ? x.linear(w, b) : inputNorm.apply(p, x.matmul(w)).add(b);
    }

    /** Gates of one time step: projected [batch, 4h], h [batch, h] -> [batch, 4h]. */
    public Tensor gates(Parameters p, Tensor projected, Tensor h) {
        Tensor w = h.tape().parameter(p, hiddenWeight);
        Tensor z = hiddenNorm == null
                ? h.linear(w, projected)
                : projected.add(hiddenNorm.apply(p, h.matmul(w)));
        return z.lstmGates();
    }

    /** New memory c': gates [batch, 4h], c [batch, h] -> [batch, h]. */
    public Tensor memory(Tensor gates, Tensor c) {
        return gates.lstmMemory(c);
    }

    /** New output h': gates [batch, 4h], memory c' [batch, h] -> [batch, h]. */
    public Tensor output(Parameters p, Tensor gates, Tensor memory) {
        Tensor t = memoryNorm == null ? memory.tanh() : memoryNorm.apply(p, memory).tanh();
        return gates.lstmOutput(t);
    }
}
