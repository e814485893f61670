package verge.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Gradients of random graphs of operations against dual numbers in double. */
class RandomGraphTest {

    private static final int GRAPHS =
            "full".equals(System.getProperty("verge.tests")) ? 10_000 : 400;
    /** Below this, what is left of a gradient is the rounding of larger ones. */
    private static final double LEAST_SLOPE = 0.02;

    @Test
    void gradientsAreThoseOfDualNumbers() {
        Map<String, Integer> used = new TreeMap<>();
        Tape tape = new Tape();
        int flat = 0;
        double worst = 0;
        int graphs = 0;
        for (int seed = 0; graphs < GRAPHS; seed++) {
            tape.reset();
            RandomGraph graph = new RandomGraph(new Random(seed), tape, x -> { });
            graph.grow(2 + seed % 8);
            RandomGraph.Node loss = graph.loss();
            double largest = graph.largestSlope(loss);
            if (largest < LEAST_SLOPE) {
                flat++;
                continue;
            }
            graphs++;
            graph.names.forEach(name -> used.merge(name, 1, Integer::sum));
            tape.backward(loss.tensor());
            double error = graph.largestError(loss) / largest;
            worst = Math.max(worst, error);
            assertThat(error).as("graph of seed %s, %s", seed, graph.names)
                    .isLessThanOrEqualTo(GradientCheck.GRADIENT_TOLERANCE);
        }
        System.out.println(graphs + " random graphs, largest error " + worst
                + " of the largest entry; " + flat + " others too flat; operations " + used);
        assertThat(used.keySet()).containsAll(RandomOperations.NAMES);
        assertThat(flat).isLessThan(GRAPHS / 4);
    }
}
