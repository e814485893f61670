package verge.nn;

import java.util.random.RandomGenerator;
import verge.autodiff.EdgeAttention;
import verge.autodiff.Indexing;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Segments;
import verge.autodiff.Slot;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;

/**
 * Attention along one kind of edges, from source nodes s to destination nodes d, head by head:
 *
 * <pre>
 *   score_j = leaky_relu(a_s . (W_s x_s) + a_d . (W_d x_d) + a_e . (W_e e_j))
 *   alpha_j = softmax of the scores over all edges with the same destination
 *   y_d     = sum over edges j into d of alpha_j W_s x_s
 * </pre>
 */
final class GraphRelation {

    private final int heads;
    private final int channels;
    private final float slope;
    private final boolean meanLoops;
    private final Linear source;
    private final Linear destination;
    private final Linear edge;
    private final Slot attendSource;
    private final Slot attendDestination;
    private final Slot attendEdge;

    /**
     * Adds the parameters under {@code name} to the table.
     *
     * @param destinationWidth 0 if destinations are sources and share their weight
     * @param edgeWidth 0 if edges have no attributes
     * @param meanLoops whether a loop's attributes are the mean of those of the node's other
     *     edges, instead of zero
     */
    GraphRelation(ParameterTable table, String name, int sourceWidth, int destinationWidth,
            int edgeWidth, int heads, int channels, float slope, boolean meanLoops) {
        this.heads = heads;
        this.channels = channels;
        this.slope = slope;
        this.meanLoops = meanLoops;
        int width = heads * channels;
        source = new Linear(table, name + ".source", sourceWidth, width, false);
        destination = destinationWidth == 0 ? source
                : new Linear(table, name + ".destination", destinationWidth, width, false);
        edge = edgeWidth == 0 ? null : new Linear(table, name + ".edge", edgeWidth, width, false);
        attendSource = table.add(name + ".attend_source", heads, channels);
        attendDestination = table.add(name + ".attend_destination", heads, channels);
        attendEdge = edgeWidth == 0 ? null : table.add(name + ".attend_edge", heads, channels);
    }

    void initialise(Parameters p, RandomGenerator random) {
        source.initialise(p, random);
        if (destination != source) {
            destination.initialise(p, random);
        }
        Initializers.glorotUniform(p, attendSource, random);
        Initializers.glorotUniform(p, attendDestination, random);
        if (edge != null) {
            edge.initialise(p, random);
            Initializers.glorotUniform(p, attendEdge, random);
        }
    }

    /**
     * Sources [n, width], destinations [m, width], attributes of the edges given [edges, width] or
     * null -> [m, heads * channels].
     *
     * @param weights receives alpha at 0, [rows of the list, heads]; may be null
     */
    Tensor apply(Parameters p, Tensor sources, Tensor destinations, Tensor attributes,
            EdgeList edges, Tensor[] weights) {
        Tape tape = sources.tape();
        Tensor z = source.apply(p, sources);                               // [n, heads channels]
        Tensor to = destination == source && sources == destinations ? z
                : destination.apply(p, destinations);                      // [m, heads channels]
        return EdgeAttention.attend(z,
                EdgeAttention.dots(z, tape.parameter(p, attendSource)),
                EdgeAttention.dots(to, tape.parameter(p, attendDestination)),
                edge == null ? null : edgeScores(p, attributes, edges),    // [rows, heads]
                edges.starts(), edges.sources(), slope, weights);
    }

    private Tensor edgeScores(Parameters p, Tensor attributes, EdgeList edges) {
        Tape tape = attributes.tape();
        Tensor vectors = tape.parameter(p, attendEdge);
        Tensor given = EdgeAttention.dots(edge.apply(p, attributes), vectors); // [edges, heads]
        Tensor loops = tape.zeros(edges.rows() - edges.given(), heads);
        if (meanLoops && loops.rows() > 0) {
            Tensor none = tape.zeros(loops.rows(), attributes.cols());
            Tensor mean = Segments.meanButLast(Indexing.gatherStacked(attributes, none,
                    edges.order(), 0, edges.rows()), edges.starts(), edges.nodes());
            loops = EdgeAttention.dots(edge.apply(p, mean), vectors);      // [m, heads]
        }
        return Indexing.gatherStacked(given, loops, edges.order(), 0, edges.rows());
    }
}
