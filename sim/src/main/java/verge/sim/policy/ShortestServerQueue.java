package verge.sim.policy;

import verge.sim.world.Decisions;
import verge.sim.world.RadioNetwork;
import verge.sim.world.RadioWorld;

/**
 * Every task goes to the server in reach whose queue was the shortest after the slot before, in
 * seconds; of several, the first (the baseline SQF of STAR, Qu et al., MobiSec 2025, section 5.1).
 */
public final class ShortestServerQueue implements Policy {

    private final RadioWorld world;

    /** @param world whose rows it decides */
    public ShortestServerQueue(RadioWorld world) {
        this.world = world;
    }

    @Override
    public void choose(Decisions now) {
        RadioNetwork network = world.network();
        double[] queue = world.physics().serverQueueSeconds();
        for (int row = 0; row < now.size(); row++) {
            if (now.world()[row] == world.number()) {
                int user = now.node()[row];
                int first = network.reachableOffsets()[user];
                int best = first;
                for (int k = first + 1; k < network.reachableOffsets()[user + 1]; k++) {
                    if (queue[network.reachable()[k]] < queue[network.reachable()[best]]) {
                        best = k;
                    }
                }
                now.choice()[row] = 1 + best - first;
            }
        }
    }
}
