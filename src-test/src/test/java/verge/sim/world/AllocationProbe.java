package verge.sim.world;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import verge.sim.RandomGraphs;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.Timing;
import verge.sim.core.WorldState;
import verge.sim.policy.RandomPolicy;

/** A program that plays episodes and prints how many bytes the last of them allocated. */
public final class AllocationProbe {

    private AllocationProbe() {
    }

    public static void main(String[] args) {
        RandomStream random = new RandomStream(1, "allocation");
        OffloadProblem[] problems = new OffloadProblem[8];
        for (int i = 0; i < problems.length; i++) {
            problems[i] = new OffloadProblem(RandomGraphs.any(random, 20),
                    Timing.values()[i % 2], 7, 7);
        }
        TaskGraphWorld[] worlds = {new TaskGraphWorld(0, 20), new TaskGraphWorld(1, 20)};
        Decisions now = new Decisions(2, TaskGraphWorld.FEATURES);
        Outcomes known = new Outcomes(40);
        WorldState state = new WorldState();
        RandomPolicy policy = new RandomPolicy(random);
        play(worlds, problems, policy, now, known, state, 5_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        play(worlds, problems, policy, now, known, state, 5_000);
        System.out.println(threads.getCurrentThreadAllocatedBytes() - before);
    }

    private static void play(TaskGraphWorld[] worlds, OffloadProblem[] problems,
            RandomPolicy policy, Decisions now, Outcomes known, WorldState state, int episodes) {
        for (int i = 0; i < episodes; i++) {
            for (TaskGraphWorld world : worlds) {
                world.assign(problems[(i + now.capacity()) & 7]);
                world.reset(i);
            }
            boolean running = true;
            while (running) {
                now.clear();
                for (TaskGraphWorld world : worlds) {
                    world.next(now);
                }
                policy.choose(now);
                for (int row = 0; row < now.size(); row++) {
                    worlds[now.world()[row]].apply(now);
                }
                running = now.size() > 0;
            }
            known.clear();
            for (TaskGraphWorld world : worlds) {
                world.drain(known);
                state.clear();
                world.save(state);
                world.restore(state);
            }
        }
    }
}
