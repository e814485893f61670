package verge.nn;

import java.util.List;
import java.util.random.RandomGenerator;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tensor;

/**
 * Graph attention over nodes and edges of several types, such as users and servers: attention
 * within each relation (Busbridge et al. 2019, section 2.2), the relations into a type summed, and
 * each node's own part beside them:
 *
 * <pre>
 *   y_d = x_d W_type(d) + b_type(d) + sum over relations r into type(d) of GAT_r(x)_d
 * </pre>
 *
 * <p>x of a type is [nodes, width], y [nodes, heads channels]. Parameters: for each node type
 * {@code name.TYPE}, weight [width, heads channels] and bias; for each relation
 * {@code name.RELATION}, source and destination [width, heads channels], edge, attend_source,
 * attend_destination and attend_edge as in {@link GraphAttention}.
 */
public final class HeterogeneousGraphAttention {

    /**
     * A type of nodes.
     *
     * @param name part of the parameters' names
     * @param width number of features
     */
    public record NodeType(String name, int width) {}

    /**
     * A type of edges.
     *
     * @param name part of the parameters' names
     * @param source number of the type that they leave
     * @param destination number of the type that they enter
     * @param width number of attributes, 0 for none
     */
    public record EdgeType(String name, int source, int destination, int width) {}

    private final Linear[] own;
    private final GraphRelation[] relations;
    private final EdgeType[] edgeTypes;

    /** Adds the parameters under {@code name} to the table. */
    public HeterogeneousGraphAttention(ParameterTable table, String name, List<NodeType> nodes,
            List<EdgeType> edges, int heads, int channels, float slope) {
        own = new Linear[nodes.size()];
        for (int i = 0; i < own.length; i++) {
            own[i] = new Linear(table, name + "." + nodes.get(i).name(), nodes.get(i).width(),
                    heads * channels, true);
        }
        edgeTypes = edges.toArray(new EdgeType[0]);
        relations = new GraphRelation[edgeTypes.length];
        for (int i = 0; i < relations.length; i++) {
            EdgeType type = edgeTypes[i];
            relations[i] = new GraphRelation(table, name + "." + type.name(),
                    nodes.get(type.source()).width(), nodes.get(type.destination()).width(),
                    type.width(), heads, channels, slope, false);
        }
    }

    /** Glorot-uniform weights and attention vectors, zero biases. */
    public void initialise(Parameters p, RandomGenerator random) {
        for (Linear one : own) {
            one.initialise(p, random);
        }
        for (GraphRelation relation : relations) {
            relation.initialise(p, random);
        }
    }

    /**
     * Computes all types at once.
     *
     * @param x features of each node type, [nodes, width]
     * @param attributes of each edge type, [edges, width]; null where it has none
     * @param edges of each edge type, without loops
     * @param y receives the result for each node type, [nodes, heads * channels]
     */
    public void apply(Parameters p, Tensor[] x, Tensor[] attributes, EdgeList[] edges,
            Tensor[] y) {
        for (int i = 0; i < own.length; i++) {
            y[i] = own[i].apply(p, x[i]);                                  // [nodes, heads c]
        }
        for (int r = 0; r < relations.length; r++) {
            int to = edgeTypes[r].destination();
            y[to] = y[to].add(relations[r].apply(p, x[edgeTypes[r].source()], x[to],
                    attributes[r], edges[r], null));
        }
    }
}
