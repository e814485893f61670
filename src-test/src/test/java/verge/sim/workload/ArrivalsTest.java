package verge.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Processes of arrivals against what is known of them, within 99 % intervals; seeds are fixed. */
class ArrivalsTest {

    private static final long SEED = 11;
    private static final int WINDOWS = 20_000;
    private static final double QUANTILE = 2.5758;     // standard normal, 99.5 %

    /** Numbers of arrivals at a site in windows of equal length: {@code [windows]}. */
    private static double[] counts(Arrivals arrivals, int site, double windowSeconds) {
        double[] counts = new double[WINDOWS];
        arrivals.begin(SEED);
        double last = 0;
        while (true) {
            arrivals.next();
            assertThat(arrivals.seconds()).isGreaterThanOrEqualTo(last);
            last = arrivals.seconds();
            int window = (int) (last / windowSeconds);
            if (window >= WINDOWS) {
                return counts;
            }
            counts[window] += arrivals.site() == site ? 1 : 0;
        }
    }

    /** The mean of what is expected to be independent draws is where it should be. */
    private static void meanIs(String name, IntToDoubleFunction draw, int draws, double expected) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < draws; i++) {
            double value = draw.applyAsDouble(i);
            sum += value;
            squares += value * value;
        }
        double mean = sum / draws;
        double error = Math.sqrt((squares / draws - mean * mean) / draws);
        assertThat(Math.abs(mean - expected)).as("%s: %s, expected %s", name, mean, expected)
                .isLessThan(QUANTILE * error);
    }

    private static void meanAndVarianceAre(double[] counts, double mean, double variance) {
        meanIs("mean", i -> counts[i], WINDOWS, mean);
        meanIs("variance", i -> (counts[i] - mean) * (counts[i] - mean), WINDOWS, variance);
    }

    @Test
    void poissonCountsHaveEqualMeanAndVariance() {
        PoissonArrivals arrivals = new PoissonArrivals(3, 2.5);
        assertThat(arrivals.meanPerSecond()).isEqualTo(7.5);
        double[] first = counts(arrivals, 0, 0.8);
        double[] last = counts(arrivals, 2, 0.8);
        meanAndVarianceAre(first, 2, 2);
        meanAndVarianceAre(last, 2, 2);
        meanIs("covariance", i -> (first[i] - 2) * (last[i] - 2), WINDOWS, 0);
        meanIs("none", i -> first[i] == 0 ? 1 : 0, WINDOWS, Math.exp(-2));
    }

    /** Index of dispersion of a two-phase MMPP (Fischer and Meier-Hellstern, 1993, Eq. 7). */
    @Test
    void burstsHaveTheKnownDispersion() {
        double calm = 1;
        double burst = 6;
        double begin = 0.05;
        double end = 0.2;
        BurstyArrivals arrivals = new BurstyArrivals(new double[] {calm, burst},
                new double[][] {{0, begin}, {end, 0}});
        double mean = (calm * end + burst * begin) / (begin + end);
        assertThat(arrivals.meanPerSecond()).isEqualTo(mean);
        // Windows that follow one another depend on each other; a phase lasts 5 s and 20 s, so
        // that of windows 200 s apart no more is left than exp(-50).
        double window = 4;
        double[] counts = counts(new Thinned(arrivals, window, 50), 0, window);
        double sum = begin + end;
        double factor = 2 * (burst - calm) * (burst - calm) * begin * end
                / (sum * sum * (calm * end + burst * begin));
        double dispersion = 1 + factor * (1 - (1 - Math.exp(-sum * window)) / (sum * window));
        assertThat(dispersion).isGreaterThan(3);
        meanAndVarianceAre(counts, mean * window, mean * window * dispersion);
    }

    @Test
    void burstsByShareAndFactor() {
        BurstyArrivals arrivals = BurstyArrivals.bursts(3, 10, 0.1, 2);
        assertThat(arrivals.meanPerSecond()).isEqualTo(3, within(1e-12));
        double[] counts = counts(new Thinned(arrivals, 1, 60), 0, 1);
        meanIs("mean", i -> counts[i], WINDOWS, 3);
    }

    /** Three phases, whose stationary distribution is 4, 2, 1 sevenths by hand. */
    @Test
    void phasesAreStationary() {
        BurstyArrivals arrivals = new BurstyArrivals(new double[] {7, 0, 14},
                new double[][] {{0, 1, 0}, {0, 0, 2}, {4, 0, 0}});
        assertThat(arrivals.meanPerSecond()).isEqualTo(6, within(1e-12));
        double[] counts = counts(new Thinned(arrivals, 1, 20), 0, 1);
        meanIs("mean", i -> counts[i], WINDOWS, 6);
    }

    /** Takes one window of every few out of a process and puts them side by side. */
    private record Thinned(Arrivals whole, double windowSeconds, int every, double[] now)
            implements Arrivals {

        Thinned(Arrivals whole, double windowSeconds, int every) {
            this(whole, windowSeconds, every, new double[1]);
        }

        @Override
        public int sites() {
            return whole.sites();
        }

        @Override
        public double meanPerSecond() {
            return whole.meanPerSecond();
        }

        @Override
        public void begin(long seed) {
            whole.begin(seed);
        }

        @Override
        public void next() {
            long window;
            do {
                whole.next();
                window = (long) (whole.seconds() / windowSeconds);
            } while (window % every != 0);
            now[0] = whole.seconds() - (window - window / every) * windowSeconds;
        }

        @Override
        public double seconds() {
            return now[0];
        }

        @Override
        public int site() {
            return whole.site();
        }
    }

    /** Each sixth of the day has its integral of the rate, and is Poisson. */
    @Test
    void daysHaveTheirHours() {
        double day = 24;
        DiurnalArrivals arrivals = new DiurnalArrivals(2, 0.8, day, 5);
        double[] counts = counts(arrivals, 0, day / 6);
        for (int part = 0; part < 6; part++) {
            double from = 2 * Math.PI * (part * 4 - 5) / day;
            double to = 2 * Math.PI * (part * 4 + 4 - 5) / day;
            double expected = 2 * (4 + 0.8 * day / (2 * Math.PI) * (Math.cos(from) - Math.cos(to)));
            int offset = part;
            meanIs("part " + part, i -> counts[6 * i + offset], WINDOWS / 6, expected);
            meanIs("variance of part " + part,
                    i -> Math.pow(counts[6 * i + offset] - expected, 2), WINDOWS / 6, expected);
        }
    }

    @Test
    void commonShocksCorrelate() {
        CorrelatedArrivals arrivals = CorrelatedArrivals.of(4, 1.5, 0.4, 0.8);
        assertThat(arrivals.meanPerSecond()).isEqualTo(6, within(1e-12));
        double[] one = counts(arrivals, 1, 2);
        double[] other = counts(arrivals, 3, 2);
        meanAndVarianceAre(one, 3, 3);
        meanAndVarianceAre(other, 3, 3);
        meanIs("covariance", i -> (one[i] - 3) * (other[i] - 3), WINDOWS, 0.4 * 3);
    }

    @Test
    void mergedProcessesKeepTheirSites() {
        MergedArrivals arrivals = new MergedArrivals(List.of(new PoissonArrivals(2, 1),
                new PoissonArrivals(2, 1), new DiurnalArrivals(3, 1, 2, 0)));
        assertThat(arrivals.sites()).isEqualTo(5);
        double[] second = counts(arrivals, 1, 2);
        double[] fourth = counts(arrivals, 3, 2);
        meanAndVarianceAre(second, 2, 2);
        meanIs("covariance", i -> (second[i] - 2) * (fourth[i] - 2), WINDOWS, 0);
        double[] last = counts(arrivals, 4, 2);
        meanAndVarianceAre(last, 6, 6);
    }

    @Test
    void sizesHaveTheirMeans() {
        SyntheticTasks tasks = new SyntheticTasks(new PoissonArrivals(1, 1), WINDOWS,
                new SyntheticTasks.Sizes(2e9, 0.75, 0.02, 0.1, 0.5));
        double[] cycles = new double[WINDOWS];
        double[] input = new double[WINDOWS];
        tasks.begin(SEED);
        for (int i = 0; i < WINDOWS; i++) {
            assertThat(tasks.next()).isTrue();
            cycles[i] = tasks.cycles() / 1e9;
            input[i] = tasks.inputBits() / 1e7;
            assertThat(cycles[i]).isGreaterThanOrEqualTo(0.5);
            assertThat(tasks.resultBits()).isEqualTo(tasks.inputBits() * 0.1);
        }
        assertThat(tasks.next()).isFalse();
        meanIs("cycles", i -> cycles[i], WINDOWS, 2);
        meanIs("variance", i -> (cycles[i] - 2) * (cycles[i] - 2), WINDOWS, 2.25);
        meanIs("input", i -> input[i], WINDOWS, 4);
    }

    /** An episode is a stretch of the trace, in its order, and brings what it should on average. */
    @Test
    void traceTasksAreAStretchOfTheTrace() {
        TaskTrace.Builder builder = new TaskTrace.Builder();
        for (int i = 0; i < 101; i++) {
            builder.add(50 + i, i / 3, 1e9, i, 2 * i);
        }
        TraceTasks tasks = new TraceTasks(builder.build(), 4, 10, 1e9 * 101 / 25);
        boolean[] seen = new boolean[4];
        for (int seed = 0; seed < 50; seed++) {
            tasks.begin(seed);
            long job = -1;
            int site = -1;
            for (int i = 0; i < 10; i++) {
                assertThat(tasks.next()).isTrue();
                assertThat(tasks.seconds()).isEqualTo(i * 0.25);
                assertThat(tasks.inputBits()).isEqualTo(tasks.first() + i);
                assertThat(tasks.resultBits()).isEqualTo(2 * tasks.inputBits());
                if ((tasks.first() + i) / 3 == job) {
                    assertThat(tasks.site()).isEqualTo(site);
                }
                job = (tasks.first() + i) / 3;
                site = tasks.site();
                seen[site] = true;
            }
            assertThat(tasks.next()).isFalse();
        }
        assertThat(seen).containsOnly(true);
    }

    private static List<Arrivals> all() {
        return List.of(new PoissonArrivals(2, 3), BurstyArrivals.bursts(1, 5, 0.2, 1),
                new DiurnalArrivals(1, 1, 10, 0), CorrelatedArrivals.of(3, 1, 0.3, 0.5),
                new MergedArrivals(List.of(new PoissonArrivals(1, 1),
                        new DiurnalArrivals(1, 0.5, 5, 1))));
    }

    @Test
    void aSeedGivesTheSameArrivalsAgain() {
        for (Arrivals arrivals : all()) {
            List<Double> first = new ArrayList<>();
            arrivals.begin(3);
            for (int i = 0; i < 100; i++) {
                arrivals.next();
                first.add(arrivals.seconds() + arrivals.site());
            }
            arrivals.begin(4);
            arrivals.next();
            assertThat(arrivals.seconds() + arrivals.site()).isNotEqualTo(first.get(0));
            arrivals.begin(3);
            for (double expected : first) {
                arrivals.next();
                assertThat(arrivals.seconds() + arrivals.site()).isEqualTo(expected);
            }
        }
    }

    @Test
    void drawingAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (Arrivals arrivals : all()) {
            long least = Long.MAX_VALUE;       // the JVM itself may allocate in some round
            for (int round = 0; round < 5; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                arrivals.begin(round);
                for (int i = 0; i < 20_000; i++) {
                    arrivals.next();
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(least).as(arrivals.getClass().getSimpleName()).isZero();
        }
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PoissonArrivals(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PoissonArrivals(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new PoissonArrivals(1, Double.NaN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DiurnalArrivals(1, 1.1, 1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CorrelatedArrivals.of(2, 1, 0.5, 0.4));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CorrelatedArrivals(2, 0, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(
                () -> new BurstyArrivals(new double[] {1, 2}, new double[][] {{0, 1}, {0, 0}}));
        assertThatIllegalArgumentException().isThrownBy(
                () -> new BurstyArrivals(new double[] {0, 0}, new double[][] {{0, 1}, {1, 0}}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MergedArrivals(List.of()));
    }
}
