package verge.nn;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;

/**
 * Makes the choices of a {@link Seq2Seq}: a_t drawn from p(a | a_1 .. a_(t-1), x), greedy,
 * a_t = argmax p(a | a_1 .. a_(t-1), x), or those of the largest sum of log p that a beam finds
 * (Sutskever et al. 2014, section 3.2). Features x are time-major, [inputSteps * groups, inputs], and so
 * are choices, [steps * rows]. Once it has met its largest input it allocates nothing; not thread-safe.
 */
public final class SequenceDecoder {

    private final Seq2Seq network;
    private final Tape tape = Tape.forInference();
    private final Seq2Seq.State state = new Seq2Seq.State();
    private double[] score = new double[0];
    private double[] candidate = new double[0];
    private int[] parents = new int[0];
    private int[] chosen = new int[0];

    /** Makes a decoder of a network. */
    public SequenceDecoder(Seq2Seq network) {
        this.network = network;
    }

    /**
     * Draws choices row by row.
     *
     * @param x features, time-major [inputSteps * groups, inputs], from the offset 0 on
     * @param batch rows to decode, a multiple of groups
     * @param steps choices of each row
     * @param random is drawn from once for each choice, in time-major order
     * @param actions receives the choices, [steps * batch]
     * @param logp receives their log-probabilities, [steps * batch]
     */
    public void sample(Parameters p, float[] x, int rows, int cols, int groups, int batch,
            int steps, RandomGenerator random, int[] actions, float[] logp) {
        begin(p, x, rows, cols, groups, batch);
        for (int t = 0; t < steps; t++) {
            Tensor log = next(p, actions, t, batch);                       // [batch, choices]
            for (int r = 0; r < batch; r++) {
                int action = Categorical.sample(log, r, random);
                actions[t * batch + r] = action;
                logp[t * batch + r] = log.get(r, action);
            }
        }
    }

    /**
     * As {@link #sample}, taking the most probable choice at each step, the lowest among equals, for
     * one row of each sequence: actions and logp are [steps * groups].
     */
    public void greedy(Parameters p, float[] x, int rows, int cols, int groups, int steps,
            int[] actions, float[] logp) {
        begin(p, x, rows, cols, groups, groups);
        for (int t = 0; t < steps; t++) {
            Tensor log = next(p, actions, t, groups);                      // [groups, choices]
            for (int r = 0; r < groups; r++) {
                int action = Categorical.mode(log, r);
                actions[t * groups + r] = action;
                logp[t * groups + r] = log.get(r, action);
            }
        }
    }

    private void begin(Parameters p, float[] x, int rows, int cols, int groups, int batch) {
        tape.reset();
        network.begin(state, p, tape.constant(x, 0, rows, cols), groups, batch);
    }

    private Tensor next(Parameters p, int[] actions, int t, int batch) {
        return network.step(state, p, t == 0 ? null : actions, (t - 1) * batch).logSoftmax();
    }

    /**
     * Keeps the {@code width} most probable beginnings of each sequence's choices at each step, and
     * returns the most probable whole one. Equals are kept in the order of their beginnings, then of
     * their last choices; as wide as there are sequences of choices, it is an exhaustive search.
     *
     * @param actions receives the choices of each sequence, [steps * groups]
     * @param logp receives the log-probability of each, [groups]
     */
    public void beam(Parameters p, float[] x, int rows, int cols, int groups, int width, int steps,
            int[] actions, double[] logp) {
        int batch = groups * width;
        int choices = network.choices();
        if (score.length < batch || candidate.length < width * choices
                || parents.length < steps * batch) {
            score = new double[batch];
            candidate = new double[width * choices];
            parents = new int[steps * batch];
            chosen = new int[steps * batch];
        }
        begin(p, x, rows, cols, groups, batch);
        Arrays.fill(score, 0, batch, Double.NEGATIVE_INFINITY);
        for (int g = 0; g < groups; g++) {
            score[g * width] = 0;                        // one beginning: that without a choice
        }
        for (int t = 0; t < steps; t++) {
            Tensor log = next(p, chosen, t, batch);                        // [batch, choices]
            for (int g = 0; g < groups; g++) {
                extend(log, g, width, t * batch);
            }
            state.choose(parents, t * batch);
        }
        for (int g = 0; g < groups; g++) {
            logp[g] = score[g * width];
            int row = g * width;
            for (int t = steps - 1; t >= 0; t--) {
                actions[t * groups + g] = chosen[t * batch + row];
                row = parents[t * batch + row];
            }
        }
    }

    /** Picks the best continuations of the beginnings of one sequence. */
    private void extend(Tensor log, int group, int width, int at) {
        int choices = network.choices();
        for (int b = 0; b < width; b++) {
            int row = group * width + b;
            for (int a = 0; a < choices; a++) {
                candidate[b * choices + a] = score[row] + log.get(row, a);
            }
        }
        for (int b = 0; b < width; b++) {
            int best = 0;
            for (int i = 1; i < width * choices; i++) {
                if (candidate[i] > candidate[best] || Double.isNaN(candidate[best])) {
                    best = i;
                }
            }
            int row = group * width + b;
            score[row] = candidate[best];
            parents[at + row] = group * width + best / choices;
            chosen[at + row] = best % choices;
            candidate[best] = Double.NaN;                                  // taken
        }
    }
}
