package verge.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Operations over rows against the same equations composed of primitive ones. */
class RowCompositionsTest extends Compositions {

    private static final int[][] SHAPES = {{1, 1}, {3, 2}, {4, 16}, {2, 17}, {5, 35}};

    /** exp(x - max) / sum, and its logarithm x - max - log(sum). */
    @Test
    void softmaxAndItsLogarithm() {
        for (int[] s : SHAPES) {
            Operands o = new Operands();
            Slot x = o.add("x", s[0], s[1]);
            o.fill(2f);
            compare(o, (tape, p) -> new Tensor[] {tape.parameter(p, x).softmax(),
                tape.parameter(p, x).logSoftmax()}, (tape, p) -> {
                    Tensor rows = tape.parameter(p, x);
                    Tensor shifted = Broadcasting.subtract(rows,
                            Gradients.stop(Aggregates.rowMaxima(rows)));
                    Tensor e = shifted.exp();
                    Tensor sum = e.rowSums();
                    return new Tensor[] {Broadcasting.divide(e, sum),
                        Broadcasting.subtract(shifted, Functions.log(sum))};
                });
        }
        assertThat(compared).isEqualTo(SHAPES.length);
    }

    /** gamma (x - mean) / sqrt(variance + epsilon) + beta. */
    @Test
    void layerNorm() {
        float epsilon = 1e-2f;
        for (int[] s : SHAPES) {
            Operands o = new Operands();
            Slot x = o.add("x", s[0], s[1]);
            Slot gamma = o.add("gamma", 1, s[1]);
            Slot beta = o.add("beta", 1, s[1]);
            o.fill(1f);
            compare(o, (tape, p) -> new Tensor[] {tape.parameter(p, x).layerNorm(
                    tape.parameter(p, gamma), tape.parameter(p, beta), epsilon)}, (tape, p) -> {
                        Tensor rows = tape.parameter(p, x);
                        Tensor centred = Broadcasting.subtract(rows, Aggregates.rowMeans(rows));
                        Tensor variance = Aggregates.rowMeans(centred.square());
                        Tensor z = Broadcasting.divide(centred,
                                Functions.sqrt(variance.affine(1f, epsilon)));
                        return new Tensor[] {Broadcasting.multiply(z, tape.parameter(p, gamma))
                                .add(tape.parameter(p, beta))};
                    });
        }
        assertThat(compared).isEqualTo(SHAPES.length);
    }

    /** v . tanh(q + key) for every query and the keys of its group. */
    @Test
    void additiveScores() {
        // query steps, groups, rows of a group, key steps, width
        int[][] shapes = {{1, 1, 1, 1, 1}, {2, 3, 1, 5, 17}, {1, 2, 4, 3, 16}, {3, 2, 2, 4, 7}};
        for (int[] s : shapes) {
            int batch = s[1] * s[2];
            Operands o = new Operands();
            Slot q = o.add("q", s[0] * batch, s[4]);
            Slot k = o.add("k", s[3] * s[1], s[4]);
            Slot v = o.add("v", 1, s[4]);
            o.fill(1f);
            compare(o, (tape, p) -> new Tensor[] {tape.parameter(p, q).additiveScores(
                    tape.parameter(p, k), tape.parameter(p, v), s[1], batch)}, (tape, p) -> {
                        Tensor scores = null;
                        for (int step = 0; step < s[3]; step++) {
                            int[] key = new int[s[0] * batch];
                            for (int r = 0; r < key.length; r++) {
                                key[r] = step * s[1] + r % batch / s[2];
                            }
                            Tensor u = tape.parameter(p, q).add(tape.parameter(p, k)
                                    .gatherRows(key, 0, key.length)).tanh();
                            Tensor one = Broadcasting.multiply(u, tape.parameter(p, v)).rowSums();
                            scores = scores == null ? one : scores.concat(one);
                        }
                        return new Tensor[] {scores};
                    });
        }
        assertThat(compared).isEqualTo(shapes.length);
    }

    /** -mean(min(r A, clip(r, 1 - e, 1 + e) A)), r = exp(log pi - log pi_old). */
    @Test
    void ppoSurrogate() {
        for (int n : new int[] {1, 5, 40}) {
            Operands o = new Operands();
            Slot logp = o.add("logp", n, 1);
            o.fill(0.5f);
            float[] old = new float[n + 2];
            float[] advantages = new float[n + 2];
            for (int i = 0; i < old.length; i++) {
                old[i] = 0.5f * (float) random.nextGaussian();
                advantages[i] = (float) random.nextGaussian();
            }
            compare(o, (tape, p) -> new Tensor[] {
                tape.parameter(p, logp).ppoSurrogate(old, advantages, 2, 0.2f)}, (tape, p) -> {
                    Tensor ratio = tape.parameter(p, logp)
                            .subtract(tape.constant(old, 2, n, 1)).exp();
                    Tensor advantage = tape.constant(advantages, 2, n, 1);
                    return new Tensor[] {ratio.multiply(advantage).minimum(
                            ratio.clamp(0.8f, 1.2f).multiply(advantage)).mean().scale(-1f)};
                });
        }
        assertThat(compared).isEqualTo(3);
    }
}
