package verge.autodiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static verge.autodiff.kernel.Twins.LONGEST;
import static verge.autodiff.kernel.Twins.SEED;
import static verge.autodiff.kernel.Twins.compare;
import static verge.autodiff.kernel.Twins.vector;

import java.util.Map;
import org.junit.jupiter.api.Test;
import verge.autodiff.kernel.KernelCalls.Call;

/** Kernels over rows, recurrent cells and optimisers of both twins agree bit for bit. */
class KernelRowsTest {

    private static final int LENGTH = 4 * KernelCalls.ROWS * LONGEST + 8;
    private static final int ROUNDS = 6;

    @Test
    void twinsAgreeBitForBit() {
        Kernels vector = vector();
        Map<String, Call> calls = KernelCalls.rows();
        int compared = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int n = 0; n <= LONGEST; n++) {
                for (Map.Entry<String, Call> call : calls.entrySet()) {
                    compare(call.getKey(), call.getValue(), vector, KernelCalls.BUFFERS, LENGTH,
                            n % 4, n, SEED + compared, round % 2 == 1);
                    compared++;
                }
            }
        }
        System.out.println(compared + " calls of kernels over rows compared, " + vector.name());
        assertThat(compared).isEqualTo(ROUNDS * (LONGEST + 1) * calls.size());
    }
}
