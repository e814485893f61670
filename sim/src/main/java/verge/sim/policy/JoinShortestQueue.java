package verge.sim.policy;

import verge.sim.world.CooperativeLoad;
import verge.sim.world.CooperativeWorld;
import verge.sim.world.Decisions;

/**
 * Each task as a whole to the server that has been assigned the fewest parts that it has not
 * computed (JSQ; Winston, J. Appl. Prob. 14(1), 1977); those under way to it count. Among equal ones
 * its own server, then the first.
 */
public final class JoinShortestQueue implements Policy {

    private final CooperativeWorld world;

    /** @param world whose rows it decides, and all of whose servers it sees */
    public JoinShortestQueue(CooperativeWorld world) {
        this.world = world;
    }

    @Override
    public void choose(Decisions now) {
        CooperativeLoad load = world.flow().load();
        for (int row = 0; row < now.size(); row++) {
            if (now.world()[row] == world.number()) {
                int best = now.node()[row];
                for (int s = 0; s < world.config().servers(); s++) {
                    best = load.parts(s) < load.parts(best) ? s : best;
                }
                WholeTask.send(world, now, row, best);
            }
        }
    }
}
