package verge.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Slots of the slotted queue world, 50 devices and 5 servers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class QueueWorldBenchmark {
    private final QueueEpisodes episodes = new QueueEpisodes();

    /** The physics alone. */
    @Benchmark
    @OperationsPerInvocation(QueueEpisodes.SLOTS)
    public int physics() {
        return episodes.physics();
    }

    /** Observations, outcomes and digest too. */
    @Benchmark
    @OperationsPerInvocation(QueueEpisodes.SLOTS)
    public long whole() {
        return episodes.whole();
    }
}
