package verge.nn;

import java.util.Arrays;

/**
 * The edges of a directed graph in CSR form (Saad 2003, section 3.4), by destination: those that enter
 * node d are rows starts[d] to starts[d + 1] - 1, in the order in which they were given, and last its
 * own loop if it has one. Bookkeeping: starts is [nodes + 1], sources, destinations and order are
 * [rows] each; all are made over and over in the arrays allocated at construction, which may be longer.
 */
public final class EdgeList {

    private final int[] starts;
    private final int[] sources;
    private final int[] destinations;
    private final int[] order;
    private int nodes;
    private int rows;
    private int given;

    /** Makes an empty list with room for some nodes, and for edges of which loops are a part. */
    public EdgeList(int mostNodes, int mostEdges) {
        starts = new int[mostNodes + 1];
        sources = new int[mostEdges];
        destinations = new int[mostEdges];
        order = new int[mostEdges];
    }

    /**
     * Replaces the content. Modifies this list alone.
     *
     * @param destinationNodes number of nodes that edges may enter
     * @param sourceNodes number of nodes that edges may leave
     * @param source of each edge, from the offset on
     * @param destination of each edge, from the offset on
     * @param loops whether each node gets a loop besides, parallel to those given
     * @throws IllegalArgumentException if there is no room or no such node
     */
    public void set(int destinationNodes, int sourceNodes, int[] source, int[] destination,
            int from, int edges, boolean loops) {
        int all = edges + (loops ? destinationNodes : 0);
        if (destinationNodes >= starts.length || all > order.length) {
            throw new IllegalArgumentException(destinationNodes + " nodes, " + all
                    + " edges: room for " + (starts.length - 1) + " and " + order.length);
        }
        nodes = destinationNodes;
        rows = all;
        given = edges;
        Arrays.fill(starts, 0, nodes + 1, 0);
        for (int e = 0; e < edges; e++) {
            int s = source[from + e];
            int d = destination[from + e];
            if (s < 0 || s >= sourceNodes || d < 0 || d >= nodes) {
                throw new IllegalArgumentException("edge " + e + ": " + s + " -> " + d + " among "
                        + sourceNodes + " and " + nodes + " nodes");
            }
            starts[d + 1]++;
        }
        for (int d = 0; d < nodes; d++) {
            starts[d + 1] += starts[d] + (loops ? 1 : 0);
        }
        place(source, destination, from, loops);
    }

    /** Puts edges behind each other from the start of their destination on. */
    private void place(int[] source, int[] destination, int from, boolean loops) {
        for (int e = 0; e < given; e++) {
            int d = destination[from + e];
            put(starts[d]++, source[from + e], d, e);
        }
        for (int d = 0; loops && d < nodes; d++) {
            put(starts[d]++, d, d, given + d);
        }
        for (int d = nodes; d > 0; d--) {                     // each start has moved to its end
            starts[d] = starts[d - 1];
        }
        starts[0] = 0;
    }

    private void put(int row, int source, int destination, int edge) {
        sources[row] = source;
        destinations[row] = destination;
        order[row] = edge;
    }

    /** Returns the number of nodes that edges may enter. */
    public int nodes() {
        return nodes;
    }

    /** Returns the number of edges, loops included. */
    public int rows() {
        return rows;
    }

    /** Returns the number of edges that were given, without loops. */
    public int given() {
        return given;
    }

    /** Returns the array of starts itself. */
    public int[] starts() {
        return starts;
    }

    /** Returns the array of the rows' sources itself. */
    public int[] sources() {
        return sources;
    }

    /** Returns the array of the rows' destinations itself. */
    public int[] destinations() {
        return destinations;
    }

    /** Returns, itself, the array of the rows' edge numbers; the loop of node d is given + d. */
    public int[] order() {
        return order;
    }
}
