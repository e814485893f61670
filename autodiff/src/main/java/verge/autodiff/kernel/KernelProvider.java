package verge.autodiff.kernel;

import java.util.Locale;

/**
 * Chooses the kernels of this process, once, and logs one line when vectors are not used.
 * {@code -Dverge.kernels=scalar|vector|auto} forces the choice and
 * {@code -Dverge.vector.bits=128|256|512} the width; results do not depend on either.
 */
final class KernelProvider {

    private static final String CLASS = "verge.autodiff.kernel.VectorKernels";
    private static final String MODULE = "jdk.incubator.vector";

    static final Kernels ACTIVE = choose(KernelOptions.kernels());

    private KernelProvider() {}

    private static Kernels choose(String wanted) {
        switch (wanted) {
            case "scalar":
                return new ScalarKernels();
            case "vector":
                return vector();
            case "auto":
                String refusal = refusal();
                if (refusal == null) {
                    return vector();
                }
                System.getLogger("verge.kernels").log(System.Logger.Level.INFO,
                        "scalar kernels: " + refusal);
                return new ScalarKernels();
            default:
                throw new IllegalArgumentException("-Dverge.kernels=" + wanted
                        + ": expected scalar, vector or auto");
        }
    }

    /** Returns why vectors would not pay here, with the remedy; null if they would. */
    private static String refusal() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return "the module " + MODULE + " is absent; start java with --add-modules " + MODULE;
        }
        String mode = System.getProperty("java.vm.info", "");
        if (mode.contains("interpreted") || mode.contains("emulated-client")) {
            return "the C2 compiler is off, and without it vectors crawl; "
                    + "drop -Xint or -XX:TieredStopAtLevel";
        }
        int bits = preferredBits();
        boolean arm = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)
                .matches("aarch64|arm.*");
        int least = arm ? 128 : 256;
        if (bits < least) {
            return "vectors of this CPU have " + bits + " bits, and fewer than " + least
                    + " do not pay; -Dverge.kernels=vector forces them";
        }
        return null;
    }

    /** Read by reflection: this class must load where the module is absent. */
    private static int preferredBits() {
        if (KernelOptions.vectorBits() != 0) {
            return KernelOptions.vectorBits();
        }
        try {
            Class<?> shape = Class.forName("jdk.incubator.vector.VectorShape");
            Object preferred = shape.getMethod("preferredShape").invoke(null);
            return (int) shape.getMethod("vectorBitSize").invoke(preferred);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the module " + MODULE + " is not the one known", e);
        }
    }

    private static Kernels vector() {
        try {
            return (Kernels) Class.forName(CLASS).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException("-Dverge.kernels=vector: the module " + MODULE
                    + " is absent; start java with --add-modules " + MODULE, e);
        }
    }
}
