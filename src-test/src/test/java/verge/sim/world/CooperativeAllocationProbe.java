package verge.sim.world;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import verge.sim.core.RandomStream;
import verge.sim.core.WorldState;
import verge.sim.policy.JoinShortestQueue;
import verge.sim.policy.MyopicSplit;
import verge.sim.policy.Policy;
import verge.sim.policy.RandomSplit;
import verge.sim.policy.SplitGrid;
import verge.sim.workload.CorrelatedArrivals;
import verge.sim.workload.SyntheticTasks;

/**
 * A program that plays the same episodes again and again, and prints how many bytes the least of the
 * later rounds allocated: the JVM itself allocates some hundreds when it compiles a method anew, and a
 * busy machine compiles late.
 */
public final class CooperativeAllocationProbe {

    private static final int MOST_ROUNDS = 40;

    private CooperativeAllocationProbe() {
    }

    public static void main(String[] args) {
        CooperativeConfig config = CooperativeConfig.mesh(new double[] {2e9, 3e9, 4e9, 5e9}, 1e8,
                0.5, 0.05, 2, new CooperativeConfig.Energy(1e-28, 1, 10), 0.5, 10);
        CooperativeWorld world = new CooperativeWorld(0, config, new SyntheticTasks(
                CorrelatedArrivals.of(4, 1.5, 0.5, 0.8), 50,
                new SyntheticTasks.Sizes(2e9, 1, 0.01, 0.2, 0.5)));
        RandomStream random = new RandomStream(1, "policy");
        Policy[] policies = {new RandomSplit(random), new JoinShortestQueue(world),
            new MyopicSplit(world, SplitGrid.coarse(world.choices()))};
        Decisions now = world.decisions();
        Outcomes known = new Outcomes(world.spec().maxDecisions());
        WorldState state = new WorldState();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        play(world, policies, random, now, known, state);
        play(world, policies, random, now, known, state);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            play(world, policies, random, now, known, state);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        System.out.println(least);
    }

    private static void play(CooperativeWorld world, Policy[] policies, RandomStream random,
            Decisions now, Outcomes known, WorldState state) {
        random.setSeed(1);
        for (int i = 0; i < 20; i++) {
            for (int p = 0; p < policies.length; p++) {
                world.reset(i);
                known.clear();
                now.clear();
                while (world.next(now)) {
                    policies[p].choose(now);
                    world.apply(now);
                    world.drain(known);
                    now.clear();
                }
                state.clear();
                world.save(state);
                world.restore(state);
            }
        }
    }
}
