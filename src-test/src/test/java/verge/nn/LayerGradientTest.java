package verge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static verge.autodiff.DoubleMatrix.keyRow;
import static verge.autodiff.DoubleMatrix.of;
import static verge.autodiff.DoubleMatrix.sum;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import verge.autodiff.DoubleMatrix;
import verge.autodiff.GradientCheck;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;

/** Layers and heads: outputs, and gradients of all parameters and inputs, against a reference. */
class LayerGradientTest {

    private static final long SEED = 20_250_612L;

    private int checks;

    private interface Network {
        Tensor apply(Parameters p, Tensor... x);
    }

    private interface Reference {
        /** The output for weights by name and inputs. */
        DoubleMatrix apply(Function<String, DoubleMatrix> w, DoubleMatrix... x);
    }

    private static int[] shape(int rows, int cols) {
        return new int[] {rows, cols};
    }

    private static Function<String, DoubleMatrix> weights(ParameterTable table, double[] values) {
        return name -> {
            Slot slot = table.slots().stream().filter(s -> s.name().equals(name)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(name));
            return DoubleMatrix.over(slot.rows(), slot.cols(), Arrays.copyOfRange(values,
                    slot.offset(), slot.offset() + slot.size()));
        };
    }

    /** Checks the output, then the gradient of a random weighting of it. */
    private void check(String name, ParameterTable table, Network network, Reference reference,
            int[]... shapes) {
        long seed = SEED + checks++;
        Random random = new Random(seed);
        String what = name + " seed " + seed;
        Parameters p = new Parameters(table);
        System.arraycopy(GradientCheck.sample(p.size(), 1, random), 0, p.values(), 0, p.size());
        double[] values = GradientCheck.widen(p.values());
        Tape tape = new Tape();
        Tensor[] x = new Tensor[shapes.length];
        double[][] data = new double[shapes.length][];
        DoubleMatrix[] wide = new DoubleMatrix[shapes.length];
        for (int i = 0; i < x.length; i++) {
            int rows = shapes[i][0];
            int cols = shapes[i][1];
            float[] input = GradientCheck.sample(rows * cols, 0, random);
            x[i] = tape.variable(input, 0, rows, cols);
            data[i] = GradientCheck.widen(input);
            wide[i] = DoubleMatrix.over(rows, cols, data[i]);
        }
        Tensor y = network.apply(p, x);
        GradientCheck.assertValue(what, y, reference.apply(weights(table, values), wide));
        float[] up = GradientCheck.sample(y.size(), 0, random);
        tape.backward(y.multiply(tape.constant(up, 0, y.rows(), y.cols())).sum());
        tape.checkGradients(p);
        double[] slopes = GradientCheck.differences(values, moved ->
                GradientCheck.weighted(up, reference.apply(weights(table, moved), wide)));
        for (Slot slot : table.slots()) {
            int end = slot.offset() + slot.size();
            GradientCheck.assertGradient(what + " gradient of " + slot.name(),
                    Arrays.copyOfRange(p.gradients(), slot.offset(), end),
                    Arrays.copyOfRange(slopes, slot.offset(), end));
        }
        for (int i = 0; i < x.length; i++) {
            float[] gradient = new float[x[i].size()];
            for (int j = 0; j < gradient.length; j++) {
                gradient[j] = x[i].gradient(j / x[i].cols(), j % x[i].cols());
            }
            GradientCheck.assertGradient(what + " gradient of input " + i, gradient,
                    GradientCheck.differences(data[i], moved -> GradientCheck.weighted(up,
                            reference.apply(weights(table, values), wide))));
        }
    }

    @Test
    void linearAndLayerNorm() {
        for (int width : new int[] {1, 5, 16, 35}) {
            ParameterTable plain = new ParameterTable();
            Linear linear = new Linear(plain, "l", width, 7, true);
            check("linear", plain, (p, x) -> linear.apply(p, x[0]),
                    (w, x) -> x[0].times(w.apply("l.weight")).plus(w.apply("l.bias")),
                    shape(4, width));
            ParameterTable bare = new ParameterTable();
            Linear unbiased = new Linear(bare, "l", width, 7, false);
            check("linear without bias", bare, (p, x) -> unbiased.apply(p, x[0]),
                    (w, x) -> x[0].times(w.apply("l.weight")), shape(4, width));
            check("linear onto an addend", bare, (p, x) -> unbiased.applyTo(p, x[0], x[1]),
                    (w, x) -> x[0].times(w.apply("l.weight")).plus(x[1]), shape(4, width),
                    shape(4, 7));
            ParameterTable norm = new ParameterTable();
            LayerNorm layerNorm = new LayerNorm(norm, "n", width, 1e-5f);
            check("layer norm", norm, (p, x) -> layerNorm.apply(p, x[0]),
                    (w, x) -> x[0].layerNorm(w.apply("n.gamma"), w.apply("n.beta"), 1e-5),
                    shape(4, width));
        }
        assertThat(checks).isEqualTo(16);
    }

    /** Not one input: LN(x w) of a single x does not depend on it, but for epsilon. */
    @Test
    void lstmOverSeveralSteps() {
        int[][] sizes = {{1, 1, 2, 2}, {4, 3, 2, 5}, {5, 2, 17, 4}, {3, 2, 3, 16}};
        for (int[] size : sizes) {
            for (boolean norm : new boolean[] {false, true}) {
                int steps = size[0];
                int batch = size[1];
                int h = size[3];
                ParameterTable table = new ParameterTable();
                LstmCell cell = new LstmCell(table, "c", size[2], h, norm);
                check("lstm " + Arrays.toString(size) + " normalised " + norm, table,
                        (p, x) -> unroll(cell, p, x[0], x[1], x[2]),
                        (w, x) -> unroll(w, norm, x[0], x[1], x[2]),
                        shape(steps * batch, size[2]), shape(batch, h), shape(batch, h));
            }
        }
        assertThat(checks).isEqualTo(8);
    }

    /** All outputs, then the last memory, as rows. */
    private static Tensor unroll(LstmCell cell, Parameters p, Tensor x, Tensor h0, Tensor c0) {
        int batch = h0.rows();
        int steps = x.rows() / batch;
        Tensor projected = cell.project(p, x);                            // [steps * batch, 4h]
        Tensor h = h0;
        Tensor c = c0;
        Tensor[] rows = new Tensor[steps + 1];
        for (int t = 0; t < steps; t++) {
            Tensor gates = cell.gates(p, projected.rows(t * batch, (t + 1) * batch), h);
            c = cell.memory(gates, c);                                    // [batch, h]
            h = cell.output(p, gates, c);                                 // [batch, h]
            rows[t] = h;
        }
        rows[steps] = c;
        return x.tape().concatRows(rows, steps + 1);
    }

    private static DoubleMatrix unroll(Function<String, DoubleMatrix> w, boolean norm,
            DoubleMatrix x, DoubleMatrix h0, DoubleMatrix c0) {
        int batch = h0.rows();
        DoubleMatrix h = h0;
        DoubleMatrix c = c0;
        DoubleMatrix all = null;
        for (int t = 0; t < x.rows() / batch; t++) {
            DoubleMatrix input = x.rows(t * batch, (t + 1) * batch).times(w.apply("c.w_x"));
            DoubleMatrix recurrent = h.times(w.apply("c.w_h"));
            DoubleMatrix z = normalise(w, norm, "c.norm_x", input)
                    .plus(normalise(w, norm, "c.norm_h", recurrent)).plus(w.apply("c.bias"));
            DoubleMatrix gates = z.lstmGates();
            c = gates.lstmMemory(c);
            h = gates.lstmOutput(normalise(w, norm, "c.norm_c", c).map(StrictMath::tanh));
            all = all == null ? h : all.above(h);
        }
        return all.above(c);
    }

    private static DoubleMatrix normalise(Function<String, DoubleMatrix> w, boolean norm,
            String name, DoubleMatrix x) {
        return norm ? x.layerNorm(w.apply(name + ".gamma"), w.apply(name + ".beta"), 1e-5) : x;
    }

    /** Groups, batch, time steps of the queries, steps of the keys. */
    private static final int[][] LAYOUTS = {{1, 1, 1, 1}, {1, 3, 1, 4}, {2, 6, 1, 3},
        {2, 4, 3, 5}, {3, 3, 2, 2}};

    @Test
    void attentionOfGroups() {
        for (int[] layout : LAYOUTS) {
            for (int units : new int[] {3, 18}) {
                attention(layout, units, true, false);
                attention(layout, units, true, true);
                attention(layout, units, false, false);
                attention(layout, units, false, true);
            }
        }
        assertThat(checks).isEqualTo(40);
    }

    private void attention(int[] layout, int units, boolean additive, boolean withContext) {
        int groups = layout[0];
        int batch = layout[1];
        int steps = layout[3];
        ParameterTable table = new ParameterTable();
        AttentionLayer layer = additive ? new AdditiveAttention(table, "a", 5, 4, units)
                : new MultiplicativeAttention(table, "a", 5, 4);
        check((additive ? "additive " : "multiplicative ") + Arrays.toString(layout), table,
                (p, x) -> {
                    Tensor keys = layer.keys(p, x[1]);
                    return withContext ? layer.context(p, x[0], keys, x[1], groups, batch)
                            : layer.weights(p, x[0], keys, groups, batch);
                },
                (w, x) -> {
                    DoubleMatrix scores = additive ? additiveScores(w, x[0], x[1], groups, batch)
                            : multiplicativeScores(w, x[0], x[1], groups, batch);
                    DoubleMatrix weights = scores.softmax();
                    return withContext ? of(x[0].rows(), 4, (r, j) -> sum(steps, s ->
                            weights.at(r, s) * x[1].at(keyRow(r, s, groups, batch), j))) : weights;
                },
                shape(batch * layout[2], 5), shape(steps * groups, 4));
    }

    private static DoubleMatrix additiveScores(Function<String, DoubleMatrix> w, DoubleMatrix q,
            DoubleMatrix values, int groups, int batch) {
        DoubleMatrix query = q.times(w.apply("a.query.weight"));
        DoubleMatrix keys = values.times(w.apply("a.key.weight")).plus(w.apply("a.key.bias"));
        DoubleMatrix v = w.apply("a.v");
        return of(q.rows(), values.rows() / groups, (r, s) -> sum(v.cols(), k -> v.at(0, k)
                * StrictMath.tanh(query.at(r, k) + keys.at(keyRow(r, s, groups, batch), k))));
    }

    private static DoubleMatrix multiplicativeScores(Function<String, DoubleMatrix> w,
            DoubleMatrix q, DoubleMatrix values, int groups, int batch) {
        DoubleMatrix keys = values.times(w.apply("a.key.weight"));
        return of(q.rows(), values.rows() / groups, (r, s) -> sum(q.cols(), k ->
                q.at(r, k) * keys.at(keyRow(r, s, groups, batch), k)));
    }

    @Test
    void categoricalHead() {
        for (int n : new int[] {1, 2, 5, 33}) {
            int[] actions = {9, 0, n - 1, n / 2};
            check("log-probability", new ParameterTable(),
                    (p, x) -> Categorical.logProbability(x[0], actions, 1),
                    (w, x) -> of(3, 1, (i, j) ->
                            StrictMath.log(x[0].softmax().at(i, actions[1 + i]))), shape(3, n));
            check("entropy", new ParameterTable(), (p, x) -> Categorical.entropy(x[0]),
                    (w, x) -> entropy(x[0]), shape(3, n));
        }
        assertThat(checks).isEqualTo(8);
    }

    private static DoubleMatrix entropy(DoubleMatrix logits) {
        DoubleMatrix p = logits.softmax();
        return of(p.rows(), 1, (i, j) -> -sum(p.cols(),
                k -> p.at(i, k) * StrictMath.log(p.at(i, k))));
    }

    /** A whole policy: recurrent encoder, attention, head, clipped surrogate and entropy bonus. */
    @Test
    void policyFromInputToLoss() {
        int hidden = 4;
        int batch = 2;
        int steps = 3;
        int rows = batch * steps;
        int[] actions = {0, 1, 1, 0, 1, 0};
        float[] old = {-3f, -0.7f, -0.1f, -1.4f, -0.75f, -0.65f};
        float[] advantages = {1f, -0.5f, 0.25f, -2f, 0.75f, 1.5f};
        for (boolean norm : new boolean[] {false, true}) {
            ParameterTable table = new ParameterTable();
            LstmCell cell = new LstmCell(table, "c", 3, hidden, norm);
            AdditiveAttention attention = new AdditiveAttention(table, "a", hidden, hidden, 5);
            Linear head = new Linear(table, "l", 2 * hidden, 2, true);
            check("policy, normalised " + norm, table, (p, x) -> {
                Tensor h = unroll(cell, p, x[0], x[1], x[2]).rows(0, rows);
                Tensor context = attention.context(p, h, attention.keys(p, h), h, batch, batch);
                Tensor logits = head.apply(p, h.concat(context));          // [rows, 2]
                Tensor bonus = Categorical.entropy(logits).mean().scale(0.01f);
                return Categorical.logProbability(logits, actions, 0)
                        .ppoSurrogate(old, advantages, 0, 0.2f).subtract(bonus);
            }, (w, x) -> {
                DoubleMatrix h = unroll(w, norm, x[0], x[1], x[2]).rows(0, rows);
                DoubleMatrix a = additiveScores(w, h, h, batch, batch).softmax();
                DoubleMatrix both = of(rows, 2 * hidden, (r, j) -> j < hidden ? h.at(r, j)
                        : sum(steps, s -> a.at(r, s)
                                * h.at(keyRow(r, s, batch, batch), j - hidden)));
                DoubleMatrix logits = both.times(w.apply("l.weight")).plus(w.apply("l.bias"));
                DoubleMatrix logp = logits.logSoftmax();
                return of(1, 1, (i, j) -> -sum(rows, k -> {
                    double ratio = StrictMath.exp(logp.at(k, actions[k]) - old[k]);
                    return Math.min(ratio * advantages[k],
                            Math.max(0.8, Math.min(1.2, ratio)) * advantages[k]);
                }) / rows - 0.01 * sum(rows, k -> entropy(logits).at(k, 0)) / rows);
            }, shape(rows, 3), shape(batch, hidden), shape(batch, hidden));
        }
        assertThat(checks).isEqualTo(2);
    }
}
