package verge.autodiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Vectors that begin as scalar loops: nobody can tell when one took over from the other. */
class VectorWarmUpTest {

    private final Random random = new Random(3);

    @Test
    void vectorsTakeOver() throws InterruptedException {
        Kernels vectors = Twins.vector();
        SwitchedKernels kernels = VectorWarmUp.kernels();
        assertThat(kernels.name()).isEqualTo(vectors.name());
        assertThat(kernels.settled()).isInstanceOf(VectorKernels.class);
    }

    /** One that is not overridden would take a default of the interface, and not a twin's own. */
    @Test
    void everyCallIsPassedOn() throws NoSuchMethodException {
        for (Method method : Kernels.class.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                assertThat(SwitchedKernels.class.getMethod(method.getName(),
                        method.getParameterTypes()).getDeclaringClass())
                        .as(method.getName()).isEqualTo(SwitchedKernels.class);
            }
        }
    }

    /** A kernel that is not rehearsed would be interpreted when it is first needed. */
    @Test
    void everyKernelIsRehearsed() {
        Twins.vector();
        assertThat(called(k -> new VectorWarmUp(k, null).groups.forEach(group -> group.accept(k))))
                .isEqualTo(all());
        for (int round = 1; round <= 3; round++) {
            int now = round;
            assertThat(called(k -> new VectorWarmUpCalls().make(k, now))).isEqualTo(all());
        }
    }

    private Set<String> called(Consumer<Kernels> calls) {
        Set<String> called = new TreeSet<>(Set.of("name", "packedFloats"));
        calls.accept((Kernels) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    called.add(method.getName());
                    return method.getReturnType() == float.class ? (Object) 0f : null;
                }));
        return called;
    }

    private static Set<String> all() {
        Set<String> all = new TreeSet<>();
        for (Method method : Kernels.class.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                all.add(method.getName());
            }
        }
        return all;
    }

    /** Weights that one has packed are read by the other, rows and transposes, edges of all kinds. */
    @Test
    void bothPackMatricesAlike() {
        Kernels vectors = Twins.vector();
        Kernels cold = new VectorWarmUp.Cold();
        for (int n = 1; n <= 9 * Lanes.L; n += 1 + n / 20) {
            int k = 1 + random.nextInt(30);
            int m = 1 + n % 5;
            float[] b = floats(k * n);
            float[] a = floats(m * k);
            float[] start = floats(m * n);
            assertThat(cold.packedFloats(k, n)).isEqualTo(vectors.packedFloats(k, n));
            float[] packed = new float[cold.packedFloats(k, n) + 3];
            float[] other = new float[packed.length];
            for (boolean transposed : new boolean[] {false, true}) {
                int rowStep = transposed ? 1 : n;
                int columnStep = transposed ? k : 1;
                Arrays.fill(packed, 7f);
                Arrays.fill(other, 7f);
                cold.pack(k, n, b, 0, rowStep, columnStep, packed, 2);
                vectors.pack(k, n, b, 0, rowStep, columnStep, other, 2);
                assertThat(packed).as("[%d, %d]", k, n).isEqualTo(other);
                float[] c = start.clone();
                float[] d = start.clone();
                cold.gemmPacked(m, n, k, a, 0, k, 1, other, 2, c, 0, n, c, 0, n);
                vectors.gemmPacked(m, n, k, a, 0, k, 1, packed, 2, d, 0, n, d, 0, n);
                assertThat(c).as("[%d, %d, %d]", m, n, k).isEqualTo(d);
                cold.gemmPacked(m, n, k, a, 0, 1, m, other, 2, null, 0, 0, c, 0, n);
                vectors.gemmPacked(m, n, k, a, 0, 1, m, packed, 2, null, 0, 0, d, 0, n);
                assertThat(c).as("transposed A, [%d, %d, %d]", m, n, k).isEqualTo(d);
            }
        }
    }

    private float[] floats(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextFloat() - 0.5f;
        }
        return x;
    }
}
