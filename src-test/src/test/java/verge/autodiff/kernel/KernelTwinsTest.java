package verge.autodiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static verge.autodiff.kernel.Twins.LONGEST;
import static verge.autodiff.kernel.Twins.SEED;
import static verge.autodiff.kernel.Twins.assertBits;
import static verge.autodiff.kernel.Twins.compare;
import static verge.autodiff.kernel.Twins.random;
import static verge.autodiff.kernel.Twins.vector;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import verge.autodiff.kernel.KernelCalls.Call;

/** Element-wise kernels and reductions of both twins agree bit for bit. */
class KernelTwinsTest {

    private static final int ROUNDS = 30;

    private final Map<String, Call> calls = KernelCalls.elements();

    @Test
    void twinsAgreeBitForBit() {
        Kernels vector = vector();
        int compared = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int n = 0; n <= LONGEST; n++) {
                for (int offset = 0; offset < 4; offset++) {
                    long seed = SEED + compared;
                    for (Map.Entry<String, Call> call : calls.entrySet()) {
                        compare(call.getKey(), call.getValue(), vector, 4, LONGEST + 5, offset, n,
                                seed, round % 2 == 1);
                        compared++;
                    }
                }
            }
        }
        System.out.println(compared + " calls of kernels compared, " + vector.name());
        assertThat(compared).isEqualTo(ROUNDS * (LONGEST + 1) * 4 * calls.size());
    }

    @Test
    void functionsAgreeOnBitsFromEverywhere() {
        Kernels scalar = Twins.scalar();
        Kernels vector = vector();
        float[] x = new float[1 << 20];
        for (int i = 0; i < x.length; i++) {                // one of each 2^12 floats that follow each other
            x[i] = Float.intBitsToFloat(i << 12 | i * 0x9E3779B1 >>> 20);
        }
        float[] expected = new float[x.length];
        float[] actual = new float[x.length];
        scalar.tanh(x, 0, expected, 0, x.length);
        vector.tanh(x, 0, actual, 0, x.length);
        assertBits("tanh", actual, expected);
        scalar.sigmoid(x, 0, expected, 0, x.length);
        vector.sigmoid(x, 0, actual, 0, x.length);
        assertBits("sigmoid", actual, expected);
    }

    @Test
    void everyKernelIsCompared() {
        Set<String> tested = new TreeSet<>(Set.of("gemm", "gemmPacked", "pack", "packedFloats",
                "name", "active", "awaitWarm", "checkOptions"));
        calls.keySet().forEach(name -> tested.add(name.split(" ")[0]));
        KernelCalls.rows().keySet().forEach(name -> tested.add(name.split(" ")[0]));
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
}
