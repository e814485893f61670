package verge.sim.policy;

import java.util.Arrays;
import verge.sim.world.Decisions;
import verge.sim.world.RadioNetwork;
import verge.sim.world.RadioSlot;
import verge.sim.world.RadioWorld;

/**
 * One mind decides for all, knowing everything about the slot and nothing about the tasks of later
 * ones: from all tasks local it changes one user's choice after another to what costs the whole
 * slot least, until no single change helps.
 *
 * <p>Myopic, it counts the slot's own delays and failures. With a price it also counts what queues
 * do to later tasks: a second that a slot leaves in a queue which never empties delays each later
 * task there by a second, so that it costs as many seconds as tasks will join that queue before the
 * episode ends. Under such a price some large tasks fail rather than enter a queue.
 */
public final class CentralPlanner implements Policy {

    /** Rounds over all users at most; they end anyway, since every change lowers the cost. */
    private static final int MOST_ROUNDS = 50;

    private static final double TUNED_DEVICE_TASKS_PER_SLOT = 0.19;
    private static final double TUNED_SERVER_TASKS_PER_SLOT = 1.12;

    private final RadioWorld world;
    private final SlotCost cost;
    private final int[] action;

    /**
     * @param world              whose rows it decides, and all of which it knows
     * @param deviceTasksPerSlot tasks that are expected to join each device's queue, per slot
     * @param serverTasksPerSlot tasks that are expected to join each server's queue, per slot
     */
    public CentralPlanner(RadioWorld world, double deviceTasksPerSlot, double serverTasksPerSlot) {
        this.world = world;
        this.cost = new SlotCost(world, deviceTasksPerSlot, serverTasksPerSlot);
        this.action = new int[world.config().users()];
    }

    /** Without a price on queues. */
    public static CentralPlanner myopic(RadioWorld world) {
        return new CentralPlanner(world, 0, 0);
    }

    /** With the price that {@code star-paper} was found to reward at nine servers. */
    public static CentralPlanner priced(RadioWorld world) {
        return new CentralPlanner(world, TUNED_DEVICE_TASKS_PER_SLOT, TUNED_SERVER_TASKS_PER_SLOT);
    }

    @Override
    public void choose(Decisions now) {
        cost.begin();
        Arrays.fill(action, RadioSlot.NONE);
        for (int row = 0; row < now.size(); row++) {
            if (now.world()[row] == world.number()) {
                action[now.node()[row]] = RadioSlot.LOCAL;
                now.choice()[row] = 0;
            }
        }
        double least = cost.total(action);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double before = least;
            for (int row = 0; row < now.size(); row++) {
                if (now.world()[row] == world.number()) {
                    least = improve(now, row, least);
                }
            }
            if (least == before) {
                return;
            }
        }
    }

    private double improve(Decisions now, int row, double before) {
        RadioNetwork network = world.network();
        int user = now.node()[row];
        int present = now.choice()[row];
        int best = present;
        double least = before;
        for (int choice = 0; choice <= network.reachableCount(user); choice++) {
            if (choice != present) {
                action[user] = SlotCost.action(network, user, choice);
                double total = cost.total(action);
                if (total < least) {
                    least = total;
                    best = choice;
                }
            }
        }
        now.choice()[row] = best;
        action[user] = SlotCost.action(network, user, best);
        return least;
    }
}
