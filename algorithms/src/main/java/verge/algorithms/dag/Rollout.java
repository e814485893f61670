package verge.algorithms.dag;

import java.util.Arrays;
import verge.sim.world.Decisions;
import verge.sim.world.Outcomes;
import verge.sim.world.TaskGraphWorld;

/** The worlds of a shard's partial plans, which decide in step: one per row. Not thread-safe. */
final class Rollout {

    private TaskGraphWorld[] worlds = new TaskGraphWorld[0];   // [batch] of the rows of a level
    private TaskGraphWorld[] others = worlds;                  // [batch] of the level after it
    private boolean[] continued = new boolean[0];              // [batch] whether a row's world is taken
    private int[] offered = new int[0];                        // [batch] the row of decisions of a world
    private double[] increase = new double[0];                 // [batch] of the latency
    private Decisions decisions;
    private Outcomes outcomes;
    private int maxTasks;

    /** Begins the episodes of a shard, one world per graph. */
    void begin(Trajectories to) {
        if (to.batch > worlds.length || to.tasks > maxTasks) {
            maxTasks = Math.max(maxTasks, to.tasks);
            int most = Math.max(to.batch, worlds.length);
            worlds = worlds(most, 0);
            others = worlds(most, most);
            continued = new boolean[most];
            offered = new int[most];
            increase = new double[most];
            decisions = new Decisions(2 * most, TaskGraphWorld.FEATURES);
            outcomes = new Outcomes(1);
        }
        to.tree.begin(to.groups, to.perGraph);
        for (int g = 0; g < to.groups; g++) {
            worlds[g].assign(to.problems[g]);
            worlds[g].reset(g);
        }
    }

    private TaskGraphWorld[] worlds(int count, int number) {
        TaskGraphWorld[] made = new TaskGraphWorld[count];
        for (int i = 0; i < count; i++) {
            made[i] = new TaskGraphWorld(number + i, maxTasks);
        }
        return made;
    }

    /** Asks the world of every row for decision t and writes the states. */
    void observe(Trajectories to, int t) {
        decisions.clear();
        int rows = to.tree.rows(t);
        for (int i = 0; i < rows; i++) {
            worlds[i].next(decisions);
        }
        int width = TaskGraphWorld.FEATURES;
        System.arraycopy(decisions.features(), 0, to.states, to.tree.first[t] * width,
                rows * width);
    }

    /** Commits decision t, which has made the next level of the tree. */
    void act(Trajectories to, int t) {
        PlanTree tree = to.tree;
        int rows = tree.rows(t + 1);
        int first = tree.first[t + 1];
        Arrays.fill(continued, 0, tree.rows(t), false);
        for (int i = 0; i < rows; i++) {
            int from = tree.parent[first + i];
            offered[i] = from;
            if (continued[from]) {                             // not the first child: a new world
                others[i].copyFrom(worlds[from]);
                offered[i] = decisions.size();
                others[i].next(decisions);
            }
            continued[from] = true;
        }
        for (int i = 0; i < rows; i++) {
            int from = tree.parent[first + i];
            if (offered[i] == from) {
                TaskGraphWorld other = others[i];
                others[i] = worlds[from];
                worlds[from] = other;
            }
            decisions.choice()[offered[i]] = tree.action[first + i];
            others[i].apply(decisions);
            outcomes.clear();
            others[i].drain(outcomes);
            increase[i] = -outcomes.reward()[0];
        }
        TaskGraphWorld[] before = worlds;
        worlds = others;
        others = before;
    }

    /** Writes the rewards of the plans' decisions t. */
    void reward(Trajectories to, int t) {
        PlanTree tree = to.tree;
        for (int b = 0; b < to.batch; b++) {
            int g = b / to.perGraph;
            to.rewards[t * to.batch + b] = RewardScale.reward(
                    increase[tree.at[(t + 1) * to.batch + b] - tree.first[t + 1]], to.shift[g],
                    to.unit[g]);
        }
    }

    /** Writes the latencies of all plans once every task is decided. */
    void end(Trajectories to) {
        PlanTree tree = to.tree;
        for (int b = 0; b < to.batch; b++) {
            to.latencies[b] =
                    worlds[tree.at[to.tasks * to.batch + b] - tree.first[to.tasks]].latency();
        }
    }
}
