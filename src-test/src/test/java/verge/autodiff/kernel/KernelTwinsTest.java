package verge.autodiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The twins of {@link Kernels} agree bit for bit, and products with the plain triple loop. */
class KernelTwinsTest {

    private static final long SEED = 20_250_613L;
    private static final int LONGEST = 67;
    private static final int ROUNDS = 30;
    private static final float[] SPECIAL = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, Float.MIN_VALUE,
        -Float.MIN_VALUE, Float.MIN_NORMAL, -Float.MIN_NORMAL, 1e-40f, -3e-39f, Float.MAX_VALUE,
        -Float.MAX_VALUE, 1f, -1f, 0.625f, -0.625f, 88.7f, 89f, -87.5f, -103.9f, -104f, -110f,
        1e30f, -1e30f, 3e-20f,
    };

    /** One call on four buffers a, b, c, d from an offset; the result, if any, is returned. */
    private interface Call {
        float on(Kernels k, float[][] x, int offset, int n);
    }

    private final Map<String, Call> calls = new LinkedHashMap<>();

    KernelTwinsTest() {
        calls.put("add", (k, x, o, n) -> nothing(() -> k.add(x[0], o, x[1], 1, x[2], 2, n)));
        calls.put("subtract", (k, x, o, n) ->
                nothing(() -> k.subtract(x[0], o, x[1], 1, x[2], 2, n)));
        calls.put("multiply", (k, x, o, n) ->
                nothing(() -> k.multiply(x[0], o, x[1], 1, x[2], 2, n)));
        calls.put("multiplyAdd", (k, x, o, n) ->
                nothing(() -> k.multiplyAdd(x[0], o, x[1], 1, x[2], 2, n)));
        calls.put("affine", (k, x, o, n) ->
                nothing(() -> k.affine(x[3][0], x[3][1], x[0], o, x[2], 2, n)));
        calls.put("axpy", (k, x, o, n) -> nothing(() -> k.axpy(x[3][0], x[0], o, x[2], 2, n)));
        calls.put("expShifted", (k, x, o, n) ->
                nothing(() -> k.expShifted(x[3][0], x[0], o, x[2], 2, n)));
        calls.put("tanh", (k, x, o, n) -> nothing(() -> k.tanh(x[0], o, x[2], 2, n)));
        calls.put("sigmoid", (k, x, o, n) -> nothing(() -> k.sigmoid(x[0], o, x[2], 2, n)));
        calls.put("tanhBackward", (k, x, o, n) ->
                nothing(() -> k.tanhBackward(x[0], o, x[1], 1, x[2], 2, n)));
        calls.put("sigmoidBackward", (k, x, o, n) ->
                nothing(() -> k.sigmoidBackward(x[0], o, x[1], 1, x[2], 2, n)));
        calls.put("sum", (k, x, o, n) -> k.sum(x[0], o, n));
        calls.put("dot", (k, x, o, n) -> k.dot(x[0], o, x[1], 1, n));
        calls.put("max", (k, x, o, n) -> k.max(x[0], o, n));
        calls.put("adam", (k, x, o, n) -> nothing(() -> k.adam(x[0], x[1], x[2], x[3], n,
                0.01f, 0.9f, 0.1f, 0.999f, 0.001f, 0.1f, 1e-8f)));
        // The output in place of an input, as the operations use it.
        calls.put("add in place", (k, x, o, n) ->
                nothing(() -> k.add(x[0], o, x[1], 1, x[1], 1, n)));
        calls.put("affine in place", (k, x, o, n) ->
                nothing(() -> k.affine(x[3][0], x[3][1], x[0], o, x[0], o, n)));
        calls.put("expShifted in place", (k, x, o, n) ->
                nothing(() -> k.expShifted(0f, x[0], o, x[0], o, n)));
        calls.put("tanh in place", (k, x, o, n) ->
                nothing(() -> k.tanh(x[0], o, x[0], o, n)));
    }

    private static float nothing(Runnable call) {
        call.run();
        return 0f;
    }

    private static Kernels vector() {
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
    private static float[] random(int n, Random random, boolean special) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = special && random.nextInt(4) == 0
                    ? SPECIAL[random.nextInt(SPECIAL.length)]
                    : (float) (random.nextGaussian() * (random.nextBoolean() ? 1 : 20));
        }
        return values;
    }

    private static void assertBits(String what, float[] actual, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(actual[i]) != Float.floatToIntBits(expected[i])) {
                fail("%s: element %d is %s, expected %s", what, i, actual[i], expected[i]);
            }
        }
    }

    @Test
    void twinsAgreeBitForBit() {
        Kernels vector = vector();
        Kernels scalar = new ScalarKernels();
        int compared = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int n = 0; n <= LONGEST; n++) {
                for (int offset = 0; offset < 4; offset++) {
                    long seed = SEED + compared;
                    for (Map.Entry<String, Call> call : calls.entrySet()) {
                        Random random = new Random(seed);
                        float[][] ours = new float[4][];
                        float[][] theirs = new float[4][];
                        for (int i = 0; i < 4; i++) {
                            ours[i] = random(LONGEST + 5, random, round % 2 == 1);
                            theirs[i] = ours[i].clone();
                        }
                        String what = call.getKey() + " n " + n + " offset " + offset + " seed "
                                + seed;
                        float x = call.getValue().on(vector, ours, offset, n);
                        float y = call.getValue().on(scalar, theirs, offset, n);
                        assertBits(what, new float[] {x}, new float[] {y});
                        for (int i = 0; i < 4; i++) {
                            assertBits(what + " buffer " + i, ours[i], theirs[i]);
                        }
                        compared++;
                    }
                }
            }
        }
        System.out.println(compared + " calls of kernels compared, " + vector.name());
        assertThat(compared).isEqualTo(ROUNDS * (LONGEST + 1) * 4 * calls.size());
    }

    @Test
    void everyKernelIsCompared() {
        Set<String> tested = new TreeSet<>(Set.of("gemm", "name", "active"));
        calls.keySet().forEach(name -> tested.add(name.split(" ")[0]));
        Set<String> declared = new TreeSet<>();
        for (Method method : Kernels.class.getDeclaredMethods()) {
            declared.add(method.getName());
        }
        assertThat(tested).isEqualTo(declared);
    }

    @Test
    void scalarReductionsFollowTheContract() {
        Kernels scalar = new ScalarKernels();
        for (int n = 0; n <= LONGEST; n++) {
            Random random = new Random(SEED + n);
            float[] a = random(n + 2, random, false);
            float[] b = random(n + 2, random, false);
            float[] sums = new float[16];
            float[] products = new float[16];
            for (int i = 0; i < n; i++) {
                sums[i % 16] += a[2 + i];
                products[i % 16] = Math.fma(a[2 + i], b[1 + i], products[i % 16]);
            }
            for (int half = 8; half > 0; half /= 2) {
                for (int i = 0; i < half; i++) {
                    sums[i] += sums[i + half];
                    products[i] += products[i + half];
                }
            }
            assertBits("sum and dot of " + n + " seed " + (SEED + n),
                    new float[] {scalar.sum(a, 2, n), scalar.dot(a, 2, b, 1, n)},
                    new float[] {sums[0], products[0]});
        }
    }

    @Test
    void productsAreTheTripleLoopOfFusedMultiplyAdd() {
        Kernels[] twins = {new ScalarKernels(), vector()};
        int[] rows = {0, 1, 2, 3, 5, 6, 7, 8, 9, 12, 13, 17};
        int[] depths = {0, 1, 3, 4, 5, 8, 19};
        int compared = 0;
        for (int n = 0; n <= LONGEST + 5; n++) {
            int cols = n <= LONGEST ? n : 61 + n;                  // 67, then 129 to 133
            for (int m : rows) {
                for (int k : depths) {
                    for (Kernels twin : twins) {
                        product(twin, m, cols, k, SEED + compared);
                        compared++;
                    }
                }
            }
        }
        System.out.println(compared + " products compared");
        assertThat(compared).isEqualTo((LONGEST + 6) * rows.length * depths.length * 2);
    }

    private static void product(Kernels twin, int m, int n, int k, long seed) {
        Random random = new Random(seed);
        boolean transposed = random.nextBoolean();
        int pad = random.nextInt(3);
        int rowStep = transposed ? 1 : k + pad;
        int depthStep = transposed ? m + pad : 1;
        int ldb = n + random.nextInt(3);
        int ldc = n + random.nextInt(3);
        int offset = random.nextInt(4);
        boolean special = random.nextInt(3) == 0;
        float[] a = random(offset + (m + pad + 1) * (k + pad + 1), random, special);
        float[] b = random(offset + k * ldb + 1, random, special);
        float[] c = random(offset + m * ldc + 1, random, special);
        float[] expected = c.clone();
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int p = 0; p < k; p++) {
                    int at = offset + i * ldc + j;
                    expected[at] = Math.fma(a[offset + i * rowStep + p * depthStep],
                            b[offset + p * ldb + j], expected[at]);
                }
            }
        }
        twin.gemm(m, n, k, a, offset, rowStep, depthStep, b, offset, ldb, c, offset, ldc);
        assertBits(twin.name() + " [" + m + ", " + n + ", " + k + "] transposed " + transposed
                + " seed " + seed, c, expected);
    }
}
