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
 * bytes they allocated once warm, one line per world: the least of several passes over the very
 * same episodes. What a slot allocates, each pass would; but where the compiler takes up a method it
 * resolves the texts in it, on the thread at work, and then one pass holds some 100 bytes.
 */
public final class RadioAllocationProbe {

    private static final int EPISODES = 150;
    private static final int PASSES = 4;

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
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            play(world, policies, random, now, known);
            long least = Long.MAX_VALUE;
            for (int pass = 0; pass < PASSES; pass++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                play(world, policies, random, now, known);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            System.out.println(least);
        }
    }

    private static void play(RadioWorld world, List<Policy> policies,
            RandomStream random, Decisions now, Outcomes known) {
        random.setSeed(1);
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
