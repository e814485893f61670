package verge.sim.policy;

import java.util.Arrays;
import verge.sim.workload.TaskSource;
import verge.sim.world.CooperativeChoices;
import verge.sim.world.CooperativeConfig;
import verge.sim.world.CooperativeFlow;

/**
 * The least cost of a whole episode, {@code lambda L + rho E} summed over its tasks, with every task
 * known in advance and actions from a grid: depth first over all sequences of actions, with {@link
 * SplitBound} for tasks that are not done. For small episodes: its time grows with the size of the
 * grid to the power of the tasks.
 */
public final class SplitSearch {

    /** Tasks at most. */
    public static final int MOST_TASKS = 12;

    private final CooperativeConfig config;
    private final CooperativeChoices choices;
    private final SplitGrid grid;
    private final CooperativeFlow[] flow = new CooperativeFlow[MOST_TASKS + 1];
    private final double[] seconds = new double[MOST_TASKS];
    private final int[] site = new int[MOST_TASKS];
    private final double[] cycles = new double[MOST_TASKS];
    private final double[] inputBits = new double[MOST_TASKS];
    private final double[] resultBits = new double[MOST_TASKS];
    private final double[] bound = new double[MOST_TASKS];
    private final int[] action = new int[MOST_TASKS];
    private final int[] best = new int[MOST_TASKS];
    private int tasks;
    private double least;
    private long visited;

    /**
     * @param config  servers, links and weights
     * @param choices sets of targets
     * @param grid    the actions that it may take
     */
    public SplitSearch(CooperativeConfig config, CooperativeChoices choices, SplitGrid grid) {
        this.config = config;
        this.choices = choices;
        this.grid = grid;
        Arrays.setAll(flow, i -> new CooperativeFlow(config));
    }

    /**
     * Finds the least cost of an episode.
     *
     * @throws IllegalArgumentException where it has more than {@link #MOST_TASKS} tasks
     */
    public double search(TaskSource source, long seed) {
        if (source.tasks() > MOST_TASKS) {
            throw new IllegalArgumentException(source.tasks() + " tasks, expected at most "
                    + MOST_TASKS);
        }
        SplitBound bounds = new SplitBound(config);
        source.begin(seed);
        tasks = 0;
        double all = 0;
        while (source.next()) {
            seconds[tasks] = source.seconds();
            site[tasks] = source.site();
            cycles[tasks] = source.cycles();
            inputBits[tasks] = source.inputBits();
            resultBits[tasks] = source.resultBits();
            bound[tasks] = bounds.cost(cycles[tasks]);
            all += bound[tasks++];
        }
        least = Double.POSITIVE_INFINITY;
        visited = 0;
        flow[0].clear();
        flow[0].announce(seconds[0]);
        flow[0].next();
        decide(0, 0, all);
        return least;
    }

    /**
     * @param task   whose arrival is the last event of {@code flow[task]}
     * @param cost   of the tasks done
     * @param others bounds of the tasks that are not, summed
     */
    private void decide(int task, double cost, double others) {
        for (int a = 0; a < grid.size(); a++) {
            CooperativeFlow ahead = flow[task + 1];
            ahead.copyFrom(flow[task]);
            ahead.admit(task, site[task], cycles[task], inputBits[task], resultBits[task],
                    choices, grid.choice(a), grid.ratio(a), grid.computeShare(a),
                    grid.bandwidthShare(a));
            if (task + 1 < tasks) {
                ahead.announce(seconds[task + 1]);
            }
            action[task] = a;
            visited++;
            run(task, cost, others);
        }
    }

    private void run(int task, double cost, double others) {
        CooperativeFlow ahead = flow[task + 1];
        double done = cost;
        double open = others;
        while (done + open < least) {
            switch (ahead.next()) {
                case ARRIVAL -> {
                    decide(task + 1, done, open);
                    return;
                }
                case OVER -> {
                    least = done;
                    System.arraycopy(action, 0, best, 0, tasks);
                    return;
                }
                case TASK -> {
                    done += config.cost(ahead.taskSeconds(), ahead.taskJoules());
                    open = Math.max(0, open - bound[ahead.taskId()]);
                }
                default -> {
                }
            }
        }
    }

    /** The action that the last search found for a task. */
    public int action(int task) {
        return best[task];
    }

    /** How many actions the last search tried. */
    public long visited() {
        return visited;
    }
}
