package verge.bench;

import java.util.Arrays;
import verge.sim.core.RandomStream;
import verge.sim.workload.BernoulliArrivals;
import verge.sim.workload.RecordedArrivals;
import verge.sim.world.Decisions;
import verge.sim.world.Outcomes;
import verge.sim.world.QueueConfig;
import verge.sim.world.QueueWorld;
import verge.sim.world.SlottedQueues;

/**
 * Episodes of the slotted queue world under recorded random choices: 50 devices and 5 servers as in
 * the published simulator's defaults (tasks of 2 to 5 Mbit with probability 0.3, 0.297 Gcycles per
 * Mbit, 14 Mbit/s, 2.5 and 41.8 GHz, deadline of 10 slots).
 */
final class QueueEpisodes {
    static final int SLOTS = 1_000;
    private static final int DEVICES = 50;
    private static final int SERVERS = 5;
    private static final int DEADLINE = 10;
    private static final int HISTORY = 10;

    private final double[] sizes = new double[SLOTS * DEVICES];
    private final int[] choices = new int[SLOTS * DEVICES];
    private final double[] size = new double[DEVICES];
    private final int[] choice = new int[DEVICES];
    private final QueueWorld world;
    private final SlottedQueues queues;
    private final Decisions now;
    private final Outcomes known;
    private long seed;

    QueueEpisodes() {
        QueueConfig config = new QueueConfig(DEVICES, SERVERS, SLOTS, 0, DEADLINE, 0.1,
                all(DEVICES, 0.25), all(SERVERS, 4.18), all(DEVICES * SERVERS, 1.4),
                all(DEVICES, 0.297), QueueConfig.Discard.AT_DEADLINE, HISTORY, -3.0 * DEADLINE);
        RandomStream random = new RandomStream(1, "choices");
        BernoulliArrivals arrivals = new BernoulliArrivals(0.3, 2, 5, 2);
        arrivals.reset(1);
        for (int t = 0; t < SLOTS; t++) {
            arrivals.draw(size);
            System.arraycopy(size, 0, sizes, t * DEVICES, DEVICES);
            for (int d = 0; d < DEVICES; d++) {
                choices[t * DEVICES + d] = size[d] > 0 ? random.nextInt(1 + SERVERS) : 0;
            }
        }
        world = new QueueWorld(0, config, new RecordedArrivals(sizes, DEVICES),
                QueueWorld.Mode.DEFAULT);
        queues = world.emptyQueues();
        now = new Decisions(world.spec().maxRows(), world.spec().features());
        known = new Outcomes(queues.tasks());
    }

    private static double[] all(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }

    /** The physics alone; returns what ended in the last slot. */
    int physics() {
        queues.reset();
        for (int t = 0; t < SLOTS; t++) {
            System.arraycopy(sizes, t * DEVICES, size, 0, DEVICES);
            System.arraycopy(choices, t * DEVICES, choice, 0, DEVICES);
            queues.run(size, choice);
        }
        return queues.ended();
    }

    /** Observations, outcomes and digest too; returns the digest. */
    long whole() {
        world.reset(seed++);
        while (world.next(now)) {
            for (int row = 0; row < now.size(); row++) {
                now.choice()[row] = choices[(int) now.id()[row]];
            }
            world.apply(now);
            now.clear();
            world.drain(known);
            known.clear();
        }
        return world.digest().value();
    }
}
