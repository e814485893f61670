package verge.lab.scenario;

import verge.lab.run.EpisodeTrace;
import verge.sim.core.RandomStream;
import verge.sim.policy.FewestTasks;
import verge.sim.policy.LeastBacklog;
import verge.sim.policy.LocalPolicy;
import verge.sim.policy.LoadGame;
import verge.sim.policy.Policy;
import verge.sim.policy.QueueLookahead;
import verge.sim.policy.RandomPolicy;
import verge.sim.policy.RandomServer;
import verge.sim.policy.RoundRobinPolicy;
import verge.sim.world.Decisions;
import verge.sim.world.Outcomes;
import verge.sim.world.QueueEnergy;
import verge.sim.world.QueueTotals;
import verge.sim.world.QueueWorld;

/** A slotted queue world under one policy. */
final class QueueSimulation implements Simulation {
    private final QueueWorld world;
    private final QueueEnergy energy;
    private final RandomStream random = new RandomStream(0, "policy");
    private final Decisions now;
    private final Episodes episodes;

    QueueSimulation(QueueSettings settings, PolicyChoice choice) {
        world = world(settings);
        energy = settings.energy();
        now = new Decisions(world.spec().maxRows(), world.spec().features());
        episodes = new Episodes(world, policy(choice, settings), random, now,
                new Outcomes(world.queues().tasks()));
    }

    private static QueueWorld world(QueueSettings settings) {
        return new QueueWorld(0, settings.config(), settings.arrivals(), settings.mode());
    }

    private Policy policy(PolicyChoice choice, QueueSettings settings) {
        return switch (choice.name()) {
            case "local" -> new LocalPolicy();
            case "random" -> new RandomServer(random, choice.argument("q", 0, 1));
            case "uniform" -> new RandomPolicy(random);
            case "round-robin" -> new RoundRobinPolicy();
            case "jsq" -> new FewestTasks(world);
            case "least-loaded" -> new LeastBacklog(world);
            case "multi-tier" -> new LoadGame(world);
            case "myopic" -> QueueLookahead.selfish(world);
            case "central" -> QueueLookahead.central(world);
            case "optimal" -> new BestPlan(world(settings), choice);
            default -> throw new IllegalStateException("no policy " + choice.name());
        };
    }

    @Override
    public Episode run(long seed) {
        episodes.play(seed);
        QueueTotals totals = world.totals();
        double slotSeconds = world.config().slotSeconds();
        double costSlots = totals.delaySlots()
                - (totals.dropped() + totals.cutOff()) * world.config().dropReward();
        return new Episode(seed, totals.arrived(), totals.dropped() + totals.cutOff(),
                totals.meanDelaySlots() * slotSeconds, totals.failureRate(), energy.joules(world),
                world.digest().value(), world.config().horizon(),
                costSlots / totals.arrived() * slotSeconds);
    }

    /** {@inheritDoc} What was decided is run a second time, slot by slot. */
    @Override
    public EpisodeTrace trace(long seed) {
        int devices = world.config().devices();
        double[] sizes = new double[Math.multiplyExact(world.config().horizon(), devices)];
        int[] actions = new int[sizes.length];
        episodes.begin(seed);
        while (episodes.step()) {
            int slot = world.queues().slot() - 1;
            for (int row = 0; row < now.size(); row++) {
                int at = slot * devices + now.node()[row];
                sizes[at] = world.sizeMbit()[now.node()[row]];
                actions[at] = now.choice()[row];
            }
            episodes.drain();
        }
        return new QueueTrace(world).of(sizes, actions);
    }
}
