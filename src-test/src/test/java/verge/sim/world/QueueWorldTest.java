package verge.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import verge.sim.Shared;
import verge.sim.core.RandomStream;
import verge.sim.core.WorldState;
import verge.sim.model.EnergyModel;
import verge.sim.policy.LocalPolicy;
import verge.sim.policy.Policy;
import verge.sim.policy.RandomPolicy;
import verge.sim.workload.BernoulliArrivals;
import verge.sim.workload.RecordedArrivals;

class QueueWorldTest {

    private static final int SCENARIOS = Shared.full() ? 10_000 : 400;

    private static QueueConfig any(RandomStream random, int mostDevices, int mostSlots) {
        int devices = 1 + random.nextInt(mostDevices);
        int servers = 1 + random.nextInt(3);
        int deadline = 1 + random.nextInt(9);
        return new QueueConfig(devices, servers, 1 + random.nextInt(mostSlots),
                random.nextInt(deadline + 2), deadline, 0.1, any(random, devices, 0.1, 0.6),
                any(random, servers, 0.3, 3), any(random, devices * servers, 0.3, 3),
                any(random, devices, 0.2, 0.6),
                QueueConfig.Discard.values()[random.nextInt(2)], 1 + random.nextInt(4),
                -3.0 * deadline);
    }

    private static double[] any(RandomStream random, int count, double low, double high) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = low + random.nextDouble() * (high - low);
        }
        return values;
    }

    private static QueueWorld world(int number, QueueConfig config) {
        return new QueueWorld(number, config, new BernoulliArrivals(0.4, 0.2, 3, 0.2),
                QueueWorld.Mode.DEFAULT);
    }

    private static Decisions decisions(QueueWorld world) {
        return new Decisions(world.spec().maxRows(), world.spec().features());
    }

    /** Outcomes, loads, waits and backlogs equal those of the naive twin, slot by slot. */
    @Test
    void equalsItsNaiveTwin() {
        RandomStream random = new RandomStream(1, "twin");
        int done = 0;
        int dropped = 0;
        for (int i = 0; i < SCENARIOS; i++) {
            QueueConfig config = any(random, 6, 30);
            SlottedQueues queues = QueueWorld.queues(config, QueueWorld.Mode.DEFAULT);
            NaiveQueues naive = new NaiveQueues(config);
            double[] size = new double[config.devices()];
            int[] action = new int[config.devices()];
            for (int t = 0; t < config.horizon(); t++) {
                for (int d = 0; d < size.length; d++) {
                    boolean arrives = t < config.slots() && random.nextDouble() < 0.5;
                    size[d] = arrives ? 0.1 + 3 * random.nextDouble() : 0;
                    action[d] = arrives ? random.nextInt(1 + config.servers()) : 0;
                }
                queues.run(size, action);
                naive.run(size, action);
                String name = "case " + i + ", slot " + t;
                assertThat(ends(queues, config, t)).as(name).containsExactlyInAnyOrderElementsOf(
                        naive.ended);
                assertThat(queues.served()).as(name).isEqualTo(naive.served);
                assertThat(queues.waiting()).as(name).isEqualTo(naive.waiting);
                for (int d = 0; d < size.length; d++) {
                    assertThat(queues.localWaitSlots(d)).as(name).isEqualTo(naive.localWait(d));
                    assertThat(queues.uplinkWaitSlots(d)).as(name).isEqualTo(naive.uplinkWait(d));
                    for (int e = 0; e < config.servers(); e++) {
                        assertThat(queues.backlogMbit()[d * config.servers() + e]).as(name)
                                .isCloseTo(naive.backlog(d, e), within(1e-12));
                    }
                }
                for (NaiveQueues.End end : naive.ended) {
                    done += end.reward() == config.dropReward() ? 0 : 1;
                    dropped += end.reward() == config.dropReward() ? 1 : 0;
                }
            }
        }
        assertThat(done).isGreaterThan(5 * SCENARIOS);
        assertThat(dropped).isGreaterThan(5 * SCENARIOS);
    }

    private static List<NaiveQueues.End> ends(SlottedQueues queues, QueueConfig config, int slot) {
        List<NaiveQueues.End> ends = new ArrayList<>();
        for (int i = 0; i < queues.ended(); i++) {
            int task = queues.endedTask(i);
            double reward = queues.endedHow(i) == SlottedQueues.DONE
                    ? -(slot - queues.bornOf(task) + 1) : config.dropReward();
            ends.add(new NaiveQueues.End(queues.deviceOf(task), queues.bornOf(task), reward));
        }
        return ends;
    }

    /** Arrived = done + dropped + cut off + waiting in every slot; one outcome per decision. */
    @Test
    void conserves() {
        RandomStream random = new RandomStream(2, "conserve");
        for (int i = 0; i < SCENARIOS; i++) {
            QueueConfig config = any(random, 8, 30);
            QueueWorld world = new QueueWorld(0, config, new BernoulliArrivals(0.4, 0.2, 3, 0.2),
                    QueueWorld.Mode.values()[i & 1]);
            world.reset(i);
            Decisions now = decisions(world);
            Outcomes known = new Outcomes(world.queues().tasks());
            Map<Long, Integer> open = new TreeMap<>();
            RandomPolicy policy = new RandomPolicy(random);
            long decided = 0;
            while (world.next(now)) {
                close(world, known, open);
                for (int row = 0; row < now.size(); row++) {
                    assertThat(open.put(now.id()[row], row)).isNull();
                    decided++;
                }
                policy.choose(now);
                world.apply(now);
                close(world, known, open);
                assertThat(world.totals().waiting()).isEqualTo(open.size());
                assertThat(alive(world.queues())).isEqualTo(
                        world.queues().slot() == config.horizon() ? world.totals().cutOff()
                                : open.size());
                now.clear();
            }
            close(world, known, open);
            assertThat(open).isEmpty();
            QueueTotals totals = world.totals();
            assertThat(totals.arrived()).isEqualTo(decided);
            assertThat(totals.done() + totals.dropped() + totals.cutOff()).isEqualTo(decided);
        }
    }

    private static int alive(SlottedQueues queues) {
        int alive = 0;
        for (int task = 0; task < queues.tasks(); task++) {
            alive += queues.isAlive(task) ? 1 : 0;
        }
        return alive;
    }

    private static void close(QueueWorld world, Outcomes known, Map<Long, Integer> open) {
        known.clear();
        world.drain(known);
        double least = world.config().dropReward();
        for (int k = 0; k < known.size(); k++) {
            assertThat(open.remove(known.id()[k])).as("one outcome per decision").isNotNull();
            assertThat(known.reward()[k]).isBetween(Math.min(least,
                    -world.config().deadlineSlots()), -1.0);
            assertThat(known.terminal()[k]).isFalse();
        }
    }

    /** Energy is the sum of its parts, each from the slots in which the naive twin was busy. */
    @Test
    void energyIsTheSumOfItsParts() {
        RandomStream random = new RandomStream(3, "energy");
        QueueEnergy energy = new QueueEnergy(new EnergyModel(1e-28, 0.5, 0.1),
                new EnergyModel(1e-29, 0, 20));
        for (int i = 0; i < SCENARIOS; i++) {
            QueueConfig base = any(random, 5, 20);
            double[] same = new double[base.devices()];
            Arrays.fill(same, 0.25);
            double[] servers = new double[base.servers()];
            Arrays.fill(servers, 4);
            QueueConfig config = new QueueConfig(base.devices(), base.servers(), base.slots(),
                    base.deadlineSlots(), base.deadlineSlots(), 0.1, same, servers,
                    base.uplinkMbit(), base.gcyclesPerMbit(), base.discard(), 1, -9);
            QueueWorld world = world(0, config);
            NaiveQueues naive = new NaiveQueues(config);
            world.reset(i);
            Decisions now = decisions(world);
            int slot = 0;
            int[] action = new int[config.devices()];
            double[] nothing = new double[config.devices()];
            while (world.next(now)) {
                for (; slot < world.queues().slot(); slot++) {
                    naive.run(nothing, action);
                }
                new RandomPolicy(random).choose(now);
                for (int row = 0; row < now.size(); row++) {
                    action[now.node()[row]] = now.choice()[row];
                }
                naive.run(world.sizeMbit(), action);
                slot++;
                world.apply(now);
                now.clear();
            }
            for (; slot < config.horizon(); slot++) {
                naive.run(nothing, action);
            }
            double local = naive.deviceSlots * 1e-28 * 2.5e9 * 2.5e9 * 2.5e8;
            double server = naive.serverSlots * 1e-29 * 40e9 * 40e9 * 4e9;
            double sent = naive.uplinkSlots * 0.1 * 0.5;
            double idle = (config.devices() * config.horizon() - naive.deviceSlots) * 0.1 * 0.1
                    + (config.servers() * config.horizon() - naive.serverSlots) * 0.1 * 20;
            near(energy.localJoules(world), local);
            near(energy.serverJoules(world), server);
            near(energy.transmitJoules(world), sent);
            near(energy.idleJoules(world), idle);
            near(energy.joules(world), local + server + sent + idle);
        }
    }

    private static void near(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(1e-12 * Math.max(1, expected)));
    }

    /** Sizes of what other devices compute themselves, and all they decide now, stay unseen. */
    @Test
    void observationHoldsNothingOfOtherDevices() {
        RandomStream random = new RandomStream(4, "privacy");
        int compared = 0;
        for (int i = 0; i < SCENARIOS; i++) {
            QueueConfig config = any(random, 5, 15);
            int devices = config.devices();
            double[] sizes = new double[config.slots() * devices];
            double[] others = new double[sizes.length];
            int[] action = new int[sizes.length];
            int last = config.slots() - 1;
            for (int at = 0; at < sizes.length; at++) {
                sizes[at] = random.nextInt(2) * (0.2 + random.nextDouble());
                action[at] = random.nextInt(1 + config.servers());
                boolean hidden = at % devices > 0 && sizes[at] > 0
                        && (action[at] == 0 || at / devices == last);
                others[at] = hidden ? 0.2 + random.nextDouble() : sizes[at];
            }
            List<float[]> seen = seen(config, sizes, action);
            List<float[]> seenToo = seen(config, others, action);
            assertThat(seenToo).hasSameSizeAs(seen);
            for (int k = 0; k < seen.size(); k++) {
                assertThat(seenToo.get(k)).isEqualTo(seen.get(k));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(SCENARIOS);
    }

    /** What device 0 sees. */
    private static List<float[]> seen(QueueConfig config, double[] sizes, int[] action) {
        QueueWorld world = new QueueWorld(0, config,
                new RecordedArrivals(sizes, config.devices()), QueueWorld.Mode.DEFAULT);
        Decisions now = decisions(world);
        List<float[]> seen = new ArrayList<>();
        world.reset(1);
        while (world.next(now)) {
            for (int row = 0; row < now.size(); row++) {
                if (now.node()[row] == 0) {
                    int from = row * now.featureCount();
                    seen.add(Arrays.copyOfRange(now.features(), from, from + now.featureCount()));
                }
                now.choice()[row] =
                        action[world.queues().slot() * config.devices() + now.node()[row]];
            }
            world.apply(now);
            now.clear();
        }
        return seen;
    }

    /** Eqs. (15) and (16), by hand. */
    @Test
    void observationIsThatOfThePaper() {
        QueueConfig config = new QueueConfig(2, 2, 4, 10, 10, 0.1, new double[] {1, 1},
                new double[] {2, 2}, new double[] {1, 1, 1, 1}, new double[] {1, 1},
                QueueConfig.Discard.ON_ARRIVAL, 2, -30);
        double[] sizes = {1, 2.5, 1, 3, 0, 0, 0.5, 0.5};
        int[] action = {2, 0, 2, 1, 0, 0, 1, 0};
        QueueWorld world = new QueueWorld(0, config, new RecordedArrivals(sizes, 2),
                QueueWorld.Mode.DEFAULT);
        assertThat(world.spec().featureNames()).containsExactly("size-mbit", "local-wait-slots",
                "uplink-wait-slots", "backlog-mbit-0", "backlog-mbit-1", "load-0-slots-ago-2",
                "load-1-slots-ago-2", "load-0-slots-ago-1", "load-1-slots-ago-1");
        List<float[]> rows = new ArrayList<>();
        Decisions now = decisions(world);
        world.reset(7);
        while (world.next(now)) {
            for (int row = 0; row < now.size(); row++) {
                int from = row * now.featureCount();
                rows.add(Arrays.copyOfRange(now.features(), from, from + now.featureCount()));
                now.choice()[row] = action[world.queues().slot() * 2 + now.node()[row]];
            }
            world.apply(now);
            now.clear();
        }
        assertThat(rows).hasSize(6);
        assertThat(rows.get(0)).containsExactly(1, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(rows.get(1)).containsExactly(2.5f, 0, 0, 0, 0, 0, 0, 0, 0);
        // Slot 1: the first task of device 0 is sent and waits on server 1; device 1 computes on.
        assertThat(rows.get(2)).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 0);
        assertThat(rows.get(3)).containsExactly(3, 2, 0, 0, 0, 0, 0, 0, 0);
        // Slot 3: server 1 served one queue in slots 1 and 2; device 1 sends in slots 1 to 3.
        assertThat(rows.get(4)).containsExactly(0.5f, 0, 0, 0, 0, 0, 1, 0, 1);
        assertThat(rows.get(5)).containsExactly(0.5f, 0, 1, 0, 0, 0, 1, 0, 1);
    }

    @Test
    void savedStatesContinueExactly() {
        RandomStream random = new RandomStream(5, "saves");
        for (int i = 0; i < 200; i++) {
            QueueConfig config = any(random, 6, 20);
            QueueWorld.Mode mode = QueueWorld.Mode.values()[i & 1];
            QueueWorld world = new QueueWorld(0, config, new BernoulliArrivals(0.4, 0.2, 3, 0.2),
                    mode);
            QueueWorld other = new QueueWorld(0, config, new BernoulliArrivals(0.4, 0.2, 3, 0.2),
                    mode);
            world.reset(i);
            Decisions now = decisions(world);
            int half = random.nextInt(config.horizon());
            while (world.queues().slot() < half && world.next(now)) {
                new RandomPolicy(random).choose(now);
                world.apply(now);
                now.clear();
            }
            WorldState state = new WorldState();
            world.save(state);
            other.restore(state);
            assertThat(state.remaining()).isZero();
            play(world, new LocalPolicy());
            play(other, new LocalPolicy());
            assertThat(other.digest().value()).isEqualTo(world.digest().value());
            Outcomes a = new Outcomes(world.spec().maxDecisions());
            Outcomes b = new Outcomes(world.spec().maxDecisions());
            assertThat(other.drain(b)).isEqualTo(world.drain(a));
            assertThat(b.reward()).isEqualTo(a.reward());
            assertThat(b.id()).isEqualTo(a.id());
        }
    }

    private static void play(QueueWorld world, Policy policy) {
        Decisions now = decisions(world);
        while (world.next(now)) {
            policy.choose(now);
            world.apply(now);
            now.clear();
        }
    }

    @Test
    void badStatesAreRefusedAndChangeNothing() {
        RandomStream random = new RandomStream(8, "bad");
        QueueWorld world = world(0, any(random, 3, 20));
        world.reset(5);
        WorldState state = new WorldState();
        world.save(state);
        long[] good = state.toArray();
        for (int at = 0; at < good.length; at++) {
            long[] bad = good.clone();
            bad[at] ^= 1L << random.nextInt(64);
            state.set(bad);
            assertThatIllegalArgumentException().as("word " + at)
                    .isThrownBy(() -> world.restore(state));
            state.clear();
            world.save(state);
            assertThat(state.toArray()).isEqualTo(good);
        }
    }

    @Test
    void refusesMisuse() {
        QueueConfig config = new QueueConfig(1, 1, 3, 3, 3, 0.1, new double[] {1},
                new double[] {1}, new double[] {1}, new double[] {1},
                QueueConfig.Discard.ON_ARRIVAL, 1, -9);
        QueueWorld world = new QueueWorld(4, config,
                new RecordedArrivals(new double[] {1, 1, 1}, 1), QueueWorld.Mode.DEFAULT);
        Decisions now = decisions(world);
        assertThat(world.next(now)).as("before the first episode").isFalse();
        world.reset(1);
        assertThatIllegalStateException().isThrownBy(() -> world.apply(now));
        assertThatIllegalStateException()
                .isThrownBy(() -> world.next(new Decisions(0, world.spec().features())));
        assertThat(world.next(now)).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> world.next(now));
        assertThatIllegalArgumentException().isThrownBy(() -> world.apply(now));
        now.choice()[0] = 2;
        assertThatIllegalArgumentException().isThrownBy(() -> world.apply(now));
        assertThat(world.totals().arrived()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> world.apply(decisions(world)));
        now.choice()[0] = 1;
        world.apply(now);
        assertThat(world.totals().arrived()).isEqualTo(1);
    }
}
