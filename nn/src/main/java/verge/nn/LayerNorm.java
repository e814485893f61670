package verge.nn;

import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;
import verge.autodiff.Tensor;

/**
 * gamma (x - mean) / sqrt(variance + epsilon) + beta over every row (Ba, Kiros and Hinton 2016).
 * Parameters: gamma [1, width], beta [1, width].
 */
public final class LayerNorm {

    /** The usual epsilon. */
    public static final float EPSILON = 1e-5f;

    private final Slot gamma;
    private final Slot beta;
    private final float epsilon;

    /** Adds {@code name.gamma} and {@code name.beta} to the table. */
    public LayerNorm(ParameterTable table, String name, int width, float epsilon) {
        gamma = table.add(name + ".gamma", 1, width);
        beta = table.add(name + ".beta", 1, width);
        this.epsilon = epsilon;
    }

    /** gamma 1, beta 0. */
    public void initialise(Parameters p) {
        Initializers.constant(p, gamma, 1f);
        Initializers.constant(p, beta, 0f);
    }

    /** [rows, width] -> [rows, width]. */
    public Tensor apply(Parameters p, Tensor x) {
        return x.layerNorm(x.tape().parameter(p, gamma), x.tape().parameter(p, beta), epsilon);
    }
}
