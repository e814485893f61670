package verge.sim.policy;

import java.util.Arrays;
import verge.sim.world.Decisions;
import verge.sim.world.RadioNetwork;
import verge.sim.world.RadioSlot;
import verge.sim.world.RadioWorld;

/**
 * Users decide one after another, those with the shortest queue of their own first: each knows what
 * those before it do, works out its rate at every server in reach exactly, and takes what costs
 * itself least, as if nobody came after it. Those who come after disturb it, which is where its
 * failures come from; whoever has the most to lose comes last.
 */
public final class SequentialGreedy implements Policy {

    private final RadioWorld world;
    private final SlotCost cost;
    private final int[] action;
    private final int[] order;          // rows of the world, by turn

    /** @param world whose rows it decides, and all of which it knows */
    public SequentialGreedy(RadioWorld world) {
        this.world = world;
        this.cost = new SlotCost(world, 0, 0);
        this.action = new int[world.config().users()];
        this.order = new int[world.config().users()];
    }

    @Override
    public void choose(Decisions now) {
        cost.begin();
        Arrays.fill(action, RadioSlot.NONE);
        int rows = sort(now);
        for (int i = 0; i < rows; i++) {
            now.choice()[order[i]] = decide(now.node()[order[i]]);
        }
    }

    private int decide(int user) {
        RadioNetwork network = world.network();
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int choice = 0; choice <= network.reachableCount(user); choice++) {
            action[user] = SlotCost.action(network, user, choice);
            double own = cost.own(action, user);
            if (own < least) {
                least = own;
                best = choice;
            }
        }
        action[user] = SlotCost.action(network, user, best);
        return best;
    }

    /** Rows of the world by local queue, then by number; returns how many. */
    private int sort(Decisions now) {
        double[] queue = world.physics().localQueueSeconds();
        int rows = 0;
        for (int row = 0; row < now.size(); row++) {
            if (now.world()[row] == world.number()) {
                int at = rows++;
                double own = queue[now.node()[row]];
                while (at > 0 && queue[now.node()[order[at - 1]]] > own) {
                    order[at] = order[at - 1];
                    at--;
                }
                order[at] = row;
            }
        }
        return rows;
    }
}
