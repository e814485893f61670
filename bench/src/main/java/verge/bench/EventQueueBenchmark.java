package verge.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The hold model on Verge's event queue and on what it is measured against. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EventQueueBenchmark {
    private static final int OPERATIONS = 10_000;

    @Param({"verge", "priority-queue", "heap"})
    private String kind;

    @Param({"exponential", "bursts", "equal"})
    private String times;

    @Param({"1000", "10000", "100000"})
    private int pending;

    private HoldModel model;

    /** Fills the queue. */
    @Setup
    public void fill() {
        model = HoldModel.of(kind, times, pending);
    }

    /** One event taken and one scheduled. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public double hold() {
        return model.hold(OPERATIONS);
    }
}
