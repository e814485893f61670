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
     * @param args {@code worlds}, {@code radio}, or one of the hold model's distributions of times
     */
    public static void main(String[] args) {
        if (args.length != 1) {
            throw new IllegalArgumentException("worlds, radio, exponential, bursts or equal");
        }
        if (args[0].equals("worlds")) {
            worlds();
        } else if (args[0].equals("radio")) {
            radio();
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

    /**
     * Slots of the radio world at three sizes, beside how often in a slot a user looks at a server in
     * reach, and one transmitter disturbs another.
     */
    private static void radio() {
        int[] servers = {3, 15, 100};
        int slots = 1_000;
        RadioBenchmark[] worlds = new RadioBenchmark[servers.length];
        for (int k = 0; k < servers.length; k++) {
            worlds[k] = new RadioBenchmark();
            worlds[k].servers = servers[k];
            worlds[k].begin();
        }
        double[] nanos = alternate(servers.length, slots, k -> {
            for (int i = 0; i < slots; i++) {
                worlds[k].slot();
            }
        });
        for (int k = 0; k < servers.length; k++) {
            double looked = 0;
            for (int i = 0; i < slots; i++) {
                worlds[k].slot();
                looked += worlds[k].lookedAt();
            }
            System.out.printf("radio world, %3d users, %3d servers: %,.0f slots/s, %,.0f links and"
                    + " pairs per slot, %.2f ns for each%n", 5 * servers[k], servers[k],
                    1e9 / nanos[k], looked / slots, nanos[k] / (looked / slots));
        }
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
