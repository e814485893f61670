package verge.nn;

import java.util.random.RandomGenerator;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;
import verge.autodiff.Tensor;

/**
 * Graph attention (Velickovic et al. 2018, Eq. 1-6) over edges with attributes, which enter the
 * scores alone:
 *
 * <pre>
 *   score_j = leaky_relu(a_s . (W x_s) + a_d . (W x_d) + a_e . (W_e e_j)), j = (s -> d), per head
 *   alpha_j = softmax of the scores over all edges into d, a loop of d among them if asked for
 *   y_d     = sum over j of alpha_j W x_s; heads side by side, or their mean; then + b
 * </pre>
 *
 * <p>Nodes x are [nodes, inputs], edges e [edges, edge width], alpha [edges and loops, heads], y
 * [nodes, heads channels] or [nodes, channels]. Parameters: source [inputs, heads channels], edge
 * [edge width, heads channels], attend_source, attend_destination and attend_edge [heads, channels],
 * bias [1, heads channels] or [1, channels]. A parallel edge counts again. A node without edges or loop
 * gets the bias.
 */
public final class GraphAttention {

    private final int heads;
    private final int channels;
    private final boolean concatenated;
    private final GraphRelation relation;
    private final Slot bias;

    /**
     * Adds the parameters under {@code name} to the table.
     *
     * @param edgeWidth number of attributes of an edge, 0 for none
     * @param slope of the leaky rectifier, 0.2 as a rule
     * @param concatenated whether heads lie side by side, instead of being averaged
     * @param meanLoops whether a loop's attributes are the mean of those of the node's incoming
     *     edges, zero if it has none; else they are zero
     */
    public GraphAttention(ParameterTable table, String name, int inputs, int edgeWidth, int heads,
            int channels, float slope, boolean concatenated, boolean meanLoops) {
        this.heads = heads;
        this.channels = channels;
        this.concatenated = concatenated;
        relation = new GraphRelation(table, name, inputs, 0, edgeWidth, heads, channels, slope,
                meanLoops);
        bias = table.add(name + ".bias", 1, concatenated ? heads * channels : channels);
    }

    /** Glorot-uniform weights and attention vectors, zero bias. */
    public void initialise(Parameters p, RandomGenerator random) {
        relation.initialise(p, random);
        Initializers.constant(p, bias, 0f);
    }

    /**
     * Attends from every node to those with an edge into it.
     *
     * @param x [nodes, inputs]
     * @param attributes of the edges as given, without loops, [edges, edge width]; null if they
     *     have none
     * @param weights receives alpha at 0, [rows of the list, heads], in the list's order; may be
     *     null
     * @return [nodes, heads * channels] or [nodes, channels]
     */
    public Tensor apply(Parameters p, Tensor x, Tensor attributes, EdgeList edges,
            Tensor[] weights) {
        Tensor y = relation.apply(p, x, x, attributes, edges, weights);    // [nodes, heads c]
        if (!concatenated) {
            y = mean(y, heads, channels);
        }
        return y.add(x.tape().parameter(p, bias));
    }

    static Tensor mean(Tensor y, int heads, int channels) {
        Tensor sum = y.columns(0, channels);                               // [nodes, channels]
        for (int h = 1; h < heads; h++) {
            sum = sum.add(y.columns(h * channels, (h + 1) * channels));
        }
        return sum.scale(1f / heads);
    }
}
