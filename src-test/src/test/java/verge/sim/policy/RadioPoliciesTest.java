package verge.sim.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import verge.sim.Shared;
import verge.sim.core.RandomStream;
import verge.sim.model.Interference;
import verge.sim.model.Mobility;
import verge.sim.model.PathLoss;
import verge.sim.model.Range;
import verge.sim.model.SquarePlacement;
import verge.sim.world.Decisions;
import verge.sim.world.Outcomes;
import verge.sim.world.RadioConfig;
import verge.sim.world.RadioNetwork;
import verge.sim.world.RadioSlot;
import verge.sim.world.RadioWorld;

/** What the radio world's policies choose, and that none beats the optimum. */
class RadioPoliciesTest {

    private static final int INSTANCES = Shared.full() ? 2_000 : 60;

    private static RadioWorld star(int servers) {
        return new RadioWorld(1, RadioConfig.starPaper(servers),
                new SquarePlacement(RadioConfig.starPaperSideMetres(servers)), Mobility.STATIC);
    }

    private static Decisions decisions(RadioWorld world) {
        return new Decisions(world.spec().maxRows(), world.spec().features());
    }

    /** Every choice of ten episodes against the definition, by looking at all servers in range. */
    @Test
    void heuristicsChooseByTheirDefinition() {
        RadioWorld world = star(9);
        Decisions now = decisions(world);
        List<Policy> policies = List.of(new MaxSinr(world), new ShortestServerQueue(world));
        int elsewhere = 0;
        for (int seed = 0; seed < 10; seed++) {
            world.reset(seed);
            while (world.next(now)) {
                for (int p = 0; p < 2; p++) {
                    policies.get(p).choose(now);
                    for (int row = 0; row < now.size(); row++) {
                        int user = now.node()[row];
                        int server = world.network().server(user, now.choice()[row] - 1);
                        assertThat(server).isEqualTo(best(world, user, p == 0));
                        elsewhere += server == best(world, user, true) ? 0 : 1;
                    }
                }
                world.apply(now);
                now.clear();
            }
        }
        assertThat(elsewhere).as("shortest queues are not always those of the best channel")
                .isGreaterThan(1000);
    }

    private static int best(RadioWorld world, int user, boolean byChannel) {
        RadioNetwork network = world.network();
        int best = -1;
        int nearest = 0;
        for (int s = 0; s < network.servers(); s++) {
            nearest = metres(network, user, s) < metres(network, user, nearest) ? s : nearest;
            boolean better = best < 0 || (byChannel
                    ? network.gain(user, s) > network.gain(user, best)
                    : world.physics().serverQueueSeconds()[s]
                    < world.physics().serverQueueSeconds()[best]);
            if (metres(network, user, s) <= 400 && better) {
                best = s;
            }
        }
        return best < 0 ? nearest : best;
    }

    private static double metres(RadioNetwork network, int user, int server) {
        return Math.hypot(network.userX()[user] - network.serverX()[server],
                network.userY()[user] - network.serverY()[server]);
    }

    @Test
    void randomOffloadsAsOftenAsItSays() {
        RadioWorld world = star(9);
        Decisions now = decisions(world);
        RandomOffload policy = new RandomOffload(world, new RandomStream(1, "policy"), 0.6);
        world.reset(1);
        int tasks = 0;
        int offloaded = 0;
        while (world.next(now)) {
            policy.choose(now);
            for (int row = 0; row < now.size(); row++) {
                tasks++;
                if (now.choice()[row] > 0) {
                    offloaded++;
                    assertThat(now.choice()[row])
                            .isEqualTo(MaxSinr.bestChannel(world.network(), now.node()[row]));
                }
            }
            world.apply(now);
            now.clear();
        }
        double deviation = Math.sqrt(0.6 * 0.4 / tasks);
        assertThat((double) offloaded / tasks).isCloseTo(0.6, within(4 * deviation));
    }

    /** Each in turn, shortest own queue first, does what costs itself least given those before. */
    @Test
    void sequentialGreedyAnswersThoseBefore() {
        RadioWorld world = star(4);
        Decisions now = decisions(world);
        SequentialGreedy policy = new SequentialGreedy(world);
        world.reset(5);
        int offloaded = 0;
        while (world.next(now)) {
            policy.choose(now);
            List<Integer> turns = new ArrayList<>();
            for (int row = 0; row < now.size(); row++) {
                turns.add(row);
            }
            double[] queue = world.physics().localQueueSeconds();
            turns.sort((a, b) -> Double.compare(queue[now.node()[a]], queue[now.node()[b]]));
            int[] action = noActions(world);
            for (int row : turns) {
                int user = now.node()[row];
                action[user] = SlotCost.action(world.network(), user, now.choice()[row]);
                double chosen = cost(world, action, user);
                for (int choice = 0; choice <= world.network().reachableCount(user); choice++) {
                    int[] other = action.clone();
                    other[user] = SlotCost.action(world.network(), user, choice);
                    assertThat(chosen).isLessThanOrEqualTo(cost(world, other, user));
                }
                offloaded += now.choice()[row] > 0 ? 1 : 0;
            }
            world.apply(now);
            now.clear();
        }
        assertThat(offloaded).isPositive();
    }

    private static int[] noActions(RadioWorld world) {
        int[] action = new int[world.config().users()];
        Arrays.fill(action, RadioSlot.NONE);
        return action;
    }

    /** One user's cost, or all users' for -1. */
    private static double cost(RadioWorld world, int[] action, int user) {
        RadioSlot slot = new RadioSlot(action.length, world.config().servers(),
                RadioSlot.setting(world.config()));
        slot.copyQueues(world.physics());
        world.assess(action, slot);
        double sum = 0;
        for (int u = 0; u < action.length; u++) {
            if ((u == user || user < 0) && action[u] != RadioSlot.NONE) {
                sum += slot.failed()[u] ? 200 : slot.delaySeconds()[u];
            }
        }
        return sum;
    }

    /** No single user's change lowers the slot's cost. */
    @Test
    void myopicPlanCannotBeImprovedByOne() {
        RadioWorld world = star(4);
        Decisions now = decisions(world);
        CentralPlanner policy = CentralPlanner.myopic(world);
        world.reset(6);
        while (world.next(now)) {
            policy.choose(now);
            int[] action = noActions(world);
            for (int row = 0; row < now.size(); row++) {
                action[now.node()[row]] = SlotCost.action(world.network(), now.node()[row],
                        now.choice()[row]);
            }
            double planned = cost(world, action, -1);
            for (int row = 0; row < now.size(); row++) {
                int user = now.node()[row];
                for (int choice = 0; choice <= world.network().reachableCount(user); choice++) {
                    int[] other = action.clone();
                    other[user] = SlotCost.action(world.network(), user, choice);
                    assertThat(planned).isLessThanOrEqualTo(cost(world, other, -1) + 1e-9);
                }
            }
            world.apply(now);
            now.clear();
        }
    }

    private static RadioConfig small(RandomStream random) {
        return new RadioConfig(1 + random.nextInt(3), 1 + random.nextInt(2), 1 + random.nextInt(3),
                1, 0.6, new Range(1e6, 15e6), new Range(1, 10), new Range(0.8, 1.2),
                new Range(3, 7), new Range(0.1, 0.25),
                new RadioConfig.Channel(new PathLoss(15.3, 3.76, 25), 0, false, 5e6, 1e-13,
                        Interference.Scope.FULL), 500, 400, 5, random.nextBoolean(), 200);
    }

    /** The optimum is that of trying every plan one after another, and nobody costs less. */
    @Test
    void noPolicyBeatsTheOptimum() {
        RandomStream random = new RandomStream(7, "small");
        double spared = 0;
        for (int i = 0; i < INSTANCES; i++) {
            RadioWorld world = new RadioWorld(1, small(random), new SquarePlacement(600),
                    Mobility.STATIC);
            ExhaustiveSearch.Result optimum = new ExhaustiveSearch(world).run(i, 10_000_000);
            assertThat(optimum.proved()).isTrue();
            assertThat(optimum.cost()).as("case " + i).isCloseTo(everyPlan(world, i),
                    within(1e-9 * (1 + optimum.cost())));
            List<Policy> policies = List.of(new LocalPolicy(), new MaxSinr(world),
                    new ShortestServerQueue(world), new RandomOffload(world, random, 0.6),
                    new RandomPolicy(random), new SequentialGreedy(world),
                    CentralPlanner.myopic(world), CentralPlanner.priced(world));
            for (Policy policy : policies) {
                double cost = play(world, policy, i);
                assertThat(cost).as("case %s, %s", i, policy.getClass().getSimpleName())
                        .isGreaterThanOrEqualTo(optimum.cost() - 1e-9 * (1 + cost));
            }
            spared += play(world, CentralPlanner.myopic(world), i) - optimum.cost();
        }
        assertThat(spared / INSTANCES).as("foresight is worth something").isGreaterThan(0.01);
    }

    @Test
    void searchSaysWhereItGaveUp() {
        ExhaustiveSearch.Result result = new ExhaustiveSearch(star(2)).run(1, 1000);
        assertThat(result.proved()).isFalse();
        assertThat(result.trials()).isEqualTo(1001);
    }

    private static double play(RadioWorld world, Policy policy, long seed) {
        Decisions now = decisions(world);
        world.reset(seed);
        while (world.next(now)) {
            policy.choose(now);
            world.apply(now);
            now.clear();
        }
        return total(world);
    }

    private static double total(RadioWorld world) {
        Outcomes known = new Outcomes(world.spec().maxDecisions());
        world.drain(known);
        double cost = 0;
        for (int k = 0; k < known.size(); k++) {
            cost -= known.reward()[k];
        }
        return cost;
    }

    /** Digits of a growing number are the plan's choices, in the order in which they are asked. */
    private static double everyPlan(RadioWorld world, long seed) {
        double least = Double.POSITIVE_INFINITY;
        Decisions now = decisions(world);
        boolean more = true;
        for (long plan = 0; more; plan++) {
            long digits = plan;
            world.reset(seed);
            while (world.next(now)) {
                for (int row = 0; row < now.size(); row++) {
                    int choices = Long.bitCount(now.legal()[row]);
                    now.choice()[row] = (int) (digits % choices);
                    digits /= choices;
                }
                world.apply(now);
                now.clear();
            }
            more = digits == 0;
            least = more ? Math.min(least, total(world)) : least;
        }
        return least;
    }
}
