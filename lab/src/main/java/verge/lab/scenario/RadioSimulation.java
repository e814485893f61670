package verge.lab.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import verge.lab.run.EpisodeTrace;
import verge.sim.core.RandomStream;
import verge.sim.policy.CentralPlanner;
import verge.sim.policy.LocalPolicy;
import verge.sim.policy.MaxSinr;
import verge.sim.policy.Policy;
import verge.sim.policy.RandomOffload;
import verge.sim.policy.RandomPolicy;
import verge.sim.policy.SequentialGreedy;
import verge.sim.policy.ShortestServerQueue;
import verge.sim.world.Decisions;
import verge.sim.world.Outcomes;
import verge.sim.world.RadioNetwork;
import verge.sim.world.RadioTotals;
import verge.sim.world.RadioWorld;

/** A radio world under one policy. */
final class RadioSimulation implements Simulation {
    private final RadioWorld world;
    private final RandomStream random = new RandomStream(0, "policy");
    private final Decisions now;
    private final Episodes episodes;

    RadioSimulation(RadioSettings settings, PolicyChoice choice) {
        world = world(settings);
        now = new Decisions(world.spec().maxRows(), world.spec().features());
        episodes = new Episodes(world, policy(choice, settings), random, now,
                new Outcomes(world.spec().maxRows()));
    }

    private static RadioWorld world(RadioSettings settings) {
        return new RadioWorld(0, settings.config(), settings.placement(), settings.mobility());
    }

    private Policy policy(PolicyChoice choice, RadioSettings settings) {
        return switch (choice.name()) {
            case "local" -> new LocalPolicy();
            case "max-sinr" -> new MaxSinr(world);
            case "sqf" -> new ShortestServerQueue(world);
            case "random" -> new RandomOffload(world, random, choice.argument("q", 0, 1));
            case "uniform" -> new RandomPolicy(random);
            case "myopic" -> new SequentialGreedy(world);
            case "central" -> CentralPlanner.myopic(world);
            case "priced" -> CentralPlanner.priced(world);
            case "optimal" -> new BestPlan(world(settings), choice);
            default -> throw new IllegalStateException("no policy " + choice.name());
        };
    }

    @Override
    public Episode run(long seed) {
        episodes.play(seed);
        RadioTotals totals = world.totals();
        return new Episode(seed, totals.tasks(), totals.failed(), totals.meanDelaySeconds(),
                totals.failureRate(), world.energy().joules(), world.digest().value(), world.config().slots(),
                totals.costSeconds(world.config().failurePenaltySeconds()));
    }

    /** {@inheritDoc} Links are those of the last slot. */
    @Override
    public EpisodeTrace trace(long seed) {
        int slots = world.config().slots();
        int servers = world.config().servers();
        double[][] queue = new double[servers][slots];
        double[] localQueue = new double[slots];
        double[] local = new double[slots];
        double[] offloaded = new double[slots];
        double[] failed = new double[slots];
        double[] delays = new double[Math.multiplyExact(slots, world.config().users())];
        int done = 0;
        episodes.begin(seed);
        while (episodes.step()) {
            episodes.drain();
            int slot = world.slot() - 1;
            for (int s = 0; s < servers; s++) {
                queue[s][slot] = world.physics().serverQueueSeconds()[s];
            }
            localQueue[slot] = Arrays.stream(world.physics().localQueueSeconds()).average()
                    .orElse(0);
            for (int row = 0; row < now.size(); row++) {
                int user = now.node()[row];
                if (world.physics().failed()[user]) {
                    failed[slot]++;
                } else {
                    delays[done++] = world.physics().delaySeconds()[user];
                    (now.choice()[row] == 0 ? local : offloaded)[slot]++;
                }
            }
        }
        List<EpisodeTrace.Line> queues = new ArrayList<>();
        for (int s = 0; s < servers; s++) {
            queues.add(new EpisodeTrace.Line("server " + s, queue[s]));
        }
        queues.add(new EpisodeTrace.Line("devices, mean", localQueue));
        return EpisodeTrace.of("slot", EpisodeTrace.steps(slots, 1), EpisodeTrace.Map.of(
                "Lines: the servers that each user reaches, in the last slot.", places(), links()),
                List.of(new EpisodeTrace.Chart("Queues after each slot", "s", queues),
                        new EpisodeTrace.Chart("What was decided", "tasks", List.of(
                                new EpisodeTrace.Line("local", local),
                                new EpisodeTrace.Line("offloaded", offloaded),
                                new EpisodeTrace.Line("failed", failed)))),
                EpisodeTrace.Histogram.of(Arrays.copyOf(delays, done), 0));
    }

    private List<EpisodeTrace.Place> places() {
        RadioNetwork network = world.network();
        List<EpisodeTrace.Place> places = new ArrayList<>();
        for (int u = 0; u < network.users(); u++) {
            places.add(new EpisodeTrace.Place("user", "user " + u, network.userX()[u],
                    network.userY()[u]));
        }
        for (int s = 0; s < network.servers(); s++) {
            places.add(new EpisodeTrace.Place("server", "server " + s, network.serverX()[s],
                    network.serverY()[s]));
        }
        return places;
    }

    private List<EpisodeTrace.Link> links() {
        RadioNetwork network = world.network();
        List<EpisodeTrace.Link> links = new ArrayList<>();
        for (int u = 0; u < network.users(); u++) {
            for (int k = 0; k < network.reachableCount(u); k++) {
                links.add(new EpisodeTrace.Link(u, network.users() + network.server(u, k)));
            }
        }
        return links;
    }
}
