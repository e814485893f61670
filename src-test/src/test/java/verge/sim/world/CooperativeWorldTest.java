package verge.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import verge.sim.Shared;
import verge.sim.core.RandomStream;
import verge.sim.policy.LocalPolicy;
import verge.sim.policy.Policy;
import verge.sim.workload.PoissonArrivals;
import verge.sim.workload.SyntheticTasks;
import verge.sim.workload.TaskSource;
import verge.sim.workload.TaskTrace;
import verge.sim.workload.TraceTasks;

class CooperativeWorldTest {

    private static final int SCENARIOS = Shared.full() ? 10_000 : 600;

    static CooperativeConfig two(double limit, double leastShare) {
        return CooperativeConfig.mesh(new double[] {2e9, 4e9}, 1e8, limit, leastShare, 1,
                new CooperativeConfig.Energy(1e-27, 2, 10), 0.5, 10);
    }

    private static TaskSource trace(double[] seconds, double[] cycles, int sites) {
        TaskTrace.Builder trace = new TaskTrace.Builder();
        double sum = 0;
        for (int i = 0; i < seconds.length; i++) {
            trace.add(seconds[i], 0, cycles[i], 1e8, 2e7);
            sum += cycles[i];
        }
        return new TraceTasks(trace.build(), sites, seconds.length,
                sum / (seconds[seconds.length - 1] - seconds[0]));
    }

    /** An episode whose first task is at server 0. */
    private static long seedWithSite0(CooperativeWorld world) {
        for (long seed = 0;; seed++) {
            world.reset(seed);
            world.next(world.decisions());
            if (world.task().site() == 0) {
                world.reset(seed);
                return seed;
            }
        }
    }

    /**
     * By hand: 4 Gcycles with 100 Mbit in and 20 Mbit out, half of it sent from the server of 2 GHz
     * to that of 4 GHz; half of each server, all of the link. At home 2 Gcycles at 1 GHz: 2 s. Away
     * 50 Mbit at 100 Mbit/s: 0.5 s, 2 Gcycles at 2 GHz: 1 s, 10 Mbit back: 0.1 s, in all 1.6 s.
     */
    @Test
    void aTaskInTwoHalves() {
        CooperativeWorld world = new CooperativeWorld(7, two(1, 0.1),
                trace(new double[] {0, 100}, new double[] {4e9, 4e9}, 2));
        Decisions now = world.decisions();
        Outcomes known = new Outcomes(2);
        seedWithSite0(world);
        assertThat(world.next(now)).isTrue();
        assertThat(Arrays.copyOf(now.features(), 7))
                .containsExactly(2, 0, 100, 0, 4, 100, 20);
        assertThat(now.levels()).containsExactly(1, 1, 1);
        now.choice()[0] = CooperativeChoices.choiceOf(0, 1);
        now.levels()[CooperativeWorld.RATIO] = 0.5f;
        now.levels()[CooperativeWorld.COMPUTE_SHARE] = 0.5f;
        world.apply(now);
        assertThat(world.flow().remainingHertz(0)).isEqualTo(1e9);
        assertThat(world.flow().remainingBitsPerSecond(0, 1)).isZero();
        assertThat(world.drain(known)).isZero();
        now.clear();
        assertThat(world.next(now)).isTrue();
        assertThat(world.drain(known)).isOne();
        double joules = 2e9 * 1e-27 * 1e18 + 2 * 0.5 + 2e9 * 1e-27 * 4e18 + 2 * 0.1;
        assertThat(world.totals().meanLatencySeconds()).isCloseTo(2, within(1e-12));
        assertThat(known.reward()[0]).isCloseTo(
                0.5 * (4e9 / 2e9) / 2 + 0.5 * (4e9 * 1e-27 * 4e18) / joules, within(1e-12));
        assertThat(known.id()[0]).isZero();
        assertThat(known.world()[0]).isEqualTo(7);
        assertThat(known.truncated()[0]).isFalse();
        assertThat(world.idleJoules()).isCloseTo(10 * (200 - 2 - 1), within(1e-9));
        assertThat(world.energyJoules())
                .isCloseTo(joules + 10 * (200 - 2 - 1), within(1e-9));
    }

    /** The second takes half of what the first left, the third waits for a tenth. */
    @Test
    void sharesAreOfWhatRemains() {
        CooperativeWorld world = new CooperativeWorld(0, two(0.5, 0.4),
                trace(new double[] {0, 0, 0, 10}, new double[] {2e9, 2e9, 2e9, 2e9}, 2));
        Decisions now = world.decisions();
        seedWithSite0(world);
        double[] remaining = {1e9, 0.2e9, 0.2e9};
        double[] waiting = {0, 0, 2e9};
        for (int i = 0; i < 3; i++) {
            world.next(now);
            now.choice()[0] = 0;
            world.apply(now);
            now.clear();
            assertThat(world.flow().remainingHertz(0)).isCloseTo(remaining[i], within(1e4));
            assertThat(world.flow().waitingCycles(0)).isEqualTo(waiting[i]);
        }
        assertThat(world.flow().waitingParts()).isOne();
        world.next(now);
        double second = 2e9 / 0.8e9;    // the first is done after 2 s; the third gets 0.6 x 2 GHz
        assertThat(world.totals().latencySeconds())
                .isCloseTo(2 + second + 2 + 2e9 / 0.8e9, within(1e-4));
    }

    /** Latency and energy of every task of random scenarios equal those of the naive twin. */
    @Test
    void equalsItsNaiveTwin() {
        RandomStream random = new RandomStream(1, "twin");
        long decided = 0;
        long waited = 0;
        for (int i = 0; i < SCENARIOS; i++) {
            CooperativeConfig config = CooperativeScenarios.config(random, 5);
            CooperativeWorld world = new CooperativeWorld(3, config,
                    CooperativeScenarios.tasks(random, config, 40));
            NaiveCooperative naive = new NaiveCooperative(config);
            Policy policy = CooperativeScenarios.any(random);
            Decisions now = world.decisions();
            Outcomes known = new Outcomes(world.spec().maxDecisions());
            int[] site = new int[world.spec().maxDecisions()];
            double[] cycles = new double[site.length];
            world.reset(i);
            while (world.next(now)) {
                policy.choose(now);
                TaskSource task = world.task();
                int id = (int) now.id()[0];
                site[id] = task.site();
                cycles[id] = task.cycles();
                naive.admit(task.seconds(), id, task.site(), task.cycles(), task.inputBits(),
                        task.resultBits(),
                        CooperativeScenarios.targets(world, task.site(), now.choice()[0]),
                        now.levels()[0], now.levels()[1], now.levels()[2]);
                world.apply(now);
                world.drain(known);
                waited += world.flow().waitingParts();
                decided++;
                now.clear();
            }
            world.drain(known);
            naive.run(Double.POSITIVE_INFINITY);
            assertThat(known.size()).isEqualTo(naive.results().size()).isEqualTo(site.length);
            double latency = 0;
            for (int k = 0; k < known.size(); k++) {
                int id = (int) known.id()[k];
                NaiveCooperative.Result result = naive.results().get(id);
                double reward = config.reward(site[id], cycles[id], result.seconds(),
                        result.joules());
                near("case " + i + ", task " + id, known.reward()[k], reward);
                latency += result.seconds();
            }
            near("latency of case " + i, world.totals().latencySeconds(), latency);
            near("compute of case " + i, world.flow().load().computeJoules(),
                    naive.computeJoules);
            near("transmit of case " + i, world.flow().load().transmitJoules(),
                    naive.transmitJoules);
            near("end of case " + i, world.flow().now(), naive.clock());
            for (int s = 0; s < config.servers(); s++) {
                near("busy in case " + i, world.flow().load().busySeconds(s, naive.clock()),
                        naive.busySeconds[s]);
            }
        }
        assertThat(decided).isGreaterThan(15L * SCENARIOS);
        assertThat(waited).isGreaterThan(decided / 2);
    }

    private static void near(String name, double actual, double expected) {
        assertThat(actual).as(name).isCloseTo(expected, within(1e-12 * Math.max(1, expected)));
    }

    /** One outcome per decision; what arrived is done or under way; work, data and energy add up. */
    @Test
    void conserves() {
        RandomStream random = new RandomStream(2, "conserve");
        for (int i = 0; i < SCENARIOS; i++) {
            CooperativeConfig config = CooperativeScenarios.config(random, 6);
            CooperativeWorld world = new CooperativeWorld(0, config,
                    CooperativeScenarios.tasks(random, config, 60));
            Policy policy = CooperativeScenarios.any(random);
            Decisions now = world.decisions();
            Outcomes known = new Outcomes(world.spec().maxDecisions());
            Set<Long> ids = new TreeSet<>();
            double cycles = 0;
            double bits = 0;
            double last = 0;
            world.reset(i);
            while (world.next(now)) {
                assertThat(ids.add(now.id()[0])).isTrue();
                assertThat(world.flow().now()).isGreaterThanOrEqualTo(last)
                        .isEqualTo(world.task().seconds());
                last = world.flow().now();
                policy.choose(now);
                cycles += world.task().cycles();
                if (now.choice()[0] > 0) {
                    bits += now.levels()[0]
                            * (world.task().inputBits() + world.task().resultBits());
                }
                world.apply(now);
                world.drain(known);
                assertThat(world.totals().arrived()).isEqualTo(ids.size())
                        .isEqualTo(world.totals().done() + world.flow().tasksUnderWay());
                assertThat(known.size()).isEqualTo((int) world.totals().done());
                now.clear();
            }
            world.drain(known);
            assertThat(world.flow().tasksUnderWay()).isZero();
            assertThat(world.flow().waitingParts()).isZero();
            assertThat(known.size()).isEqualTo(ids.size());
            for (int k = 0; k < known.size(); k++) {
                assertThat(ids.remove(known.id()[k])).isTrue();
                assertThat(known.truncated()[k])
                        .isEqualTo(known.id()[k] == world.spec().maxDecisions() - 1);
            }
            assertThat(world.flow().load().computedCycles()).isCloseTo(cycles, within(cycles * 1e-12));
            assertThat(world.flow().load().sentBits()).isCloseTo(bits, within(1e-12 * bits + 1e-9));
            for (int s = 0; s < config.servers(); s++) {
                assertThat(world.flow().remainingHertz(s)).isEqualTo(config.serverHertz()[s]);
                assertThat(world.flow().load().parts(s)).isZero();
            }
            assertThat(world.energyJoules()).isEqualTo(world.flow().load().computeJoules()
                    + world.flow().load().transmitJoules() + world.idleJoules());
        }
    }

    /** What other servers do among themselves changes nothing that a server sees or gets. */
    @Test
    void seesNothingBeyondItsView() {
        RandomStream random = new RandomStream(3, "view");
        int compared = 0;
        for (int i = 0; i < SCENARIOS; i++) {
            CooperativeConfig config = CooperativeConfig.mesh(new double[] {4e9, 3e9, 5e9}, 1e8,
                    0.7, 0.1, 1, new CooperativeConfig.Energy(1e-28, 1, 1), 0.5, 5);
            TaskSource tasks = new SyntheticTasks(new PoissonArrivals(3, 2), 30,
                    new SyntheticTasks.Sizes(2e9, 1, 0.01, 0.2, 0.5));
            CooperativeWorld one = new CooperativeWorld(0, config, tasks);
            float[][] first = new float[30][];
            float[][] second = new float[30][];
            StringBuilder[] digests = {new StringBuilder(), new StringBuilder()};
            for (int run = 0; run < 2; run++) {
                one.reset(i);
                Decisions now = one.decisions();
                while (one.next(now)) {
                    int site = one.task().site();
                    int id = (int) now.id()[0];
                    if (site == 0) {
                        (run == 0 ? first : second)[id] = now.features().clone();
                        now.choice()[0] = 0;
                        now.levels()[1] = 0.25f + id % 3 * 0.25f;
                    } else {
                        now.choice()[0] = random.nextBoolean() ? 0
                                : CooperativeChoices.choiceOf(site, 3 - site);
                        now.levels()[0] = random.nextFloat();
                        now.levels()[1] = random.nextFloat();
                    }
                    one.apply(now);
                    now.clear();
                }
                digests[run].append(one.digest().hex());
            }
            assertThat(digests[0].toString()).isNotEqualTo(digests[1].toString());
            for (int t = 0; t < 30; t++) {
                assertThat(second[t]).isEqualTo(first[t]);
                compared += first[t] == null ? 0 : 1;
            }
        }
        assertThat(compared).isGreaterThan(5 * SCENARIOS);
    }

    @Test
    void refusesWrongUse() {
        CooperativeWorld world = new CooperativeWorld(0, two(1, 0.1),
                trace(new double[] {0, 1}, new double[] {1e9, 1e9}, 2));
        Decisions now = world.decisions();
        assertThatIllegalStateException().isThrownBy(() -> world.apply(now));
        world.next(now);
        assertThatIllegalStateException().isThrownBy(() -> world.next(world.decisions()));
        assertThatIllegalArgumentException().isThrownBy(() -> world.apply(now));
        now.choice()[0] = 1;
        now.levels()[2] = Float.NaN;
        assertThatIllegalArgumentException().isThrownBy(() -> world.apply(now));
        now.levels()[2] = 1.01f;
        assertThatIllegalArgumentException().isThrownBy(() -> world.apply(now));
        now.levels()[2] = 0;
        assertThatIllegalStateException().isThrownBy(() -> world.apply(world.decisions()));
        world.apply(now);
        assertThatIllegalArgumentException().isThrownBy(() -> new CooperativeChoices(30, 2));
        assertThat(new CooperativeChoices(10, 2).count()).isEqualTo(1 + 9 + 36);
        assertThatIllegalArgumentException().isThrownBy(() -> two(0, 0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> two(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new CooperativeWorld(0, two(1, 1),
                trace(new double[] {0, 1}, new double[] {1e9, 1e9}, 3)));
    }

    /** A policy that knows no levels offloads whole tasks. */
    @Test
    void discretePoliciesNeedNoLevels() {
        CooperativeConfig config = two(1, 0.1);
        CooperativeWorld world = CooperativeStateTest.world(config, 3);
        Decisions plain = new Decisions(1, world.spec().features());
        Decisions full = world.decisions();
        String[] digest = new String[2];
        for (int run = 0; run < 2; run++) {
            Decisions now = run == 0 ? plain : full;
            world.reset(5);
            while (world.next(now)) {
                new LocalPolicy().choose(now);
                world.apply(now);
                now.clear();
            }
            digest[run] = world.digest().hex();
        }
        assertThat(digest[0]).isEqualTo(digest[1]);
    }
}
