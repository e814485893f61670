package verge.sim.policy;

import it.unimi.dsi.fastutil.doubles.DoubleArrays;
import java.util.Arrays;

/**
 * A lower bound on the latency from how the tasks still to be placed can share the user's equipment
 * and one resource of the edge.
 *
 * <p>Under one plan for the tasks from a place on, the latency is at least
 * {@code max(freeLocal + p, freeEdge + q)}, where p is the longest path that begins at the user's
 * equipment and q the longest that begins at the edge resource. The bound is the least such maximum
 * over all plans, and of these only the pairs (p, q) count that no other pair undercuts in both: a
 * front. For the last few places the pairs come from every plan's exact paths. Further up, a task
 * in front of a pair lengthens the path of the resource it takes, which leaves out that it may
 * delay the other; and where a front grows too long, neighbours become one pair that undercuts
 * them. Both only lower the bound.
 */
final class LoadBound {

    private final double[][] local;        // [place][point] ascending
    private final double[][] edge;         // [place][point] descending
    private final OrderedProblem tasks;
    private final EdgeResource resource;

    /**
     * Keeps at most {@code 2 points size + 2^(exact + 2)} numbers.
     *
     * @param exact  how many of the last tasks to take exactly, at least 1
     * @param points how long a front of the others may be, at least 2
     */
    LoadBound(OrderedProblem tasks, EdgeResource resource, int exact, int points) {
        this.tasks = tasks;
        this.resource = resource;
        local = new double[tasks.size][];
        edge = new double[tasks.size][];
        PartialSchedule schedule = new PartialSchedule(tasks);
        int longest = 2 * Math.max(points, 1 << Math.min(exact, tasks.size));
        double[] p = new double[longest];
        double[] q = new double[longest];
        for (int place = tasks.size - 1; place >= 0; place--) {
            if (place >= tasks.size - exact) {
                exactFront(schedule, place);
            } else {
                int length = extend(place, p, q);
                thin(place, p, q, length, points);
            }
        }
    }

    /** The bound before a place, or minus infinity behind the last. */
    double of(int place, PartialSchedule schedule) {
        return of(place, schedule.freeLocal[place], schedule.free(resource)[place]);
    }

    /** The bound before a place, or minus infinity behind the last. */
    double of(int place, double freeLocal, double freeEdge) {
        if (place == local.length) {
            return Double.NEGATIVE_INFINITY;
        }
        double[] p = local[place];
        double[] q = edge[place];
        int low = 0;
        int high = p.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (freeLocal + p[middle] >= freeEdge + q[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        // Before low the edge decides, and the more the further away; from low on, the other.
        double byLocal = low < p.length ? freeLocal + p[low] : Double.POSITIVE_INFINITY;
        double byEdge = low > 0 ? freeEdge + q[low - 1] : Double.POSITIVE_INFINITY;
        return Math.min(byLocal, byEdge);
    }

    private void exactFront(PartialSchedule schedule, int place) {
        double[] p = latencies(schedule, place, schedule.freeLocal);
        double[] q = latencies(schedule, place, schedule.free(resource));
        DoubleArrays.radixSort(p, q);
        int kept = 0;
        for (int i = 0; i < p.length; i++) {
            kept = keepIfLower(p, q, kept, p[i], q[i]);
        }
        local[place] = Arrays.copyOf(p, kept);
        edge[place] = Arrays.copyOf(q, kept);
    }

    /**
     * The longest path from one resource, free at 0, to the end under every plan from a place on;
     * the bits of a plan's number are its choices.
     */
    private double[] latencies(PartialSchedule schedule, int first, double[] free) {
        int last = local.length - 1;
        double[] latencies = new double[1 << (last - first + 1)];
        schedule.beginWithoutPast(first);
        free[first] = 0;
        for (int plan = 0; plan < latencies.length; plan++) {
            // Counting up changes the lowest bits only: the state before them still holds.
            int changed = plan == 0 ? first : last - Integer.numberOfTrailingZeros(plan);
            for (int place = changed; place <= last; place++) {
                if ((plan >>> (last - place) & 1) == 0) {
                    schedule.runLocally(place);
                } else {
                    schedule.offload(place);
                }
            }
            latencies[plan] = schedule.latency[last + 1];
        }
        return latencies;
    }

    /** Merges the pairs with the task run locally and those with it offloaded, both in order. */
    private int extend(int place, double[] p, double[] q) {
        double[] nextP = local[place + 1];
        double[] nextQ = edge[place + 1];
        double localTime = tasks.localTime[place];
        double edgeTime = tasks.time(resource)[place];
        double afterLocal = tasks.afterLocal[place];
        double afterEdge = tasks.after(resource)[place];
        boolean holds = tasks.holds(resource, place);
        int kept = 0;
        int i = 0;
        int j = 0;
        while (i < nextP.length || j < nextP.length) {
            double ifLocal = i < nextP.length
                    ? localTime + Math.max(nextP[i], afterLocal) : Double.POSITIVE_INFINITY;
            if (j == nextP.length || ifLocal < nextP[j]) {
                kept = keepIfLower(p, q, kept, ifLocal, nextQ[i]);
                i++;
            } else {
                double ifOffloaded = holds
                        ? edgeTime + Math.max(nextQ[j], afterEdge)
                        : Math.max(nextQ[j], edgeTime + afterEdge);
                kept = keepIfLower(p, q, kept, nextP[j], ifOffloaded);
                j++;
            }
        }
        return kept;
    }

    /** Appends a pair whose p is at least that of all pairs kept, if its q is lower. */
    private static int keepIfLower(double[] p, double[] q, int kept, double nextP, double nextQ) {
        if (kept > 0 && q[kept - 1] <= nextQ) {
            return kept;
        }
        int at = kept > 0 && p[kept - 1] == nextP ? kept - 1 : kept;
        p[at] = nextP;
        q[at] = nextQ;
        return at + 1;
    }

    private void thin(int place, double[] p, double[] q, int length, int points) {
        int kept = length;
        if (length > points) {
            // The first p may be minus infinity, and stays a point of its own.
            double width = (p[length - 1] - p[1]) / (points - 2);
            kept = 1;
            double end = Double.NEGATIVE_INFINITY;
            for (int i = 1; i < length; i++) {
                if (p[i] >= end && kept < points) {
                    end = p[i] + width;
                    p[kept++] = p[i];
                }
                q[kept - 1] = q[i];
            }
        }
        local[place] = Arrays.copyOf(p, kept);
        edge[place] = Arrays.copyOf(q, kept);
    }
}
