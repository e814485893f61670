package verge.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static verge.autodiff.DoubleMatrix.keyRow;
import static verge.autodiff.DoubleMatrix.of;
import static verge.autodiff.DoubleMatrix.sum;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every operation of {@link Tensor}: value and gradient against a double-precision reference. */
class OperationGradientTest {

    private static final long SEED = 20_250_611L;
    private static final int[] WIDTHS = {1, 3, 16, 37};

    private interface Operation {
        Tensor apply(Tensor... x);
    }

    private interface Reference {
        DoubleMatrix apply(DoubleMatrix... x);
    }

    private record Case(String method, int[][] shapes, Operation operation, Reference reference) {

        @Override
        public String toString() {
            return method + Arrays.deepToString(shapes);
        }
    }

    private final List<Case> cases = new ArrayList<>();

    private void add(String method, Operation operation, Reference reference, int[]... shapes) {
        cases.add(new Case(method, shapes, operation, reference));
    }

    private static int[] shape(int rows, int cols) {
        return new int[] {rows, cols};
    }

    @Test
    void everyOperationHasTheGradientOfItsReference() {
        for (int width : WIDTHS) {
            elementwise(width);
            rowwise(width);
            shapes(width);
            attention(width);
        }
        products();
        recurrent();
        losses();
        sharedOperands();
        int checks = 0;
        for (Case c : cases) {
            for (int kept = 1; kept < 1 << c.shapes.length; kept++) {
                check(c, kept, SEED + checks);
                checks++;
            }
        }
        System.out.println(cases.size() + " cases of operations, " + checks + " gradient checks");
        assertThat(cases).hasSize(220);
        assertThat(checks).isEqualTo(850);
        assertThat(methodsWithCases()).isEqualTo(methodsOfTensor());
    }

    private Set<String> methodsWithCases() {
        Set<String> names = new TreeSet<>();
        cases.forEach(c -> names.add(c.method));
        return names;
    }

    /** Names of all that makes a tensor from tensors, so that an operation without a case fails. */
    private static Set<String> methodsOfTensor() {
        Set<String> names = new TreeSet<>(Set.of("concatRows"));
        for (Method method : Tensor.class.getMethods()) {
            if (method.getReturnType() == Tensor.class) {
                names.add(method.getName());
            }
        }
        return names;
    }

    /**
     * Checks one case, the inputs in the bit set being variables and the others constants. Every
     * input has a second use behind the operation, so that its gradient must be added to, not set.
     */
    private static void check(Case c, int kept, long seed) {
        Random random = new Random(seed);
        String what = c + " variables " + Integer.toBinaryString(kept) + " seed " + seed;
        int n = c.shapes.length;
        float[][] inputs = new float[n][];
        DoubleMatrix[] wide = new DoubleMatrix[n];
        double[][] data = new double[n][];
        Tape tape = new Tape();
        Tensor[] x = new Tensor[n];
        for (int i = 0; i < n; i++) {
            int rows = c.shapes[i][0];
            int cols = c.shapes[i][1];
            inputs[i] = GradientCheck.sample(rows * cols, i, random);
            data[i] = GradientCheck.widen(inputs[i]);
            wide[i] = DoubleMatrix.over(rows, cols, data[i]);
            x[i] = (kept >> i & 1) == 1 ? tape.variable(inputs[i], 0, rows, cols)
                    : tape.constant(inputs[i], 0, rows, cols);
        }
        Tensor y = c.operation.apply(x);
        GradientCheck.assertValue(what, y, c.reference.apply(wide));
        float[] up = GradientCheck.sample(y.size(), 0, random);
        Tensor loss = y.multiply(tape.constant(up, 0, y.rows(), y.cols())).sum();
        float[][] other = new float[n][];
        for (int i = 0; i < n; i++) {
            other[i] = GradientCheck.sample(x[i].size(), 1, random);
            Tensor weight = tape.constant(other[i], 0, x[i].rows(), x[i].cols());
            loss = loss.add(x[i].multiply(weight).sum());
        }
        tape.backward(loss);
        for (int i = 0; i < n; i++) {
            float[] gradient = new float[x[i].size()];
            for (int j = 0; j < gradient.length; j++) {
                gradient[j] = x[i].gradient(j / x[i].cols(), j % x[i].cols());
            }
            double[] expected = new double[gradient.length];
            if ((kept >> i & 1) == 1) {
                expected = GradientCheck.differences(data[i],
                        moved -> GradientCheck.weighted(up, c.reference.apply(wide)));
                for (int j = 0; j < expected.length; j++) {
                    expected[j] += other[i][j];
                }
            }
            GradientCheck.assertGradient(what + " gradient of input " + i, gradient, expected);
        }
    }

    private void elementwise(int n) {
        int[] s = shape(3, n);
        add("add", x -> x[0].add(x[1]), x -> x[0].plus(x[1]), s, s);
        add("add", x -> x[0].add(x[1]), x -> x[0].plus(x[1]), s, shape(1, n));
        add("subtract", x -> x[0].subtract(x[1]),
                x -> of(3, n, (i, j) -> x[0].at(i, j) - x[1].at(i, j)), s, s);
        add("multiply", x -> x[0].multiply(x[1]),
                x -> of(3, n, (i, j) -> x[0].at(i, j) * x[1].at(i, j)), s, s);
        add("affine", x -> x[0].affine(-1.5f, 0.25f), x -> x[0].map(v -> -1.5 * v + 0.25), s);
        add("scale", x -> x[0].scale(0.75f), x -> x[0].map(v -> 0.75 * v), s);
        add("tanh", x -> x[0].tanh(), x -> x[0].map(StrictMath::tanh), s);
        add("sigmoid", x -> x[0].sigmoid(), x -> x[0].map(DoubleMatrix::logistic), s);
        add("relu", x -> x[0].relu(), x -> x[0].map(v -> v > 0 ? v : 0), s);
        add("exp", x -> x[0].exp(), x -> x[0].map(StrictMath::exp), s);
        add("square", x -> x[0].square(), x -> x[0].map(v -> v * v), s);
        add("clamp", x -> x[0].clamp(-0.4f, 0.7f),
                x -> x[0].map(v -> v < -0.4f ? -0.4f : v > 0.7f ? 0.7f : v), s);
        add("minimum", x -> x[0].minimum(x[1]), x -> of(3, n,
                (i, j) -> x[0].at(i, j) < x[1].at(i, j) ? x[0].at(i, j) : x[1].at(i, j)), s, s);
        add("maximum", x -> x[0].maximum(x[1]), x -> of(3, n,
                (i, j) -> x[0].at(i, j) > x[1].at(i, j) ? x[0].at(i, j) : x[1].at(i, j)), s, s);
    }

    private void rowwise(int n) {
        int[] s = shape(3, n);
        int[] picked = {-1, n - 1, 0, n / 2};
        add("softmax", x -> x[0].softmax(), x -> x[0].softmax(), s);
        add("logSoftmax", x -> x[0].logSoftmax(), x -> x[0].logSoftmax(), s);
        add("layerNorm", x -> x[0].layerNorm(x[1], x[2], 1e-5f),
                x -> x[0].layerNorm(x[1], x[2], 1e-5), s, shape(1, n), shape(1, n));
        add("layerNorm", x -> x[0].layerNorm(x[1], x[2], 1e-5f, x[3]),
                x -> of(s[0], n, (r, j) -> x[0].layerNorm(x[1], x[2], 1e-5).at(r, j) + x[3].at(0, j)),
                s, shape(1, n), shape(1, n), shape(1, n));
        add("pick", x -> x[0].pick(picked, 1),
                x -> of(3, 1, (i, j) -> x[0].at(i, picked[1 + i])), s);
        add("rowSums", x -> x[0].rowSums(),
                x -> of(3, 1, (i, j) -> sum(n, k -> x[0].at(i, k))), s);
        add("sum", x -> x[0].sum(), x -> of(1, 1, (i, j) -> sum(3 * n, k -> x[0].at(k))), s);
        add("mean", x -> x[0].mean(),
                x -> of(1, 1, (i, j) -> sum(3 * n, k -> x[0].at(k)) / (3 * n)), s);
    }

    private void shapes(int n) {
        int[] s = shape(3, n);
        int[] gathered = {7, 2, 0, 2, 1, 2};
        add("concat", x -> x[0].concat(x[1]),
                x -> of(3, n + 2, (i, j) -> j < n ? x[0].at(i, j) : x[1].at(i, j - n)), s,
                shape(3, 2));
        add("columns", x -> x[0].columns(n / 3, n),
                x -> of(3, n - n / 3, (i, j) -> x[0].at(i, n / 3 + j)), s);
        add("rows", x -> x[0].rows(1, 3), x -> x[0].rows(1, 3), s);
        add("reshape", x -> x[0].reshape(n, 3), x -> of(n, 3, (i, j) -> x[0].at(3 * i + j)), s);
        add("gatherRows", x -> x[0].gatherRows(gathered, 1, 5),
                x -> of(5, n, (i, j) -> x[0].at(gathered[1 + i], j)), s);
        add("repeatRows", x -> x[0].repeatRows(4),
                x -> of(12, n, (i, j) -> x[0].at(i / 4, j)), s);
        add("concatRows", x -> x[0].tape().concatRows(new Tensor[] {x[0], x[1], x[2], null}, 3),
                x -> x[0].above(x[1]).above(x[2]), s, shape(1, n), shape(2, n));
    }

    /** One group and one row; two groups of three rows; the same at three time steps at once. */
    private void attention(int n) {
        int[][] layouts = {{1, 1, 1, 4}, {2, 6, 1, 3}, {2, 6, 3, 5}, {3, 3, 2, 1}};
        for (int[] layout : layouts) {
            int groups = layout[0];
            int batch = layout[1];
            int rows = batch * layout[2];
            int steps = layout[3];
            int[] keys = shape(steps * groups, n);
            add("additiveScores", x -> x[0].additiveScores(x[1], x[2], groups, batch),
                    x -> of(rows, steps, (r, s) -> sum(n, k -> x[2].at(0, k) * StrictMath.tanh(
                            x[0].at(r, k) + x[1].at(keyRow(r, s, groups, batch), k)))),
                    shape(rows, n), keys, shape(1, n));
            add("dotScores", x -> x[0].dotScores(x[1], 0.3f, groups, batch),
                    x -> of(rows, steps, (r, s) -> 0.3f * sum(n, k ->
                            x[0].at(r, k) * x[1].at(keyRow(r, s, groups, batch), k))),
                    shape(rows, n), keys);
            add("attend", x -> x[0].attend(x[1], groups, batch),
                    x -> of(rows, n, (r, j) -> sum(steps, s ->
                            x[0].at(r, s) * x[1].at(keyRow(r, s, groups, batch), j))),
                    shape(rows, steps), keys);
            add("attendLinear", x -> x[0].attendLinear(x[1], groups, batch, x[2], x[3]),
                    x -> of(rows, n, (r, j) -> sum(steps, s ->
                            x[0].at(r, s) * x[1].at(keyRow(r, s, groups, batch), j))
                            + sum(3, k -> x[2].at(r, k) * x[3].at(k, j))),
                    shape(rows, steps), keys, shape(rows, 3), shape(3, n));
        }
    }

    private void products() {
        int[][] sizes = {{1, 1, 1}, {2, 3, 5}, {7, 16, 19}, {6, 5, 64}, {9, 33, 17}};
        for (int[] size : sizes) {
            int m = size[0];
            int k = size[1];
            int n = size[2];
            add("matmul", x -> x[0].matmul(x[1]), x -> x[0].times(x[1]), shape(m, k),
                    shape(k, n));
            for (int rows : new int[] {1, m}) {
                add("linear", x -> x[0].linear(x[1], x[2]), x -> x[0].times(x[1]).plus(x[2]),
                        shape(m, k), shape(k, n), shape(rows, n));
            }
        }
    }

    private void recurrent() {
        for (int h : new int[] {1, 5, 16, 18}) {
            add("lstmGates", x -> x[0].lstmGates(), x -> x[0].lstmGates(), shape(3, 4 * h));
            add("lstmMemory", x -> x[0].lstmMemory(x[1]), x -> x[0].lstmMemory(x[1]),
                    shape(3, 4 * h), shape(3, h));
            add("lstmOutput", x -> x[0].lstmOutput(x[1]), x -> x[0].lstmOutput(x[1]),
                    shape(3, 4 * h), shape(3, h));
        }
    }

    /** log pi_old is far enough from every log pi of a sample that no ratio is near 0.8 or 1.2. */
    private void losses() {
        for (int n : new int[] {1, 2, 40}) {
            Random random = new Random(SEED);
            float[] old = new float[n + 1];
            float[] advantages = new float[n + 1];
            for (int i = 0; i <= n; i++) {
                old[i] = 0.05f * (random.nextInt(25) - 12) + 0.01f;
                advantages[i] = random.nextFloat() * 2 - 1;
            }
            add("ppoSurrogate", x -> x[0].ppoSurrogate(old, advantages, 1, 0.2f),
                    x -> of(1, 1, (i, j) -> -sum(n, k -> {
                        double ratio = StrictMath.exp(x[0].at(k, 0) - old[1 + k]);
                        double clipped = Math.max(1 - 0.2, Math.min(1 + 0.2, ratio));
                        return Math.min(ratio * advantages[1 + k], clipped * advantages[1 + k]);
                    }) / n), shape(n, 1));
        }
    }

    /** One tensor in several places: its gradients add up. */
    private void sharedOperands() {
        int[] s = shape(5, 5);
        add("multiply", x -> x[0].multiply(x[0]), x -> x[0].map(v -> v * v), s);
        add("subtract", x -> x[0].subtract(x[0]), x -> x[0].map(v -> 0), s);
        add("add", x -> x[0].add(x[0]), x -> x[0].map(v -> 2 * v), s);
        add("add", x -> x[0].add(x[0].rows(2, 3)), x -> x[0].plus(x[0].rows(2, 3)), s);
        add("concat", x -> x[0].concat(x[0]), x -> of(5, 10, (i, j) -> x[0].at(i, j % 5)), s);
        add("matmul", x -> x[0].matmul(x[0]), x -> x[0].times(x[0]), s);
        add("linear", x -> x[0].linear(x[0], x[0]), x -> x[0].times(x[0]).plus(x[0]), s);
        add("concatRows", x -> x[0].tape().concatRows(new Tensor[] {x[0], x[0].rows(1, 4), x[0]},
                3), x -> x[0].above(x[0].rows(1, 4)).above(x[0]), s);
        add("attend", x -> x[0].softmax().attend(x[0], 1, 5), x -> x[0].softmax().times(x[0]), s);
        add("rows", x -> x[0].rows(1, 5).rows(1, 3).reshape(5, 2).add(x[0].columns(1, 3)),
                x -> of(5, 2, (i, j) -> x[0].at(10 + 2 * i + j) + x[0].at(i, 1 + j)), s);
    }
}
