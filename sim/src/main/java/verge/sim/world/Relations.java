package verge.sim.world;

import java.util.List;

/**
 * What surrounds the decisions of a batch: tables of nodes, whether they decide now or not, and of
 * edges between them. Row r of the {@link Decisions} is about row {@code decisions.place()[r]} of
 * the first node table. A world that has relations documents its tables and fills them wherever the
 * {@link Decisions} that it is handed have them.
 *
 * @param nodes tables of nodes; those that decide come first
 * @param edges tables of edges between these
 */
public record Relations(List<NodeTable> nodes, List<EdgeTable> edges) {

    /** @throws IllegalArgumentException where there are no nodes, or an edge leads elsewhere */
    public Relations {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("relations of nothing");
        }
        for (EdgeTable table : edges) {
            if (!nodes.contains(table.from()) || !nodes.contains(table.to())) {
                throw new IllegalArgumentException(table.kind() + " leads to other tables");
            }
        }
    }

    /** Removes all nodes and edges. */
    public void clear() {
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).clear();
        }
        for (int i = 0; i < edges.size(); i++) {
            edges.get(i).clear();
        }
    }
}
