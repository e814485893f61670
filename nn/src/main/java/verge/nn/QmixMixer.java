package verge.nn;

import java.util.random.RandomGenerator;
import verge.autodiff.Broadcasting;
import verge.autodiff.Functions;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tensor;

/**
 * QMIX's mixing network (Rashid et al. 2018, section 4): a team value q_tot [rows, 1] that grows with
 * each agent's q [rows, agents], by weights that hypernetworks make from the state s [rows, state] and
 * that are not negative.
 *
 * <pre>
 *   hidden = elu(sum over agents k of q_k |W_1(s)|_k + b_1(s))
 *   q_tot  = hidden . |w_2(s)| + v_2(relu(v_1(s)))
 * </pre>
 *
 * <p>Parameters: w_1 [state, agents * embed] (agent-major), b_1 and w_2 [state, embed], v.0
 * [state, inner], v.1 [inner, 1], each with a bias.
 */
public final class QmixMixer {

    private final int agents;
    private final int embed;
    private final Linear w1;
    private final Linear b1;
    private final Linear w2;
    private final Mlp v;

    /** Adds the parameters under {@code name} to the table; inner is the width of v's layer. */
    public QmixMixer(ParameterTable table, String name, int agents, int state, int embed,
            int inner) {
        this.agents = agents;
        this.embed = embed;
        w1 = new Linear(table, name + ".w_1", state, agents * embed, true);
        b1 = new Linear(table, name + ".b_1", state, embed, true);
        w2 = new Linear(table, name + ".w_2", state, embed, true);
        v = new Mlp(table, name + ".v", Activation.RELU, Activation.NONE, state, inner, 1);
    }

    /** Glorot-uniform weights, zero biases. */
    public void initialise(Parameters p, RandomGenerator random) {
        w1.initialise(p, random);
        b1.initialise(p, random);
        w2.initialise(p, random);
        v.initialise(p, random);
    }

    /** q of each agent [rows, agents], state [rows, state] -> team value [rows, 1]. */
    public Tensor apply(Parameters p, Tensor q, Tensor state) {
        Tensor weights = Functions.abs(w1.apply(p, state));                // [rows, agents embed]
        Tensor sum = b1.apply(p, state);                                   // [rows, embed]
        for (int k = 0; k < agents; k++) {
            sum = sum.add(Broadcasting.multiply(weights.columns(k * embed, (k + 1) * embed),
                    q.columns(k, k + 1)));
        }
        Tensor hidden = Functions.elu(sum, 1f);                            // [rows, embed]
        Tensor out = hidden.multiply(Functions.abs(w2.apply(p, state))).rowSums();
        return out.add(v.apply(p, state));                                 // [rows, 1]
    }
}
