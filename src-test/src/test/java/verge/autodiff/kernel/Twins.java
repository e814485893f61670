package verge.autodiff.kernel;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;

/** What tests of both twins share: the twins themselves, numbers, comparison in bits. */
final class Twins {

    static final long SEED = 20_250_613L;
    static final int LONGEST = 67;

    private static final float[] SPECIAL = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, Float.MIN_VALUE,
        -Float.MIN_VALUE, Float.MIN_NORMAL, -Float.MIN_NORMAL, 1e-40f, -3e-39f, Float.MAX_VALUE,
        -Float.MAX_VALUE, 1f, -1f, 0.625f, -0.625f, 88.7f, 89f, -87.5f, -103.9f, -104f, -110f,
        1e30f, -1e30f, 3e-20f,
        Float.intBitsToFloat(0x7F800001), Float.intBitsToFloat(0x7FC00001), Float.intBitsToFloat(-1),
    };

    private Twins() {}

    static Kernels scalar() {
        return new ScalarKernels();
    }

    static Kernels vector() {
        assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
                "skipped: java runs without --add-modules jdk.incubator.vector");
        try {
            return (Kernels) Class.forName("verge.autodiff.kernel.VectorKernels")
                    .getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Mostly moderate numbers, and one in four from the special ones if asked for. */
    static float[] random(int n, Random random, boolean special) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = special && random.nextInt(4) == 0
                    ? SPECIAL[random.nextInt(SPECIAL.length)]
                    : (float) (random.nextGaussian() * (random.nextBoolean() ? 1 : 20));
        }
        return values;
    }

    static float[][] buffers(int count, int length, Random random, boolean special) {
        float[][] x = new float[count][];
        for (int i = 0; i < count; i++) {
            x[i] = random(length, random, special);
        }
        return x;
    }

    static void assertBits(String what, float[] actual, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(actual[i]) != Float.floatToIntBits(expected[i])) {
                fail("%s: element %d is %s, expected %s", what, i, actual[i], expected[i]);
            }
        }
    }

    /** Makes the same call on both twins from the same numbers and compares all that is left. */
    static void compare(String name, KernelCalls.Call call, Kernels vector, int buffers, int length,
            int offset, int n, long seed, boolean special) {
        float[][] ours = buffers(buffers, length, new Random(seed), special);
        float[][] theirs = new float[buffers][];
        for (int i = 0; i < buffers; i++) {
            theirs[i] = ours[i].clone();
        }
        call.on(vector, ours, offset, n);
        call.on(scalar(), theirs, offset, n);
        String what = name + " n " + n + " offset " + offset + " seed " + seed;
        for (int i = 0; i < buffers; i++) {
            assertBits(what + " buffer " + i, ours[i], theirs[i]);
        }
    }
}
