package verge.lab.scenario;

import verge.sim.core.RandomStream;
import verge.sim.policy.JoinShortestQueue;
import verge.sim.policy.LeastLoadedServer;
import verge.sim.policy.LocalPolicy;
import verge.sim.policy.MyopicSplit;
import verge.sim.policy.Policy;
import verge.sim.policy.RandomSplit;
import verge.sim.policy.RoundRobinServers;
import verge.sim.policy.SplitGrid;
import verge.sim.policy.SplitSearch;
import verge.sim.workload.TaskSource;
import verge.sim.workload.TaskTrace;
import verge.sim.world.CooperativeTotals;
import verge.sim.world.CooperativeWorld;
import verge.sim.world.Decisions;
import verge.sim.world.Outcomes;

/** A cooperative world under one policy. */
final class CooperativeSimulation implements Simulation {
    private final CooperativeWorld world;
    private final TaskSource foreseen;      // the same tasks, for a policy that knows them all
    private final SplitGrid grid;
    private final SplitSearch search;       // null but for that policy
    private final RandomStream random = new RandomStream(0, "policy");
    private final Policy policy;
    private final Decisions now;
    private final Outcomes known;

    CooperativeSimulation(CooperativeSettings settings, PolicyChoice choice) {
        TaskTrace trace = settings.readTrace();
        world = new CooperativeWorld(0, settings.config(), settings.source(trace));
        foreseen = settings.source(trace);
        grid = SplitGrid.coarse(world.choices());
        search = choice.name().equals(CooperativeScenario.OPTIMAL)
                ? new SplitSearch(world.config(), world.choices(), grid) : null;
        policy = policy(choice);
        now = world.decisions();
        known = new Outcomes(world.spec().maxDecisions());
    }

    private Policy policy(PolicyChoice choice) {
        return switch (choice.name()) {
            case "single-server" -> new LocalPolicy();
            case "random" -> new RandomSplit(random);
            case "round-robin" -> new RoundRobinServers(world);
            case "jsq" -> new JoinShortestQueue(world);
            case "least-loaded" -> new LeastLoadedServer(world);
            case "myopic" -> new MyopicSplit(world, grid);
            case CooperativeScenario.OPTIMAL -> decisions ->
                    grid.write(search.action((int) decisions.id()[0]), decisions, 0);
            default -> throw new IllegalStateException("no policy " + choice.name());
        };
    }

    @Override
    public Episode run(long seed) {
        if (search != null) {
            search.search(foreseen, seed);
        }
        world.reset(seed);
        random.setSeed(seed);
        now.clear();
        while (world.next(now)) {
            policy.choose(now);
            world.apply(now);
            known.clear();
            world.drain(known);
            now.clear();
        }
        CooperativeTotals totals = world.totals();
        return new Episode(seed, totals.arrived(), 0, totals.meanLatencySeconds(), 0,
                world.energyJoules(), world.digest().value(), world.flow().events());
    }
}
