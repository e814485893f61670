package verge.algorithms.mrlco;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import verge.algorithms.dag.Graphs;
import verge.algorithms.dag.LearnerConfig;
import verge.algorithms.dag.LearnerPool;
import verge.algorithms.dag.LearningTask;
import verge.algorithms.dag.OffloadingNetwork;
import verge.algorithms.dag.Profile;
import verge.autodiff.kernel.Kernels;

/**
 * A program that makes meta-iterations of small shapes in the profile of its argument and prints how
 * many bytes all threads together allocated in each window of iterations after the warm-up.
 */
public final class AllocationProbe {

    private static final ThreadMXBean THREADS =
            (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 500;
    private static final int WINDOWS = 5;
    private static final int ITERATIONS = 50;

    private AllocationProbe() {}

    public static void main(String[] args) {
        LearnerConfig config = MrlcoProfiles.of(Profile.valueOf(args[0])).scaled(0, 8, 3, 2, 2);
        List<LearningTask> tasks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tasks.add(new LearningTask("set-" + i, Graphs.generated(4, 5, 100 + i)));
        }
        OffloadingNetwork network = new OffloadingNetwork(config.network());
        try (LearnerPool pool = new LearnerPool(network, config.ppo(), config.rewardScale(), 1)) {
            Mrlco mrlco = new Mrlco(config, network, tasks, pool, 1);
            Kernels.awaitWarm();
            iterate(mrlco, WARM_UP);
            long learner = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("verge-learner"))
                    .mapToLong(Thread::getId).findFirst().orElseThrow();
            long[] bytes = new long[WINDOWS];
            for (int window = 0; window < WINDOWS; window++) {
                long before = allocated(learner);
                iterate(mrlco, ITERATIONS);
                bytes[window] = allocated(learner) - before;
            }
            System.out.println(Arrays.stream(bytes).mapToObj(Long::toString)
                    .collect(Collectors.joining(" ")));
        }
    }

    private static void iterate(Mrlco mrlco, int iterations) {
        for (int i = 0; i < iterations; i++) {
            mrlco.iterate();
        }
    }

    /** Of this thread and the learner's. */
    private static long allocated(long learner) {
        return THREADS.getCurrentThreadAllocatedBytes() + THREADS.getThreadAllocatedBytes(learner);
    }
}
