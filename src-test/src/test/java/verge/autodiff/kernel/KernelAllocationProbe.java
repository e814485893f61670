package verge.autodiff.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import verge.autodiff.kernel.KernelCalls.Call;

/**
 * Prints the kernels in use, then for each kernel how many bytes its first {@value #CALLS} calls
 * allocate, once the kernels are warm by their own account and this thread has its scratch. A program
 * of its own: it needs a fresh JVM without assertions.
 */
public final class KernelAllocationProbe {

    private static final int CALLS = 10_000;
    private static final int[] LENGTHS = {16, 20, 35};
    private static final ThreadMXBean THREADS =
            (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Kernels kernels = Kernels.active();
    private final float[][] start = Twins.buffers(KernelCalls.BUFFERS, 1000, new Random(1), false);
    private final float[][] x = new float[KernelCalls.BUFFERS][1000];

    private KernelAllocationProbe() {}

    /** One call of each kernel; those that write in place run the same code. */
    static Map<String, Call> calls() {
        Map<String, Call> calls = new LinkedHashMap<>(KernelCalls.elements());
        calls.putAll(KernelCalls.rows());
        calls.keySet().removeIf(name -> name.endsWith("in place"));
        calls.put("gemm", (k, x, o, n) ->
                k.gemm(o + 1, n, 5, x[0], o, 5, 1, x[1], 1, n, x[2], 2, n, x[2], 2, n));
        calls.put("gemm of many rows", (k, x, o, n) ->
                k.gemm(25, 17 + o, 3, x[0], o, 3, 1, x[1], 1, 20, null, 0, 0, x[2], 2, 20));
        calls.put("gemmPacked", (k, x, o, n) ->
                k.gemmPacked(o + 1, n, 5, x[0], o, 1, o + 1, x[1], 1, x[3], 0, 0, x[2], 2, n));
        calls.put("pack", (k, x, o, n) -> k.pack(5, n, x[0], o, n, 1, x[2], 0));
        calls.put("pack of a transpose", (k, x, o, n) -> k.pack(5, n, x[0], o, 1, 5, x[2], 0));
        return calls;
    }

    private long bytes(Call call, int calls) {
        for (int i = 0; i < x.length; i++) {
            System.arraycopy(start[i], 0, x[i], 0, x[i].length);
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < calls; i++) {
            call.on(kernels, x, i % 5, LENGTHS[i % LENGTHS.length]);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** Takes no arguments. */
    public static void main(String[] args) {
        KernelAllocationProbe probe = new KernelAllocationProbe();
        System.out.println(probe.kernels.name());
        Kernels.awaitWarm();
        Map<String, Call> calls = calls();
        calls.values().forEach(call -> probe.bytes(call, 5 * LENGTHS.length));
        calls.forEach((name, call) -> System.out.println(probe.bytes(call, CALLS) + " " + name));
    }
}
