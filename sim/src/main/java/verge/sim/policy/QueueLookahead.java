package verge.sim.policy;

import java.util.Arrays;
import verge.sim.core.WorldState;
import verge.sim.world.Decisions;
import verge.sim.world.QueueConfig;
import verge.sim.world.QueueWorld;
import verge.sim.world.SlottedQueues;

/**
 * Tasks of a slot are decided one after another: each choice is tried on a copy of all queues, with
 * what those before it do, until every task has ended, as if no more tasks came. What is worked out
 * is exact but for the tasks to come, which is all that no policy can know.
 */
public final class QueueLookahead implements Policy {

    private final QueueWorld world;
    private final boolean selfish;
    private final SlottedQueues trial;
    private final WorldState state = new WorldState();
    private final double[] size;            // [devices] of those who have decided, and one more
    private final double[] nothing;
    private final int[] action;

    private QueueLookahead(QueueWorld world, boolean selfish) {
        this.world = world;
        this.selfish = selfish;
        trial = world.emptyQueues();
        size = new double[world.config().devices()];
        nothing = new double[world.config().devices()];
        action = new int[world.config().devices()];
    }

    /** Each task takes the choice of its own least delay. */
    public static QueueLookahead selfish(QueueWorld world) {
        return new QueueLookahead(world, true);
    }

    /** Each task takes the choice of the least sum of delays and drops over all tasks there are. */
    public static QueueLookahead central(QueueWorld world) {
        return new QueueLookahead(world, false);
    }

    @Override
    public void choose(Decisions now) {
        state.clear();
        world.queues().save(state);
        Arrays.fill(size, 0);
        Arrays.fill(action, 0);
        for (int row = 0; row < now.size(); row++) {
            if (now.world()[row] == world.number()) {
                now.choice()[row] = decide(now.node()[row]);
            }
        }
    }

    private int decide(int device) {
        size[device] = world.sizeMbit()[device];
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int choice = 0; choice <= world.config().servers(); choice++) {
            action[device] = choice;
            double cost = cost(device);
            if (cost < least) {
                best = choice;
                least = cost;
            }
        }
        action[device] = best;
        return best;
    }

    private double cost(int device) {
        QueueConfig config = world.config();
        state.rewind();
        trial.restore(state);
        int own = trial.task(device, trial.slot());
        double cost = 0;
        for (int ahead = 0; ahead <= config.deadlineSlots(); ahead++) {
            int slot = trial.slot();
            trial.run(ahead == 0 ? size : nothing, action);
            for (int i = 0; i < trial.ended(); i++) {
                int task = trial.endedTask(i);
                double slots = trial.endedHow(i) == SlottedQueues.DONE
                        ? slot - trial.bornOf(task) + 1 : -config.dropReward();
                if (selfish && task == own) {
                    return slots;
                }
                cost += slots;
            }
        }
        return cost;
    }
}
