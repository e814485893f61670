package verge.sim.policy;

/** Depth-first search over the plans of an {@link OrderedProblem}, better half first. */
final class PlanSearch {

    private static final int NODES_PER_LOOK_AT_THE_CLOCK = 1024;

    private final OrderedProblem tasks;
    private final PartialSchedule schedule;
    private final long beginNanos;
    private final double limitSeconds;
    private final int[] choice;
    private final double[] otherBound;     // [size] bound of the choice not taken yet
    private final int[] bestPlan;
    private double best = Double.POSITIVE_INFINITY;
    private double cut;
    private long nodes;

    /** @param limitSeconds how long from now searches may take, all together */
    PlanSearch(OrderedProblem tasks, double limitSeconds) {
        this.tasks = tasks;
        this.schedule = new PartialSchedule(tasks);
        this.beginNanos = System.nanoTime();
        this.limitSeconds = limitSeconds;
        this.choice = new int[tasks.size];
        this.otherBound = new double[tasks.size];
        this.bestPlan = new int[tasks.size];
    }

    /** Latency of the best plan known. */
    double best() {
        return best;
    }

    /** The best plan known. A copy. */
    int[] plan() {
        return bestPlan.clone();
    }

    /** How many partial plans were looked at. */
    long nodes() {
        return nodes;
    }

    /** Takes note of a plan, if it is better than the best known. */
    void offer(int[] plan, double latency) {
        if (latency < best) {
            best = latency;
            System.arraycopy(plan, 0, bestPlan, 0, plan.length);
        }
    }

    /**
     * Looks for plans with a latency below {@code best (1 + margin)}.
     *
     * @param nodeLimit how many partial plans to look at before giving up
     * @return whether the search came to its end: no such plan is left
     */
    boolean run(LoadBound[] loads, double margin, long nodeLimit) {
        long lastNode = nodes + Math.min(nodeLimit, Long.MAX_VALUE - nodes);
        long nextLook = Math.min(lastNode, nodes + NODES_PER_LOOK_AT_THE_CLOCK);
        schedule.begin();
        cut = best * (1 + margin);
        int place = 0;
        while (place >= 0) {
            if (nodes >= nextLook) {
                if (nodes >= lastNode || outOfTime()) {
                    return false;
                }
                nextLook = Math.min(lastNode, nodes + NODES_PER_LOOK_AT_THE_CLOCK);
            }
            if (place == tasks.size) {
                offer(choice, schedule.latency[place]);
                cut = best * (1 + margin);
                place = otherChoice(place);
            } else {
                place = betterChoice(loads, place);
            }
        }
        return true;
    }

    /** Goes on behind the place, or back where neither choice can lead below the cut. */
    private int betterChoice(LoadBound[] loads, int place) {
        nodes += 2;
        schedule.runLocally(place);
        double ifLocal = bound(loads, place + 1);
        schedule.offload(place);
        double ifOffloaded = bound(loads, place + 1);
        if (Math.min(ifLocal, ifOffloaded) >= cut) {
            return otherChoice(place);
        }
        if (ifOffloaded <= ifLocal) {
            choice[place] = 1;
            otherBound[place] = ifLocal;
        } else {
            choice[place] = 0;
            otherBound[place] = ifOffloaded;
            schedule.runLocally(place);
        }
        return place + 1;
    }

    /** Back to the last place whose other choice may lead below the cut; -1 if there is none. */
    private int otherChoice(int from) {
        int place = from - 1;
        while (place >= 0 && otherBound[place] >= cut) {
            place--;
        }
        if (place < 0) {
            return -1;
        }
        otherBound[place] = Double.POSITIVE_INFINITY;
        choice[place] ^= 1;
        if (choice[place] == 0) {
            schedule.runLocally(place);
        } else {
            schedule.offload(place);
        }
        return place + 1;
    }

    private double bound(LoadBound[] loads, int place) {
        if (schedule.latency[place] >= best) {
            return Double.POSITIVE_INFINITY;
        }
        double bound = schedule.longestPath[place];
        for (int i = 0; i < loads.length && bound < cut; i++) {
            bound = Math.max(bound, loads[i].of(place, schedule));
        }
        return bound;
    }

    private boolean outOfTime() {
        return (System.nanoTime() - beginNanos) * 1e-9 >= limitSeconds;
    }
}
