package verge.algorithms.dag;

import java.util.Arrays;
import verge.sim.core.WorldState;
import verge.sim.world.Decisions;
import verge.sim.world.Outcomes;
import verge.sim.world.TaskGraphWorld;

/** The worlds of a shard of plans, all of which decide in step. Not thread-safe. */
final class Rollout {

    private TaskGraphWorld[] worlds = new TaskGraphWorld[0];
    private WorldState[] states = new WorldState[0];
    private Decisions decisions;
    private Outcomes outcomes;
    private int maxTasks;

    /** Begins the episodes of a shard, one world per plan. */
    void begin(Trajectories to) {
        if (to.batch > worlds.length || to.tasks > maxTasks) {
            maxTasks = Math.max(maxTasks, to.tasks);
            worlds = new TaskGraphWorld[Math.max(to.batch, worlds.length)];
            for (int b = 0; b < worlds.length; b++) {
                worlds[b] = new TaskGraphWorld(b, maxTasks);
            }
            decisions = new Decisions(worlds.length, TaskGraphWorld.FEATURES);
            outcomes = new Outcomes(worlds.length);
        }
        for (int b = 0; b < to.batch; b++) {
            worlds[b].assign(to.problems[b / to.perGraph]);
            worlds[b].reset(b);
        }
    }

    /** Asks every world for decision t: states and previous actions are written. */
    void observe(Trajectories to, int t) {
        decisions.clear();
        for (int b = 0; b < to.batch; b++) {
            worlds[b].next(decisions);
        }
        int row = t * to.batch;
        int width = TaskGraphWorld.FEATURES;
        System.arraycopy(decisions.features(), 0, to.states, row * width, to.batch * width);
        if (t == 0) {
            Arrays.fill(to.previous, 0, to.batch, OffloadingNetwork.START);
        } else {
            System.arraycopy(to.actions, row - to.batch, to.previous, row, to.batch);
        }
    }

    /** Commits the actions of decision t and writes their rewards. */
    void act(Trajectories to, int t) {
        outcomes.clear();
        for (int b = 0; b < to.batch; b++) {
            decisions.choice()[b] = to.actions[t * to.batch + b];
            worlds[b].apply(decisions);
            worlds[b].drain(outcomes);
        }
        for (int i = 0; i < outcomes.size(); i++) {
            int b = outcomes.world()[i];
            int g = b / to.perGraph;
            to.rewards[t * to.batch + b] =
                    RewardScale.reward(-outcomes.reward()[i], to.shift[g], to.unit[g]);
        }
    }

    /** Puts every world into the state of another one of its graph, as they were before. */
    void rearrange(Trajectories to, int[] from) {
        if (states.length < to.batch) {
            states = new WorldState[to.batch];
            for (int b = 0; b < to.batch; b++) {
                states[b] = new WorldState();
            }
        }
        for (int b = 0; b < to.batch; b++) {
            states[b].clear();
            worlds[b].save(states[b]);
        }
        for (int b = 0; b < to.batch; b++) {
            if (from[b] != b) {
                states[from[b]].rewind();
                worlds[b].restore(states[from[b]]);
            }
        }
    }

    /** Writes the latencies of all plans once every task is decided. */
    void end(Trajectories to) {
        for (int b = 0; b < to.batch; b++) {
            to.latencies[b] = worlds[b].latency();
        }
    }
}
