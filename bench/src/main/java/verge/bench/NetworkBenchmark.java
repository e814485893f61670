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
import verge.autodiff.kernel.Kernels;

/** Training steps of the networks, and decisions by them; {@link Workloads#of} says which. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class NetworkBenchmark {

    @Param({"lstm:128:20:1", "lstm:128:20:20", "dueling:4", "dueling-decision", "graph:18",
        "graph-decision:18", "transformer:1", "seq2seq:20", "seq2seq-decision"})
    private String workload;

    private Workload work;

    /** Makes the workload. */
    @Setup
    public void make() {
        Kernels.awaitWarm();
        work = Workloads.of(workload);
    }

    /** Runs it once. */
    @Benchmark
    public float run() {
        return work.run();
    }
}
