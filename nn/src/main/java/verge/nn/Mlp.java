package verge.nn;

import java.util.random.RandomGenerator;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tensor;

/**
 * Linear layers with a function between them (Rumelhart, Hinton and Williams 1986), [rows, first
 * width] to [rows, last width]: y = f(... f(x W_1 + b_1) ...) W_n + b_n. Parameters: those of each
 * {@link Linear}, named {@code name.0}, {@code name.1} and so on.
 */
public final class Mlp {

    private final Linear[] layers;
    private final Activation between;
    private final Activation last;

    /**
     * Adds the parameters under {@code name} to the table.
     *
     * @param last the function of the output
     * @param widths of the input, of each hidden layer, and of the output
     */
    public Mlp(ParameterTable table, String name, Activation between, Activation last,
            int... widths) {
        if (widths.length < 2) {
            throw new IllegalArgumentException(widths.length + " widths: expected two at least");
        }
        this.between = between;
        this.last = last;
        layers = new Linear[widths.length - 1];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = new Linear(table, name + "." + i, widths[i], widths[i + 1], true);
        }
    }

    /** Glorot-uniform weights, zero biases. */
    public void initialise(Parameters p, RandomGenerator random) {
        for (Linear layer : layers) {
            layer.initialise(p, random);
        }
    }

    /** [rows, first width] -> [rows, last width]. */
    public Tensor apply(Parameters p, Tensor x) {
        Tensor y = x;
        for (int i = 0; i < layers.length; i++) {
            y = layers[i].apply(p, y);                                     // [rows, width i + 1]
            y = (i < layers.length - 1 ? between : last).apply(y);
        }
        return y;
    }
}
