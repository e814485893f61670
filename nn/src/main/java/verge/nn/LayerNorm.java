package verge.nn;

import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;
import verge.autodiff.Tensor;

/**
 * y = gamma (x - mean) / sqrt(variance + epsilon) + beta over every row (Ba, Kiros and Hinton 2016),
 * [rows, width] to [rows, width], the variance divided by the width. Parameters: gamma [1, width],
 * beta [1, width].
 */
public final class LayerNorm {

    /** The usual epsilon. */
    public static final float EPSILON = 1e-5f;

    private final Slot gamma;
    private final Slot beta;
    private final Slot[] gammas;
    private final Slot[] betas;
    private final float epsilon;

    /** Adds {@code name.gamma} and {@code name.beta} to the table. */
    public LayerNorm(ParameterTable table, String name, int width, float epsilon) {
        this(table, name, width, 1, epsilon);
    }

    /** As the other; each of {@code blocks} equal blocks of columns is normalised by itself. */
    LayerNorm(ParameterTable table, String name, int width, int blocks, float epsilon) {
        gamma = table.add(name + ".gamma", 1, width);
        beta = table.add(name + ".beta", 1, width);
        gammas = blocks(gamma, blocks);
        betas = blocks(beta, blocks);
        this.epsilon = epsilon;
    }

    private static Slot[] blocks(Slot row, int blocks) {
        Slot[] parts = new Slot[blocks];
        int width = row.cols() / blocks;
        for (int i = 0; i < blocks; i++) {
            parts[i] = new Slot(row.name(), row.offset() + i * width, 1, width);
        }
        return parts;
    }

    /** gamma 1, beta 0. */
    public void initialise(Parameters p) {
        Initializers.constant(p, gamma, 1f);
        Initializers.constant(p, beta, 0f);
    }

    /** [rows, width] -> [rows, width]. */
    public Tensor apply(Parameters p, Tensor x) {
        if (gammas.length == 1) {
            return block(p, x, 0);
        }
        int width = gammas[0].cols();
        Tensor y = block(p, x.columns(0, width), 0);                       // [rows, width]
        for (int i = 1; i < gammas.length; i++) {
            y = y.concat(block(p, x.columns(i * width, (i + 1) * width), i));
        }
        return y;
    }

    /** As {@link #apply}, plus a row [1, width]. */
    Tensor applyWithBias(Parameters p, Tensor x, Tensor bias) {
        return gammas.length > 1 ? apply(p, x).add(bias)
                : x.layerNorm(x.tape().parameter(p, gamma), x.tape().parameter(p, beta), epsilon,
                        bias);
    }

    /** gamma [1, width]. */
    Slot gamma() {
        return gamma;
    }

    /** beta [1, width]. */
    Slot beta() {
        return beta;
    }

    private Tensor block(Parameters p, Tensor x, int i) {
        return x.layerNorm(x.tape().parameter(p, gammas[i]), x.tape().parameter(p, betas[i]),
                epsilon);
    }
}
