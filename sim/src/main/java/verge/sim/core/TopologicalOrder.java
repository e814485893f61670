package verge.sim.core;

import it.unimi.dsi.fastutil.ints.IntComparator;
import it.unimi.dsi.fastutil.ints.IntHeapPriorityQueue;
import java.util.Arrays;

/** Orders in which no task comes before its parents. */
final class TopologicalOrder {

    private TopologicalOrder() {
    }

    /** All tasks of an acyclic graph; among those that may come next, the least comes first. */
    static int[] of(TaskGraph graph, IntComparator least) {
        int[] order = placeable(graph, least);
        if (order.length != graph.size()) {
            throw new IllegalArgumentException("a graph with a cycle has no order");
        }
        return order;
    }

    /** Every task that is neither on a cycle nor behind one. */
    static int[] placeable(TaskGraph graph, IntComparator least) {
        int tasks = graph.size();
        int[] awaited = new int[tasks];
        IntHeapPriorityQueue ready = new IntHeapPriorityQueue(least);
        for (int i = 0; i < tasks; i++) {
            awaited[i] = graph.parentOffsets()[i + 1] - graph.parentOffsets()[i];
            if (awaited[i] == 0) {
                ready.enqueue(i);
            }
        }
        int[] order = new int[tasks];
        int placed = 0;
        while (!ready.isEmpty()) {
            int task = ready.dequeueInt();
            order[placed++] = task;
            for (int k = graph.childOffsets()[task]; k < graph.childOffsets()[task + 1]; k++) {
                if (--awaited[graph.children()[k]] == 0) {
                    ready.enqueue(graph.children()[k]);
                }
            }
        }
        return Arrays.copyOf(order, placed);
    }
}
