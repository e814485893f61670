package verge.sim.policy;

import verge.sim.world.CooperativeWorld;
import verge.sim.world.Decisions;

/**
 * Greedy: each task as a whole to the server that would first have computed all that it has been
 * assigned, this task included, at its full clock rate. It knows nothing of links. Among equal ones
 * its own server, then the first.
 */
public final class LeastLoadedServer implements Policy {

    private final CooperativeWorld world;
    private final double[] hertz;

    /** @param world whose rows it decides, and all of whose servers it sees */
    public LeastLoadedServer(CooperativeWorld world) {
        this.world = world;
        this.hertz = world.config().serverHertz();
    }

    @Override
    public void choose(Decisions now) {
        for (int row = 0; row < now.size(); row++) {
            if (now.world()[row] == world.number()) {
                int best = now.node()[row];
                for (int s = 0; s < hertz.length; s++) {
                    best = seconds(s) < seconds(best) ? s : best;
                }
                WholeTask.send(world, now, row, best);
            }
        }
    }

    private double seconds(int server) {
        return (world.flow().load().cycles(server) + world.task().cycles()) / hertz[server];
    }
}
