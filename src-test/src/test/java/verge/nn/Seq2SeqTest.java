package verge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;

/** The encoder-decoder: one step at a time and all at once, drawn, greedy, by beam; it learns. */
class Seq2SeqTest {

    private static final int INPUTS = 2;
    private static final int STEPS = 4;
    private static final int CHOICES = 3;
    private static final int GROUPS = 2;
    private static final int SEQUENCES = 81;                  // 3^4

    private final ParameterTable table = new ParameterTable();
    private final Seq2Seq network = new Seq2Seq(table, "s", INPUTS, 16, CHOICES, 4,
            new MultiplicativeAttention(table, "attention", 16, 16));
    private final Parameters p = new Parameters(table);
    private final Random random = new Random(5);
    private final float[] x = new float[STEPS * GROUPS * INPUTS];

    Seq2SeqTest() {
        network.initialise(p, random);
        for (int i = 0; i < p.size(); i++) {
            p.values()[i] *= 3f;                              // so that choices differ in weight
        }
        p.changed();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
    }

    /** Sums of the log-probabilities of each row's choices when they are fed in. */
    private double[] scores(int[] actions, int batch) {
        Tape tape = Tape.forInference();
        Seq2Seq.State state = new Seq2Seq.State();
        network.begin(state, p, tape.constant(x, 0, STEPS * GROUPS, INPUTS), GROUPS, batch);
        Tensor logp = Categorical.logProbability(
                network.forced(state, p, actions, 0, STEPS), actions, 0);
        double[] scores = new double[batch];
        for (int i = 0; i < STEPS * batch; i++) {
            scores[i % batch] += logp.get(i, 0);
        }
        return scores;
    }

    @Test
    void stepByStepIsAllAtOnce() {
        int batch = 3 * GROUPS;
        int[] actions = random.ints(STEPS * batch, 0, CHOICES).toArray();
        Tape tape = new Tape();
        Seq2Seq.State state = new Seq2Seq.State();
        Tensor input = tape.constant(x, 0, STEPS * GROUPS, INPUTS);
        network.begin(state, p, input, GROUPS, batch);
        Tensor all = network.forced(state, p, actions, 0, STEPS);          // [steps batch, choices]
        for (int t = 0; t < STEPS; t++) {
            Tensor one = network.step(state, p, t == 0 ? null : actions, (t - 1) * batch);
            for (int i = 0; i < batch * CHOICES; i++) {
                assertThat(one.get(i / CHOICES, i % CHOICES)).isCloseTo(
                        all.get(t * batch + i / CHOICES, i % CHOICES), within(2e-5f));
            }
        }
    }

    @Test
    void drawnChoicesHaveTheProbabilitiesTheyAreGiven() {
        int batch = 400 * GROUPS;
        int[] actions = new int[STEPS * batch];
        float[] logp = new float[STEPS * batch];
        SequenceDecoder decoder = new SequenceDecoder(network);
        decoder.sample(p, x, STEPS * GROUPS, INPUTS, GROUPS, batch, STEPS, random, actions, logp);
        double[] scores = scores(actions, batch);
        int[] counts = new int[SEQUENCES];
        double[] given = new double[SEQUENCES];
        for (int r = 0; r < batch; r++) {
            double sum = 0;
            int code = 0;
            for (int t = 0; t < STEPS; t++) {
                sum += logp[t * batch + r];
                code = code * CHOICES + actions[t * batch + r];
            }
            assertThat(sum).isCloseTo(scores[r], within(1e-4));
            if (r < batch / GROUPS) {
                counts[code]++;
                given[code] = Math.exp(sum);
            }
        }
        int drawn = 0;
        for (int code = 0; code < SEQUENCES; code++) {
            if (counts[code] > 0) {
                double n = batch / GROUPS;
                double deviation = Math.sqrt(n * given[code] * (1 - given[code]));
                assertThat((double) counts[code]).isCloseTo(n * given[code],
                        within(5 * deviation + 5));
                drawn++;
            }
        }
        assertThat(drawn).isGreaterThan(3);
    }

    @Test
    void aBeamAsWideAsThereAreSequencesFindsTheBest() {
        int batch = SEQUENCES * GROUPS;
        int[] every = new int[STEPS * batch];
        for (int r = 0; r < batch; r++) {
            int code = r % SEQUENCES;
            for (int t = STEPS - 1; t >= 0; t--) {
                every[t * batch + r] = code % CHOICES;
                code /= CHOICES;
            }
        }
        double[] scores = scores(every, batch);
        int[] actions = new int[STEPS * GROUPS];
        double[] logp = new double[GROUPS];
        SequenceDecoder decoder = new SequenceDecoder(network);
        decoder.beam(p, x, STEPS * GROUPS, INPUTS, GROUPS, SEQUENCES, STEPS, actions, logp);
        for (int g = 0; g < GROUPS; g++) {
            int best = g * SEQUENCES;
            for (int r = best; r < (g + 1) * SEQUENCES; r++) {
                best = scores[r] > scores[best] ? r : best;
            }
            assertThat(logp[g]).isCloseTo(scores[best], within(1e-4));
            for (int t = 0; t < STEPS; t++) {
                assertThat(actions[t * GROUPS + g]).isEqualTo(every[t * batch + best]);
            }
        }
        double[] narrow = new double[GROUPS];
        int[] greedy = new int[STEPS * GROUPS];
        decoder.beam(p, x, STEPS * GROUPS, INPUTS, GROUPS, 1, STEPS, actions, narrow);
        decoder.greedy(p, x, STEPS * GROUPS, INPUTS, GROUPS, STEPS, greedy,
                new float[STEPS * GROUPS]);
        assertThat(actions).containsExactly(greedy);
        assertThat(narrow[0]).isLessThanOrEqualTo(logp[0] + 1e-6);
    }

    /** Which of two features is larger, from the last step of the input to the first. */
    @Test
    void itLearnsToReadBackwards() {
        network.initialise(p, random);
        int groups = 32;
        float[] features = new float[STEPS * groups * INPUTS];
        int[] actions = new int[STEPS * groups];
        Tape tape = new Tape();
        Seq2Seq.State state = new Seq2Seq.State();
        Adam adam = new Adam(p.size(), 0.02, 1e-8);
        for (int step = 0; step < 250; step++) {
            draw(features, actions, groups);
            tape.reset();
            p.zeroGradients();
            network.begin(state, p, tape.constant(features, 0, STEPS * groups, INPUTS), groups,
                    groups);
            tape.backward(Categorical.logProbability(
                    network.forced(state, p, actions, 0, STEPS), actions, 0).mean().scale(-1f));
            tape.checkGradients(p);
            GradientClip.byGlobalNorm(p, 1);
            adam.step(p);
        }
        draw(features, actions, groups);
        int[] made = new int[actions.length];
        new SequenceDecoder(network).greedy(p, features, STEPS * groups, INPUTS, groups, STEPS,
                made, new float[made.length]);
        int right = 0;
        for (int i = 0; i < made.length; i++) {
            right += made[i] == actions[i] ? 1 : 0;
        }
        assertThat(right).isGreaterThan(made.length * 9 / 10);
        assertThat(Arrays.stream(actions).sum()).isBetween(30, 98);        // not one choice only
    }

    private void draw(float[] features, int[] actions, int groups) {
        for (int t = 0; t < STEPS; t++) {
            for (int g = 0; g < groups; g++) {
                int from = (t * groups + g) * INPUTS;
                int first = random.nextInt(2);
                features[from] = first == 0 ? 1f : -1f;
                features[from + 1] = first == 0 ? -1f : 1f;
                actions[(STEPS - 1 - t) * groups + g] = first;
            }
        }
    }
}
