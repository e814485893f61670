package verge;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * Bytes that steps allocate once they are warm, and programs that print such figures. They are
 * programs of their own: with assertions on, or beside other tests, the figures mean nothing.
 */
public final class AllocationMeter {

    private static final ThreadMXBean THREADS =
            (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 500;

    private AllocationMeter() {
    }

    /**
     * What n steps allocate after a warm-up of {@value #WARM_UP}, or the median of three times n steps:
     * because the virtual machine itself allocates now and then.
     *
     * @param steps makes so many steps
     * @param enough what the first n steps may allocate to make the others needless
     */
    public static long bytes(IntConsumer steps, int n, long enough) {
        steps.accept(WARM_UP);
        long[] runs = {once(steps, n), 0, 0};
        if (runs[0] <= enough) {
            return runs[0];
        }
        runs[1] = once(steps, n);
        runs[2] = once(steps, n);
        Arrays.sort(runs);
        return runs[1];
    }

    private static long once(IntConsumer steps, int n) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        steps.accept(n);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /**
     * Runs a program in processes of its own, two at a time.
     *
     * @param kernels those of each process
     * @return the lines that each has printed
     */
    public static List<List<String>> run(List<String> kernels, Class<?> program, String... words)
            throws ExecutionException, InterruptedException {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Future<List<String>>> printing = new ArrayList<>();
            for (String name : kernels) {
                printing.add(two.submit(() -> run(name, program, words)));
            }
            List<List<String>> printed = new ArrayList<>();
            for (Future<List<String>> lines : printing) {
                printed.add(lines.get());
            }
            return printed;
        } finally {
            two.shutdownNow();
        }
    }

    private static List<String> run(String kernels, Class<?> program, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Runtimes.java(Path.of(System.getProperty("java.home"))).toString(),
                "--add-modules", "jdk.incubator.vector", "-da", "-Xmx256m",
                "-Dverge.kernels=" + kernels, "-cp", Runtimes.classPath(), program.getName()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(),
                StandardCharsets.UTF_8).lines().toList();
        if (process.waitFor() != 0) {
            throw new IOException("code " + process.exitValue() + " of " + command);
        }
        return lines;
    }
}
