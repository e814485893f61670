package verge.sim.policy;

import verge.sim.world.CooperativeWorld;
import verge.sim.world.Decisions;

/** Each task as a whole to the next server in turn, wherever it arrives. */
public final class RoundRobinServers implements Policy {

    private final CooperativeWorld world;

    /** @param world whose rows it decides */
    public RoundRobinServers(CooperativeWorld world) {
        this.world = world;
    }

    @Override
    public void choose(Decisions now) {
        for (int row = 0; row < now.size(); row++) {
            if (now.world()[row] == world.number()) {
                int server = (int) (now.id()[row] % world.config().servers());
                WholeTask.send(world, now, row, server);
            }
        }
    }
}
