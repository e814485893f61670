package verge.bench;

import java.util.Arrays;
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
import verge.sim.model.Mobility;
import verge.sim.model.SquarePlacement;
import verge.sim.policy.Policy;
import verge.sim.policy.ShortestServerQueue;
import verge.sim.world.Decisions;
import verge.sim.world.Outcomes;
import verge.sim.world.RadioConfig;
import verge.sim.world.RadioWorld;

/**
 * Slots of STAR's radio world in {@code star-paper}, five users to a server, under shortest queue
 * first, with outcomes and digest; episodes begin anew as they end. {@code seen} adds what agents
 * observe: nodes and edges of the whole network.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RadioBenchmark {

    @Param({"3", "15", "100"})
    int servers;

    @Param({"false", "true"})
    boolean seen;

    private RadioWorld world;
    private Policy policy;
    private Decisions now;
    private Outcomes known;
    private long episode;

    /** Begins the first episode. */
    @Setup
    public void begin() {
        world = new RadioWorld(0, RadioConfig.starPaper(servers),
                new SquarePlacement(RadioConfig.starPaperSideMetres(servers)), Mobility.STATIC);
        policy = new ShortestServerQueue(world);
        now = seen ? new Decisions(world.spec().maxRows(), world.spec().features(),
                RadioWorld.relations())
                : new Decisions(world.spec().maxRows(), world.spec().features());
        known = new Outcomes(world.spec().maxRows());
        world.reset(episode++);
    }

    /** One slot; its digest so far. */
    @Benchmark
    public long slot() {
        now.clear();
        while (!world.next(now)) {
            world.reset(episode++);
        }
        policy.choose(now);
        world.apply(now);
        known.clear();
        world.drain(known);
        return world.digest().value();
    }

    /** Servers in reach of all users, and pairs of those who transmitted in the last slot. */
    double lookedAt() {
        double transmitters = Arrays.stream(world.actions()).filter(action -> action >= 0).count();
        int users = world.network().users();
        return world.network().reachableOffsets()[users] + transmitters * (transmitters - 1);
    }
}
