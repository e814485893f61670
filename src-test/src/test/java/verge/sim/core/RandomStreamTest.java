package verge.sim.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

    private static final int DRAWS = 200_000;

    /** Computed once, from the definition of the generator, by another program. */
    @Test
    void givesTheKnownSequence() {
        RandomStream random = new RandomStream(42, "arrivals");
        assertThat(new long[] {random.nextLong(), random.nextLong(), random.nextLong()})
                .containsExactly(KNOWN);
    }

    private static final long[] KNOWN =
            {0x7982a937eb0739faL, 0xcfb5f59c112d5492L, 0xeb1176e4bb6ac585L};

    @Test
    void oneStreamPerSeedAndName() {
        long a = new RandomStream(1, "a").nextLong();
        assertThat(new RandomStream(1, "a").nextLong()).isEqualTo(a);
        assertThat(new RandomStream(2, "a").nextLong()).isNotEqualTo(a);
        assertThat(new RandomStream(1, "b").nextLong()).isNotEqualTo(a);
        assertThat(new RandomStream(1, "").nextLong()).isNotEqualTo(a);
        assertThat(new RandomStream(1, "a\0").nextLong()).isNotEqualTo(a);
        RandomStream again = new RandomStream(2, "a");
        again.nextGaussian();
        again.setSeed(1L);
        assertThat(again.nextLong()).isEqualTo(a);
        again.setSeed(1);
        assertThat(again.nextLong()).isEqualTo(a);
        again.setSeed(new int[] {1, 2});
        assertThat(again.nextLong()).isNotEqualTo(a);
    }

    @Test
    void savedStateContinuesExactly() {
        RandomStream random = new RandomStream(3, "state");
        for (int i = 0; i < 100; i++) {
            random.nextGaussian();
            if (i % 3 == 0) {
                random.nextLong();
            }
            RandomStream other = new RandomStream(0, "other");
            other.restoreState(random.saveState());
            for (int k = 0; k < 5; k++) {
                long gaussian = Double.doubleToLongBits(other.nextGaussian());
                assertThat(gaussian).isEqualTo(Double.doubleToLongBits(random.nextGaussian()));
            }
            assertThat(other.nextLong()).isEqualTo(random.nextLong());
        }
        long[] before = random.saveState();
        for (long[] bad : new long[][] {{}, new long[6], {1, 2, 3, 4, 5, 0}}) {
            assertThatIllegalArgumentException().isThrownBy(() -> random.restoreState(bad));
        }
        assertThat(random.saveState()).containsExactly(before);
    }

    @Test
    void uniformIntegersAreUniform() {
        RandomStream random = new RandomStream(4, "uniform");
        for (int bound : new int[] {1, 2, 3, 7, 100}) {
            int[] counts = new int[bound];
            for (int i = 0; i < DRAWS; i++) {
                counts[random.nextInt(bound)]++;
            }
            // 99.99 % of a chi-square of k degrees lies below k + 4 sqrt(2k) + 9.
            double expected = (double) DRAWS / bound;
            double chi = Arrays.stream(counts)
                    .mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
            int k = bound - 1;
            assertThat(chi).isLessThan(k + 4 * Math.sqrt(2.0 * k) + 9);
        }
    }

    /** A bound of 3/4 of the range would show twice as many low values if remainders were kept. */
    @Test
    void largeBoundsHaveNoBias() {
        RandomStream random = new RandomStream(5, "bias");
        long bound = 3L << 61;
        assertThat(bound).isPositive();
        int low = 0;
        for (int i = 0; i < DRAWS; i++) {
            long value = random.nextLong(bound);
            assertThat(value).isBetween(0L, bound - 1);
            low += value < bound / 3 ? 1 : 0;
        }
        assertThat(low / (double) DRAWS).isBetween(1 / 3.0 - 0.006, 1 / 3.0 + 0.006);
        for (int i = 0; i < 10_000; i++) {
            assertThat(random.nextInt(-3, 4)).isBetween(-3, 3);
            assertThat(random.nextInt(Integer.MIN_VALUE, Integer.MAX_VALUE))
                    .isLessThan(Integer.MAX_VALUE);
            assertThat(random.nextLong(Long.MIN_VALUE, 0)).isNegative();
            assertThat(random.nextLong(-5, 5)).isBetween(-5L, 4L);
            assertThat(random.nextDouble(2, 3)).isGreaterThanOrEqualTo(2).isLessThan(3);
            assertThat(random.nextFloat(2, 3)).isGreaterThanOrEqualTo(2).isLessThan(3);
        }
    }

    @Test
    void momentsAreRight() {
        RandomStream random = new RandomStream(6, "moments");
        requireMoments(random::nextDouble, 1 / 2.0, 1 / 12.0);
        requireMoments(random::nextFloat, 1 / 2.0, 1 / 12.0);
        requireMoments(random::nextGaussian, 0, 1);
        requireMoments(() -> random.nextGaussian(5, 2), 5, 4);
        requireMoments(random::nextExponential, 1, 1);
        requireMoments(() -> random.nextBoolean() ? 1 : 0, 1 / 2.0, 1 / 4.0);
        requireMoments(() -> random.nextInt() * 0x1p-31, 0, 1 / 3.0);
        byte[] bytes = new byte[13];
        requireMoments(() -> {
            random.nextBytes(bytes);
            return bytes[12];
        }, -0.5, 65535 / 12.0);
        ExponentialDistribution exponential = new ExponentialDistribution(random, 3);
        requireMoments(exponential::sample, 3, 9);
    }

    /** Means within five standard errors, variances within 3 %. */
    private static void requireMoments(DoubleSupplier source, double mean, double variance) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double x = source.getAsDouble() - mean;
            sum += x;
            squares += x * x;
        }
        assertThat(sum / DRAWS).isBetween(-5 * Math.sqrt(variance / DRAWS),
                5 * Math.sqrt(variance / DRAWS));
        assertThat(squares / DRAWS / variance).isBetween(0.97, 1.03);
    }

    @Test
    void gaussianTailsAreRight() {
        RandomStream random = new RandomStream(7, "tails");
        int beyondTwo = 0;
        for (int i = 0; i < DRAWS; i++) {
            beyondTwo += Math.abs(random.nextGaussian()) > 2 ? 1 : 0;
        }
        assertThat(beyondTwo / (double) DRAWS).isBetween(0.0455 - 0.0025, 0.0455 + 0.0025);
    }

    @Test
    void streamsDrawTheSameNumbers() {
        RandomStream a = new RandomStream(8, "streams");
        RandomStream b = new RandomStream(8, "streams");
        a.ints(5).forEach(x -> assertThat(x).isEqualTo(b.nextInt()));
        a.ints(5, 2, 9).forEach(x -> assertThat(x).isEqualTo(b.nextInt(2, 9)));
        a.longs(5).forEach(x -> assertThat(x).isEqualTo(b.nextLong()));
        a.longs(5, 2, 9).forEach(x -> assertThat(x).isEqualTo(b.nextLong(2, 9)));
        a.doubles(5).forEach(x -> assertThat(x).isEqualTo(b.nextDouble()));
        a.doubles(5, 2, 9).forEach(x -> assertThat(x).isEqualTo(b.nextDouble(2, 9)));
        assertThat(a.nextLong()).isEqualTo(b.nextLong());
    }

    @Test
    void emptyRangesAreRefused() {
        RandomStream random = new RandomStream(9, "ranges");
        assertThatIllegalArgumentException().isThrownBy(() -> random.nextInt(0));
        assertThatIllegalArgumentException().isThrownBy(() -> random.nextInt(3, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> random.nextLong(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> random.nextLong(3, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> random.nextDouble(0));
        assertThatIllegalArgumentException().isThrownBy(() -> random.nextDouble(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> random.nextGaussian(0, -1));
    }
}
