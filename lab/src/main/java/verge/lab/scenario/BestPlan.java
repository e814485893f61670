package verge.lab.scenario;

import java.util.Map;
import verge.sim.core.InputException;
import verge.sim.policy.ExhaustiveSearch;
import verge.sim.world.Decisions;
import verge.sim.world.World;

/** The decisions of least cost, found by trying all of an episode: for a handful of them. */
final class BestPlan implements ForeseeingPolicy {
    static final PolicyOption OPTION = new PolicyOption("optimal", "least cost of all plans for the"
            + " whole episode, known in advance; gives up after so many trials, which a few slots"
            + " with a few tasks reach", Map.of("trials", 1e5));

    private final ExhaustiveSearch search;
    private final double mostTrials;

    /** @param world one of its own, alike the world that it decides in */
    BestPlan(World world, PolicyChoice choice) {
        search = new ExhaustiveSearch(world);
        mostTrials = choice.argument("trials", 1, 1e12);
    }

    @Override
    public void foresee(long seed) {
        if (!search.run(seed, (long) mostTrials).proved()) {
            throw new InputException("command line", OPTION.name(), "trials="
                    + (long) mostTrials + ", and seed " + seed + " is not proved with them",
                    "more, or a smaller world");
        }
    }

    @Override
    public void choose(Decisions now) {
        for (int row = 0; row < now.size(); row++) {
            now.choice()[row] = search.choice(now.id()[row]);
        }
    }
}
