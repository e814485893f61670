package verge.sim.policy;

import verge.sim.world.Decisions;
import verge.sim.world.RadioNetwork;
import verge.sim.world.RadioWorld;

/**
 * Every task goes to the server of the best channel in reach (the baseline Max-SINR of STAR, Qu et
 * al., MobiSec 2025, section 5.1).
 */
public final class MaxSinr implements Policy {

    private final RadioWorld world;

    /** @param world whose rows it decides */
    public MaxSinr(RadioWorld world) {
        this.world = world;
    }

    @Override
    public void choose(Decisions now) {
        for (int row = 0; row < now.size(); row++) {
            if (now.world()[row] == world.number()) {
                now.choice()[row] = bestChannel(world.network(), now.node()[row]);
            }
        }
    }

    /** The choice that offloads to the server of the largest gain; of several, the first. */
    static int bestChannel(RadioNetwork network, int user) {
        int first = network.reachableOffsets()[user];
        int best = first;
        for (int k = first + 1; k < network.reachableOffsets()[user + 1]; k++) {
            if (network.gain(user, network.reachable()[k])
                    > network.gain(user, network.reachable()[best])) {
                best = k;
            }
        }
        return 1 + best - first;
    }
}
