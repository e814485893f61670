package verge.sim.policy;

import java.util.Arrays;
import verge.sim.world.Decisions;
import verge.sim.world.QueueWorld;
import verge.sim.world.SlottedQueues;

/**
 * Join the shortest queue: every task goes to the server with the fewest tasks, those on their way
 * and those sent there earlier in the slot among them; of several, to the first. It knows more than
 * any device is told.
 */
public final class FewestTasks implements Policy {

    private final QueueWorld world;
    private final int[] tasks;          // [servers]

    /** @param world whose rows it decides */
    public FewestTasks(QueueWorld world) {
        this.world = world;
        tasks = new int[world.config().servers()];
    }

    @Override
    public void choose(Decisions now) {
        SlottedQueues queues = world.queues();
        Arrays.fill(tasks, 0);
        for (int task = 0; task < queues.tasks(); task++) {
            if (queues.isAlive(task) && queues.serverOf(task) >= 0) {
                tasks[queues.serverOf(task)]++;
            }
        }
        for (int row = 0; row < now.size(); row++) {
            if (now.world()[row] == world.number()) {
                int server = least();
                tasks[server]++;
                now.choice()[row] = 1 + server;
            }
        }
    }

    private int least() {
        int least = 0;
        for (int e = 1; e < tasks.length; e++) {
            least = tasks[e] < tasks[least] ? e : least;
        }
        return least;
    }
}
