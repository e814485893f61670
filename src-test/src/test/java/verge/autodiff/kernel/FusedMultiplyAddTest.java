package verge.autodiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The emulation of fused multiply-add against {@code Math.fma}, in every bit. */
class FusedMultiplyAddTest {

    private static final long SEED = 20_250_614L;
    private static final int CASES =
            "full".equals(System.getProperty("verge.tests")) ? 60_000_000 : 3_000_000;

    private static final float[] SPECIAL = {
        0f, -0f, 1f, -1f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, -Float.MIN_NORMAL, 1e-40f, -3e-39f,
        Float.MAX_VALUE, -Float.MAX_VALUE, 0x1p-126f, 0x1.fffffep-127f, 0x1p-149f, 0x1p-75f,
        0x1p-74f, -0x1p-75f, 0x1p63f, 0x1p64f, -0x1p64f, 0x1.000002p0f, 0x1.fffffep0f,
        -0x1.fffffep0f, 0x1.000002p-63f, 0x1p24f, 0x1.000002p24f, 1.5f, 3f, 1 + 0x1p-12f,
    };

    private static void check(float a, float b, float c) {
        int expected = Float.floatToIntBits(Math.fma(a, b, c));
        if (Float.floatToIntBits(FusedMultiplyAdd.emulate(a, b, c)) != expected) {
            fail("fma(%s, %s, %s): %s, expected %s", Float.toHexString(a), Float.toHexString(b),
                    Float.toHexString(c), Float.toHexString(FusedMultiplyAdd.emulate(a, b, c)),
                    Float.toHexString(Float.intBitsToFloat(expected)));
        }
    }

    @Test
    void everyTripleOfSpecialNumbers() {
        int count = 0;
        for (float a : SPECIAL) {
            for (float b : SPECIAL) {
                for (float c : SPECIAL) {
                    check(a, b, c);
                    count++;
                }
            }
        }
        assertThat(count).isEqualTo(SPECIAL.length * SPECIAL.length * SPECIAL.length);
    }

    /** A third each: any bits; sums that nearly cancel; sums that lie beside a tie. */
    @Test
    void randomNumbers() {
        Random random = new Random(SEED);
        for (int i = 0; i < CASES; i++) {
            float a = Float.intBitsToFloat(random.nextInt());
            float b = Float.intBitsToFloat(random.nextInt());
            float c = Float.intBitsToFloat(random.nextInt());
            if (i % 3 == 1) {
                c = -a * b + Math.ulp(a * b) * (random.nextInt(9) - 4);
            } else if (i % 3 == 2) {
                // (1 + d)(1 - d) of half a unit: in double that is the tie itself.
                float d = random.nextInt(400) * 0x1p-23f;
                a = 1 + d;
                b = Math.ulp(c) / (random.nextBoolean() ? 2 : -2) * (1 - d);
            }
            check(a, b, c);
        }
        System.out.println(CASES + " cases of emulated fused multiply-add, seed " + SEED);
    }
}
