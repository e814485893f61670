package verge.sim.policy;

import verge.sim.world.CooperativeFlow;
import verge.sim.world.CooperativeWorld;
import verge.sim.world.Decisions;

/**
 * The action of a grid that costs least if nothing more arrived: each is tried on a copy of all
 * servers and links, at their exact rates, until every task is done, and {@code lambda L + rho E} is
 * summed over the tasks under way. Knows everything but what is to come.
 */
public final class MyopicSplit implements Policy {

    private final CooperativeWorld world;
    private final SplitGrid grid;
    private final CooperativeFlow ahead;

    /**
     * @param world whose rows it decides, and all of which it knows
     * @param grid  the actions it tries
     */
    public MyopicSplit(CooperativeWorld world, SplitGrid grid) {
        this.world = world;
        this.grid = grid;
        this.ahead = new CooperativeFlow(world.config());
    }

    @Override
    public void choose(Decisions now) {
        for (int row = 0; row < now.size(); row++) {
            if (now.world()[row] == world.number()) {
                choose(now, row);
            }
        }
    }

    private void choose(Decisions now, int row) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int action = 0; action < grid.size(); action++) {
            double cost = cost((int) now.id()[row], now.node()[row], action, least);
            if (cost < least) {
                least = cost;
                best = action;
            }
        }
        int level = row * now.levelCount();
        now.choice()[row] = grid.choice(best);
        now.levels()[level + CooperativeWorld.RATIO] = grid.ratio(best);
        now.levels()[level + CooperativeWorld.COMPUTE_SHARE] = grid.computeShare(best);
        now.levels()[level + CooperativeWorld.BANDWIDTH_SHARE] = grid.bandwidthShare(best);
    }

    /** At least {@code enough} where it is no less. */
    private double cost(int id, int site, int action, double enough) {
        ahead.copyFrom(world.flow());
        ahead.admit(id, site, world.task().cycles(), world.task().inputBits(),
                world.task().resultBits(), world.choices(), grid.choice(action),
                grid.ratio(action), grid.computeShare(action), grid.bandwidthShare(action));
        double sum = 0;
        CooperativeFlow.Step step = ahead.next();
        while (step != CooperativeFlow.Step.OVER && sum < enough) {
            if (step == CooperativeFlow.Step.TASK) {
                sum += world.config().cost(ahead.taskSeconds(), ahead.taskJoules());
            }
            step = ahead.next();
        }
        return sum;
    }
}
