package verge.sim.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What shadowing and Rayleigh fading are drawn from, by moments within 99.9 % intervals. */
class RandomFieldTest {

    private static final int SIDE = 400;
    private static final double NORMAL_999 = 3.2905;

    private interface Place {
        double at(long a, long b);
    }

    /** Mean of a power of a field, whose own variance is known. */
    private static void requireMoment(Place field, int power, double mean, double variance) {
        double sum = 0;
        for (int a = 0; a < SIDE; a++) {
            for (int b = 0; b < SIDE; b++) {
                sum += StrictMath.pow(field.at(a, b), power);
            }
        }
        double count = (double) SIDE * SIDE;
        assertThat(sum / count).as("moment " + power)
                .isCloseTo(mean, within(NORMAL_999 * Math.sqrt(variance / count)));
    }

    @Test
    void uniform() {
        Place field = (a, b) -> RandomField.uniform(1, a, b);
        requireMoment(field, 1, 1 / 2.0, 1 / 12.0);
        requireMoment(field, 2, 1 / 3.0, 1 / 5.0 - 1 / 9.0);
    }

    /** Decibels of shadowing: E X = 0, E X^2 = 1, E X^3 = 0, E X^4 = 3. */
    @Test
    void gaussian() {
        Place field = (a, b) -> RandomField.gaussian(2, a, b);
        requireMoment(field, 1, 0, 1);
        requireMoment(field, 2, 1, 2);
        requireMoment(field, 3, 0, 15);
        requireMoment(field, 4, 3, 105 - 9);
    }

    /** Power of a Rayleigh channel: E X^n = n!. */
    @Test
    void exponential() {
        Place field = (a, b) -> RandomField.exponential(3, a, b);
        requireMoment(field, 1, 1, 1);
        requireMoment(field, 2, 2, 24 - 4);
        requireMoment(field, 3, 6, 720 - 36);
    }

    /** Neighbours in either direction, and the same place of another field, are not correlated. */
    @Test
    void placesAreIndependent() {
        Place field = (a, b) -> RandomField.gaussian(4, a, b);
        requireMoment((a, b) -> field.at(a, b) * field.at(a + 1, b), 1, 0, 1);
        requireMoment((a, b) -> field.at(a, b) * field.at(a, b + 1), 1, 0, 1);
        requireMoment((a, b) -> field.at(a, b) * field.at(b, a + SIDE), 1, 0, 1);
        requireMoment((a, b) -> field.at(a, b) * RandomField.gaussian(5, a, b), 1, 0, 1);
        assertThat(field.at(7, 9)).as("the same whenever asked").isEqualTo(field.at(7, 9));
    }
}
