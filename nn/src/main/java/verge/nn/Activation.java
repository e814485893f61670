package verge.nn;

import verge.autodiff.Functions;
import verge.autodiff.Tensor;

/**
 * The element-wise function between two layers: [rows, cols] to the same. Leaky ReLU as in Maas et al.
 * 2013, ELU as in Clevert et al. 2016, GELU as in Hendrycks and Gimpel 2016.
 */
public enum Activation {

    /** x itself. */
    NONE,
    /** max(x, 0). */
    RELU,
    /** x, or 0.01 x where negative. */
    LEAKY_RELU,
    /** x, or e^x - 1 where negative. */
    ELU,
    /** x Phi(x), exact. */
    GELU,
    /** Hyperbolic tangent. */
    TANH,
    /** 1 / (1 + e^-x). */
    SIGMOID,
    /** log(1 + e^x). */
    SOFTPLUS;

    /** [rows, cols] -> [rows, cols]. */
    public Tensor apply(Tensor x) {
        return switch (this) {
            case NONE -> x;
            case RELU -> x.relu();
            case LEAKY_RELU -> Functions.leakyRelu(x, 0.01f);
            case ELU -> Functions.elu(x, 1f);
            case GELU -> Functions.gelu(x);
            case TANH -> x.tanh();
            case SIGMOID -> x.sigmoid();
            case SOFTPLUS -> Functions.softplus(x);
        };
    }
}
