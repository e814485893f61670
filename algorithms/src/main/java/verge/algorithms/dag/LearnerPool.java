package verge.algorithms.dag;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs jobs that each need a {@link Learner} on a fixed number of threads; results are gathered in
 * index order, so that the number of threads cannot change a bit. Running jobs allocates nothing.
 * One thread at a time may hand in jobs.
 */
public final class LearnerPool implements AutoCloseable {

    private final Object lock = new Object();
    private Job job;
    private int next;
    private int count;
    private int running;
    private int failed;
    private Throwable failure;
    private boolean closed;

    /** Makes one learner per thread. */
    public LearnerPool(OffloadingNetwork network, PpoSettings ppo, RewardScale rewardScale,
            int threads) {
        for (int i = 0; i < threads; i++) {
            Learner learner = new Learner(network, ppo, rewardScale);
            Thread thread = new Thread(() -> work(learner), "verge-learner");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** One job; it may use the learner until it returns, and nothing else that others modify. */
    public interface Job {

        /** Does the work of index i. */
        void run(Learner learner, int i);
    }

    /** One job with a result. */
    public interface Question<R> {

        /** Does the work of index i. */
        R answer(Learner learner, int i);
    }

    /**
     * Runs jobs 0 .. count - 1 and returns when all are done.
     *
     * @throws RuntimeException what the first job, by index, that failed has thrown; later ones need
     *     not have run then
     */
    public void run(int count, Job job) {
        Throwable thrown;
        synchronized (lock) {
            this.job = job;
            this.next = 0;
            this.count = count;
            this.failed = count;
            this.failure = null;
            lock.notifyAll();
            try {
                while (next < this.count || running > 0) {
                    lock.wait();
                }
            } catch (InterruptedException e) {
                this.count = 0;
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
            thrown = failure;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        } else if (thrown != null) {
            throw new IllegalStateException(thrown);
        }
    }

    /** Runs jobs as {@link #run} does and returns their results in the order of their indices. */
    public <R> List<R> ask(int count, Question<R> question) {
        List<R> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.add(null);
        }
        run(count, (learner, i) -> {
            R result = question.answer(learner, i);
            synchronized (results) {
                results.set(i, result);
            }
        });
        return results;
    }

    /** A thread's life: indices in ascending order, as long as no earlier one has failed. */
    private void work(Learner learner) {
        while (true) {
            Job mine;
            int i;
            synchronized (lock) {
                while (next >= count) {
                    if (closed) {
                        return;
                    }
                    try {
                        lock.wait();
                    } catch (InterruptedException e) {
                        return;
                    }
                }
                mine = job;
                i = next++;
                running++;
            }
            Throwable thrown = null;
            try {
                mine.run(learner, i);
            } catch (RuntimeException | Error e) {
                thrown = e;
            }
            done(i, thrown);
        }
    }

    private void done(int i, Throwable thrown) {
        synchronized (lock) {
            running--;
            if (thrown != null && i < failed) {
                failed = i;
                failure = thrown;
                count = next;
            }
            lock.notifyAll();
        }
    }

    /** Ends the threads once they are idle. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            count = 0;
            lock.notifyAll();
        }
    }
}
