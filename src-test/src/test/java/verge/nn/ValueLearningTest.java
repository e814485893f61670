package verge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;

/** Mixing networks, targets of several steps, and actors with their critics, beside golden numbers. */
class ValueLearningTest {

    private static final long SEED = 20_251_129L;

    private static void fill(Parameters p, SplittableRandom random) {
        for (int i = 0; i < p.size(); i++) {
            p.values()[i] = (float) random.nextGaussian();
        }
        p.changed();
    }

    private static float[] normal(int n, SplittableRandom random) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    /** dq_tot / dq_k >= 0 for every agent, state and weight (Rashid et al. 2018, Eq. 5). */
    @Test
    void aTeamValueNeverFallsWithAnAgents() {
        SplittableRandom random = new SplittableRandom(SEED);
        int rising = 0;
        for (int round = 0; round < 100; round++) {
            ParameterTable table = new ParameterTable();
            QmixMixer mixer = new QmixMixer(table, "m", 3, 4, 5, 6);
            Parameters p = new Parameters(table);
            fill(p, random);
            Tape tape = new Tape();
            Tensor q = tape.variable(normal(8 * 3, random), 0, 8, 3);
            Tensor state = tape.constant(normal(8 * 4, random), 0, 8, 4);
            tape.backward(mixer.apply(p, q, state).sum());
            for (int i = 0; i < 8 * 3; i++) {
                float slope = q.gradient(i / 3, i % 3);
                assertThat(slope).isNotNegative();
                rising += slope > 0 ? 1 : 0;
            }
        }
        assertThat(rising).isGreaterThan(2300);
    }

    /** y = 2 + 0.5^3 Q'(argmax Q): action 1 by the online network, whose value there is 8. */
    @Test
    void targetsOfThreeStepsByHand() {
        float[] online = {1, 5, 5, 9, 0, 0};
        float[] target = {100, 8, 50, 7, 7, 7};
        float[] y = new float[2];
        DoubleQ.targets(new float[] {2, -1}, new boolean[] {false, true}, online, target, null, 2,
                3, 0.5, 3, y);
        assertThat(y).containsExactly(3f, -1f);
        boolean[] legal = {true, false, true, false, true, true};
        DoubleQ.targets(new float[] {2, -1}, new boolean[2], online, target, legal, 2, 3, 0.5, 1,
                y);
        assertThat(y).containsExactly(27f, 2.5f);
    }

    /** The actor's loss moves actions up the critic's slope; the critic's is that of its errors. */
    @Test
    void anActorClimbsItsCritic() {
        ParameterTable table = new ParameterTable();
        Linear critic = new Linear(table, "critic", 3, 1, true);
        Linear actor = new Linear(table, "actor", 2, 1, false);
        Parameters p = new Parameters(table);
        // Q(s, a) = s_1 - 2 s_2 + 4 a + 0.5, mu(s) = 3 s_1 + s_2
        System.arraycopy(new float[] {1, -2, 4, 0.5f, 3, 1}, 0, p.values(), 0, 6);
        p.changed();
        Tape tape = new Tape();
        Tensor s = tape.constant(new float[] {1, 2, -1, 4}, 0, 2, 2);      // [rows, state]
        Tensor mu = actor.apply(p, s);                                     // [rows, 1]: 5, 1
        Tensor loss = DdpgLoss.actor(critic.apply(p, s.concat(mu)));
        assertThat(loss.scalar()).isEqualTo(-(17.5f + -4.5f) / 2);
        tape.backward(loss);
        assertThat(p.gradients()[4]).as("-4 mean s_1").isEqualTo(0f);
        assertThat(p.gradients()[5]).as("-4 mean s_2").isEqualTo(-12f);
        float[] y = new float[2];
        DdpgLoss.targets(new float[] {1, 2}, new boolean[] {false, true}, mu, 0.9, y);
        assertThat(y).containsExactly(5.5f, 2f);
        p.zeroGradients();
        tape.reset();
        Tensor sa = tape.constant(new float[] {1, 2, 0, -1, 4, 1}, 0, 2, 3);
        Tensor error = DdpgLoss.critic(critic.apply(p, sa),                // -2.5, -4.5
                tape.constant(y, 0, 2, 1));
        assertThat(error.scalar()).isCloseTo((64f + 42.25f) / 2, within(1e-5f));
        tape.backward(error);
        assertThat(p.gradients()[2]).as("mean of 2 (Q - y) a").isCloseTo(-6.5f, within(1e-5f));
        assertThat(p.gradients()[4]).as("the actor's").isZero();
    }
}
