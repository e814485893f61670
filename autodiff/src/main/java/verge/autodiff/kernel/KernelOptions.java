package verge.autodiff.kernel;

import java.util.List;

/** The system properties of the kernels, checked. Needs no other class of this package. */
final class KernelOptions {

    static final String MODULE = "jdk.incubator.vector";

    private static final String KERNELS = "verge.kernels";
    private static final String BITS = "verge.vector.bits";

    private KernelOptions() {}

    /** Throws {@link IllegalArgumentException} if what is asked for cannot be had. */
    static void check() {
        vectorBits();
        if (kernels().equals("vector") && !modulePresent()) {
            throw new IllegalArgumentException("-D" + KERNELS + "=vector: the module " + MODULE
                    + " is absent; start java with --add-modules " + MODULE);
        }
    }

    /** Returns {@code scalar}, {@code vector}, or {@code auto} if nothing is asked for. */
    static String kernels() {
        return oneOf(KERNELS, "auto", List.of("auto", "scalar", "vector"));
    }

    /** Returns the width asked for, 0 if none is. */
    static int vectorBits() {
        return Integer.parseInt(oneOf(BITS, "0", List.of("128", "256", "512")));
    }

    static boolean modulePresent() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    private static String oneOf(String property, String otherwise, List<String> expected) {
        String value = System.getProperty(property);
        if (value == null) {
            return otherwise;
        }
        if (!expected.contains(value)) {
            throw new IllegalArgumentException("-D" + property + "=" + value + ": expected one of "
                    + String.join(", ", expected));
        }
        return value;
    }
}
