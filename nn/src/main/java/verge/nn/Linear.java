package verge.nn;

import java.util.random.RandomGenerator;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;
import verge.autodiff.Tensor;

/**
 * y = x W + b, [rows, inputs] to [rows, outputs] (Goodfellow, Bengio and Courville 2016, section 6.1).
 * Parameters: weight [inputs, outputs], bias [1, outputs].
 */
public final class Linear {

    private final Slot weight;
    private final Slot bias;

    /** Adds {@code name.weight} and, if asked for, {@code name.bias} to the table. */
    public Linear(ParameterTable table, String name, int inputs, int outputs, boolean withBias) {
        weight = table.add(name + ".weight", inputs, outputs);
        bias = withBias ? table.add(name + ".bias", 1, outputs) : null;
    }

    /** Glorot-uniform weight, zero bias. */
    public void initialise(Parameters p, RandomGenerator random) {
        Initializers.glorotUniform(p, weight, random);
        if (bias != null) {
            Initializers.constant(p, bias, 0f);
        }
    }

    /** As {@link #initialise}, then the weight times gain: small gains start a head near zero. */
    public void initialise(Parameters p, float gain, RandomGenerator random) {
        initialise(p, random);
        for (int i = 0; i < weight.size(); i++) {
            p.values()[weight.offset() + i] *= gain;
        }
        p.changed();
    }

    /** [rows, inputs] -> [rows, outputs]. */
    public Tensor apply(Parameters p, Tensor x) {
        Tensor w = x.tape().parameter(p, weight);
        return bias == null ? x.matmul(w) : x.linear(w, x.tape().parameter(p, bias));
    }

    /** x W + addend instead of the bias; addend [rows, outputs]. */
    public Tensor applyTo(Parameters p, Tensor x, Tensor addend) {
        return x.linear(x.tape().parameter(p, weight), addend);
    }
}
