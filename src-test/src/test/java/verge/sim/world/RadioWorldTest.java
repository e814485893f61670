package verge.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import verge.sim.Shared;
import verge.sim.core.RandomStream;
import verge.sim.core.WorldState;
import verge.sim.model.Mobility;
import verge.sim.model.SquarePlacement;
import verge.sim.policy.LocalPolicy;
import verge.sim.policy.MaxSinr;
import verge.sim.policy.Policy;
import verge.sim.policy.RandomPolicy;

class RadioWorldTest {

    private static final int SCENARIOS = Shared.full() ? 10_000 : 400;

    /** Delays, failures, queues, rewards and energies of random scenarios equal those of the naive twin. */
    @Test
    void equalsItsNaiveTwin() {
        long seed = 1;
        RandomStream random = new RandomStream(seed, "twin");
        int decided = 0;
        int failed = 0;
        for (int i = 0; i < SCENARIOS; i++) {
            RadioConfig config = RadioScenarios.any(random, 6, 4, 8, false);
            RadioWorld world = RadioScenarios.world(3, config, false);
            world.reset(i);
            NaiveRadio naive = new NaiveRadio(config, gains(world.network()),
                    world.network().deviceGigahertz(), world.network().serverGigahertz(),
                    world.network().powerWatts());
            Decisions now = RadioScenarios.decisions(world);
            Outcomes known = new Outcomes(world.spec().maxDecisions());
            RandomPolicy policy = new RandomPolicy(random);
            double cost = 0;
            while (world.next(now)) {
                while (naive.slots().size() < world.slot()) {
                    naive.add(List.of());
                }
                policy.choose(now);
                double[] bits = world.taskBits().clone();
                double[] gigacycles = world.taskGigacycles().clone();
                world.apply(now);
                List<NaiveRadio.Task> tasks = new ArrayList<>();
                for (int u = 0; u < config.users(); u++) {
                    if (world.actions()[u] != RadioSlot.NONE) {
                        tasks.add(new NaiveRadio.Task(u, world.actions()[u], bits[u],
                                gigacycles[u]));
                    }
                }
                naive.add(tasks);
                int slot = naive.slots().size() - 1;
                assertThat(world.drain(known)).isEqualTo(tasks.size());
                for (int k = 0; k < tasks.size(); k++) {
                    NaiveRadio.Task task = tasks.get(k);
                    String name = "seed " + seed + ", case " + i + ", slot " + slot + ", " + task;
                    double delay = naive.delay(slot, task);
                    boolean lost = naive.failed(slot, task);
                    assertThat(world.physics().failed()[task.user()]).as(name).isEqualTo(lost);
                    near(name, -known.reward()[k], lost ? 200 : delay);
                    assertThat(known.id()[k]).isEqualTo((long) slot * config.users() + task.user());
                    assertThat(known.truncated()[k]).isEqualTo(slot == config.slots() - 1);
                    cost -= known.reward()[k];
                    decided++;
                    failed += lost ? 1 : 0;
                }
                known.clear();
                requireQueues(world, naive, slot, "seed " + seed + ", case " + i);
                now.clear();
            }
            if (world.totals().tasks() > 0) {
                near("cost", world.totals().costSeconds(200) * world.totals().tasks(), cost);
            }
            while (naive.slots().size() < config.slots()) {
                naive.add(List.of());
            }
            requireEnergy(world.energy(), naive, "seed " + seed + ", case " + i);
        }
        assertThat(decided).isGreaterThan(6 * SCENARIOS);
        assertThat(failed).isBetween(decided / 20, decided);
    }

    private static void requireQueues(RadioWorld world, NaiveRadio naive, int slot, String name) {
        for (int u = 0; u < world.config().users(); u++) {
            near(name, world.physics().localQueueSeconds()[u], naive.localQueue(slot, u));
        }
        for (int s = 0; s < world.config().servers(); s++) {
            near(name, world.physics().serverQueueSeconds()[s], naive.serverQueue(slot, s));
        }
    }

    /** Each part of the energy is that of the twin, and the whole is their sum. */
    private static void requireEnergy(RadioEnergy energy, NaiveRadio naive, String name) {
        near(name, energy.localJoules(), naive.localJoules());
        near(name, energy.serverJoules(), naive.serverJoules());
        near(name, energy.transmitJoules(), naive.transmitJoules());
        near(name, energy.idleJoules(), naive.idleJoules());
        near(name, energy.joules(), naive.localJoules() + naive.serverJoules()
                + naive.transmitJoules() + naive.idleJoules());
    }

    private static void near(String name, double actual, double expected) {
        assertThat(actual).as(name).isCloseTo(expected, within(1e-12 * Math.max(1, expected)));
    }

    private static double[][] gains(RadioNetwork network) {
        double[][] gain = new double[network.users()][];
        for (int u = 0; u < gain.length; u++) {
            gain[u] = Arrays.copyOfRange(network.gain(), u * network.servers(),
                    (u + 1) * network.servers());
        }
        return gain;
    }

    /** Every decision has one outcome; every second of accepted work is done or still waits. */
    @Test
    void conserves() {
        RandomStream random = new RandomStream(2, "conserve");
        for (int i = 0; i < SCENARIOS; i++) {
            boolean moving = random.nextBoolean();
            RadioConfig config = RadioScenarios.any(random, 12, 5, 20, true);
            RadioWorld world = RadioScenarios.world(0, config, moving);
            world.reset(i);
            Decisions now = RadioScenarios.decisions(world);
            Set<Long> ids = new TreeSet<>();
            RandomPolicy policy = new RandomPolicy(random);
            double work = 0;
            double waiting = 0;
            while (world.next(now)) {
                for (int row = 0; row < now.size(); row++) {
                    assertThat(ids.add(now.id()[row])).isTrue();
                }
                policy.choose(now);
                int slot = world.slot();
                world.apply(now);
                assertThat(world.slot()).isEqualTo(slot + 1);
                double added = Arrays.stream(world.physics().localWorkSeconds()).sum()
                        + Arrays.stream(world.physics().serverWorkSeconds()).sum();
                double left = Arrays.stream(world.physics().localQueueSeconds()).sum()
                        + Arrays.stream(world.physics().serverQueueSeconds()).sum();
                assertThat(left - waiting - added).as("work done in the slot")
                        .isLessThanOrEqualTo(1e-9)
                        .isGreaterThanOrEqualTo(-(config.users() + config.servers())
                                * config.slotSeconds() * config.slots() - 1e-9);
                waiting = left;
                work += added;
                now.clear();
            }
            RadioTotals totals = world.totals();
            assertThat(totals.tasks()).isEqualTo(ids.size());
            assertThat(totals.done() + totals.failed()).isEqualTo(totals.tasks());
            assertThat(totals.failed()).isLessThanOrEqualTo(totals.offloaded());
            assertThat(waiting).isLessThanOrEqualTo(work + 1e-9);
            Outcomes known = new Outcomes(world.spec().maxDecisions());
            assertThat(world.drain(known)).isEqualTo(ids.size());
            for (int k = 0; k < known.size(); k++) {
                assertThat(ids.remove(known.id()[k])).as("one outcome per decision").isTrue();
                assertThat(known.reward()[k]).isNotPositive();
            }
            assertThat(ids).isEmpty();
        }
    }

    /** Draws follow from the seed: whatever a policy does, the next finds the same tasks. */
    @Test
    void drawsDoNotDependOnDecisions() {
        RandomStream random = new RandomStream(3, "draws");
        for (int i = 0; i < 50; i++) {
            RadioConfig config = RadioScenarios.any(random, 8, 3, 10, true);
            RadioWorld world = RadioScenarios.world(0, config, i % 2 == 0);
            assertThat(record(world, new LocalPolicy(), i))
                    .isEqualTo(record(world, new MaxSinr(world), i));
        }
    }

    private static List<String> record(RadioWorld world, Policy policy, long seed) {
        List<String> seen = new ArrayList<>();
        Decisions now = RadioScenarios.decisions(world);
        world.reset(seed);
        while (world.next(now)) {
            seen.add(world.slot() + Arrays.toString(world.taskBits())
                    + Arrays.toString(world.taskGigacycles())
                    + Arrays.toString(world.network().gain())
                    + Arrays.toString(world.network().userX()));
            policy.choose(now);
            world.apply(now);
            now.clear();
        }
        return seen;
    }

    @Test
    void savedStatesContinueExactly() {
        RandomStream random = new RandomStream(4, "saves");
        for (int i = 0; i < 200; i++) {
            RadioConfig config = RadioScenarios.any(random, 8, 4, 12, true);
            boolean moving = random.nextBoolean();
            RadioWorld world = RadioScenarios.world(0, config, moving);
            RadioWorld other = RadioScenarios.world(0, config, moving);
            other.reset(99);
            world.reset(i);
            Decisions now = RadioScenarios.decisions(world);
            int half = random.nextInt(config.slots() + 1);
            while (world.slot() < half && world.next(now)) {
                new RandomPolicy(random).choose(now);
                world.apply(now);
                now.clear();
            }
            boolean between = random.nextBoolean() && world.next(now);
            WorldState state = new WorldState();
            state.put(7);
            world.save(state);
            WorldState read = new WorldState();
            read.set(state.toArray());
            assertThat(read.getLong()).isEqualTo(7);
            other.restore(read);
            assertThat(read.remaining()).isZero();
            if (between) {
                new MaxSinr(world).choose(now);
                world.apply(now);
                other.apply(now);
                now.clear();
            }
            finish(world, now);
            finish(other, now);
            assertThat(other.digest().value()).isEqualTo(world.digest().value());
            assertThat(other.totals().delaySeconds()).isEqualTo(world.totals().delaySeconds());
            assertThat(other.energy().joules()).isEqualTo(world.energy().joules());
            Outcomes a = new Outcomes(world.spec().maxDecisions());
            Outcomes b = new Outcomes(world.spec().maxDecisions());
            assertThat(other.drain(b)).isEqualTo(world.drain(a));
            assertThat(b.reward()).isEqualTo(a.reward());
            assertThat(b.id()).isEqualTo(a.id());
        }
    }

    private static void finish(RadioWorld world, Decisions now) {
        Policy policy = new MaxSinr(world);
        while (world.next(now)) {
            policy.choose(now);
            world.apply(now);
            now.clear();
        }
    }

    @Test
    void badStatesAreRefusedAndChangeNothing() {
        RadioConfig config = RadioConfig.starPaper(2);
        RadioWorld world = new RadioWorld(0, config, new SquarePlacement(500), Mobility.STATIC);
        Decisions now = RadioScenarios.decisions(world);
        world.reset(5);
        for (int slot = 0; slot < 4; slot++) {
            world.next(now);
            new MaxSinr(world).choose(now);
            world.apply(now);
            now.clear();
        }
        WorldState state = new WorldState();
        world.save(state);
        long[] good = state.toArray();
        for (int at = 0; at < good.length; at++) {
            if (at != 0 && at != 4 && at != 5) {            // any seed, any digest is possible
                long[] bad = good.clone();
                bad[at] = -1;                               // as a number with a point, a NaN
                state.set(bad);
                assertThatIllegalArgumentException().as("word " + at)
                        .isThrownBy(() -> world.restore(state));
            }
            state.set(Arrays.copyOf(good, at));
            assertThat(catching(() -> world.restore(state))).as("cut at " + at)
                    .isInstanceOfAny(IllegalStateException.class, IllegalArgumentException.class);
            state.clear();
            world.save(state);
            assertThat(state.toArray()).isEqualTo(good);
        }
    }

    private static Throwable catching(Runnable action) {
        try {
            action.run();
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    /** Rows may be copied to another place; other worlds' rows are skipped. */
    @Test
    void manyWorldsShareABatch() {
        RadioWorld[] worlds = new RadioWorld[3];
        long[] alone = new long[worlds.length];
        int rows = 0;
        for (int w = 0; w < worlds.length; w++) {
            RadioConfig config = RadioConfig.starPaper(1 + w);
            worlds[w] = new RadioWorld(w, config, new SquarePlacement(700), Mobility.STATIC);
            rows += config.users();
            worlds[w].reset(w);
            finish(worlds[w], RadioScenarios.decisions(worlds[w]));
            alone[w] = worlds[w].digest().value();
            worlds[w].reset(w);
        }
        Decisions now = new Decisions(rows, worlds[0].spec().features(), RadioWorld.relations());
        Decisions mirrored = new Decisions(rows, worlds[0].spec().features());
        boolean running = true;
        while (running) {
            now.clear();
            mirrored.clear();
            for (RadioWorld world : worlds) {
                world.next(now);
            }
            for (RadioWorld world : worlds) {
                new MaxSinr(world).choose(now);
            }
            for (int row = now.size() - 1; row >= 0; row--) {
                int copy = mirrored.append(now.world()[row], now.id()[row], now.node()[row],
                        now.legal()[row]);
                mirrored.choice()[copy] = now.choice()[row];
                NodeTable users = now.relations().nodes().get(0);
                assertThat(users.world()[now.place()[row]]).isEqualTo(now.world()[row]);
                assertThat(users.number()[now.place()[row]]).isEqualTo(now.node()[row]);
            }
            running = now.size() > 0;
            for (RadioWorld world : worlds) {
                if (running && world.slot() < world.config().slots()) {
                    world.apply(mirrored);
                }
            }
        }
        for (int w = 0; w < worlds.length; w++) {
            assertThat(worlds[w].digest().value()).isEqualTo(alone[w]);
        }
    }

    @Test
    void refusesMisuse() {
        RadioConfig config = RadioConfig.starPaper(1);
        RadioWorld world = new RadioWorld(4, config, new SquarePlacement(500), Mobility.STATIC);
        Decisions now = RadioScenarios.decisions(world);
        assertThat(world.next(now)).as("before the first episode").isFalse();
        world.reset(1);
        assertThatIllegalStateException().isThrownBy(() -> world.apply(now));
        assertThatIllegalStateException()
                .isThrownBy(() -> world.next(new Decisions(0, world.spec().features())));
        world.next(now);
        assertThatIllegalStateException().isThrownBy(() -> world.next(now));
        assertThatIllegalArgumentException().as("no choice").isThrownBy(() -> world.apply(now));
        now.choice()[0] = 2;
        assertThatIllegalArgumentException().isThrownBy(() -> world.apply(now));
        assertThat(world.totals().tasks()).isZero();
        now.choice()[0] = 0;
        Decisions empty = RadioScenarios.decisions(world);
        assertThatIllegalStateException().isThrownBy(() -> world.apply(empty));
        new LocalPolicy().choose(now);
        world.apply(now);
        assertThat(world.totals().tasks()).isEqualTo(now.size());
    }

    /** Even where far more servers than choices have bits are in range. */
    @Test
    void userReachesNoMoreThanTheNearest() {
        RadioConfig paper = RadioConfig.starPaper(100);
        RadioConfig config = new RadioConfig(10, 100, 3, 1, 1, paper.dataBits(),
                paper.workGigacycles(), paper.deviceGigahertz(), paper.serverGigahertz(),
                paper.powerWatts(), paper.channel(), 1e4, 1e4, 5, false, 200);
        RadioWorld world = new RadioWorld(0, config, new SquarePlacement(900), Mobility.STATIC);
        Decisions now = RadioScenarios.decisions(world);
        world.reset(1);
        world.next(now);
        RadioNetwork network = world.network();
        for (int row = 0; row < now.size(); row++) {
            int user = now.node()[row];
            assertThat(now.legal()[row]).isEqualTo(-1);
            double farthest = 0;
            Set<Integer> reached = new TreeSet<>();
            for (int k = 0; k < network.reachableCount(user); k++) {
                farthest = Math.max(farthest, distance(network, user, network.server(user, k)));
                reached.add(network.server(user, k));
            }
            assertThat(reached).hasSize(63);
            for (int s = 0; s < 100; s++) {
                assertThat(reached.contains(s) || distance(network, user, s) >= farthest).isTrue();
            }
            now.choice()[row] = 63;
        }
        world.apply(now);
    }

    private static double distance(RadioNetwork network, int user, int server) {
        return Math.hypot(network.userX()[user] - network.serverX()[server],
                network.userY()[user] - network.serverY()[server]);
    }
}
