package verge.nn;

import java.util.random.RandomGenerator;
import verge.autodiff.LstmSequence;
import verge.autodiff.LstmTree;
import verge.autodiff.NormalisedLstm;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gates of Gers et al. 2000),
 * x [batch, inputs], h and c [batch, hidden], z [batch, 4 hidden], gate blocks in order input, forget,
 * candidate, output:
 *
 * <pre>
 *   z  = x W_x + h W_h + b                            plain
 *   z  = LN(x W_x) + LN(h W_h) + b                    layer-normalised (Ba et al. 2016)
 *   c' = sigmoid(z_f) c + sigmoid(z_i) tanh(z_g)
 *   h' = sigmoid(z_o) tanh(c')                        LN(c') if layer-normalised
 * </pre>
 *
 * <p>The layer-normalised cell has one mean and variance over all 4 hidden entries ({@link
 * Normalisation#JOINT}), or one for each gate ({@link Normalisation#PER_GATE}). The memory carried
 * on is the un-normalised c'. Parameters: w_x [inputs, 4 hidden],
 * w_h [hidden, 4 hidden], bias [1, 4 hidden], and gamma and beta of the three normalisations.
 * The cell is split in two calls so that the input products of all time steps can be one product.
 */
public final class LstmCell {

    /** What a mean and variance are taken over. */
    public enum Normalisation {
        /** Nothing is normalised. */
        NONE,
        /** The entries of all four gates together. */
        JOINT,
        /** Those of each gate by itself. */
        PER_GATE
    }

    private final int hidden;
    private final Slot inputWeight;
    private final Slot hiddenWeight;
    private final Slot bias;
    private final LayerNorm inputNorm;
    private final LayerNorm hiddenNorm;
    private final LayerNorm memoryNorm;
    private final NormalisedLstm joint;           // null unless that is how rows are normalised

    /** Adds the parameters under {@code name} to the table. */
    public LstmCell(ParameterTable table, String name, int inputs, int hidden,
            boolean layerNorm) {
        this(table, name, inputs, hidden, layerNorm ? Normalisation.JOINT : Normalisation.NONE,
                LayerNorm.EPSILON);
    }

    /** Adds the parameters under {@code name} to the table. */
    public LstmCell(ParameterTable table, String name, int inputs, int hidden,
            Normalisation scope, float epsilon) {
        this.hidden = hidden;
        inputWeight = table.add(name + ".w_x", inputs, 4 * hidden);
        hiddenWeight = table.add(name + ".w_h", hidden, 4 * hidden);
        bias = table.add(name + ".bias", 1, 4 * hidden);
        boolean norm = scope != Normalisation.NONE;
        int blocks = scope == Normalisation.PER_GATE ? 4 : 1;
        int gates = 4 * hidden;
        inputNorm = norm ? new LayerNorm(table, name + ".norm_x", gates, blocks, epsilon) : null;
        hiddenNorm = norm ? new LayerNorm(table, name + ".norm_h", gates, blocks, epsilon) : null;
        memoryNorm = norm ? new LayerNorm(table, name + ".norm_c", hidden, epsilon) : null;
        joint = scope == Normalisation.JOINT ? new NormalisedLstm(hiddenWeight, bias,
                new Slot[] {inputNorm.gamma(), inputNorm.beta(), hiddenNorm.gamma(),
                        hiddenNorm.beta(), memoryNorm.gamma(), memoryNorm.beta()}, epsilon) : null;
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
        return inputNorm == null ? x.linear(w, b) : inputNorm.applyWithBias(p, x.matmul(w), b);
    }

    /**
     * The part that the last inputs have in the products: x W_x[inputs - x.cols .. inputs). What they
     * are weighted sums of may go through it instead of them.
     *
     * @param x [any, at most inputs]
     * @return [any, 4h], for {@link #inputs(Parameters, Tensor, Tensor, Tensor, int)}
     */
    public Tensor products(Parameters p, Tensor x) {
        Tensor w = x.tape().parameter(p, inputWeight);
        return x.matmul(w.rows(w.rows() - x.cols(), w.rows()));
    }

    /** What {@link #step} is to be given of all inputs: [rows, inputs] -> [rows, 4h]. */
    public Tensor inputs(Parameters p, Tensor x) {
        return joint == null ? project(p, x) : products(p, x);
    }

    /**
     * As {@link #inputs(Parameters, Tensor)} of the inputs (x | context) side by side, the context being
     * weighted sums.
     *
     * @param x the first inputs, [rows, some]
     * @param weights of the sums, [rows, steps]
     * @param products {@link #products} of what is summed up, [steps * groups, 4h], as in {@link
     *     Tensor#attend}
     */
    public Tensor inputs(Parameters p, Tensor x, Tensor weights, Tensor products, int groups) {
        Tensor w = x.tape().parameter(p, inputWeight).rows(0, x.cols());
        Tensor b = x.tape().parameter(p, bias);
        Tensor z = weights.attendLinear(products, groups, weights.rows(), x, w);
        return joint != null ? z
                : inputNorm == null ? z.add(b) : inputNorm.applyWithBias(p, z, b);
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

    /**
     * One time step, with the bits of {@link #project}, {@link #gates}, {@link #memory} and {@link
     * #output}.
     *
     * @param inputs {@link #inputs} of the step [batch, 4h]
     * @param c the memory before the step [batch, h]
     * @param h its element {@code at} is the output before the step and becomes the one after it
     * @return the memory after the step [batch, h]
     */
    public Tensor step(Parameters p, Tensor inputs, Tensor c, Tensor[] h, int at) {
        if (joint == null) {
            return composed(p, inputs, c, h, at);
        }
        h[at] = joint.step(p, inputs, h[at], c);
        return NormalisedLstm.memory(h[at]);
    }

    private Tensor composed(Parameters p, Tensor projected, Tensor c, Tensor[] h, int at) {
        Tensor gates = gates(p, projected, h[at]);                         // [batch, 4h]
        Tensor memory = memory(gates, c);                                  // [batch, h]
        h[at] = output(p, gates, memory);                                  // [batch, h]
        return memory;
    }

    /**
     * A whole sequence, time-major.
     *
     * @param x [steps * batch, inputs]
     * @param h0 [batch, hidden], output before the first step
     * @param c0 [batch, hidden], memory before the first step
     * @param outputs receives the output of each step and behind them the last memory, each
     *     [batch, hidden]; longer than the number of steps
     * @return all outputs, [steps * batch, hidden]
     * @throws IllegalArgumentException if x is not made of steps of one row at least
     */
    public Tensor sequence(Parameters p, Tensor x, Tensor h0, Tensor c0, Tensor[] outputs) {
        return run(p, x, h0, c0, steps(x, h0.rows()), outputs);
    }

    /**
     * What the first inputs give to the gates, with the bias: x W_x[0 .. x.cols) + b. Where they are
     * rows of a small table, as the embeddings of a choice, it is a table too.
     *
     * @param x [rows, fewer than inputs]
     * @return [rows, 4 hidden], for {@link #sequenceFrom}
     * @throws IllegalArgumentException if the cell is layer-normalised: it has no such parts
     */
    public Tensor feed(Parameters p, Tensor x) {
        if (inputNorm != null) {
            throw new IllegalArgumentException("the inputs of a layer-normalised cell are one");
        }
        Tape tape = x.tape();
        return x.linear(tape.parameter(p, inputWeight).rows(0, x.cols()), tape.parameter(p, bias));
    }

    /**
     * As {@link #sequence(Parameters, Tensor, Tensor, Tensor, Tensor[])}, with the bits that the
     * inputs (first | x) side by side give there.
     *
     * @param fed what {@link #feed} made of the first inputs, [steps * batch, 4 hidden]
     * @param x the other inputs, [steps * batch, inputs - first]
     */
    public Tensor sequenceFrom(Parameters p, Tensor fed, Tensor x, Tensor h0, Tensor c0,
            Tensor[] outputs) {
        Tensor w = x.tape().parameter(p, inputWeight);
        return plain(p, x, w.rows(w.rows() - x.cols(), w.rows()), fed, h0, c0,
                steps(x, h0.rows()), outputs);
    }

    /**
     * A whole sequence from a state of zeros, whose products are left out.
     *
     * @param x [steps * batch, inputs]
     * @param outputs as in {@link #sequence(Parameters, Tensor, Tensor, Tensor, Tensor[])}
     * @throws IllegalArgumentException if x is not made of steps of one row at least
     */
    public Tensor sequence(Parameters p, Tensor x, int batch, Tensor[] outputs) {
        return run(p, x, null, null, steps(x, batch), outputs);
    }

    /**
     * Whole sequences that begin alike, as {@link LstmTree} has them.
     *
     * @param x [rows, inputs], step by step
     * @param h0 [any, hidden], outputs before the first step
     * @param c0 [any, hidden], memories before the first step
     * @param first row where each step begins, and their number
     * @param parents the row of the step before that each row continues
     * @return all outputs, [rows, hidden]
     * @throws IllegalArgumentException if the cell is layer-normalised, or steps and parents do not fit
     */
    public Tensor tree(Parameters p, Tensor x, Tensor h0, Tensor c0, int[] first, int[] parents,
            int steps) {
        if (inputNorm != null) {
            throw new IllegalArgumentException("a tree of a layer-normalised cell");
        }
        Tape tape = x.tape();
        return LstmTree.run(x, tape.parameter(p, inputWeight), tape.parameter(p, hiddenWeight),
                tape.parameter(p, bias), h0, c0, first, parents, steps);
    }

    /** Steps of a sequence x [steps * batch, inputs] of so many rows each. */
    static int steps(Tensor x, int batch) {
        if (batch <= 0 || x.rows() == 0 || x.rows() % batch != 0) {
            throw new IllegalArgumentException("a sequence of " + x.rows() + " rows for a state of "
                    + batch + ": expected a positive multiple of a positive number");
        }
        return x.rows() / batch;
    }

    /** States before the first step [batch, hidden], or null for zeros. */
    private Tensor run(Parameters p, Tensor x, Tensor h0, Tensor c0, int steps,
            Tensor[] outputs) {
        Tape tape = x.tape();
        int batch = x.rows() / steps;
        if (inputNorm != null) {
            return stepwise(p, x, h0 == null ? tape.zeros(batch, hidden) : h0,
                    c0 == null ? tape.zeros(batch, hidden) : c0, steps, outputs);
        }
        return plain(p, x, tape.parameter(p, inputWeight), tape.parameter(p, bias), h0, c0, steps,
                outputs);
    }

    private Tensor plain(Parameters p, Tensor x, Tensor w, Tensor addend, Tensor h0, Tensor c0,
            int steps, Tensor[] outputs) {
        int batch = x.rows() / steps;
        Tensor y = LstmSequence.run(x, w, x.tape().parameter(p, hiddenWeight), addend, h0, c0,
                steps);
        for (int t = 0; t < steps; t++) {
            outputs[t] = y.rows(t * batch, (t + 1) * batch);               // [batch, h]
        }
        outputs[steps] = LstmSequence.memory(y);                           // [batch, h]
        return y;
    }

    private Tensor stepwise(Parameters p, Tensor x, Tensor h0, Tensor c0, int steps,
            Tensor[] outputs) {
        int batch = h0.rows();
        Tensor projected = project(p, x);                                  // [steps * batch, 4h]
        Tensor c = c0;
        for (int t = 0; t < steps; t++) {
            outputs[t] = t == 0 ? h0 : outputs[t - 1];
            Tensor now = projected.rows(t * batch, (t + 1) * batch);
            if (joint == null) {
                c = composed(p, now, c, outputs, t);
            } else {
                outputs[t] = joint.stepNormalised(p, now, outputs[t], c);
                c = NormalisedLstm.memory(outputs[t]);
            }
        }
        outputs[steps] = c;
        return x.tape().concatRows(outputs, steps);
    }
}
