package verge.lab.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumbersTest {
    private static final int CASES = 100_000;

    @Test
    void shortestTextReadsBackAsTheSameDouble() {
        long seed = 20_261;
        Random random = new Random(seed);
        int checked = 0;
        for (int i = 0; i < CASES; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (!Double.isFinite(value)) {
                continue;
            }
            double back = Double.parseDouble(Numbers.text(value));
            assertThat(Double.doubleToLongBits(back)).as("seed %d, case %d", seed, i)
                    .isEqualTo(Double.doubleToLongBits(value));
            checked++;
        }
        assertThat(checked).isGreaterThan(CASES * 99 / 100);
    }

    @Test
    void jsonHoldsTheSameDigits() {
        long seed = 20_262;
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            double value = random.nextGaussian() * StrictMath.pow(10, random.nextInt(40) - 20);
            assertThat(Json.line(value)).as("seed %d, case %d", seed, i)
                    .isEqualTo(Numbers.text(value));
        }
    }

    @Test
    void noDigitTooMany() {
        assertThat(Numbers.text(2e23)).isEqualTo("2.0E23");
        assertThat(Numbers.text(2.2250738585072014E-308)).isEqualTo("2.2250738585072014E-308");
        assertThat(Numbers.text(4.9e-324)).isEqualTo("4.9E-324");
        assertThat(Numbers.text(0.1)).isEqualTo("0.1");
        assertThat(Numbers.text(1e7)).isEqualTo("1.0E7");
        assertThat(Numbers.text(-0.0)).isEqualTo("-0.0");
        assertThat(Json.line(2e23)).isEqualTo("2.0E23");
    }

    @Test
    void fixedDecimalsRoundTheExactBinaryValue() {
        assertThat(Numbers.fixed(1.005, 2)).isEqualTo("1.00");
        assertThat(Numbers.fixed(2.5, 0)).isEqualTo("2");
        assertThat(Numbers.fixed(3.5, 0)).isEqualTo("4");
        assertThat(Numbers.fixed(-0.001, 2)).isEqualTo("0.00");
        assertThat(Numbers.fixed(123456789.125, 2)).isEqualTo("123456789.12");
        assertThat(Numbers.fixed(Double.NaN, 2)).isEqualTo("-");
        assertThat(Numbers.fixed((Double) null, 2)).isEqualTo("-");
    }

    @Test
    void localeHasNoSay() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(Numbers.fixed(1234.5, 1)).isEqualTo("1234.5");
            assertThat(Numbers.text(1234.5)).isEqualTo("1234.5");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void wholeNumbersHaveNoPoint() {
        assertThat(Numbers.plain(100)).isEqualTo("100");
        assertThat(Numbers.plain(-0.0)).isEqualTo("0");
        assertThat(Numbers.plain(0.25)).isEqualTo("0.25");
        assertThat(Numbers.plain(1e15)).isEqualTo("1.0E15");
        assertThat(Numbers.plain(Double.NaN)).isEqualTo("NaN");
        assertThat(Numbers.plain(Double.POSITIVE_INFINITY)).isEqualTo("Infinity");
    }
}
