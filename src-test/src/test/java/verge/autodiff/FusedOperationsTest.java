package verge.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Fused operations against the same equations composed of primitive ones: values and every
 * gradient. Sums run in another order, so they agree within rounding.
 */
class FusedOperationsTest extends Compositions {

    @Test
    void lstmSequence() {
        int[][] shapes = {{1, 1, 3, 4}, {5, 1, 3, 20}, {4, 3, 5, 17}, {3, 7, 33, 16},
            {40, 30, 4, 16}};
        for (int[] s : shapes) {
            for (int state = 0; state < 2; state++) {
                lstm(s[0], s[1], s[2], s[3], state == 1);
            }
        }
        assertThat(compared).isEqualTo(10);
    }

    private void lstm(int steps, int batch, int inputs, int h, boolean state) {
        Operands o = new Operands();
        Slot x = o.add("x", steps * batch, inputs);
        Slot wx = o.add("wx", inputs, 4 * h);
        Slot wh = o.add("wh", h, 4 * h);
        Slot b = o.add("b", 1, 4 * h);
        Slot h0 = o.add("h0", batch, h);
        Slot c0 = o.add("c0", batch, h);
        o.fill(0.4f);
        compare(o, (tape, p) -> {
            Tensor y = LstmSequence.run(tape.parameter(p, x), tape.parameter(p, wx),
                    tape.parameter(p, wh), tape.parameter(p, b),
                    state ? tape.parameter(p, h0) : null, state ? tape.parameter(p, c0) : null,
                    steps);
            return new Tensor[] {y, LstmSequence.memory(y), y.rows((steps - 1) * batch,
                    steps * batch).tanh()};
        }, (tape, p) -> {
            Tensor z = tape.parameter(p, x).linear(tape.parameter(p, wx), tape.parameter(p, b));
            Tensor hidden = state ? tape.parameter(p, h0) : tape.zeros(batch, h);
            Tensor c = state ? tape.parameter(p, c0) : tape.zeros(batch, h);
            Tensor[] all = new Tensor[steps];
            for (int t = 0; t < steps; t++) {
                Tensor gates = hidden.linear(tape.parameter(p, wh),
                        z.rows(t * batch, (t + 1) * batch)).lstmGates();
                c = gates.lstmMemory(c);
                hidden = gates.lstmOutput(c.tanh());
                all[t] = hidden;
            }
            return new Tensor[] {tape.concatRows(all, steps), c, hidden.tanh()};
        });
    }

    /** Rows that no row continues, that several do, in another order, and fewer rows than before. */
    @Test
    void lstmTree() {
        int[] first = {0, 2, 5, 9, 11, 14};
        int[] parents = {1, 0, 0, 0, 1, 2, 0, 2, 2, 3, 1, 1, 0, 1};
        for (int[] s : new int[][] {{3, 4, 1}, {5, 17, 14}, {33, 16, 1}}) {
            tree(first, parents, s[0], s[1], s[2]);
        }
        tree(new int[] {0, 3}, new int[] {2, 2, 0}, 4, 8, 1);
        assertThat(compared).isEqualTo(4);
    }

    private void tree(int[] first, int[] parents, int inputs, int h, int biases) {
        int steps = first.length - 1;
        int rows = first[steps];
        Operands o = new Operands();
        Slot x = o.add("x", rows, inputs);
        Slot wx = o.add("wx", inputs, 4 * h);
        Slot wh = o.add("wh", h, 4 * h);
        Slot b = o.add("b", biases, 4 * h);
        Slot h0 = o.add("h0", 3, h);
        Slot c0 = o.add("c0", 3, h);
        o.fill(0.4f);
        compare(o, (tape, p) -> new Tensor[] {LstmTree.run(tape.parameter(p, x),
                tape.parameter(p, wx), tape.parameter(p, wh), tape.parameter(p, b),
                tape.parameter(p, h0), tape.parameter(p, c0), first, parents, steps)
        }, (tape, p) -> {
            Tensor z = tape.parameter(p, x).linear(tape.parameter(p, wx), tape.parameter(p, b));
            Tensor hidden = tape.parameter(p, h0);
            Tensor c = tape.parameter(p, c0);
            Tensor[] all = new Tensor[steps];
            for (int t = 0; t < steps; t++) {
                int count = first[t + 1] - first[t];
                Tensor gates = hidden.gatherRows(parents, first[t], count)
                        .linear(tape.parameter(p, wh), z.rows(first[t], first[t + 1])).lstmGates();
                c = gates.lstmMemory(c.gatherRows(parents, first[t], count));
                hidden = gates.lstmOutput(c.tanh());
                all[t] = hidden;
            }
            return new Tensor[] {tape.concatRows(all, steps)};
        });
    }

    @Test
    void aTreeOfRowsThatDoNotExistIsRefused() {
        Operands o = new Operands();
        Slot x = o.add("x", 3, 2);
        Slot wx = o.add("wx", 2, 8);
        Slot wh = o.add("wh", 2, 8);
        Slot b = o.add("b", 1, 8);
        Slot start = o.add("start", 1, 2);
        o.fill(0.4f);
        int[][][] wrong = {{{0, 1, 3}, {0, 0, 1}}, {{0, 1, 3}, {1, 0, 0}}, {{0, 1, 3}, {0, -1, 0}},
            {{0, 1, 4}, {0, 0, 0}}, {{0, 3, 3}, {0, 0, 0}}, {{1, 1, 3}, {0, 0, 0}}};
        for (int[][] one : wrong) {
            Tape tape = new Tape();
            Tensor h0 = tape.parameter(o.p, start);
            assertThatThrownBy(() -> LstmTree.run(tape.parameter(o.p, x),
                    tape.parameter(o.p, wx), tape.parameter(o.p, wh), tape.parameter(o.p, b), h0,
                    h0, one[0], one[1], 2)).as(Arrays.deepToString(one))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void onlyTheMemoryOfAnLstmMayMatter() {
        Operands o = new Operands();
        Slot x = o.add("x", 6, 3);
        Slot wx = o.add("wx", 3, 20);
        Slot wh = o.add("wh", 5, 20);
        Slot b = o.add("b", 1, 20);
        o.fill(0.4f);
        Tape tape = new Tape();
        Tensor y = LstmSequence.run(tape.parameter(o.p, x), tape.parameter(o.p, wx),
                tape.parameter(o.p, wh), tape.parameter(o.p, b), null, null, 3);
        tape.backward(LstmSequence.memory(y).sum());
        for (float g : o.p.gradients()) {
            assertThat(g).isFinite();
        }
        assertThat(o.p.gradients()[x.offset()]).isNotZero();
        assertThatThrownBy(() -> LstmSequence.memory(y.rows(0, 2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void gruSequence() {
        int[][] shapes = {{1, 1, 3, 4}, {1, 3, 32, 24}, {5, 1, 3, 20}, {4, 3, 5, 17},
            {3, 7, 33, 16}};
        for (int[] s : shapes) {
            for (int state = 0; state < 2; state++) {
                gru(s[0], s[1], s[2], s[3], state == 1);
            }
        }
        assertThat(compared).isEqualTo(10);
    }

    private void gru(int steps, int batch, int inputs, int h, boolean state) {
        Operands o = new Operands();
        Slot x = o.add("x", steps * batch, inputs);
        Slot wx = o.add("wx", inputs, 3 * h);
        Slot wh = o.add("wh", h, 3 * h);
        Slot bx = o.add("bx", 1, 3 * h);
        Slot bh = o.add("bh", 1, 3 * h);
        Slot h0 = o.add("h0", batch, h);
        o.fill(0.3f);
        compare(o, (tape, p) -> new Tensor[] {GruSequence.run(tape.parameter(p, x),
                tape.parameter(p, wx), tape.parameter(p, wh), tape.parameter(p, bx),
                tape.parameter(p, bh), state ? tape.parameter(p, h0) : null, steps)},
                (tape, p) -> {
                    Tensor all = tape.parameter(p, x).linear(tape.parameter(p, wx),
                            tape.parameter(p, bx));
                    Tensor hidden = state ? tape.parameter(p, h0) : tape.zeros(batch, h);
                    Tensor[] outputs = new Tensor[steps];
                    for (int t = 0; t < steps; t++) {
                        Tensor xt = all.rows(t * batch, (t + 1) * batch);
                        Tensor u = hidden.linear(tape.parameter(p, wh), tape.parameter(p, bh));
                        Tensor r = xt.columns(0, h).add(u.columns(0, h)).sigmoid();
                        Tensor z = xt.columns(h, 2 * h).add(u.columns(h, 2 * h)).sigmoid();
                        Tensor n = xt.columns(2 * h, 3 * h)
                                .add(r.multiply(u.columns(2 * h, 3 * h))).tanh();
                        hidden = n.add(z.multiply(hidden.subtract(n)));
                        outputs[t] = hidden;
                    }
                    return new Tensor[] {tape.concatRows(outputs, steps)};
                });
    }

    @Test
    void headAttention() {
        // time steps of queries, groups, rows of a group, steps of keys, heads, width, value width
        int[][] shapes = {{1, 1, 1, 1, 1, 1, 1}, {20, 1, 1, 20, 4, 64, 64},
            {3, 4, 1, 7, 2, 12, 20}, {1, 2, 1, 20, 8, 64, 64}, {1, 2, 5, 16, 2, 6, 6},
            {4, 3, 2, 17, 3, 9, 6}};
        for (int[] s : shapes) {
            for (int masked = 0; masked < 2; masked++) {
                attention(s, masked == 1);
            }
        }
        assertThat(compared).isEqualTo(12);
    }

    private void attention(int[] s, boolean masked) {
        int groups = s[1];
        int batch = groups * s[2];
        int steps = s[3];
        int heads = s[4];
        Operands o = new Operands();
        Slot q = o.add("q", s[0] * batch, s[5]);
        Slot k = o.add("k", steps * groups, s[5]);
        Slot v = o.add("v", steps * groups, s[6]);
        o.fill(1f);
        float[] keep = new float[groups * steps];
        for (int i = 0; i < keep.length; i++) {
            keep[i] = masked && (i < steps && groups > 1 || random.nextInt(3) == 0) ? 0f : 1f;
        }
        compare(o, (tape, p) -> {
            Tensor keys = tape.parameter(p, k);
            Tensor values = tape.parameter(p, v);
            Tensor mask = masked ? tape.constant(keep, 0, groups, steps) : null;
            Tensor rows = tape.parameter(p, q);
            Tensor[] weights = new Tensor[heads];
            Tensor y = HeadAttention.attend(rows, keys, values, heads, mask, groups, batch,
                    weights);
            return new Tensor[] {y, weights[heads - 1], HeadAttention.attend(rows.tanh(), keys,
                    values, heads, mask, groups, batch, null)};
        }, (tape, p) -> {
            Tensor mask = masked ? tape.constant(keep, 0, groups, steps) : null;
            Tensor rows = tape.parameter(p, q);
            Tensor[] weights = new Tensor[heads];
            Tensor y = composed(rows, tape.parameter(p, k), tape.parameter(p, v), heads, mask,
                    groups, batch, weights);
            return new Tensor[] {y, weights[heads - 1], composed(rows.tanh(),
                    tape.parameter(p, k), tape.parameter(p, v), heads, mask, groups, batch,
                    weights)};
        });
    }

    private static Tensor composed(Tensor q, Tensor keys, Tensor values, int heads, Tensor mask,
            int groups, int batch, Tensor[] weightsOfHeads) {
        int d = q.cols() / heads;
        int out = values.cols() / heads;
        Tensor kept = Masking.keepSteps(keys, mask);
        Tensor given = Masking.keepSteps(values, mask);
        Tensor all = null;
        for (int h = 0; h < heads; h++) {
            Tensor scores = q.columns(h * d, (h + 1) * d).dotScores(
                    kept.columns(h * d, (h + 1) * d), (float) (1.0 / Math.sqrt(d)), groups, batch);
            Tensor weights = mask == null ? scores.softmax()
                    : Masking.softmax(scores, mask.repeatRows(batch / groups));
            Tensor one = weights.attend(given.columns(h * out, (h + 1) * out), groups, batch);
            all = all == null ? one : all.concat(one);
            weightsOfHeads[h] = weights;
        }
        return all;
    }

    @Test
    void edgeAttention() {
        // sources, destinations, edges, heads, channels
        int[][] shapes = {{1, 1, 1, 1, 1}, {5, 5, 2, 2, 3}, {6, 4, 17, 3, 5}, {9, 9, 40, 4, 16}};
        for (int[] s : shapes) {
            for (int attributes = 0; attributes < 2; attributes++) {
                edges(s[0], s[1], s[2], s[3], s[4], attributes == 1);
            }
        }
        assertThat(compared).isEqualTo(8);
    }

    private void edges(int n, int m, int edges, int heads, int channels, boolean attributes) {
        int[] sources = new int[edges];
        int[] destinations = new int[edges];
        for (int j = 0; j < edges; j++) {
            sources[j] = random.nextInt(n);
            destinations[j] = random.nextInt(m);
        }
        Arrays.sort(destinations);
        int[] starts = new int[m + 1];
        for (int d : destinations) {
            starts[d + 1]++;
        }
        for (int d = 0; d < m; d++) {
            starts[d + 1] += starts[d];
        }
        Operands o = new Operands();
        Slot z = o.add("z", n, heads * channels);
        Slot to = o.add("to", m, heads);
        Slot vectors = o.add("vectors", heads, channels);
        Slot edge = o.add("edge", edges, heads);
        o.fill(1f);
        float slope = 0.2f;
        compare(o, (tape, p) -> {
            Tensor values = tape.parameter(p, z);
            Tensor[] alpha = new Tensor[1];
            Tensor y = EdgeAttention.attend(values,
                    EdgeAttention.dots(values, tape.parameter(p, vectors)), tape.parameter(p, to),
                    attributes ? tape.parameter(p, edge) : null, starts, sources, slope, alpha);
            return new Tensor[] {y, alpha[0]};
        }, (tape, p) -> {
            Tensor values = tape.parameter(p, z);                          // [n, heads channels]
            Tensor from = Broadcasting.multiply(values, tape.parameter(p, vectors)
                    .reshape(1, heads * channels)).reshape(n * heads, channels).rowSums()
                    .reshape(n, heads);
            Tensor score = from.gatherRows(sources, 0, edges)
                    .add(tape.parameter(p, to).gatherRows(destinations, 0, edges));
            score = attributes ? score.add(tape.parameter(p, edge)) : score;
            Tensor alpha = Segments.softmax(Functions.leakyRelu(score, slope), starts, m);
            Tensor messages = Broadcasting.multiply(values.gatherRows(sources, 0, edges)
                    .reshape(edges * heads, channels), alpha.reshape(edges * heads, 1));
            return new Tensor[] {Segments.sum(messages.reshape(edges, heads * channels), starts,
                    m), alpha};
        });
    }

    /** No gradient reaches the result itself: the weights alone carry it back. */
    @Test
    void onlyTheWeightsMayMatter() {
        Tape tape = new Tape();
        Tensor q = tape.variable(new float[] {0.5f, -0.25f}, 0, 1, 2);
        Tensor keys = tape.variable(new float[] {1f, 2f, 3f, -4f}, 0, 2, 2);
        Tensor[] weights = new Tensor[1];
        HeadAttention.attend(q, keys, keys, 1, null, 1, 1, weights);
        Tensor scores = tape.variable(new float[] {0.25f, 1f}, 0, 2, 1);
        Tensor to = tape.variable(new float[] {0.5f}, 0, 1, 1);
        Tensor[] alpha = new Tensor[1];
        EdgeAttention.attend(keys, scores, to, null, new int[] {0, 2}, new int[] {0, 1}, 0.2f,
                alpha);
        tape.backward(weights[0].square().sum().add(alpha[0].square().sum()));
        assertThat(q.gradient(0, 0)).isFinite().isNotZero();
        assertThat(keys.gradient(1, 1)).isFinite().isNotZero();
        assertThat(scores.gradient(0, 0)).isFinite().isNotZero();
        assertThat(to.gradient(0, 0)).isCloseTo(0f, within(1e-6f));
    }

    @Test
    void maskedKeysMayHoldAnything() {
        float[] rows = {1f, 2f, 3f, Float.NaN, 4f, 5f, Float.POSITIVE_INFINITY, 6f};
        Tape tape = new Tape();
        Tensor keys = tape.variable(rows, 0, 4, 2);                        // [4 steps, 2]
        Tensor mask = tape.constant(new float[] {1f, 0f, 1f, 0f}, 0, 1, 4);
        Tensor q = tape.variable(new float[] {0.5f, -0.25f}, 0, 1, 2);
        Tensor y = HeadAttention.attend(q, keys, keys, 1, mask, 1, 1, null); // [1, 2]
        tape.backward(y.sum());
        for (int j = 0; j < 2; j++) {
            assertThat(y.get(0, j)).isFinite();
            assertThat(q.gradient(0, j)).isFinite();
            assertThat(keys.gradient(1, j)).isZero();
            assertThat(keys.gradient(3, j)).isZero();
            assertThat(keys.gradient(0, j)).isNotZero();
        }
    }

    /** Rows of three steps are not as long as a vector: what lies behind them is another group's. */
    @Test
    void whatOneGroupHoldsIsNothingToAnother() {
        float[] rows = {1f, 2f, Float.NaN, 4f, -3f, 0.5f, Float.POSITIVE_INFINITY, 5f, 4f, 6f, 1f, 2f};
        Tape tape = new Tape();
        Tensor keys = tape.variable(rows, 0, 6, 2);                        // [3 steps * 2 groups, 2]
        Tensor q = tape.variable(new float[] {0.5f, -0.25f, 1f, 1f}, 0, 2, 2);
        Tensor y = HeadAttention.attend(q, keys, keys, 1, null, 2, 2, null);
        tape.backward(y.rows(0, 1).sum());
        for (int j = 0; j < 2; j++) {
            assertThat(y.get(0, j)).isFinite();
            assertThat(q.gradient(0, j)).isFinite();
        }
    }
}
