package verge.sim.policy;

import java.util.Arrays;
import verge.sim.world.Decisions;
import verge.sim.world.QueueWorld;
import verge.sim.world.SlottedQueues;

/**
 * Every task goes to the server that has the least to compute for its capacity, in Mbit, what is on
 * its way and what was sent there earlier in the slot included; of several, to the first. It knows
 * more than any device is told.
 */
public final class LeastBacklog implements Policy {

    private final QueueWorld world;
    private final double[] backlogMbit;         // [servers]

    /** @param world whose rows it decides */
    public LeastBacklog(QueueWorld world) {
        this.world = world;
        backlogMbit = new double[world.config().servers()];
    }

    @Override
    public void choose(Decisions now) {
        SlottedQueues queues = world.queues();
        Arrays.fill(backlogMbit, 0);
        for (int i = 0; i < queues.backlogMbit().length; i++) {
            backlogMbit[i % backlogMbit.length] += queues.backlogMbit()[i];
        }
        for (int task = 0; task < queues.tasks(); task++) {
            if (queues.isAlive(task) && queues.serverOf(task) >= 0
                    && queues.transmissionSlots(task) == 0) {
                backlogMbit[queues.serverOf(task)] += queues.sizeMbit(task);
            }
        }
        for (int row = 0; row < now.size(); row++) {
            if (now.world()[row] == world.number()) {
                int server = least();
                backlogMbit[server] += world.sizeMbit()[now.node()[row]];
                now.choice()[row] = 1 + server;
            }
        }
    }

    private int least() {
        double[] capacity = world.config().serverGcycles();
        int least = 0;
        for (int e = 1; e < backlogMbit.length; e++) {
            least = backlogMbit[e] / capacity[e] < backlogMbit[least] / capacity[least]
                    ? e : least;
        }
        return least;
    }
}
