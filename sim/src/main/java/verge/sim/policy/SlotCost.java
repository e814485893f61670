package verge.sim.policy;

import java.util.Arrays;
import verge.sim.world.RadioConfig;
import verge.sim.world.RadioSlot;
import verge.sim.world.RadioWorld;

/**
 * What a slot of a {@link RadioWorld} would cost under given actions: delays, penalties, and a price on
 * the work that enters queues, since it delays the tasks of later slots. Knows what no user knows: all
 * tasks, gains and actions.
 */
final class SlotCost {

    private final RadioWorld world;
    private final RadioSlot slot;
    private final double penalty;
    private final double price;

    /** @param price of a second of work that enters a queue, s */
    SlotCost(RadioWorld world, double price) {
        RadioConfig config = world.config();
        this.world = world;
        this.slot = new RadioSlot(config.users(), config.servers(),
                RadioSlot.setting(config));
        this.penalty = config.failurePenaltySeconds();
        this.price = price;
    }

    /** Takes the queues over from the world. */
    void begin() {
        copy(world.physics().localQueueSeconds(), slot.localQueueSeconds());
        copy(world.physics().serverQueueSeconds(), slot.serverQueueSeconds());
    }

    private static void copy(double[] from, double[] to) {
        System.arraycopy(from, 0, to, 0, from.length);
    }

    /** Cost of all users' tasks. */
    double total(int[] action) {
        world.assess(action, slot);
        double sum = 0;
        for (int u = 0; u < action.length; u++) {
            if (action[u] != RadioSlot.NONE) {
                sum += own(u) + price * slot.localWorkSeconds()[u];
            }
        }
        if (price > 0) {
            sum += price * Arrays.stream(slot.serverWorkSeconds()).sum();
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
