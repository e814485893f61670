package verge.sim.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import verge.sim.Shared;
import verge.sim.core.RandomStream;
import verge.sim.workload.PoissonArrivals;
import verge.sim.workload.SyntheticTasks;
import verge.sim.workload.TaskSource;
import verge.sim.world.CooperativeChoices;
import verge.sim.world.CooperativeConfig;
import verge.sim.world.CooperativeScenarios;
import verge.sim.world.CooperativeWorld;
import verge.sim.world.Decisions;

class CooperativePoliciesTest {

    private static final int INSTANCES = Shared.full() ? 2_000 : 60;

    private static CooperativeConfig config(int servers, int targets, double weight) {
        double[] hertz = new double[servers];
        for (int s = 0; s < servers; s++) {
            hertz[s] = (2 + s) * 1e9;
        }
        return CooperativeConfig.mesh(hertz, 2e8, 0.9, 0.05, targets,
                new CooperativeConfig.Energy(1e-28, 1, 5), weight, 10);
    }

    private static TaskSource tasks(CooperativeConfig config, int tasks, double load) {
        double perServer = load * config.totalHertz() / config.servers() / 2e9;
        return new SyntheticTasks(new PoissonArrivals(config.servers(), perServer), tasks,
                new SyntheticTasks.Sizes(2e9, 0.8, 0.01, 0.2, 0.5));
    }

    /** Sum of lambda L + rho E over an episode's tasks. */
    private static double cost(CooperativeWorld world, Policy policy, long seed) {
        world.reset(seed);
        Decisions now = world.decisions();
        while (world.next(now)) {
            policy.choose(now);
            world.apply(now);
            now.clear();
        }
        return world.config().cost(world.totals().latencySeconds(),
                world.flow().load().computeJoules() + world.flow().load().transmitJoules());
    }

    /** On small episodes: no policy on the grid beats the optimum, which is not below the bound. */
    @Test
    void theOptimumLiesBetweenBoundAndPolicies() {
        RandomStream random = new RandomStream(1, "optimum");
        double[] regret = new double[6];
        double tight = 0;
        for (int i = 0; i < INSTANCES; i++) {
            CooperativeConfig config = config(2 + random.nextInt(2), 1, random.nextDouble());
            TaskSource tasks = tasks(config, 3 + random.nextInt(2), 0.5 + random.nextDouble());
            CooperativeWorld world = new CooperativeWorld(0, config, tasks);
            SplitGrid grid = new SplitGrid(world.choices(), new float[] {0.5f, 1},
                    new float[] {0.4f, 1}, new float[] {1});
            SplitSearch search = new SplitSearch(config, world.choices(), grid);
            double least = search.search(tasks, i);
            Policy[] policies = {new LocalPolicy(), new RandomPolicy(random),
                new RoundRobinServers(world), new JoinShortestQueue(world),
                new LeastLoadedServer(world), new MyopicSplit(world, grid)};
            for (int p = 0; p < policies.length; p++) {
                double cost = cost(world, policies[p], i);
                regret[p] += cost / least - 1;
                assertThat(cost).as("instance %s, policy %s", i, p)
                        .isGreaterThanOrEqualTo(least * (1 - 1e-12));
            }
            Policy found = now -> {
                int action = search.action((int) now.id()[0]);
                now.choice()[0] = grid.choice(action);
                now.levels()[0] = grid.ratio(action);
                now.levels()[1] = grid.computeShare(action);
                now.levels()[2] = grid.bandwidthShare(action);
            };
            assertThat(cost(world, found, i)).isCloseTo(least, within(1e-12 * least));
            SplitBound bound = new SplitBound(config);
            double sum = 0;
            tasks.begin(i);
            while (tasks.next()) {
                sum += bound.cost(tasks.cycles());
            }
            assertThat(sum).isLessThanOrEqualTo(least);
            tight += sum / least;
        }
        for (int p = 0; p < 5; p++) {
            assertThat(regret[5]).as("policy %s", p).isLessThan(regret[p]);
        }
        assertThat(tight / INSTANCES).isGreaterThan(0.3);
    }

    /** Pruning changes nothing: the same least cost as all sequences one by one. */
    @Test
    void theSearchEqualsTryingEverything() {
        for (int i = 0; i < 8; i++) {
            CooperativeConfig config = config(2, 1, 0.5);
            TaskSource tasks = tasks(config, 3, 1);
            CooperativeWorld world = new CooperativeWorld(0, config, tasks);
            SplitGrid grid = new SplitGrid(world.choices(), new float[] {0.5f, 1},
                    new float[] {0.5f, 1}, new float[] {1});
            double least = new SplitSearch(config, world.choices(), grid).search(tasks, i);
            double smallest = Double.POSITIVE_INFINITY;
            int size = grid.size();
            for (int plan = 0; plan < size * size * size; plan++) {
                int code = plan;
                Policy fixed = now -> {
                    int action = (int) (code / (long) Math.pow(size, now.id()[0]) % size);
                    now.choice()[0] = grid.choice(action);
                    now.levels()[0] = grid.ratio(action);
                    now.levels()[1] = grid.computeShare(action);
                    now.levels()[2] = grid.bandwidthShare(action);
                };
                smallest = Math.min(smallest, cost(world, fixed, i));
            }
            assertThat(least).isCloseTo(smallest, within(1e-12 * smallest));
        }
    }

    /** No task of any scenario under any actions costs less than its bound. */
    @Test
    void nothingIsBelowTheBound() {
        RandomStream random = new RandomStream(2, "bound");
        int checked = 0;
        for (int i = 0; i < 10 * INSTANCES; i++) {
            CooperativeConfig config = config(1 + random.nextInt(4), 0, random.nextDouble());
            config = config(config.servers(), random.nextInt(config.servers()),
                    config.latencyWeight());
            CooperativeWorld world =
                    new CooperativeWorld(0, config, tasks(config, 20, random.nextDouble()));
            SplitBound bound = new SplitBound(config);
            double sum = 0;
            double cost = cost(world, CooperativeScenarios.any(random), i);
            world.task().begin(i);
            while (world.task().next()) {
                sum += bound.cost(world.task().cycles());
                checked++;
            }
            assertThat(cost).isGreaterThanOrEqualTo(sum);
        }
        assertThat(checked).isEqualTo(200 * INSTANCES);
    }

    /** Whoever sees loads does better than chance and than no cooperation; foresight does best. */
    @Test
    void policiesRankAsTheyShould() {
        CooperativeConfig config = config(3, 2, 1);
        CooperativeWorld world = new CooperativeWorld(0, config, tasks(config, 400, 0.7));
        List<Policy> policies = List.of(new RandomSplit(new RandomStream(1, "policy")),
                new LocalPolicy(), new JoinShortestQueue(world), new LeastLoadedServer(world),
                new MyopicSplit(world, SplitGrid.coarse(world.choices())));
        double[] sum = new double[policies.size()];
        for (int p = 0; p < sum.length; p++) {
            for (int seed = 0; seed < 5; seed++) {
                sum[p] += cost(world, policies.get(p), seed);
            }
        }
        assertThat(Math.max(sum[2], sum[3])).isLessThan(Math.min(sum[0], sum[1]));
        assertThat(sum[4]).isLessThan(Math.min(sum[2], sum[3]));
    }

    @Test
    void wholeTasksGoWhereTheyShould() {
        CooperativeConfig config = config(3, 2, 0.5);
        CooperativeWorld world = new CooperativeWorld(0, config, tasks(config, 60, 1));
        Decisions now = world.decisions();
        world.reset(1);
        RoundRobinServers turns = new RoundRobinServers(world);
        JoinShortestQueue shortest = new JoinShortestQueue(world);
        while (world.next(now)) {
            int site = now.node()[0];
            turns.choose(now);
            int server = (int) (now.id()[0] % 3);
            assertThat(now.choice()[0]).isEqualTo(CooperativeChoices.choiceOf(site, server));
            shortest.choose(now);
            int target = now.choice()[0] == 0 ? site
                    : world.choices().target(site, now.choice()[0], 0);
            for (int s = 0; s < 3; s++) {
                assertThat(world.flow().load().parts(target))
                        .isLessThanOrEqualTo(world.flow().load().parts(s));
            }
            assertThat(now.levels()).containsOnly(1);
            world.apply(now);
            now.clear();
        }
        CooperativeConfig alone = config(3, 0, 0.5);
        CooperativeWorld single = new CooperativeWorld(0, alone, tasks(alone, 60, 1));
        assertThat(cost(single, new RoundRobinServers(single), 1))
                .isEqualTo(cost(single, new LocalPolicy(), 1));
    }
}
