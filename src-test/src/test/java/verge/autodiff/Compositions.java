package verge.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.Random;
import java.util.function.BiFunction;

/** Runs an operation and the same equation composed of primitive ones, and compares the two. */
abstract class Compositions {

    static final long SEED = 20_260_711L;
    /** A few dozen roundings of float, relative to the largest element. */
    static final double TOLERANCE = 4e-6;

    final Random random = new Random(SEED);
    int compared;

    /** Operands as parameters of their own, so that every gradient can be read. */
    final class Operands {

        final ParameterTable table = new ParameterTable();
        Parameters p;

        Slot add(String name, int rows, int cols) {
            return table.add(name, rows, cols);
        }

        void fill(float scale) {
            p = new Parameters(table);
            for (int i = 0; i < p.size(); i++) {
                p.values()[i] = scale * (float) random.nextGaussian();
            }
            p.changed();
        }
    }

    /** Runs both on tapes of their own, with one upstream gradient; compares and returns values. */
    void compare(Operands o, BiFunction<Tape, Parameters, Tensor[]> fused,
            BiFunction<Tape, Parameters, Tensor[]> composed) {
        float[][] expected = run(o, composed, 1);
        float[][] actual = run(o, fused, 1);
        float[][] again = run(o, fused, 2);
        assertThat(actual.length).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            double largest = 1e-3;
            for (float v : expected[i]) {
                largest = Math.max(largest, Math.abs(v));
            }
            for (int j = 0; j < expected[i].length; j++) {
                if (!(Math.abs(actual[i][j] - expected[i][j]) <= TOLERANCE * largest)) {
                    fail("array %d element %d is %s, composed %s; seed %d", i, j, actual[i][j],
                            expected[i][j], SEED);
                }
            }
            assertThat(again[i]).as("a second step").containsExactly(actual[i]);
        }
        assertThat(inference(o, fused)).as("inference").isDeepEqualTo(
                Arrays.copyOf(actual, actual.length - 1));
        compared++;
    }

    /** As {@link #compare}, for a composition of the same sums: all bits are equal. */
    void compareBits(Operands o, BiFunction<Tape, Parameters, Tensor[]> fused,
            BiFunction<Tape, Parameters, Tensor[]> composed) {
        compare(o, fused, composed);
        assertThat(run(o, fused, 1)).as("bits").isDeepEqualTo(run(o, composed, 1));
    }

    /** Values of the outputs, then the gradients of all operands. */
    private float[][] run(Operands o, BiFunction<Tape, Parameters, Tensor[]> f, int steps) {
        Tape tape = new Tape();
        Tensor[] out = null;
        for (int step = 0; step < steps; step++) {
            tape.reset();
            o.p.zeroGradients();
            out = f.apply(tape, o.p);
            Random upstream = new Random(SEED + 1);
            Tensor loss = tape.zeros(1, 1);
            for (Tensor y : out) {
                float[] dy = new float[y.size()];
                for (int i = 0; i < dy.length; i++) {
                    dy[i] = (float) upstream.nextGaussian();
                }
                loss = loss.add(Gradients.seed(y, dy, 0));
            }
            tape.backward(loss);
        }
        float[][] results = Arrays.copyOf(values(out), out.length + 1);
        results[out.length] = o.p.gradients().clone();
        return results;
    }

    private float[][] inference(Operands o, BiFunction<Tape, Parameters, Tensor[]> f) {
        return values(f.apply(Tape.forInference(), o.p));
    }

    private static float[][] values(Tensor[] out) {
        float[][] values = new float[out.length][];
        for (int i = 0; i < out.length; i++) {
            values[i] = new float[out[i].size()];
            out[i].copyTo(values[i], 0);
        }
        return values;
    }
}
