package verge.lab.scenario;

import java.util.ArrayList;
import java.util.List;
import verge.lab.run.EpisodeTrace;
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
    private final TaskSource foreseen;      // the same tasks once more
    private final SplitGrid grid;
    private final RandomStream random = new RandomStream(0, "policy");
    private final Decisions now;
    private final Episodes episodes;

    CooperativeSimulation(CooperativeSettings settings, PolicyChoice choice) {
        TaskTrace trace = settings.readTrace();
        world = new CooperativeWorld(0, settings.config(), settings.source(trace));
        foreseen = settings.source(trace);
        grid = SplitGrid.coarse(world.choices());
        now = world.decisions();
        episodes = new Episodes(world, policy(choice), random, now,
                new Outcomes(world.spec().maxDecisions()));
    }

    private Policy policy(PolicyChoice choice) {
        return switch (choice.name()) {
            case "single-server" -> new LocalPolicy();
            case "random" -> new RandomSplit(random);
            case "round-robin" -> new RoundRobinServers(world);
            case "jsq" -> new JoinShortestQueue(world);
            case "least-loaded" -> new LeastLoadedServer(world);
            case "myopic" -> new MyopicSplit(world, grid);
            case CooperativeScenario.OPTIMAL -> new BestSplits(new SplitSearch(world.config(),
                    world.choices(), grid), foreseen, grid);
            default -> throw new IllegalStateException("no policy " + choice.name());
        };
    }

    /** The splits of least cost on the grid. */
    private record BestSplits(SplitSearch search, TaskSource foreseen, SplitGrid grid)
            implements ForeseeingPolicy {
        @Override
        public void foresee(long seed) {
            search.search(foreseen, seed);
        }

        @Override
        public void choose(Decisions now) {
            grid.write(search.action((int) now.id()[0]), now, 0);
        }
    }

    @Override
    public Episode run(long seed) {
        episodes.play(seed);
        CooperativeTotals totals = world.totals();
        return new Episode(seed, totals.arrived(), 0, totals.meanLatencySeconds(), 0,
                world.energyJoules(), world.digest().value(), world.flow().events());
    }

    /** {@inheritDoc} A step is an arrival. */
    @Override
    public EpisodeTrace trace(long seed) {
        int servers = world.config().servers();
        double[][] work = new double[servers][foreseen.tasks()];
        double[] times = new double[foreseen.tasks()];
        double[] underWay = new double[foreseen.tasks()];
        double[] offloaded = new double[foreseen.tasks()];
        double[] delays = new double[foreseen.tasks()];
        int done = 0;
        int arrival = 0;
        episodes.begin(seed);
        boolean running = true;
        while (running) {
            running = episodes.step();
            for (int i = 0; i < world.known(); i++) {
                delays[done++] = world.knownSeconds(i);
            }
            episodes.drain();
            if (running) {
                for (int s = 0; s < servers; s++) {
                    work[s][arrival] = world.config().referenceSeconds(s,
                            world.flow().load().cycles(s));
                }
                times[arrival] = world.flow().now();
                underWay[arrival] = world.flow().tasksUnderWay();
                offloaded[arrival++] = now.choice()[0] == 0 ? 0
                        : now.levels()[CooperativeWorld.RATIO];
            }
        }
        List<EpisodeTrace.Line> backlog = new ArrayList<>();
        for (int s = 0; s < servers; s++) {
            backlog.add(new EpisodeTrace.Line("server " + s, work[s]));
        }
        EpisodeTrace.Map map = EpisodeTrace.Map.circles("Lines: between which servers there are links.",
                0, servers, links());
        return EpisodeTrace.of("s", times, map, List.of(
                new EpisodeTrace.Chart("Work at each server", "s", backlog),
                new EpisodeTrace.Chart("Tasks under way", "tasks",
                        List.of(new EpisodeTrace.Line("all servers", underWay))),
                new EpisodeTrace.Chart("What was decided", "share offloaded",
                        List.of(new EpisodeTrace.Line("each task", offloaded)))),
                EpisodeTrace.Histogram.of(delays, 0));
    }

    private List<EpisodeTrace.Link> links() {
        List<EpisodeTrace.Link> links = new ArrayList<>();
        for (int s = 0; s < world.config().servers(); s++) {
            for (int t = s + 1; t < world.config().servers(); t++) {
                links.add(new EpisodeTrace.Link(s, t));
            }
        }
        return links;
    }
}
