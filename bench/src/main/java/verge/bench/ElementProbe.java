package verge.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import verge.autodiff.kernel.Kernels;

/**
 * Answers lines {@code function n milliseconds} with the nanoseconds per element of that function
 * on n normal random numbers, by the processor time of the thread; {@code bench/compare-elements}
 * alternates its lines with PyTorch's.
 */
public final class ElementProbe {

    private static final Kernels K = Kernels.active();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String[] FUNCTIONS = {"exp", "sigmoid", "tanh"};
    private static final int WARM_UP = 200;

    private ElementProbe() {}

    /** Prints the kernels in use, then serves standard input until its end. */
    public static void main(String[] args) throws IOException {
        Kernels.awaitWarm();
        for (int round = 0; round < 3; round++) {          // in turn: a call site sees them all
            for (String function : FUNCTIONS) {
                measure(function, 4096, WARM_UP);
            }
        }
        System.out.println("java " + Runtime.version() + ", kernels " + K.name());
        BufferedReader in = new BufferedReader(
                new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.trim().split(" ");
            System.out.printf(Locale.ROOT, "%.4f%n", measure(words[0],
                    Integer.parseInt(words[1]), Integer.parseInt(words[2])));
        }
    }

    private static double measure(String function, int n, int milliseconds) {
        float[] x = new float[n];
        float[] y = new float[n];
        Random random = new Random(1);
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        Runnable call = switch (function) {
            case "exp" -> () -> K.expShifted(0f, x, 0, y, 0, n);
            case "sigmoid" -> () -> K.sigmoid(x, 0, y, 0, n);
            case "tanh" -> () -> K.tanh(x, 0, y, 0, n);
            default -> throw new IllegalArgumentException(function);
        };
        int batch = 1 + 100_000 / n;
        long calls = 0;
        long elapsed = 0;
        for (int round = 0; round < 2; round++) {           // the first one warms the caches
            long limit = (round == 0 ? 200_000L : 1_000_000L) * milliseconds;
            calls = 0;
            long begin = THREADS.getCurrentThreadCpuTime();
            do {
                for (int i = 0; i < batch; i++) {
                    call.run();
                }
                calls += batch;
                elapsed = THREADS.getCurrentThreadCpuTime() - begin;
            } while (elapsed < limit);
        }
        return (double) elapsed / calls / n;
    }
}
