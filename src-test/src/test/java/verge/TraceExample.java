package verge;

import java.nio.file.Path;
import verge.sim.policy.JoinShortestQueue;
import verge.sim.workload.TaskTrace;
import verge.sim.workload.TraceReader;
import verge.sim.workload.TraceTasks;
import verge.sim.world.CooperativeConfig;
import verge.sim.world.CooperativeWorld;
import verge.sim.world.Decisions;

/** Tasks of a trace at three servers that help each other; each goes to the shortest queue. */
final class TraceExample {

    static double meanLatencySeconds(Path trace, int tasks, double load, long seed) {
        CooperativeConfig config = CooperativeConfig.mesh(new double[] {4e9, 5e9, 6e9}, 1e9, 0.8,
                0.1, 2, new CooperativeConfig.Energy(1e-28, 1, 5), 0.5, 10);
        TaskTrace read = TraceReader.read(trace);
        CooperativeWorld world = new CooperativeWorld(0, config,
                new TraceTasks(read, 3, tasks, load * config.totalHertz()));
        JoinShortestQueue policy = new JoinShortestQueue(world);
        Decisions now = world.decisions();
        world.reset(seed);
        while (world.next(now)) {
            policy.choose(now);
            world.apply(now);
            now.clear();
        }
        return world.totals().meanLatencySeconds();
    }
}
