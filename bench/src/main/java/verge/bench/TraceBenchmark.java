package verge.bench;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import verge.sim.workload.TaskEventReader;
import verge.sim.workload.TaskTrace;
import verge.sim.workload.TraceReader;

/** Reading a part of Google's ClusterData 2011 in a heap of 64 MB; {@code -p file=PATH}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx64m")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TraceBenchmark {

    @Param("")
    private String file;

    /** Every row, and nothing kept. */
    @Benchmark
    public long rows() {
        long rows = 0;
        try (TaskEventReader events = new TaskEventReader(Path.of(file))) {
            while (events.next()) {
                rows++;
            }
        }
        return rows;
    }

    /** The tasks that begin and finish. */
    @Benchmark
    public TaskTrace finishedTasks() {
        return TraceReader.taskEvents(Path.of(file));
    }
}
