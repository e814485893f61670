package verge.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** What the probes share: they serve standard input, and measure processor time of their thread. */
final class Probe {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Probe() {}

    /**
     * Prints a line on what is measured, then answers each line of standard input, split into
     * words, with a line.
     */
    static void serve(String about, Function<String[], String> answer) throws IOException {
        System.out.println(about);
        BufferedReader in = new BufferedReader(
                new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(answer.apply(line.trim().split(" ")));
        }
    }

    /**
     * Returns the nanoseconds of one call, from calls in batches over so many milliseconds, after a
     * fifth of that time to warm the caches.
     */
    static double nanosPerCall(Runnable call, int batch, int milliseconds) {
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
        return (double) elapsed / calls;
    }
}
