package verge.sim.policy;

import java.util.Arrays;
import verge.sim.world.Decisions;
import verge.sim.world.QueueConfig;
import verge.sim.world.QueueWorld;

/**
 * The two-stage game of the baseline Multi-tier (reference 31 of CRB-DRQN, Mao et al., 2026, section
 * 5.2): devices with a task first settle which server each would use, a congestion game over the
 * loads that servers broadcast last, and then each takes its own processor where that costs no more.
 * Both stages repeat until nobody gains by another choice: a Nash equilibrium, which the falling
 * sum of shared loads reaches (Rosenthal, 1973). A device knows its own waits, the broadcasts, and
 * what the others of the slot settle on; it expects the load to stay as it is.
 */
public final class LoadGame implements Policy {

    private static final int MOST_ROUNDS = 100;

    private final QueueWorld world;
    private final int[] sharers;        // [servers] of the slot's devices

    /** @param world whose rows it decides */
    public LoadGame(QueueWorld world) {
        this.world = world;
        sharers = new int[world.config().servers()];
    }

    @Override
    public void choose(Decisions now) {
        Arrays.fill(sharers, 0);
        for (int row = 0; row < now.size(); row++) {
            if (now.world()[row] == world.number()) {
                now.choice()[row] = 0;
            }
        }
        boolean moved = true;
        for (int round = 0; moved && round < MOST_ROUNDS; round++) {
            moved = false;
            for (int row = 0; row < now.size(); row++) {
                moved |= now.world()[row] == world.number() && respond(now, row);
            }
        }
    }

    /** Whether the row gains by another choice, which it then takes. */
    private boolean respond(Decisions now, int row) {
        int device = now.node()[row];
        int before = now.choice()[row];
        if (before > 0) {
            sharers[before - 1]--;
        }
        int best = before;
        double least = cost(device, before);
        int server = bestServer(device);                        // stage 1
        if (cost(device, 1 + server) < least) {
            best = 1 + server;
            least = cost(device, best);
        }
        if (cost(device, 0) < least) {                          // stage 2
            best = 0;
        }
        if (best > 0) {
            sharers[best - 1]++;
        }
        now.choice()[row] = best;
        return best != before;
    }

    private int bestServer(int device) {
        int best = 0;
        for (int e = 1; e < sharers.length; e++) {
            best = cost(device, 1 + e) < cost(device, 1 + best) ? e : best;
        }
        return best;
    }

    /** Slots that the task would take, or what a drop costs where that is too long. */
    private double cost(int device, int choice) {
        QueueConfig config = world.config();
        double size = world.sizeMbit()[device];
        double slots;
        if (choice == 0) {
            slots = world.queues().localWaitSlots(device)
                    + Math.ceil(size / config.localMbit(device));
        } else {
            int e = choice - 1;
            double ahead = world.queues().backlogMbit()[device * config.servers() + e];
            int others = world.queues().served()[e] + sharers[e];
            slots = world.queues().uplinkWaitSlots(device)
                    + Math.ceil(size / config.uplinkMbit(device, e))
                    + Math.ceil((ahead + size) * (others + 1) / config.serverMbit(device, e));
        }
        return slots > config.deadlineSlots() ? -config.dropReward() : slots;
    }
}
