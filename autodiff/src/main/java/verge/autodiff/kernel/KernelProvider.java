package verge.autodiff.kernel;

import java.util.Locale;

/**
 * Chooses the kernels of this process, once, and logs one line when vectors are not used.
 * {@code -Dverge.kernels=scalar|vector} forces the choice, vectors then from the first call on, and
 * {@code -Dverge.vector.bits=128|256|512} the width; results do not depend on either.
 */
final class KernelProvider {

    // By name: their classes must load only where the module is present.
    private static final String CLASS = "verge.autodiff.kernel.VectorKernels";
    private static final String WARM_UP = "verge.autodiff.kernel.VectorWarmUp";

    /** Null if the properties are wrong. */
    private static final Kernels CHOSEN;

    static {
        Kernels chosen = null;
        try {
            chosen = choose();
        } catch (IllegalArgumentException e) {
            // An exception here would be seen once, wrapped in an error: active() throws it.
        }
        CHOSEN = chosen;
    }

    private KernelProvider() {}

    /** What the choice depends on. */
    record Machine(boolean module, String compiler, boolean arm, int bits, boolean fused) {

        /** Looks at this process. */
        static Machine here() {
            boolean module = KernelOptions.modulePresent();
            return new Machine(module, System.getProperty("java.vm.info", ""),
                    System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)
                            .matches("aarch64|arm.*"),
                    module ? preferredBits() : 0, FusedMultiplyAdd.IN_HARDWARE);
        }

        /**
         * Returns why vectors would not pay, with the remedy; null if they would.
         *
         * @param asked the width asked for, 0 if none is
         */
        String refusal(int asked) {
            if (!module) {
                return "the module " + KernelOptions.MODULE
                        + " is absent; start java with --add-modules " + KernelOptions.MODULE;
            }
            if (compiler.contains("interpreted") || compiler.contains("emulated-client")) {
                return "the C2 compiler is off, and without it vectors crawl; "
                        + "drop -Xint or -XX:TieredStopAtLevel";
            }
            if (!fused) {
                return "this processor, or -XX:-UseFMA, has no fused multiply-add, and vectors "
                        + "would make it lane by lane; drop -XX:-UseFMA if it is set";
            }
            int least = arm ? 128 : 256;
            if (bits < least) {
                return "vectors here have " + bits + " bits, and fewer than " + least
                        + " do not pay; drop -XX:UseAVX or -XX:MaxVectorSize if one is set, or "
                        + "force them with -Dverge.kernels=vector";
            }
            if (asked > bits) {
                return "vectors here have " + bits + " bits and not the " + asked
                        + " asked for; lower or drop -Dverge.vector.bits";
            }
            return null;
        }
    }

    /** Returns the kernels of this process; throws IllegalArgumentException for bad properties. */
    static Kernels active() {
        if (CHOSEN == null) {
            KernelOptions.check();
        }
        return CHOSEN;
    }

    /** As {@link Kernels#awaitWarm()}. */
    static void awaitWarm() {
        Kernels kernels = active();
        if (KernelOptions.kernels().equals("vector")
                && Machine.here().refusal(KernelOptions.vectorBits()) == null) {
            kernels = Rehearsal.KERNELS;
        }
        if (kernels instanceof SwitchedKernels switched) {
            try {
                switched.settled();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What warms up vectors that are forced, once: other kernels, made of the same loops. */
    private static final class Rehearsal {
        static final Kernels KERNELS = warmingVector();
    }

    private static Kernels choose() {
        KernelOptions.check();
        String wanted = KernelOptions.kernels();
        if (wanted.equals("vector")) {
            return vector();
        }
        if (wanted.equals("auto")) {
            String refusal = Machine.here().refusal(KernelOptions.vectorBits());
            if (refusal == null) {
                return warmingVector();
            }
            System.getLogger("verge.kernels").log(System.Logger.Level.INFO,
                    "scalar kernels: " + refusal);
        }
        return new ScalarKernels();
    }

    /** Read by reflection: this class must load where the module is absent. */
    private static int preferredBits() {
        try {
            Class<?> shape = Class.forName("jdk.incubator.vector.VectorShape");
            Object preferred = shape.getMethod("preferredShape").invoke(null);
            return (int) shape.getMethod("vectorBitSize").invoke(preferred);
        } catch (ReflectiveOperationException e) {
            throw unknownModule(e);
        }
    }

    private static Kernels vector() {
        try {
            return (Kernels) Class.forName(CLASS).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw unknownModule(e);
        }
    }

    private static Kernels warmingVector() {
        try {
            return (Kernels) Class.forName(WARM_UP).getDeclaredMethod("kernels").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw unknownModule(e);
        }
    }

    private static IllegalStateException unknownModule(Exception cause) {
        return new IllegalStateException("the module " + KernelOptions.MODULE
                + " of this JDK is not the one known", cause);
    }
}
