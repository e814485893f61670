package verge.sim.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Eqs. (5) to (8) as a recursion over the paper's symbols: every finish time is asked of the tasks
 * before, nothing is kept but answers already given. The timing is a flag per sentence that
 * differs.
 */
public final class NaiveSchedule {

    private final OffloadProblem problem;
    private final List<Integer> order;
    private final int[] plan;
    private final boolean paper;
    private final Map<String, Double> known = new HashMap<>();

    public NaiveSchedule(OffloadProblem problem, int[] plan) {
        this.problem = problem;
        this.order = java.util.Arrays.stream(problem.order()).boxed().toList();
        this.plan = plan;
        this.paper = problem.timing() == Timing.PAPER;
    }

    public double latency() {
        double latest = 0;
        for (int i = 0; i < order.size(); i++) {
            latest = Math.max(latest, Math.max(ftUe(i), ftDl(i)));
        }
        return latest;
    }

    /** i is a place in the order, as in A_1:i. */
    public double ftUe(int i) {
        return once("ue" + i, () -> {
            if (plan[i] == 1) {
                return 0.0;
            }
            double begin = 0;
            for (int before = 0; before < i; before++) {
                begin = Math.max(begin, ftUe(before));
                if (isParent(before, i)) {
                    begin = Math.max(begin, ftDl(before));
                }
            }
            return begin + problem.localTime()[order.get(i)];
        });
    }

    public double ftUl(int i) {
        return once("ul" + i, () -> {
            if (plan[i] == 0) {
                return 0.0;
            }
            double begin = 0;
            for (int before = 0; before < i; before++) {
                if (paper || !isRoot(before)) {
                    begin = Math.max(begin, ftUl(before));
                }
                if (isParent(before, i)) {
                    begin = Math.max(begin, ftUe(before));
                    begin = Math.max(begin, paper ? ftDl(before) : ftUl(before));
                }
            }
            return begin + problem.uploadTime()[order.get(i)];
        });
    }

    public double ftS(int i) {
        return once("s" + i, () -> {
            if (plan[i] == 0) {
                return 0.0;
            }
            double begin = ftUl(i);
            for (int before = 0; before < i; before++) {
                begin = Math.max(begin, ftS(before));
            }
            return begin + problem.hostTime()[order.get(i)];
        });
    }

    public double ftDl(int i) {
        return once("dl" + i, () -> {
            if (plan[i] == 0) {
                return 0.0;
            }
            double begin = ftS(i);
            for (int before = 0; paper && before < i; before++) {
                begin = Math.max(begin, ftDl(before));
            }
            return begin + problem.downloadTime()[order.get(i)];
        });
    }

    private boolean isParent(int before, int i) {
        TaskGraph graph = problem.graph();
        int first = graph.parentOffsets()[order.get(i)];
        int end = graph.parentOffsets()[order.get(i) + 1];
        for (int k = first; k < end; k++) {
            if (graph.parents()[k] == order.get(before)) {
                return true;
            }
        }
        return false;
    }

    private boolean isRoot(int place) {
        for (int other = 0; other < order.size(); other++) {
            if (isParent(other, place)) {
                return false;
            }
        }
        return true;
    }

    private double once(String symbol, java.util.function.Supplier<Double> answer) {
        Double before = known.get(symbol);
        if (before == null) {
            before = answer.get();
            known.put(symbol, before);
        }
        return before;
    }
}
