package verge.nn;

import java.util.random.RandomGenerator;
import verge.autodiff.Aggregates;
import verge.autodiff.Broadcasting;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tensor;

/**
 * Action values from a state value and advantages (Wang et al. 2016, Eq. 9):
 * q_a = V + A_a - mean over actions of A, V = x W_v + b_v and A = x W_a + b_a, [rows, inputs] to
 * [rows, actions]. Parameters: value [inputs, 1] and advantage [inputs, actions], with biases.
 */
public final class DuelingHead {

    private final Linear value;
    private final Linear advantage;

    /** Adds the parameters under {@code name} to the table. */
    public DuelingHead(ParameterTable table, String name, int inputs, int actions) {
        value = new Linear(table, name + ".value", inputs, 1, true);
        advantage = new Linear(table, name + ".advantage", inputs, actions, true);
    }

    /** Glorot-uniform weights, zero biases. */
    public void initialise(Parameters p, RandomGenerator random) {
        value.initialise(p, random);
        advantage.initialise(p, random);
    }

    /** [rows, inputs] -> [rows, actions]. */
    public Tensor apply(Parameters p, Tensor h) {
        Tensor a = advantage.apply(p, h);                                  // [rows, actions]
        Tensor level = Broadcasting.subtract(value.apply(p, h), Aggregates.rowMeans(a));
        return Broadcasting.add(a, level);                                 // level [rows, 1]
    }
}
