package verge.nn;

import java.util.random.RandomGenerator;
import verge.autodiff.GruSequence;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;

/**
 * Gated recurrent unit (Cho et al. 2014), the reset gate after the hidden product as in cuDNN and
 * PyTorch, gate blocks in order reset, update, candidate:
 *
 * <pre>
 *   (x_r, x_z, x_n) = x W_x + b_x        (u_r, u_z, u_n) = h W_h + b_h
 *   r = sigmoid(x_r + u_r)               z = sigmoid(x_z + u_z)
 *   n = tanh(x_n + r u_n)                h' = (1 - z) n + z h
 * </pre>
 *
 * <p>x is [batch, inputs], h and h' [batch, hidden]. Parameters: w_x [inputs, 3 hidden], bias_x
 * [1, 3 hidden], w_h [hidden, 3 hidden], bias_h [1, 3 hidden]; two biases, as that of u_n is within the
 * reset gate's reach.
 */
public final class GruCell {

    private final int hidden;
    private final Slot inputWeight;
    private final Slot inputBias;
    private final Slot hiddenWeight;
    private final Slot hiddenBias;

    /** Adds the parameters under {@code name} to the table. */
    public GruCell(ParameterTable table, String name, int inputs, int hidden) {
        this.hidden = hidden;
        inputWeight = table.add(name + ".w_x", inputs, 3 * hidden);
        inputBias = table.add(name + ".bias_x", 1, 3 * hidden);
        hiddenWeight = table.add(name + ".w_h", hidden, 3 * hidden);
        hiddenBias = table.add(name + ".bias_h", 1, 3 * hidden);
    }

    /** Returns the number of hidden units. */
    public int hidden() {
        return hidden;
    }

    /** Glorot-uniform input weights, orthogonal recurrent ones (one factor per gate), no bias. */
    public void initialise(Parameters p, RandomGenerator random) {
        Initializers.glorotUniform(p, inputWeight, random);
        Initializers.orthogonal(p, hiddenWeight, hidden, 1.0, random);
        Initializers.constant(p, inputBias, 0f);
        Initializers.constant(p, hiddenBias, 0f);
    }

    /** One time step: x [batch, inputs], h [batch, h] -> h' [batch, h]. */
    public Tensor step(Parameters p, Tensor x, Tensor h) {
        return run(p, x, h, 1);
    }

    /**
     * A whole sequence, time-major.
     *
     * @param x [steps * batch, inputs]
     * @param h0 [batch, hidden], state before the first step
     * @param outputs receives the state after each step, [batch, hidden]
     * @return all of them, [steps * batch, hidden]
     * @throws IllegalArgumentException if x is not made of steps of one row at least
     */
    public Tensor sequence(Parameters p, Tensor x, Tensor h0, Tensor[] outputs) {
        int batch = h0.rows();
        int steps = LstmCell.steps(x, h0.rows());
        Tensor y = run(p, x, h0, steps);
        for (int t = 0; t < steps; t++) {
            outputs[t] = y.rows(t * batch, (t + 1) * batch);               // [batch, h]
        }
        return y;
    }

    private Tensor run(Parameters p, Tensor x, Tensor h0, int steps) {
        Tape tape = x.tape();
        return GruSequence.run(x, tape.parameter(p, inputWeight), tape.parameter(p, hiddenWeight),
                tape.parameter(p, inputBias), tape.parameter(p, hiddenBias), h0, steps);
    }
}
