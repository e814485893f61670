package verge.algorithms.dag;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Runs jobs that each need a {@link Learner} on a fixed number of threads and gathers their
 * results in index order, so that the number of threads cannot change a bit.
 */
public final class LearnerPool implements AutoCloseable {

    private final ExecutorService threads;
    private final LinkedBlockingQueue<Learner> learners = new LinkedBlockingQueue<>();

    /** Makes one learner per thread. */
    public LearnerPool(OffloadingNetwork network, PpoSettings ppo, RewardScale rewardScale,
            int threads) {
        this.threads = Executors.newFixedThreadPool(threads, r -> {
            Thread t = new Thread(r, "verge-learner");
            t.setDaemon(true);
            return t;
        });
        for (int i = 0; i < threads; i++) {
            learners.add(new Learner(network, ppo, rewardScale));
        }
    }

    /** One job; it may use the learner until it returns, and nothing else that others modify. */
    public interface Job<R> {

        /** Does the work of index i. */
        R run(Learner learner, int i);
    }

    /**
     * Runs jobs 0 .. count - 1 and returns their results in that order.
     *
     * @throws RuntimeException what the first job, by index, that failed has thrown
     */
    public <R> List<R> run(int count, Job<R> job) {
        List<Future<R>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            futures.add(threads.submit(() -> {
                Learner learner = learners.take();
                try {
                    return job.run(learner, index);
                } finally {
                    learners.add(learner);
                }
            }));
        }
        List<R> results = new ArrayList<>();
        try {
            for (Future<R> future : futures) {
                results.add(future.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            for (Future<R> future : futures) {
                future.cancel(false);
            }
        }
        return results;
    }

    /** Ends the threads. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
