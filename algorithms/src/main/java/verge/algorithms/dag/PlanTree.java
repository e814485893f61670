package verge.algorithms.dag;

import java.util.Arrays;

/**
 * Partial plans of a shard of graphs: a row of level t is one of t decisions, and continues a row of the
 * level before. Plans of a graph that began alike share their rows, so that what follows from (G, A_1:i)
 * alone, the network's output and the state of the world, is worked out once for all of them. Rows of a
 * level are graph by graph. Kept for other shards that fit.
 */
final class PlanTree {

    private final int capacity;
    final int[] first;                // [levels + 1] where a level begins among the rows of all levels
    private final boolean[] as;       // [levels] whether every row continues the row of its own number
    final int[] parent;               // [rows] among the rows of the level before; in level 0 its graph
    final int[] action;               // [rows] the decision that led here; START in level 0
    final int[] own;                  // [rows] row of the encodings: task * groups + graph
    final int[] at;                   // [levels * batch] row of a plan, among the rows of all levels
    private final int[] child;        // [choices * batch] place of a row's child among its graph's
    private final int[] children;     // [groups]
    private int groups;
    private int batch;

    /** Room for so many plans of so many graphs of so many tasks. */
    PlanTree(int tasks, int groups, int perGraph) {
        int plans = Math.multiplyExact(groups, perGraph);
        capacity = Math.addExact(groups, Math.multiplyExact(tasks, plans));
        first = new int[tasks + 2];
        as = new boolean[tasks + 1];
        parent = new int[capacity];
        action = new int[capacity];
        own = new int[capacity];
        at = new int[Math.multiplyExact(tasks + 1, plans)];
        child = new int[OffloadingNetwork.CHOICES * plans];
        children = new int[groups];
    }

    /** Whether so much fits. */
    boolean fits(int tasks, int groups, int perGraph) {
        int plans = groups * perGraph;
        return tasks + 2 <= first.length && groups <= children.length
                && OffloadingNetwork.CHOICES * plans <= child.length
                && groups + tasks * plans <= capacity && (tasks + 1) * plans <= at.length;
    }

    /** Makes level 0: one row per graph, in which nothing is decided. */
    void begin(int groups, int perGraph) {
        this.groups = groups;
        this.batch = groups * perGraph;
        first[1] = groups;
        as[0] = true;
        for (int g = 0; g < groups; g++) {
            parent[g] = g;
            action[g] = OffloadingNetwork.START;
            own[g] = g;
        }
        for (int b = 0; b < batch; b++) {
            at[b] = b / perGraph;
        }
    }

    /** Returns the number of rows of a level. */
    int rows(int level) {
        return first[level + 1] - first[level];
    }

    /** Whether the rows of a level continue those of the level before, each the one of its number. */
    boolean continues(int level) {
        return as[level];
    }

    /**
     * Makes the level after t from the plans' decisions t.
     *
     * @param actions [tasks * batch], time-major
     * @param even whether all graphs are to have equally many rows, the last of them in vain
     */
    void branch(int t, int[] actions, boolean even) {
        int perGraph = batch / groups;
        Arrays.fill(child, 0, OffloadingNetwork.CHOICES * rows(t), -1);
        int most = 0;
        for (int g = 0; g < groups; g++) {
            int count = 0;
            for (int b = g * perGraph; b < (g + 1) * perGraph; b++) {
                int edge = edge(t, b, actions);
                if (child[edge] < 0) {
                    child[edge] = count++;
                }
            }
            children[g] = count;
            most = Math.max(most, count);
        }
        int row = first[t + 1];
        for (int g = 0; g < groups; g++) {
            for (int b = g * perGraph; b < (g + 1) * perGraph; b++) {
                int edge = edge(t, b, actions);
                int to = row + child[edge];
                at[(t + 1) * batch + b] = to;
                put(t + 1, to, edge / OffloadingNetwork.CHOICES, edge % OffloadingNetwork.CHOICES, g);
            }
            for (int k = children[g]; even && k < most; k++) {
                put(t + 1, row + k, parent[row], action[row], g);
            }
            row += even ? most : children[g];
        }
        end(t + 1, row);
    }

    /** Number of the decision that plan b makes after level t, among those of its level. */
    private int edge(int t, int b, int[] actions) {
        int from = at[t * batch + b] - first[t];
        return from * OffloadingNetwork.CHOICES + actions[t * batch + b];
    }

    /** Makes a row of a level that {@link #end} is to end. */
    void put(int level, int row, int from, int decision, int graph) {
        parent[row] = from;
        action[row] = decision;
        own[row] = level * groups + graph;
    }

    /** Ends a level before the row. */
    void end(int level, int row) {
        first[level + 1] = row;
        as[level] = rows(level) == rows(level - 1);
        for (int i = first[level]; i < row && as[level]; i++) {
            as[level] = parent[i] == i - first[level];
        }
    }
}
