package verge.sim.policy;

import verge.sim.world.RadioConfig;
import verge.sim.world.RadioNetwork;
import verge.sim.world.RadioSlot;
import verge.sim.world.RadioWorld;

/**
 * What a slot of a {@link RadioWorld} would cost under given actions: delays, penalties, and a
 * price on the queues that it leaves. Knows what no user knows: all tasks, gains and actions.
 */
final class SlotCost {

    private final RadioWorld world;
    private final RadioSlot slot;
    private final double penalty;
    private final double slotSeconds;
    private final double deviceTasksPerSlot;
    private final double serverTasksPerSlot;
    private double slotsLeft;

    /** @see CentralPlanner#CentralPlanner(RadioWorld, double, double) */
    SlotCost(RadioWorld world, double deviceTasksPerSlot, double serverTasksPerSlot) {
        RadioConfig config = world.config();
        this.world = world;
        this.slot = new RadioSlot(config.users(), config.servers(), RadioSlot.setting(config));
        this.penalty = config.failurePenaltySeconds();
        this.slotSeconds = config.slotSeconds();
        this.deviceTasksPerSlot = deviceTasksPerSlot;
        this.serverTasksPerSlot = serverTasksPerSlot;
    }

    /** The action behind a choice. */
    static int action(RadioNetwork network, int user, int choice) {
        return choice == 0 ? RadioSlot.LOCAL : network.server(user, choice - 1);
    }

    /** Takes queues and time over from the world. */
    void begin() {
        slot.copyQueues(world.physics());
        slotsLeft = world.config().slots() - 1 - world.slot();
    }

    /** Cost of all users' tasks, and of the queues that they leave. */
    double total(int[] action) {
        world.assess(action, slot);
        double sum = 0;
        for (int u = 0; u < action.length; u++) {
            if (action[u] != RadioSlot.NONE) {
                sum += own(u);
            }
        }
        return sum + slotsLeft
                * (deviceTasksPerSlot * left(slot.localQueueSeconds(), slot.localWorkSeconds())
                + serverTasksPerSlot * left(slot.serverQueueSeconds(), slot.serverWorkSeconds()));
    }

    private double left(double[] queue, double[] work) {
        double sum = 0;
        for (int i = 0; i < queue.length; i++) {
            sum += Math.max(queue[i] + work[i] - slotSeconds, 0);
        }
        return sum;
    }

    /** Cost of one user's task alone, without the price. */
    double own(int[] action, int user) {
        world.assess(action, slot);
        return own(user);
    }

    private double own(int user) {
        return slot.failed()[user] ? penalty : slot.delaySeconds()[user];
    }
}
