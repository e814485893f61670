package verge.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import verge.autodiff.kernel.Kernels;

/**
 * Answers lines {@code workload milliseconds} with the median milliseconds of one run by the
 * processor time of the thread, its floating-point operations, and the bytes allocated by all runs
 * that were measured; {@code bench/compare-networks} alternates its lines with another program's. A
 * workload is made and warmed up when it is first asked for.
 */
public final class NetworkProbe {

    private static final ThreadMXBean THREADS =
            (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long WARM_UP_NANOS = 1_000_000_000L;
    private static final long MOST_WARM_UP_NANOS = 90_000_000_000L;
    private static final int MOST_SAMPLES = 100_000;
    /** Reading the clock costs: a sample is at least this long. */
    private static final long SAMPLE_NANOS = 200_000L;

    private NetworkProbe() {}

    /** Prints the kernels in use, then serves standard input until its end. */
    public static void main(String[] args) throws IOException {
        Kernels.awaitWarm();
        Map<String, Workload> workloads = new HashMap<>();
        double[] samples = new double[MOST_SAMPLES];
        Probe.serve("java " + Runtime.version() + ", kernels " + Kernels.active().name(), words -> {
            Workload workload = workloads.computeIfAbsent(words[0], NetworkProbe::warm);
            long nanos = 1_000_000L * Integer.parseInt(words[1]);
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            int count = measure(workload, nanos, samples);
            bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
            Arrays.sort(samples, 0, count);
            return String.format(Locale.ROOT, "%.6f %.0f %d", samples[count / 2],
                    workload.operations(), bytes);
        });
    }

    private static Workload warm(String name) {
        Workload workload = Workloads.of(name);
        warmUp(workload);
        return workload;
    }

    /** Until a second goes by in which nothing is allocated: code that is not compiled does. */
    private static void warmUp(Workload workload) {
        long begin = System.nanoTime();
        long bytes = 0;
        long now = begin;
        while (bytes > 0 || now == begin) {
            if (now - begin > MOST_WARM_UP_NANOS) {
                System.err.println("still allocating after a long warm-up");
                return;
            }
            long second = now + WARM_UP_NANOS;
            bytes = THREADS.getCurrentThreadAllocatedBytes();
            for (; now < second; now = System.nanoTime()) {
                workload.run();
            }
            bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        }
    }

    /** Fills the samples with milliseconds of one run each; returns how many. */
    private static int measure(Workload workload, long nanos, double[] samples) {
        workload.run();
        long limit = THREADS.getCurrentThreadCpuTime() + nanos;
        int runs = 1;
        int count = 0;
        long begin = THREADS.getCurrentThreadCpuTime();
        while (count < samples.length && (begin < limit || count < 3)) {
            for (int i = 0; i < runs; i++) {
                workload.run();
            }
            long end = THREADS.getCurrentThreadCpuTime();
            if (end - begin < SAMPLE_NANOS && count == 0) {
                runs *= 2;                                   // still finding the length
            } else {
                samples[count++] = 1e-6 * (end - begin) / runs;
            }
            begin = end;
        }
        return count;
    }
}
