package verge.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Independent computations on several threads, gathered in the order of their numbers. */
public final class InOrder {
    private InOrder() {
    }

    /**
     * Computes {@code work(0), ..., work(count - 1)}.
     *
     * @param count how many
     * @param threads how many at once
     * @param work thread-safe
     * @param <T> what is computed
     * @return the results by number
     * @throws RuntimeException the failure of the lowest number that failed, as it was thrown
     */
    public static <T> List<T> map(int count, int threads, IntFunction<T> work) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                futures.add(pool.submit(() -> work.apply(number)));
            }
            List<T> results = new ArrayList<>(count);
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
