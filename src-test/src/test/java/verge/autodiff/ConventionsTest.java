package verge.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Derivatives at kinks and ties, where mathematics leaves a choice, and values of specials. */
class ConventionsTest {

    private static final float NAN = Float.NaN;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    /** Gradient of the sum of f at the given points. */
    private static float[] slopes(UnaryOperator<Tensor> f, float... x) {
        Tape tape = new Tape();
        Tensor v = tape.variable(x, 0, 1, x.length);
        tape.backward(f.apply(v).sum());
        float[] slopes = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            slopes[i] = v.gradient(0, i);
        }
        return slopes;
    }

    private static float[] values(UnaryOperator<Tensor> f, float... x) {
        Tensor y = f.apply(new Tape().variable(x, 0, 1, x.length));
        float[] values = new float[y.size()];
        y.copyTo(values, 0);
        return values;
    }

    @Test
    void reluIsFlatAtZero() {
        assertThat(slopes(Tensor::relu, -1f, -0f, 0f, Float.MIN_VALUE, 1f))
                .containsExactly(0f, 0f, 0f, 1f, 1f);
    }

    @Test
    void clampPassesTheGradientOnBothBounds() {
        assertThat(slopes(x -> x.clamp(-0.5f, 0.75f), -0.5f, 0.75f, 0f, Math.nextDown(-0.5f),
                Math.nextUp(0.75f))).containsExactly(1f, 1f, 1f, 0f, 0f);
    }

    @Test
    void tiesShareTheGradientInHalves() {
        float[] x = {1f, 2f, 3f, -0f};
        float[] y = {1f, 1f, 4f, 0f};
        for (boolean larger : new boolean[] {false, true}) {
            Tape tape = new Tape();
            Tensor a = tape.variable(x, 0, 1, 4);
            Tensor b = tape.variable(y, 0, 1, 4);
            tape.backward((larger ? a.maximum(b) : a.minimum(b)).scale(3f).sum());
            float[] toA = {1.5f, larger ? 3f : 0f, larger ? 0f : 3f, 1.5f};
            for (int i = 0; i < 4; i++) {
                assertThat(a.gradient(0, i)).isEqualTo(toA[i]);
                assertThat(b.gradient(0, i)).isEqualTo(3f - toA[i]);
            }
        }
    }

    /** Columns: ratio 1 up and down, clipped away up and down, outside but still pulled back. */
    @Test
    void surrogateHasTheFullGradientAtRatioOneAndNoneWhereClipped() {
        float[] logp = {-1f, -1f, 0f, -2f, 0f, -2f, 200f};
        float[] old = {-1f, -1f, -1f, -1f, -1f, -1f, 0f};
        float[] advantages = {2f, -2f, 1f, -1f, -1f, 1f, 1f};
        Tape tape = new Tape();
        Tensor x = tape.variable(logp, 0, 7, 1);
        Tensor loss = x.ppoSurrogate(old, advantages, 0, 0.2f);
        tape.backward(loss);
        double e = Math.E;
        double[] slope = {2, -2, 0, 0, -e, 1 / e, 0};
        double total = 2 - 2 + 1.2 - 0.8 - e + 1 / e + 1.2;
        assertThat(loss.scalar()).isCloseTo((float) (-total / 7),
                within(1e-6f));
        for (int i = 0; i < 7; i++) {
            assertThat((double) x.gradient(i, 0)).as("row %d", i)
                    .isCloseTo(-slope[i] / 7, within(1e-6));
        }
        assertThat(x.gradient(2, 0)).isZero();
        assertThat(x.gradient(6, 0)).as("the ratio overflows").isZero();
    }

    @Test
    void notANumberIsNeverSwallowed() {
        assertThat(values(Tensor::relu, NAN)).containsExactly(NAN);
        assertThat(values(x -> x.clamp(-1f, 1f), NAN, INFINITY)).containsExactly(NAN, 1f);
        assertThat(values(x -> x.maximum(x.scale(0f)), NAN, INFINITY)).containsExactly(NAN, NAN);
        assertThat(values(x -> x.minimum(x.scale(0f)), NAN, -1f)).containsExactly(NAN, -1f);
        assertThat(values(Tensor::softmax, 1f, NAN)).containsExactly(NAN, NAN);
        assertThat(values(Tensor::logSoftmax, 1f, NAN)).containsExactly(NAN, NAN);
        assertThat(values(Tensor::tanh, NAN)).containsExactly(NAN);
        assertThat(values(Tensor::sigmoid, NAN)).containsExactly(NAN);
    }

    /** What is masked stays 0, or -infinity as a logarithm, beside a NaN or an infinity. */
    @Test
    void maskedEntriesAreNothingEvenInARowThatIsNotFinite() {
        Tape tape = new Tape();
        float inf = Float.POSITIVE_INFINITY;
        Tensor x = tape.constant(new float[] {Float.NaN, 1, 2, inf, 1, 2, 1, Float.NaN, 2}, 0, 3, 3);
        Tensor mask = tape.constant(new float[] {1, 0, 1, 1, 0, 1, 1, 0, 1}, 0, 3, 3);
        Tensor p = Masking.softmax(x, mask);
        Tensor log = Masking.logSoftmax(x, mask);
        for (int i = 0; i < 3; i++) {
            assertThat(p.get(i, 1)).isZero();
            assertThat(log.get(i, 1)).isEqualTo(-inf);
            assertThat(Float.isNaN(p.get(i, 0))).isEqualTo(i < 2);
        }
    }

    @Test
    void softmaxDoesNotOverflow() {
        assertThat(values(Tensor::softmax, 1e30f, 1e30f, -1e30f))
                .containsExactly(0.5f, 0.5f, 0f);
        assertThat(values(Tensor::logSoftmax, 3e4f, 0f)).containsExactly(0f, -3e4f);
    }

    @Test
    void layerNormOfAConstantRowIsItsShift() {
        Tape tape = new Tape();
        Tensor x = tape.variable(new float[] {3f, 3f, 3f}, 0, 1, 3);
        Tensor gamma = tape.constant(new float[] {5f, 6f, 7f}, 0, 1, 3);
        Tensor beta = tape.constant(new float[] {1f, 2f, 4f}, 0, 1, 3);
        float[] y = new float[3];
        x.layerNorm(gamma, beta, 1e-5f).copyTo(y, 0);
        assertThat(y).containsExactly(1f, 2f, 4f);
    }

    @Test
    void layerNormAddsEpsilonToTheVariance() {
        Tape tape = new Tape();
        Tensor x = tape.constant(new float[] {-1f, 1f}, 0, 1, 2);          // variance 1
        Tensor gamma = tape.constant(new float[] {1f, 1f}, 0, 1, 2);
        Tensor y = x.layerNorm(gamma, tape.zeros(1, 2), 3f);
        assertThat(y.get(0, 0)).isEqualTo(-0.5f);
        assertThat(y.get(0, 1)).isEqualTo(0.5f);
    }
}
