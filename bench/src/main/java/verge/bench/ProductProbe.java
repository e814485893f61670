package verge.bench;

import java.io.IOException;
import java.util.Locale;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import verge.autodiff.kernel.Kernels;

/**
 * Answers lines {@code kind m n k milliseconds} with the GFLOP/s of that product, by the processor
 * time of the thread; {@code bench/compare-products} alternates its lines with another program's.
 * Kinds: {@code packed} (B packed once), {@code unpacked}, {@code bias} (packed, a row of biases as
 * the start), {@code gradient} (C += A^T B, A [k, m]) and {@code ejml}.
 */
public final class ProductProbe {

    private static final Kernels K = Kernels.active();
    private static final String[] KINDS = {"packed", "unpacked", "bias", "gradient"};
    private static final int[][] WARM_UP = {
        {20, 512, 128}, {100, 80, 64}, {1, 512, 128}, {3, 48, 32}, {200, 512, 300}, {67, 67, 67},
        {39, 96, 32}, {39, 48, 32}, {39, 32, 32}, {39, 16, 32}, {1, 32, 32}, {1, 16, 32},
    };

    private ProductProbe() {}

    /** Prints the kernels in use, then serves standard input until its end. */
    public static void main(String[] args) throws IOException {
        Kernels.awaitWarm();
        for (int round = 0; round < 3; round++) {
            for (int[] shape : WARM_UP) {
                for (String kind : KINDS) {
                    measure(kind, shape[0], shape[1], shape[2], 40);
                }
            }
        }
        measure("ejml", 100, 512, 128, 300);
        Probe.serve("java " + Runtime.version() + ", kernels " + K.name(),
                words -> String.format(Locale.ROOT, "%.4f", measure(words[0],
                        Integer.parseInt(words[1]), Integer.parseInt(words[2]),
                        Integer.parseInt(words[3]), Integer.parseInt(words[4]))));
    }

    private static double measure(String kind, int m, int n, int k, int milliseconds) {
        float[] a = matrix(m * k, 13);
        float[] b = matrix(k * n, 11);
        float[] c = matrix(m * n, 7);
        float[] bias = matrix(n, 5);
        float[] packed = new float[K.packedFloats(k, n)];
        K.pack(k, n, b, 0, n, 1, packed, 0);
        FMatrixRMaj x = FMatrixRMaj.wrap(m, k, a);
        FMatrixRMaj y = FMatrixRMaj.wrap(k, n, b);
        FMatrixRMaj z = FMatrixRMaj.wrap(m, n, c);
        Runnable product = switch (kind) {
            case "packed" -> () -> K.gemmPacked(m, n, k, a, 0, k, 1, packed, 0, null, 0, 0,
                    c, 0, n);
            case "bias" -> () -> K.gemmPacked(m, n, k, a, 0, k, 1, packed, 0, bias, 0, 0,
                    c, 0, n);
            case "unpacked" -> () -> K.gemm(m, n, k, a, 0, k, 1, b, 0, n, null, 0, 0, c, 0, n);
            case "gradient" -> () -> K.gemm(m, n, k, a, 0, 1, m, b, 0, n, c, 0, n, c, 0, n);
            case "ejml" -> () -> CommonOps_FDRM.mult(x, y, z);
            default -> throw new IllegalArgumentException(kind);
        };
        double work = 2.0 * m * n * k;
        return work / Probe.nanosPerCall(product, 1 + (int) (2e6 / work), milliseconds);
    }

    private static float[] matrix(int size, int modulus) {
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
            x[i] = (i % modulus - modulus / 2) * 0.125f;
        }
        return x;
    }
}
