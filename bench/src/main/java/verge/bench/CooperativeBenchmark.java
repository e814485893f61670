package verge.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import verge.sim.core.RandomStream;
import verge.sim.policy.Policy;
import verge.sim.policy.RandomSplit;
import verge.sim.workload.CorrelatedArrivals;
import verge.sim.workload.SyntheticTasks;
import verge.sim.world.CooperativeConfig;
import verge.sim.world.CooperativeWorld;
import verge.sim.world.Decisions;
import verge.sim.world.Outcomes;

/**
 * Servers that compute parts of each other's tasks: decisions per second with observations, random
 * actions, outcomes and digest. A decision comes with some events (an arrival, and up to three
 * stages for each part), whose mean number the setup prints.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CooperativeBenchmark {

    private static final int TASKS = 10_000;

    @Param({"3", "10", "30"})
    private int servers;

    private CooperativeWorld world;
    private Policy policy;
    private Decisions now;
    private Outcomes known;
    private long seed;

    /** A mesh at half its capacity, hit by correlated arrivals. */
    @Setup
    public void build() {
        double[] hertz = new double[servers];
        for (int s = 0; s < servers; s++) {
            hertz[s] = (4 + s % 3) * 1e9;
        }
        CooperativeConfig config = CooperativeConfig.mesh(hertz, 1e9, 0.8, 0.1, 1,
                new CooperativeConfig.Energy(1e-28, 1, 5), 0.5, 10);
        world = new CooperativeWorld(0, config, new SyntheticTasks(
                CorrelatedArrivals.of(servers, 0.5 * config.totalHertz() / servers / 1.5e9, 0.5, 1),
                TASKS, new SyntheticTasks.Sizes(1.5e9, 1, 0.02, 0.1, 0)));
        policy = new RandomSplit(new RandomStream(1, "policy"));
        now = world.decisions();
        known = new Outcomes(TASKS);
        for (int i = 0; i < TASKS; i++) {
            decision();
        }
        System.out.println((double) world.flow().events() / TASKS + " events per decision");
    }

    /** One decision and all that happens up to the next. */
    @Benchmark
    public int decision() {
        now.clear();
        if (!world.next(now)) {
            world.reset(++seed);
            world.next(now);
        }
        policy.choose(now);
        world.apply(now);
        known.clear();
        return world.drain(known);
    }
}
