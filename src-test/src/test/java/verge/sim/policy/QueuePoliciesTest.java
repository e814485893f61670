package verge.sim.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import verge.sim.Shared;
import verge.sim.core.RandomStream;
import verge.sim.workload.BernoulliArrivals;
import verge.sim.world.Decisions;
import verge.sim.world.Outcomes;
import verge.sim.world.QueueConfig;
import verge.sim.world.QueueTotals;
import verge.sim.world.QueueWorld;

/** The policies of the slotted queue world, and what no policy can do better. */
class QueuePoliciesTest {
    private static final int INSTANCES = Shared.full() ? 500 : 30;

    private static QueueConfig small(RandomStream random, int slots) {
        return new QueueConfig(2, 2, slots, 6, 6, 0.1, any(random, 2, 0.2, 0.6),
                any(random, 2, 0.5, 2), any(random, 4, 0.5, 2), any(random, 2, 0.3, 0.5),
                QueueConfig.Discard.ON_ARRIVAL, 1, -18);
    }

    private static double[] any(RandomStream random, int count, double low, double high) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = low + random.nextDouble() * (high - low);
        }
        return values;
    }

    private static QueueWorld world(QueueConfig config) {
        return new QueueWorld(0, config, new BernoulliArrivals(0.4, 0.2, 3, 0.2),
                QueueWorld.Mode.DEFAULT);
    }

    /** Cost of an episode that begins with a seed, in slots. */
    private static double cost(QueueWorld world, Policy policy, long seed) {
        world.reset(seed);
        Decisions now = new Decisions(world.spec().maxRows(), world.spec().features());
        while (world.next(now)) {
            policy.choose(now);
            world.apply(now);
            now.clear();
        }
        QueueTotals totals = world.totals();
        return totals.delaySlots()
                - (totals.dropped() + totals.cutOff()) * world.config().dropReward();
    }

    private static QueueWorld paper(int devices) {
        double[] servers = any(new RandomStream(1, "servers"), 3, 1, 5);
        double[] links = new double[devices * 3];
        Arrays.fill(links, 1.4);
        double[] local = new double[devices];
        Arrays.fill(local, 0.25);
        double[] perMbit = new double[devices];
        Arrays.fill(perMbit, 0.5);
        return world(new QueueConfig(devices, 3, 40, 12, 12, 0.1, local, servers, links, perMbit,
                QueueConfig.Discard.ON_ARRIVAL, 1, -36));
    }

    /** Tasks are counted from their outcomes: each goes to the first server with the fewest. */
    @Test
    void shortestQueueCountsTasks() {
        QueueWorld world = paper(12);
        Decisions now = new Decisions(world.spec().maxRows(), world.spec().features());
        Outcomes known = new Outcomes(world.spec().maxDecisions());
        Map<Long, Integer> under = new HashMap<>();
        int[] tasks = new int[3];
        int decided = 0;
        Policy policy = new FewestTasks(world);
        world.reset(3);
        while (world.next(now)) {
            policy.choose(now);
            for (int row = 0; row < now.size(); row++) {
                int server = now.choice()[row] - 1;
                for (int e = 0; e < 3; e++) {
                    assertThat(tasks[server] - tasks[e]).isLessThanOrEqualTo(e < server ? -1 : 0);
                }
                tasks[server]++;
                under.put(now.id()[row], server);
                decided++;
            }
            world.apply(now);
            known.clear();
            world.drain(known);
            for (int k = 0; k < known.size(); k++) {
                tasks[under.remove(known.id()[k])]--;
            }
            now.clear();
        }
        assertThat(decided).isGreaterThan(150);
    }

    /** On empty queues each task goes where, with those before it, least waits per capacity. */
    @Test
    void leastLoadedCountsWork() {
        QueueWorld world = paper(30);
        Decisions now = new Decisions(world.spec().maxRows(), world.spec().features());
        double[] capacity = world.config().serverGcycles();
        double[] load = new double[3];
        world.reset(5);
        world.next(now);
        new LeastBacklog(world).choose(now);
        assertThat(now.size()).isGreaterThan(5);
        for (int row = 0; row < now.size(); row++) {
            int server = now.choice()[row] - 1;
            for (int e = 0; e < 3; e++) {
                assertThat(load[server] / capacity[server])
                        .isLessThanOrEqualTo(load[e] / capacity[e]);
            }
            load[server] += world.sizeMbit()[now.node()[row]];
        }
    }

    /** Best responses end in an equilibrium: nobody would gain by another choice alone. */
    @Test
    void nobodyLeavesTheEquilibriumOfTheGame() {
        QueueWorld world = paper(20);
        Decisions now = new Decisions(world.spec().maxRows(), world.spec().features());
        Policy policy = new LoadGame(world);
        int offloaded = 0;
        int rows = 0;
        world.reset(7);
        while (world.next(now)) {
            policy.choose(now);
            int[] sharers = new int[4];
            for (int row = 0; row < now.size(); row++) {
                sharers[now.choice()[row]]++;
            }
            for (int row = 0; row < now.size(); row++) {
                int chosen = now.choice()[row];
                for (int choice = 0; choice <= 3; choice++) {
                    int others = sharers[choice] - (choice == chosen ? 1 : 0);
                    assertThat(expected(world, now.node()[row], choice, others))
                            .as("slot %s, row %s, choice %s", world.queues().slot(), row, choice)
                            .isGreaterThanOrEqualTo(expected(world, now.node()[row], chosen,
                                    sharers[chosen] - 1));
                }
                offloaded += chosen > 0 ? 1 : 0;
                rows++;
            }
            world.apply(now);
            now.clear();
        }
        assertThat(offloaded).isBetween(rows / 10, rows);
    }

    /** Slots that a device expects, where so many others of its slot share its choice. */
    private static double expected(QueueWorld world, int device, int choice, int others) {
        double mbit = world.sizeMbit()[device];
        double slots;
        if (choice == 0) {
            slots = world.queues().localWaitSlots(device) + Math.ceil(mbit * 0.5 / 0.25);
        } else {
            double mine = world.queues().backlogMbit()[device * 3 + choice - 1] + mbit;
            int sharing = world.queues().served()[choice - 1] + others + 1;
            slots = world.queues().uplinkWaitSlots(device) + Math.ceil(mbit / 1.4)
                    + Math.ceil(mine * sharing * 0.5 / world.config().serverGcycles()[choice - 1]);
        }
        return slots > 12 ? 36 : slots;
    }

    /** On small instances no policy beats the exhaustive search, and looking ahead comes near. */
    @Test
    void offlineOptimumBoundsEveryPolicy() {
        RandomStream random = new RandomStream(6, "optimum");
        double optimum = 0;
        double ahead = 0;
        double chance = 0;
        int proved = 0;
        for (int i = 0; i < INSTANCES; i++) {
            QueueConfig config = small(random, 5);
            QueueWorld world = world(config);
            ExhaustiveSearch search = new ExhaustiveSearch(world(config));
            ExhaustiveSearch.Result best = search.run(i, 200_000);
            if (!best.proved()) {
                continue;
            }
            proved++;
            Policy[] policies = {new LocalPolicy(), new RandomServer(random, 0.5),
                new RoundRobinPolicy(), new FewestTasks(world), new LeastBacklog(world),
                new LoadGame(world), QueueLookahead.selfish(world), new RandomPolicy(random),
                QueueLookahead.central(world)};
            double[] cost = new double[policies.length];
            for (int p = 0; p < policies.length; p++) {
                cost[p] = cost(world, policies[p], i);
                assertThat(cost[p]).as("instance %s, policy %s", i, p)
                        .isGreaterThanOrEqualTo(best.cost());
            }
            Policy found = now -> {
                for (int row = 0; row < now.size(); row++) {
                    now.choice()[row] = search.choice(now.id()[row]);
                }
            };
            assertThat(cost(world, found, i)).as("its plan").isEqualTo(best.cost());
            optimum += best.cost();
            ahead += cost[8];
            chance += cost[7];
        }
        assertThat(proved).isGreaterThan(INSTANCES / 2);
        assertThat(ahead).isLessThan(1.1 * optimum);
        assertThat(chance).isGreaterThan(1.2 * optimum);
    }

    /** Pruning changes nothing: the least of all plans one after another. */
    @Test
    void offlineOptimumIsTheLeastOfAllPlans() {
        RandomStream random = new RandomStream(7, "plans");
        for (int i = 0; i < INSTANCES; i++) {
            QueueConfig config = small(random, 3);
            QueueWorld world = world(config);
            double least = Double.POSITIVE_INFINITY;
            for (int plan = 0; plan < 729; plan++) {            // 3 choices, at most 6 decisions
                int[] digits = {plan};
                least = Math.min(least, cost(world, now -> {
                    for (int row = 0; row < now.size(); row++) {
                        now.choice()[row] = digits[0] % 3;
                        digits[0] /= 3;
                    }
                }, i));
            }
            ExhaustiveSearch.Result best = new ExhaustiveSearch(world(config)).run(i, 100_000);
            assertThat(best.proved()).isTrue();
            assertThat(best.cost()).isEqualTo(least);
        }
    }
}
