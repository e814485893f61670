package verge.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The figures of {@link EventQueueBenchmark} and {@link QueueWorldBenchmark} in the thread's own CPU
 * time, the kinds of queue in alternating rounds, for machines on which other programs run. Prints
 * medians over the rounds.
 */
public final class SimulatorProbe {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 9;
    private static final int WARMUP = 3;
    private static final int OPERATIONS = 300_000;

    private SimulatorProbe() {
    }

    /**
     * Measures.
     *
     * @param args {@code worlds}, or one of the hold model's distributions of times
     */
    public static void main(String[] args) {
        if (args.length != 1) {
            throw new IllegalArgumentException("worlds, exponential, bursts or equal");
        }
        if (args[0].equals("worlds")) {
            worlds();
        } else {
            for (int pending : new int[] {1_000, 10_000, 100_000}) {
                queues(args[0], pending);
            }
        }
    }

    private static void queues(String times, int pending) {
        int kinds = HoldModel.KINDS.length;
        HoldModel[] models = new HoldModel[kinds];
        for (int k = 0; k < kinds; k++) {
            models[k] = HoldModel.of(HoldModel.KINDS[k], times, pending);
        }
        double[] nanos = alternate(kinds, OPERATIONS, k -> models[k].hold(OPERATIONS));
        System.out.printf("%-12s%,9d pending", times, pending);
        for (int k = 0; k < kinds; k++) {
            System.out.printf("  %s %.1f ns", HoldModel.KINDS[k], nanos[k]);
        }
        System.out.printf("  (%.2f and %.2f times)%n", nanos[1] / nanos[0], nanos[2] / nanos[0]);
    }

    private static void worlds() {
        QueueEpisodes episodes = new QueueEpisodes();
        int repeats = 200;
        double[] nanos = alternate(2, repeats * QueueEpisodes.SLOTS, k -> {
            for (int i = 0; i < repeats; i++) {
                if (k == 0) {
                    episodes.physics();
                } else {
                    episodes.whole();
                }
            }
        });
        System.out.printf("queue world, 50 devices, 5 servers: physics %,.0f slots/s, with"
                + " observations, outcomes and digest %,.0f slots/s%n", 1e9 / nanos[0],
                1e9 / nanos[1]);
    }

    /** Nanoseconds of CPU per operation, of each kind. */
    private static double[] alternate(int kinds, int operations, IntConsumer run) {
        double[][] nanos = new double[kinds][ROUNDS];
        for (int round = -WARMUP; round < ROUNDS; round++) {
            for (int k = 0; k < kinds; k++) {
                long begun = THREADS.getCurrentThreadCpuTime();
                run.accept(k);
                double spent = (double) (THREADS.getCurrentThreadCpuTime() - begun) / operations;
                if (round >= 0) {
                    nanos[k][round] = spent;
                }
            }
        }
        double[] median = new double[kinds];
        for (int k = 0; k < kinds; k++) {
            Arrays.sort(nanos[k]);
            median[k] = nanos[k][ROUNDS / 2];
        }
        return median;
    }
}
