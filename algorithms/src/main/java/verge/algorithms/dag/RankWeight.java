package verge.algorithms.dag;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import verge.sim.core.OffloadProblem;
import verge.sim.core.TaskGraph;

/**
 * What a task weighs in the rank by which tasks are ordered: rank(i) = t_i + the largest rank among
 * its children (MRLCO, Eq. 10; MRLATO, Eq. 13, which leaves t_i open).
 */
public enum RankWeight {

    /** As the timing model has it: the offload chain under {@code paper}. */
    TIMING {
        @Override
        double weight(OffloadProblem problem, int task) {
            throw new UnsupportedOperationException("the problem has that rank already");
        }

        @Override
        public OffloadProblem apply(OffloadProblem problem) {
            return problem;
        }
    },

    /** Upload, host and download, one after another. */
    OFFLOAD {
        @Override
        double weight(OffloadProblem problem, int task) {
            return problem.offloadTime(task);
        }
    },

    /** The time on the user's equipment. */
    LOCAL {
        @Override
        double weight(OffloadProblem problem, int task) {
            return problem.localTime()[task];
        }
    };

    abstract double weight(OffloadProblem problem, int task);

    /**
     * The same problem with its tasks in the order of this rank, descending; among equal ranks
     * parents come first, then the lowest number. Allocates.
     */
    public OffloadProblem apply(OffloadProblem problem) {
        double[] rank = ranks(problem);
        List<Integer> order = new ArrayList<>();
        for (int task : problem.graph().topologicalOrder()) {
            order.add(task);
        }
        // Stable over parents first: a parent whose own weight is 0 stays before its child.
        order.sort(Comparator.comparingDouble((Integer task) -> -rank[task]));
        return problem.withOrder(order.stream().mapToInt(Integer::intValue).toArray());
    }

    /** rank(n_i) = t_i + max over children of rank(n_j): [tasks]. */
    double[] ranks(OffloadProblem problem) {
        TaskGraph graph = problem.graph();
        double[] rank = new double[problem.size()];
        int[] parentsFirst = graph.topologicalOrder();
        for (int p = rank.length - 1; p >= 0; p--) {
            int task = parentsFirst[p];
            double longest = 0;
            for (int k = graph.childOffsets()[task]; k < graph.childOffsets()[task + 1]; k++) {
                longest = Math.max(longest, rank[graph.children()[k]]);
            }
            rank[task] = weight(problem, task) + longest;                  // Eq. (13)
        }
        return rank;
    }
}
