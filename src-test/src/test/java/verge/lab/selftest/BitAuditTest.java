package verge.lab.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verge.autodiff.Parameters;
import verge.autodiff.ParameterTable;
import verge.autodiff.Tensor;
import verge.autodiff.kernel.FloatMath;
import verge.autodiff.kernel.Kernels;
import verge.autodiff.kernel.SpecialFunctions;
import verge.nn.Linear;
import verge.nn.TorchWeights;

/** The audit of bits: that it misses no kernel and no layer, and that it sees a changed bit. */
class BitAuditTest {

    /** Not arithmetic, or, for packing, a layout that is each twin's own. */
    private static final Set<String> NO_KERNELS = Set.of("active", "awaitWarm", "checkOptions",
            "name", "packedFloats", "pack");

    @Test
    void everyKernelAndFunctionIsAudited() {
        Set<String> expected = new TreeSet<>();
        for (Method method : Kernels.class.getDeclaredMethods()) {
            if (!NO_KERNELS.contains(method.getName()) && !method.isSynthetic()) {
                expected.add(method.getName());
            }
        }
        for (Class<?> functions : List.of(FloatMath.class, SpecialFunctions.class)) {
            for (Method method : functions.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers())) {
                    expected.add(functions.getSimpleName() + "." + method.getName());
                }
            }
        }
        assertThat(expected).hasSizeGreaterThan(30);
        assertThat(KernelCases.all().keySet()).as("add what is missing to KernelCases")
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyLayerIsAudited() throws Exception {
        Set<String> audited = new TreeSet<>();
        for (LayerCase layer : LayerCases.all().values()) {
            layer.covers().forEach(covered -> audited.add(covered.getSimpleName()));
        }
        Set<String> missing = new TreeSet<>();
        int classes = 0;
        for (Class<?> type : publicClasses(Linear.class)) {
            classes++;
            if (computes(type) && !audited.contains(type.getSimpleName())) {
                missing.add(type.getSimpleName());
            }
        }
        assertThat(classes).isGreaterThan(15);
        assertThat(missing).as("add them to LayerCases").isEmpty();
    }

    @Test
    void theSearchFindsLayersHeadsAndOptimisers() throws Exception {
        List<String> found = new ArrayList<>();
        for (Class<?> type : publicClasses(Linear.class)) {
            if (computes(type)) {
                found.add(type.getSimpleName());
            }
        }
        assertThat(found).contains("Linear", "LstmCell", "Categorical", "Adam", "GradientClip",
                "Initializers").doesNotContain("SafetensorsFile", "InputException");
    }

    /** Whether a class takes parameters or tensors; files of parameters compute nothing. */
    private static boolean computes(Class<?> type) {
        if (type.getSimpleName().startsWith("Safetensors") || type == TorchWeights.class
                || type.isInterface()) {
            return false;
        }
        List<Class<?>> taken = new ArrayList<>();
        for (Constructor<?> constructor : type.getConstructors()) {
            taken.addAll(Arrays.asList(constructor.getParameterTypes()));
        }
        for (Method method : type.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())) {
                taken.addAll(Arrays.asList(method.getParameterTypes()));
            }
        }
        return taken.contains(Parameters.class) || taken.contains(ParameterTable.class)
                || taken.contains(Tensor.class);
    }

    /** The public classes of the package of one of them, from where it was loaded. */
    private static List<Class<?>> publicClasses(Class<?> one)
            throws IOException, URISyntaxException, ReflectiveOperationException {
        String name = one.getPackageName();
        Path root = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<String> files;
        if (Files.isDirectory(root)) {
            try (Stream<Path> list = Files.list(root.resolve(name.replace('.', '/')))) {
                files = list.map(file -> file.getFileName().toString()).sorted().toList();
            }
        } else {
            try (var zip = new java.util.zip.ZipFile(root.toFile())) {
                files = zip.stream().map(entry -> entry.getName())
                        .filter(entry -> entry.startsWith(name.replace('.', '/') + "/"))
                        .map(entry -> entry.substring(name.length() + 1)).sorted().toList();
            }
        }
        List<Class<?>> classes = new ArrayList<>();
        for (String file : files) {
            if (file.matches("[A-Za-z]+\\.class")) {
                Class<?> type = Class.forName(name + "." + file.replace(".class", ""));
                if (Modifier.isPublic(type.getModifiers())) {
                    classes.add(type);
                }
            }
        }
        return classes;
    }

    @Test
    void threadsDoNotChangeABitAndTheShortAuditDiffers() {
        BitAudit one = BitAudit.run(true, 1);
        assertThat(one.unsteady()).isEmpty();
        for (int threads : new int[] {2, 3, 8}) {
            BitAudit several = BitAudit.run(true, threads);
            assertThat(several.kernels()).isEqualTo(one.kernels());
            assertThat(several.layers()).isEqualTo(one.layers());
            assertThat(several.digest()).isEqualTo(one.digest());
        }
        assertThat(Set.copyOf(one.kernels().values())).as("no two kernels are alike")
                .hasSameSizeAs(one.kernels().values());
        assertThat(Set.copyOf(one.layers().values())).hasSameSizeAs(one.layers().values());
    }

    @Test
    void oneBitOfOneNumberChangesTheDigest() {
        KernelCase add = KernelCase.elementwise(3, (k, x, o, n) ->
                k.add(x[0], o[0], x[1], o[1], x[2], o[2], n[0]));
        KernelCase off = KernelCase.elementwise(3, (k, x, o, n) -> {
            k.add(x[0], o[0], x[1], o[1], x[2], o[2], n[0]);
            if (n[0] == 13) {
                int last = o[2] + 12;
                x[2][last] = Float.intBitsToFloat(Float.floatToRawIntBits(x[2][last]) ^ 1);
            }
        });
        KernelCase beyond = KernelCase.elementwise(3, (k, x, o, n) -> {
            k.add(x[0], o[0], x[1], o[1], x[2], o[2], n[0]);
            x[2][o[2] + n[0]] = n[0] == 13 ? 7f : x[2][o[2] + n[0]];
        });
        String right = add.digest("add", Kernels.active(), true);
        assertThat(add.digest("add", Kernels.active(), true)).isEqualTo(right);
        assertThat(right).isEqualTo(KernelCases.all().get("add")
                .digest("add", Kernels.active(), true));
        assertThat(off.digest("add", Kernels.active(), true)).isNotEqualTo(right);
        assertThat(beyond.digest("add", Kernels.active(), true)).isNotEqualTo(right);
    }

    @Test
    void nansAreOneAndZerosAreTwo() {
        BitDigest digest = new BitDigest();
        digest.add(new float[] {Float.intBitsToFloat(0x7fc00001), 0f});
        String first = digest.hex();
        digest.add(new float[] {Float.intBitsToFloat(0xffc12345), 0f});
        assertThat(digest.hex()).isEqualTo(first);
        digest.add(new float[] {Float.NaN, -0f});
        assertThat(digest.hex()).isNotEqualTo(first);
        digest.add(Float.NaN);
        digest.add(0f);
        assertThat(digest.hex()).isEqualTo(first);
    }

    @Test
    void theDigestOfAllCoversEachNameAndDigest() {
        BitAudit audit = new BitAudit(Map.of("add", "1"), Map.of("lstm", "2"), List.of());
        assertThat(new BitAudit(Map.of("add", "1"), Map.of("lstm", "3"), List.of()).digest())
                .isNotEqualTo(audit.digest());
        assertThat(new BitAudit(Map.of("sub", "1"), Map.of("lstm", "2"), List.of()).digest())
                .isNotEqualTo(audit.digest());
    }
}
