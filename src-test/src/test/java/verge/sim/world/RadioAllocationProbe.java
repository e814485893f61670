package verge.sim.world;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import verge.sim.core.RandomStream;
import verge.sim.policy.CentralPlanner;
import verge.sim.policy.LocalPolicy;
import verge.sim.policy.MaxSinr;
import verge.sim.policy.Policy;
import verge.sim.policy.RandomOffload;
import verge.sim.policy.RandomPolicy;
import verge.sim.policy.SequentialGreedy;
import verge.sim.policy.ShortestServerQueue;

/**
 * A program that plays episodes of radio worlds under each of their policies and prints how many
 * bytes the last of them allocated, one line per world.
 */
public final class RadioAllocationProbe {

    private static final int EPISODES = 150;

    private RadioAllocationProbe() {
    }

    public static void main(String[] args) {
        RandomStream random = new RandomStream(1, "allocation");
        for (int i = 0; i < 2; i++) {
            RadioConfig config = i == 0 ? RadioConfig.starPaper(2)
                    : RadioScenarios.changing(new RandomStream(2, "scenario"));
            RadioWorld world = RadioScenarios.world(0, config, i == 1);
            List<Policy> policies = List.of(new LocalPolicy(), new MaxSinr(world),
                    new ShortestServerQueue(world), new RandomOffload(world, random, 0.6),
                    new RandomPolicy(random), new SequentialGreedy(world),
                    CentralPlanner.priced(world));
            Decisions now = new Decisions(world.spec().maxRows(), world.spec().features(),
                    RadioWorld.relations());
            Outcomes known = new Outcomes(world.spec().maxRows());
            play(world, policies, now, known);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            threads.getCurrentThreadAllocatedBytes();
            long before = threads.getCurrentThreadAllocatedBytes();
            play(world, policies, now, known);
            System.out.println(threads.getCurrentThreadAllocatedBytes() - before);
        }
    }

    private static void play(RadioWorld world, List<Policy> policies, Decisions now,
            Outcomes known) {
        for (int i = 0; i < EPISODES; i++) {
            Policy policy = policies.get(i % policies.size());
            world.reset(i);
            now.clear();
            while (world.next(now)) {
                policy.choose(now);
                world.apply(now);
                known.clear();
                world.drain(known);
                now.clear();
            }
        }
    }
}
