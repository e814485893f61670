package verge.autodiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/** Functions that are computed in another way than their definition have its bits. */
class SpecialFunctionsTest {

    /** Floats from one to the next that is tried: odd, so that all low bits come up. */
    private static final int STRIDE =
            "full".equals(System.getProperty("verge.tests")) ? 257 : 4099;
    private static final int LARGEST_SPECIAL = 0x41A00002;                 // a little beyond 20
    private static final int SMALLEST = 0x2F000000;                        // 2^-33

    @Test
    void expm1HasTheBitsOfItsDefinition() {
        int compared = 0;
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += 65_537L * 31) {
            compare(Float.intBitsToFloat((int) bits));
            compared++;
        }
        for (int size = SMALLEST; size < LARGEST_SPECIAL; size += STRIDE) {
            compare(Float.intBitsToFloat(size));
            compare(-Float.intBitsToFloat(size));
            compared += 2;
        }
        for (int k = -30; k <= 30; k++) {                // where the reduction changes its integer
            float edge = (float) ((k + 0.5) * 0.6931471805599453);
            for (float x = edge - 8 * Math.ulp(edge); x <= edge + 8 * Math.ulp(edge);
                    x = Math.nextUp(x)) {
                compare(x);
                compared++;
            }
        }
        for (float x : new float[] {0f, -0f, 0x1p-25f, -0x1p-25f, 0x1p-24f, -0x1p-24f, 20f, -20f,
            Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE}) {
            compare(x);
            compared++;
        }
        System.out.println("expm1 of " + compared + " floats");
        assertThat(compared).isGreaterThan(150_000);
    }

    private static void compare(float x) {
        float expected = (float) StrictMath.expm1(x);
        float actual = SpecialFunctions.expm1(x);
        if (Float.floatToIntBits(actual) != Float.floatToIntBits(expected)) {
            fail("expm1(%a): %a, expected %a", x, actual, expected);
        }
    }
}
