package verge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static verge.autodiff.DoubleMatrix.keyRow;
import static verge.autodiff.DoubleMatrix.of;
import static verge.autodiff.DoubleMatrix.sum;

import java.util.Arrays;
import java.util.List;
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
import verge.nn.HeterogeneousGraphAttention.EdgeType;
import verge.nn.HeterogeneousGraphAttention.NodeType;

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

    @Test
    void tanhGaussian() {
        check("action before tanh", new ParameterTable(),
                (p, x) -> TanhGaussian.unsquashed(x[0], x[1], x[2]),
                (w, x) -> of(4, 3, (i, j) ->
                        x[0].at(i, j) + StrictMath.exp(x[1].at(i, j)) * x[2].at(i, j)),
                shape(4, 3), shape(4, 3), shape(4, 3));
        check("log-probability of tanh u", new ParameterTable(),
                (p, x) -> TanhGaussian.logProbability(x[0], x[1], x[2]),
                (w, x) -> of(4, 1, (i, c) -> sum(3, j -> {
                    double z = (x[0].at(i, j) - x[1].at(i, j)) / StrictMath.exp(x[2].at(i, j));
                    double slope = 1 - StrictMath.pow(StrictMath.tanh(x[0].at(i, j)), 2);
                    return -z * z / 2 - x[2].at(i, j) - StrictMath.log(2 * Math.PI) / 2
                            - StrictMath.log(slope);
                })), shape(4, 3), shape(4, 3), shape(4, 3));
        check("entropy before tanh", new ParameterTable(),
                (p, x) -> TanhGaussian.gaussianEntropy(x[0]),
                (w, x) -> of(4, 1, (i, c) -> sum(3, j -> x[0].at(i, j)
                        + StrictMath.log(2 * Math.PI * Math.E) / 2)), shape(4, 3));
        Tape tape = Tape.forInference();
        Tensor far = tape.constant(new float[] {-60f, 60f}, 0, 2, 1);
        Tensor zero = tape.zeros(2, 1);
        Tensor logp = TanhGaussian.logProbability(far, zero, zero);
        // -1800 - log sqrt(2 pi) - (log 4 - 120): 1 - tanh(60)^2 itself is 0 in float.
        assertThat(logp.get(0, 0)).isEqualTo(logp.get(1, 0)).isEqualTo(-1682.3052f);
    }

    /** Users and servers; a server that no user reaches; two edges between the same two nodes. */
    @Test
    void graphAttentionOfSeveralTypes() {
        int[][] up = {{0, 2, 1, 2, 2}, {0, 0, 2, 0, 2}};                   // users -> servers
        int[][] down = {{0, 1, 2}, {1, 1, 0}};                             // servers -> users
        int heads = 2;
        int channels = 3;
        ParameterTable table = new ParameterTable();
        HeterogeneousGraphAttention layer = new HeterogeneousGraphAttention(table, "g",
                List.of(new NodeType("user", 4), new NodeType("server", 2)),
                List.of(new EdgeType("up", 0, 1, 2), new EdgeType("down", 1, 0, 0)),
                heads, channels, 0.2f);
        EdgeList[] edges = {new EdgeList(3, 5), new EdgeList(3, 3)};
        edges[0].set(3, 3, up[0], up[1], 0, 5, false);
        edges[1].set(3, 3, down[0], down[1], 0, 3, false);
        Tensor[] y = new Tensor[2];
        check("heterogeneous graph attention", table, (p, x) -> {
            layer.apply(p, new Tensor[] {x[0], x[1]}, new Tensor[] {x[2], null}, edges, y);
            return x[0].tape().concatRows(y, 2);
        }, (w, x) -> {
            DoubleMatrix users = x[0].times(w.apply("g.user.weight")).plus(w.apply("g.user.bias"));
            DoubleMatrix servers = x[1].times(w.apply("g.server.weight"))
                    .plus(w.apply("g.server.bias"));
            return users.plus(relation(w, "g.down", x[1], x[0], null, down, channels))
                    .above(servers.plus(relation(w, "g.up", x[0], x[1], x[2], up, channels)));
        }, shape(3, 4), shape(3, 2), shape(5, 2));
    }

    /** What the edges of one type bring to the nodes that they enter. */
    private static DoubleMatrix relation(Function<String, DoubleMatrix> w, String name,
            DoubleMatrix from, DoubleMatrix to, DoubleMatrix attributes, int[][] edges, int c) {
        DoubleMatrix z = from.times(w.apply(name + ".source.weight"));
        DoubleMatrix into = to.times(w.apply(name + ".destination.weight"));
        DoubleMatrix along = attributes == null ? null : attributes.times(w.apply(name + ".edge.weight"));
        int n = edges[0].length;
        DoubleMatrix e = of(n, z.cols() / c, (k, h) -> {
            double score = sum(c, i -> z.at(edges[0][k], h * c + i)
                    * w.apply(name + ".attend_source").at(h, i)
                    + into.at(edges[1][k], h * c + i)
                    * w.apply(name + ".attend_destination").at(h, i)
                    + (along == null ? 0 : along.at(k, h * c + i)
                    * w.apply(name + ".attend_edge").at(h, i)));
            return StrictMath.exp(score > 0 ? score : 0.2 * score);
        });
        return of(to.rows(), z.cols(), (d, i) -> {
            double all = sum(n, k -> edges[1][k] == d ? e.at(k, i / c) : 0);
            return all == 0 ? 0 : sum(n, k -> edges[1][k] == d
                    ? e.at(k, i / c) * z.at(edges[0][k], i) : 0) / all;
        });
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
