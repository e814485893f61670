package verge.lab.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import verge.AllocationMeter;

/**
 * Once it is warm, neither a training step of each layer, loss and optimiser, nor one of a network of
 * many layers, nor a decision by it allocates: 10,000 of each, in five fresh processes, two of them
 * with the scalar kernels. With {@code -Dverge.tests=full} three times, in five with either.
 */
@Tag("processes")
class LayerAllocationTest {

    private static final boolean FULL = "full".equals(System.getProperty("verge.tests"));
    private static final int STEPS = 10_000;
    /** What the virtual machine itself does now and then: no object for each step. */
    private static final long MOST_BYTES = 1024;

    @Test
    void stepsAndDecisionsAllocateNothing() throws Exception {
        List<String> kernels = FULL ? List.of("vector", "vector", "vector", "vector", "vector",
                "scalar", "scalar", "scalar", "scalar", "scalar")
                : List.of("vector", "scalar", "vector", "scalar", "vector");
        List<List<String>> printed = AllocationMeter.run(kernels, LayerAllocationProbe.class,
                Integer.toString(STEPS), Long.toString(FULL ? -1 : MOST_BYTES));
        List<String> allocating = new ArrayList<>();
        for (int i = 0; i < kernels.size(); i++) {
            List<String> lines = printed.get(i);
            assertThat(lines.get(0)).startsWith(kernels.get(i));
            assertThat(lines).hasSize(1 + LayerCases.all().size() + 2);
            for (String line : lines.subList(1, lines.size())) {
                if (Long.parseLong(line.substring(line.indexOf(' ') + 1)) > MOST_BYTES) {
                    allocating.add("process " + i + ", " + lines.get(0) + ": " + line);
                }
            }
        }
        assertThat(allocating).as("bytes of " + STEPS + " steps").isEmpty();
        System.out.println(kernels.size() + " processes, " + (printed.get(0).size() - 1)
                + " networks each: no allocation in " + STEPS + " steps");
    }
}
