package verge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Schedules, exploration noise and the running normaliser, against numbers worked by hand. */
class SchedulesAndNoiseTest {

    private static final long SEED = 20_251_125L;

    @Test
    void schedulesFollowTheirFormulasAndHoldTheirEnds() {
        assertThat(Schedule.constant(0.3).at(1L << 40)).isEqualTo(0.3);
        Schedule linear = Schedule.linear(1.0, 0.2, 40);
        assertThat(linear.at(0)).isEqualTo(1.0);
        assertThat(linear.at(10)).isCloseTo(0.8, within(1e-15));
        assertThat(linear.at(39)).isCloseTo(0.22, within(1e-15));
        assertThat(linear.at(40)).isEqualTo(linear.at(Long.MAX_VALUE)).isEqualTo(0.2);
        Schedule exponential = Schedule.exponential(2.0, 0.25, 10, 0.01);
        assertThat(exponential.at(0)).isEqualTo(2.0);
        assertThat(exponential.at(5)).isCloseTo(1.0, within(1e-15));
        assertThat(exponential.at(20)).isCloseTo(0.125, within(1e-15));
        assertThat(exponential.at(1000)).isEqualTo(0.01);
        Schedule staircase = Schedule.staircase(8.0, 0.5, 3);
        double[] steps = {8, 8, 8, 4, 4, 4, 2};
        for (int i = 0; i < steps.length; i++) {
            assertThat(staircase.at(i)).isEqualTo(steps[i]);
        }
        Schedule cosine = Schedule.cosine(3.0, 1.0, 12);
        assertThat(cosine.at(0)).isEqualTo(3.0);
        assertThat(cosine.at(4)).as("cos of 60 degrees").isCloseTo(2.5, within(1e-12));
        assertThat(cosine.at(6)).isCloseTo(2.0, within(1e-12));
        assertThat(cosine.at(12)).isEqualTo(cosine.at(13)).isEqualTo(1.0);
        Schedule warm = Schedule.warmUp(4, linear);
        assertThat(warm.at(0)).isZero();
        assertThat(warm.at(3)).isEqualTo(0.75);
        assertThat(warm.at(4)).isEqualTo(1.0);
        assertThat(warm.at(14)).isEqualTo(linear.at(10));
        assertThatThrownBy(() -> Schedule.linear(1, 0, 0)).hasMessageContaining("at least 1")
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Mean, variance and correlation of the stationary process x' = (1 - a) x + s n. */
    @Test
    void noiseOfOrnsteinAndUhlenbeckHasItsStationaryMoments() {
        double a = 0.15 * 0.5;
        double s = 0.4 * Math.sqrt(0.5);
        OrnsteinUhlenbeck noise = new OrnsteinUhlenbeck(2, 0.15, -0.7, 0.4, 0.5);
        assertThat(noise.state()).containsExactly(-0.7, -0.7);
        Random random = new Random(SEED);
        int n = 400_000;
        double sum = 0;
        double squares = 0;
        double products = 0;
        for (int i = 0; i < n; i++) {
            double before = noise.state()[1] + 0.7;
            noise.step(random);
            double x = noise.state()[1] + 0.7;
            sum += x;
            squares += x * x;
            products += x * before;
        }
        double variance = s * s / (1 - (1 - a) * (1 - a));
        assertThat(sum / n).isCloseTo(0, within(5 * Math.sqrt(2 * variance / a / n)));
        assertThat(squares / n).isCloseTo(variance, within(5 * variance * Math.sqrt(2 / a / n)));
        assertThat(products / squares).isCloseTo(1 - a, within(5 * Math.sqrt(2 * a / n)));
        noise.reset();
        assertThat(noise.state()).containsExactly(-0.7, -0.7);
    }

    /** Around 10,000 with deviation 0.5: a sum of squares in one pass would lose all digits. */
    @Test
    void runningMomentsAreThoseOfTwoPasses() {
        int rows = 700;
        int width = 3;
        float[] x = new float[2 + rows * width];
        Random random = new Random(SEED);
        for (int i = 2; i < x.length; i++) {
            x[i] = (float) (10_000 + (i % 3) + 0.5 * random.nextGaussian());
        }
        RunningNormalizer normalizer = new RunningNormalizer(width, 3f);
        assertThat(normalizer.variance(0)).isEqualTo(1.0);
        for (int row = 0, count = 1; row < rows; row += count, count = Math.min(50, rows - row)) {
            normalizer.observe(x, 2 + row * width, count);
        }
        assertThat(normalizer.rows()).isEqualTo(rows);
        float[] y = new float[rows * width];
        normalizer.normalize(x, 2, rows, 1e-8, y, 0);
        for (int f = 0; f < width; f++) {
            double mean = 0;
            for (int r = 0; r < rows; r++) {
                mean += (double) x[2 + r * width + f] / rows;
            }
            double variance = 0;
            for (int r = 0; r < rows; r++) {
                variance += (x[2 + r * width + f] - mean) * (x[2 + r * width + f] - mean) / rows;
            }
            assertThat(normalizer.mean(f)).isCloseTo(mean, within(1e-8));
            assertThat(normalizer.variance(f)).isCloseTo(variance, within(1e-9));
            for (int r = 0; r < rows; r++) {
                double z = (x[2 + r * width + f] - mean) / Math.sqrt(variance + 1e-8);
                assertThat(y[r * width + f]).isCloseTo(
                        (float) Math.max(-3, Math.min(3, z)), within(1e-6f));
            }
        }
        assertThat(y).as("limited").contains(3f, -3f);
    }

    @Test
    void aNormaliserContinuesFromItsStateAndForgets() {
        float[] x = {1, 5, 2, 5, 4, 5, 8, 5};                              // [4, 2]
        RunningNormalizer whole = new RunningNormalizer(2, 10f);
        whole.observe(x, 0, 4);
        assertThat(whole.mean(0)).isEqualTo(3.75);
        assertThat(whole.variance(0)).isCloseTo(7.1875, within(1e-14));
        assertThat(whole.variance(1)).isZero();
        RunningNormalizer first = new RunningNormalizer(2, 10f);
        first.observe(x, 0, 2);
        double[] state = new double[6];
        first.save(state, 1);
        assertThat(state).containsExactly(0, 2, 1.5, 5, 0.5, 0);
        RunningNormalizer second = new RunningNormalizer(2, 10f);
        second.restore(state, 1);
        second.observe(x, 4, 2);
        for (int f = 0; f < 2; f++) {
            assertThat(second.mean(f)).isEqualTo(whole.mean(f));
            assertThat(second.variance(f)).isEqualTo(whole.variance(f));
        }
        float[] row = {3.75f, 5.001f};
        second.normalize(row, 0, 1, 1e-4, row, 0);
        assertThat(row[0]).isZero();
        assertThat(row[1]).as("0.001 over the root of epsilon").isCloseTo(0.1f, within(1e-4f));
        second.reset();
        assertThat(second.rows()).isZero();
        assertThat(second.mean(0)).isZero();
        assertThat(second.variance(0)).isEqualTo(1.0);
    }
}
