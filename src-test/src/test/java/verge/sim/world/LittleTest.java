package verge.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import verge.sim.core.RandomStream;
import verge.sim.core.WorldState;
import verge.sim.model.Range;
import verge.sim.policy.RandomPolicy;
import verge.sim.workload.BernoulliArrivals;
import verge.sim.workload.SlotArrivals;

/**
 * Little's law in every world: how many are there on average is how many come in a time, times how long
 * each stays. The number is counted from outside, the time is what the world reports.
 */
class LittleTest {

    /** Counts the tasks that the queues hold at the beginning of every slot. */
    private static final class Census implements SlotArrivals {
        private final SlotArrivals arrivals = new BernoulliArrivals(0.5, 0.5, 2, 0.1);
        private QueueWorld world;
        private long present;
        private long slots;

        @Override
        public void reset(long seed) {
            arrivals.reset(seed);
        }

        @Override
        public void draw(double[] sizeMbit) {
            slots++;
            for (int task = 0; task < world.queues().tasks(); task++) {
                present += world.queues().isAlive(task) ? 1 : 0;
            }
            arrivals.draw(sizeMbit);
        }

        @Override
        public void save(WorldState to) {
            arrivals.save(to);
        }

        @Override
        public void restore(WorldState from) {
            arrivals.restore(from);
        }
    }

    @Test
    void inTheQueueWorld() {
        int deadline = 100;
        QueueConfig config = new QueueConfig(4, 2, 20_000, deadline, deadline, 0.1,
                new double[] {0.25, 0.25, 0.3, 0.3}, new double[] {0.5, 0.6},
                new double[] {1, 1, 1.2, 1.2, 1.5, 1.5, 2, 2}, new double[] {0.4, 0.4, 0.4, 0.4},
                QueueConfig.Discard.AT_DEADLINE, 2, -1);
        Census census = new Census();
        QueueWorld world = new QueueWorld(0, config, census, QueueWorld.Mode.DEFAULT);
        census.world = world;
        world.reset(1);
        Decisions now = new Decisions(world.spec().maxRows(), world.spec().features());
        RandomPolicy policy = new RandomPolicy(new RandomStream(1, "policy"));
        while (world.next(now)) {
            policy.choose(now);
            world.apply(now);
            now.clear();
        }
        QueueTotals totals = world.totals();
        assertThat(totals.dropped() + totals.cutOff()).isZero();
        assertThat(census.slots).isEqualTo(20_000);
        double perSlot = (double) totals.arrived() / census.slots;
        double number = (double) census.present / census.slots;
        assertThat(number).as("queues form").isGreaterThan(5);
        // A task of a delay of d slots is there at the beginning of d - 1.
        assertThat(number / (perSlot * (totals.meanDelaySlots() - 1)))
                .isCloseTo(1, within(0.01));
    }

    @Test
    void betweenCooperativeServers() {
        for (int i = 0; i < 20; i++) {
            RandomStream random = new RandomStream(i, "little");
            CooperativeConfig config = CooperativeScenarios.config(random, 4);
            CooperativeChoices choices =
                    new CooperativeChoices(config.servers(), config.mostTargets());
            CooperativeFlow flow = new CooperativeFlow(config);
            double meanSeconds = 2e9 / (0.5 * config.totalHertz());
            double present = 0;
            double stays = 0;
            double last = 0;
            int tasks = 3000;
            int come = 0;
            flow.announce(0);
            for (CooperativeFlow.Step step = null; step != CooperativeFlow.Step.OVER;) {
                int underWay = flow.tasksUnderWay();
                step = flow.next();
                present += underWay * (flow.now() - last);
                last = flow.now();
                if (step == CooperativeFlow.Step.TASK) {
                    stays += flow.taskSeconds();
                } else if (step == CooperativeFlow.Step.ARRIVAL) {
                    flow.admit(come++, random.nextInt(config.servers()),
                            2e9 * random.nextExponential(), 1e6 * random.nextInt(3), 1e5, choices,
                            random.nextInt(choices.count()), random.nextDouble(), 1, 1);
                    if (come < tasks) {
                        flow.announce(flow.now() + meanSeconds * random.nextExponential());
                    }
                }
            }
            assertThat(flow.tasksUnderWay()).isZero();
            double perSecond = come / last;
            assertThat(present / last / (perSecond * stays / come)).as("case " + i)
                    .isCloseTo(1, within(0.01));
        }
    }

    /**
     * The radio world keeps work, not tasks: H = lambda G (Brumelle, 1971), where a task of service S
     * that waits W adds S W + S^2 / 2 to the integral of the work that a server has.
     */
    @Test
    void inTheRadioWorld() {
        for (int i = 0; i < 20; i++) {
            RandomStream random = new RandomStream(i, "brumelle");
            RadioConfig any = RadioScenarios.any(random, 1, 1, 1, false);
            RadioConfig config = new RadioConfig(12, 3, 200, any.slotSeconds(), 0.9,
                    any.dataBits(), new Range(0.1, 4), any.deviceGigahertz(),
                    any.serverGigahertz(), any.powerWatts(), any.channel(), 400, 400, 5, true, 200,
                    any.energy());
            RadioWorld world = RadioScenarios.world(0, config, false);
            world.reset(i);
            Decisions now = RadioScenarios.decisions(world);
            RandomPolicy policy = new RandomPolicy(random);
            double[] integral = new double[2];                  // of devices, of servers
            double[] expected = new double[2];
            while (world.next(now)) {
                policy.choose(now);
                double[] local = world.physics().localQueueSeconds().clone();
                double[] edge = world.physics().serverQueueSeconds().clone();
                boolean lastSlot = world.slot() == config.slots() - 1;
                double seconds = lastSlot ? Double.POSITIVE_INFINITY : config.slotSeconds();
                world.apply(now);
                integral[0] += held(local, world.physics().localWorkSeconds(), seconds);
                integral[1] += held(edge, world.physics().serverWorkSeconds(), seconds);
                addStays(world, expected);
                now.clear();
            }
            for (int k = 0; k < 2; k++) {
                assertThat(integral[k]).isGreaterThan(10);
                assertThat(integral[k] / expected[k]).as("case " + i).isCloseTo(1, within(1e-9));
            }
        }
    }

    /** Integral of what is left over a slot that begins with the queues and work let in at once. */
    private static double held(double[] queue, double[] work, double seconds) {
        double sum = 0;
        for (int i = 0; i < queue.length; i++) {
            double level = queue[i] + work[i];
            double busy = Math.min(level, seconds);
            sum += busy * level - busy * busy / 2;
        }
        return sum;
    }

    private static void addStays(RadioWorld world, double[] sums) {
        RadioSlot slot = world.physics();
        for (int u = 0; u < world.actions().length; u++) {
            int action = world.actions()[u];
            if (action == RadioSlot.NONE || slot.failed()[u]) {
                continue;
            }
            boolean local = action == RadioSlot.LOCAL;
            double service = world.taskGigacycles()[u] / (local
                    ? world.network().deviceGigahertz()[u]
                    : world.network().serverGigahertz()[action]);
            double wait = slot.delaySeconds()[u] - service
                    - (local ? 0 : slot.transmissionSeconds()[u]);
            sums[local ? 0 : 1] += service * wait + service * service / 2;
        }
    }
}
