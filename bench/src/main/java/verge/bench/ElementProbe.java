package verge.bench;

import java.io.IOException;
import java.util.Locale;
import java.util.Random;
import verge.autodiff.kernel.Kernels;

/**
 * Answers lines {@code function n milliseconds} with the nanoseconds per element of that function
 * on n normal random numbers, log on their magnitudes, by the processor time of the thread;
 * {@code bench/compare-elements} alternates its lines with PyTorch's.
 */
public final class ElementProbe {

    private static final Kernels K = Kernels.active();
    private static final String[] FUNCTIONS = {"exp", "log", "sigmoid", "tanh"};
    private static final int WARM_UP = 200;

    private ElementProbe() {}

    /** Prints the kernels in use, then serves standard input until its end. */
    public static void main(String[] args) throws IOException {
        Kernels.awaitWarm();
        for (int round = 0; round < 3; round++) {          // in turn: a call site sees them all
            for (String function : FUNCTIONS) {
                measure(function, 4096, WARM_UP);
            }
        }
        Probe.serve("java " + Runtime.version() + ", kernels " + K.name(),
                words -> String.format(Locale.ROOT, "%.4f", measure(words[0],
                        Integer.parseInt(words[1]), Integer.parseInt(words[2]))));
    }

    private static double measure(String function, int n, int milliseconds) {
        float[] x = new float[n];
        float[] y = new float[n];
        Random random = new Random(1);
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
            x[i] = function.equals("log") ? Math.abs(x[i]) : x[i];
        }
        Runnable call = switch (function) {
            case "exp" -> () -> K.expShifted(0f, x, 0, y, 0, n);
            case "log" -> () -> K.log(x, 0, y, 0, n);
            case "sigmoid" -> () -> K.sigmoid(x, 0, y, 0, n);
            case "tanh" -> () -> K.tanh(x, 0, y, 0, n);
            default -> throw new IllegalArgumentException(function);
        };
        return Probe.nanosPerCall(call, 1 + 100_000 / n, milliseconds) / n;
    }
}
