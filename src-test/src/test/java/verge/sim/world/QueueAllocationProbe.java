package verge.sim.world;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import verge.sim.core.EventQueue;
import verge.sim.core.RandomStream;
import verge.sim.policy.RandomPolicy;
import verge.sim.workload.BernoulliArrivals;

/**
 * A program that plays the slotted queue world and holds events in a queue, and prints how many
 * bytes that allocated once warm: the least of several passes (see {@link RadioAllocationProbe}).
 * With a number behind it, that many events are run in place of a count of bytes, for virtual
 * machines without a collector.
 */
public final class QueueAllocationProbe {
    private static final int PENDING = 2_000;
    private static final int EVENTS = 500_000;
    private static final int EPISODES = 60;
    private static final int PASSES = 4;

    private final RandomStream random = new RandomStream(1, "allocation");
    private final EventQueue queue = new EventQueue(PENDING);
    private final QueueWorld world = world();
    private final Decisions now =
            new Decisions(world.spec().maxRows(), world.spec().features());
    private final Outcomes known = new Outcomes(world.queues().tasks());
    private final RandomPolicy policy = new RandomPolicy(random);

    private QueueAllocationProbe() {
        for (int i = 0; i < PENDING; i++) {
            queue.schedule(random.nextDouble(), 0, i);
        }
    }

    public static void main(String[] args) {
        QueueAllocationProbe probe = new QueueAllocationProbe();
        if (args.length == 1) {
            System.out.println(probe.hold(Integer.parseInt(args[0])));
            return;
        }
        probe.play();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int pass = 0; pass < PASSES; pass++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            probe.play();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        System.out.println(least);
    }

    private static QueueWorld world() {
        double[] uplink = new double[20 * 3];
        double[] density = new double[20];
        double[] device = new double[20];
        double[] server = new double[3];
        Arrays.fill(uplink, 1.4);
        Arrays.fill(density, 0.297);
        Arrays.fill(device, 0.25);
        Arrays.fill(server, 4.18);
        return new QueueWorld(0, new QueueConfig(20, 3, 200, 10, 10, 0.1, device, server, uplink,
                density, QueueConfig.Discard.AT_DEADLINE, 10, -30),
                new BernoulliArrivals(0.3, 2, 5, 2), QueueWorld.Mode.DEFAULT);
    }

    /** Takes an event and schedules another, so many times; every seventh at the same moment. */
    private long hold(int events) {
        long sum = 0;
        for (int i = 0; i < events; i++) {
            queue.next();
            sum += queue.payload();
            queue.schedule(queue.now() + (i % 7 == 0 ? 0 : random.nextDouble()), i & 1, i);
        }
        return sum;
    }

    private void play() {
        hold(EVENTS);
        for (int i = 0; i < EPISODES; i++) {
            world.reset(i);
            now.clear();
            while (world.next(now)) {
                policy.choose(now);
                world.apply(now);
                now.clear();
                known.clear();
                world.drain(known);
            }
        }
    }
}
