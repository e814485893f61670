package verge.sim.policy;

import java.util.Arrays;
import verge.sim.core.Scheduler;
import verge.sim.world.Decisions;

/** Everything is offloaded to the edge host. */
public final class EdgePolicy implements Policy {

    @Override
    public void choose(Decisions now) {
        Arrays.fill(now.choice(), 0, now.size(), Scheduler.OFFLOAD);
    }
}
