package verge.algorithms.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.nn.Adam;

class MetaUpdateTest {

    private static final int N = 37;
    private static final int TASKS = 4;
    private static final double ALPHA = 5e-3;
    private static final int STEPS = 3;
    private static final double BETA = 2e-3;
    private static final int ROUNDS = 5;

    /** Adam (Kingma and Ba 2015, Algorithm 1) in double. */
    private static final class DoubleAdam {
        private final double[] m = new double[N];
        private final double[] v = new double[N];
        private int t;

        void step(double[] theta, double[] g) {
            t++;
            for (int i = 0; i < N; i++) {
                m[i] = 0.9 * m[i] + 0.1 * g[i];
                v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                double mean = m[i] / (1 - StrictMath.pow(0.9, t));
                double square = v[i] / (1 - StrictMath.pow(0.999, t));
                theta[i] -= BETA * mean / (Math.sqrt(square) + PpoSettings.ADAM_EPSILON);
            }
        }
    }

    private static float[][] adapted(float[] theta, int round) {
        float[][] adapted = new float[TASKS][];
        for (int k = 0; k < TASKS; k++) {
            adapted[k] = Graphs.noise(N, 3 * ALPHA, 100 * round + k);
            for (int i = 0; i < N; i++) {
                adapted[k][i] += theta[i];
            }
        }
        return adapted;
    }

    /** (theta'_i - theta) / alpha / m of one task, negated: Adam descends. */
    private static double descent(float[] one, float[] theta, int i) {
        return -((double) one[i] - theta[i]) / ALPHA / STEPS;
    }

    private static void compare(MetaUpdate kind) {
        ParameterTable table = new ParameterTable();
        table.add("theta", 1, N);
        Parameters theta = new Parameters(table);
        System.arraycopy(Graphs.noise(N, 1, 7), 0, theta.values(), 0, N);
        double[] expected = new double[N];
        for (int i = 0; i < N; i++) {
            expected[i] = theta.values()[i];
        }
        Adam adam = new Adam(N, BETA, PpoSettings.ADAM_EPSILON);
        DoubleAdam reference = new DoubleAdam();
        for (int round = 0; round < ROUNDS; round++) {
            float[] start = theta.values().clone();
            float[][] adapted = adapted(start, round);
            double[] g = new double[N];
            for (int k = 0; k < TASKS; k++) {
                for (int i = 0; i < N; i++) {
                    double one = descent(adapted[k], start, i);
                    g[i] = kind == MetaUpdate.ADAM_EACH ? one : g[i] + one / TASKS;
                }
                if (kind == MetaUpdate.ADAM_EACH) {
                    reference.step(expected, g);
                }
            }
            if (kind == MetaUpdate.ADAM_MEAN) {
                reference.step(expected, g);
            } else if (kind == MetaUpdate.ASCENT) {
                for (int i = 0; i < N; i++) {
                    expected[i] -= BETA * g[i];
                }
            }
            kind.apply(theta, adapted, adam, BETA, ALPHA * STEPS);
        }
        int steps = kind == MetaUpdate.ADAM_EACH ? ROUNDS * TASKS : ROUNDS;
        assertThat(adam.steps()).isEqualTo(kind == MetaUpdate.ASCENT ? 0 : steps);
        for (int i = 0; i < N; i++) {
            assertThat((double) theta.values()[i]).as("%s %d", kind, i)
                    .isCloseTo(expected[i], within(1e-3 * BETA));
        }
    }

    @Test
    void eq22_oneStepOnTheMean() {
        compare(MetaUpdate.ADAM_MEAN);
    }

    @Test
    void eq22_oneStepPerTask() {
        compare(MetaUpdate.ADAM_EACH);
    }

    @Test
    void eq22_plainAscent() {
        compare(MetaUpdate.ASCENT);
    }

    /** theta = 1, theta' = 1.5 and 2 with alpha m = 1/2: g = 1.5, theta + g / 4 = 1.375. */
    @Test
    void eq22_byHand() {
        ParameterTable table = new ParameterTable();
        table.add("theta", 1, 1);
        Parameters theta = new Parameters(table);
        theta.values()[0] = 1;
        MetaUpdate.ASCENT.apply(theta, new float[][] {{1.5f}, {2}}, new Adam(1, 1, 1e-8), 0.25,
                0.5);
        assertThat(theta.values()).containsExactly(1.375f);
    }
}
