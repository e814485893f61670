package verge.sim.policy;

import java.util.Arrays;
import verge.sim.core.Scheduler;
import verge.sim.world.Decisions;

/** Everything runs on the user's equipment. */
public final class LocalPolicy implements Policy {

    @Override
    public void choose(Decisions now) {
        Arrays.fill(now.choice(), 0, now.size(), Scheduler.LOCAL);
    }
}
