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

/** The matrix product of the active kernels: [m, k] by [k, n], as an LSTM layer needs it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProductBenchmark {

    @Param({"1", "20", "200"})
    private int m;

    @Param({"512"})
    private int n;

    @Param({"128"})
    private int k;

    private float[] a;
    private float[] b;
    private float[] c;

    /** Fills the operands with small numbers. */
    @Setup
    public void fill() {
        Kernels.awaitWarm();
        a = new float[m * k];
        b = new float[k * n];
        c = new float[m * n];
        for (int i = 0; i < a.length; i++) {
            a[i] = (i % 13 - 6) * 0.125f;
        }
        for (int i = 0; i < b.length; i++) {
            b[i] = (i % 11 - 5) * 0.125f;
        }
    }

    /** C += A B. */
    @Benchmark
    public float[] product() {
        Kernels.active().gemm(m, n, k, a, 0, k, 1, b, 0, n, c, 0, n, c, 0, n);
        return c;
    }
}
