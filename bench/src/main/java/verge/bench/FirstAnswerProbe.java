package verge.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import verge.autodiff.kernel.Kernels;

/**
 * What a workload costs before it is warm: run it in a fresh process for each workload. Prints the
 * milliseconds from the start of the virtual machine to the first answer, and the bytes that this
 * thread allocated before the first of {@value #QUIET} runs in a row that allocated nothing.
 */
public final class FirstAnswerProbe {

    private static final int QUIET = 100;
    private static final long LIMIT_NANOSECONDS = 30_000_000_000L;

    private FirstAnswerProbe() {}

    /** Takes the name of a workload, such as {@code dueling-decision}. */
    public static void main(String[] args) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Workload workload = Workloads.of(args[0]);
        workload.run();
        long first = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        long begin = System.nanoTime();
        long cold = threads.getCurrentThreadAllocatedBytes();
        long runs = 1;
        int quiet = 0;
        while (quiet < QUIET && System.nanoTime() - begin < LIMIT_NANOSECONDS) {
            long before = threads.getCurrentThreadAllocatedBytes();
            workload.run();
            long after = threads.getCurrentThreadAllocatedBytes();
            runs++;
            quiet = after == before ? quiet + 1 : 0;
            cold = after == before ? cold : after;
        }
        System.out.printf(Locale.ROOT, "%s, %s: first answer after %d ms; %.1f MB until quiet, %d"
                + " runs%s%n", args[0], Kernels.active().name(), first, 1e-6 * cold, runs,
                quiet < QUIET ? ", never quiet" : "");
    }
}
