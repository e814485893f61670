package verge.bench;

import java.util.Arrays;
import verge.autodiff.HeadAttention;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.nn.Adam;
import verge.nn.AdditiveAttention;
import verge.nn.Categorical;
import verge.nn.Embedding;
import verge.nn.GradientClip;
import verge.nn.Linear;
import verge.nn.LstmCell;
import verge.nn.RegressionLoss;
import verge.nn.RegressionLoss.Reduction;

/**
 * A policy that decides the 20 tasks of an application one by one: an encoder of two LSTM layers, a
 * decoder of two that sees the last choice and an attention context, attention of 8 heads or
 * additive, heads for the choice and the value, 128 units everywhere. One step of PPO on given
 * choices (clipped surrogate, value, entropy, norm of the gradient limited, Adam), or the decoding
 * of one application.
 */
final class Seq2SeqTraining implements Workload {

    private static final int TASKS = 20;
    private static final int FEATURES = 17;
    private static final int H = 128;
    private static final int HEADS = 8;
    private static final int CHOICES = 2;

    private final int batch;
    private final boolean heads;
    private final boolean training;
    private final ParameterTable table = new ParameterTable();
    private final Linear embedding = new Linear(table, "embedding", FEATURES, H, true);
    private final LstmCell[] encoder = cells("encoder", H);
    private final LstmCell[] decoder = cells("decoder", 2 * H);
    private final Embedding chosen = new Embedding(table, "chosen", CHOICES + 1, H);
    private final Linear query = new Linear(table, "query", H, H, true);
    private final Linear key = new Linear(table, "key", H, H, true);
    private final Linear value = new Linear(table, "value", H, H, true);
    private final AdditiveAttention additive = new AdditiveAttention(table, "additive", H, H, H);
    private final Linear policy = new Linear(table, "policy", 2 * H, CHOICES, true);
    private final Linear critic = new Linear(table, "critic", 2 * H, 1, true);
    private final Parameters p = new Parameters(table);
    private final Adam adam = new Adam(p.size(), 1e-3, 1e-8);
    private final Tape tape = new Tape();
    private final Tape inference = Tape.forInference();
    private final Tensor[] outputs = new Tensor[TASKS + 1];
    private final Tensor[] decided = new Tensor[TASKS];
    private final float[] input;
    private final float[] old;
    private final float[] advantages;
    private final float[] returns;
    private final int[] choices;
    private final int[] previous;

    Seq2SeqTraining(int batch, boolean heads, boolean training) {
        this.batch = batch;
        this.heads = heads;
        this.training = training;
        Workload.initialise(p);
        int rows = TASKS * batch;
        input = Workload.normal(rows * FEATURES, 2);
        advantages = Workload.normal(rows, 3);
        returns = Workload.normal(rows, 4);
        old = new float[rows];
        Arrays.fill(old, -0.7f);
        choices = new int[rows];
        previous = new int[rows];
        for (int i = 0; i < rows; i++) {
            choices[i] = i * 7 % 13 % CHOICES;
            previous[i] = i < batch ? CHOICES : choices[i - batch];
        }
    }

    private LstmCell[] cells(String name, int inputs) {
        return new LstmCell[] {new LstmCell(table, name + ".0", inputs, H, false),
            new LstmCell(table, name + ".1", H, H, false)};
    }

    /** Decodes all tasks: the decoder's output beside the context, [rows, 2 h], for each task. */
    private void decode(Tape on) {
        Tensor x = embedding.apply(p, on.constant(input, 0, TASKS * batch, FEATURES)).tanh();
        Tensor h1 = encoder[0].sequence(p, x, batch, outputs);             // [rows, h]
        Tensor c1 = outputs[TASKS];
        Tensor memory = encoder[1].sequence(p, h1, batch, outputs);        // [rows, h]
        Tensor c2 = outputs[TASKS];
        Tensor h2 = outputs[TASKS - 1];
        h1 = h1.rows((TASKS - 1) * batch, TASKS * batch);
        Tensor keys = heads ? key.apply(p, memory) : additive.keys(p, memory);
        Tensor values = heads ? value.apply(p, memory) : memory;
        Tensor context = on.zeros(batch, H);                               // [batch, h]
        Tensor fed = decoder[0].feed(p, chosen.all(p, on));                // [choices + 1, 4 h]
        for (int t = 0; t < TASKS; t++) {
            Tensor last = fed.gatherRows(previous, t * batch, batch);      // [batch, 4 h]
            h1 = decoder[0].sequenceFrom(p, last, context, h1, c1, outputs);
            c1 = outputs[1];
            h2 = decoder[1].sequence(p, h1, h2, c2, outputs);              // [batch, h]
            c2 = outputs[1];
            context = heads ? HeadAttention.attend(query.apply(p, h2), keys, values, HEADS, null,
                    batch, batch, null)
                    : additive.context(p, h2, keys, values, batch, batch);
            decided[t] = h2.concat(context);                               // [batch, 2 h]
            if (!training) {
                choose(t);
            }
        }
    }

    private void choose(int t) {
        Tensor logp = policy.apply(p, decided[t]).logSoftmax();            // [batch, choices]
        for (int b = 0; b < batch; b++) {
            choices[t * batch + b] = Categorical.mode(logp, b);
            if (t + 1 < TASKS) {
                previous[(t + 1) * batch + b] = choices[t * batch + b];
            }
        }
    }

    @Override
    public float run() {
        if (!training) {
            inference.reset();
            decode(inference);
            critic.apply(p, inference.concatRows(decided, TASKS)).copyTo(returns, 0);
            return returns[TASKS - 1];
        }
        tape.reset();
        p.zeroGradients();
        decode(tape);
        int rows = TASKS * batch;
        Tensor all = tape.concatRows(decided, TASKS);                      // [rows, 2 h]
        Tensor logits = policy.apply(p, all);                              // [rows, choices]
        Tensor surrogate = Categorical.logProbability(logits, choices, 0)
                .ppoSurrogate(old, advantages, 0, 0.2f);
        Tensor error = RegressionLoss.squared(critic.apply(p, all),
                tape.constant(returns, 0, rows, 1), null, Reduction.MEAN);
        Tensor bonus = Categorical.entropy(logits).mean();
        Tensor loss = surrogate.add(error.scale(0.5f)).subtract(bonus.scale(0.01f));
        tape.backward(loss);
        GradientClip.byGlobalNorm(p, 1.0);
        adam.step(p);
        return loss.scalar();
    }

    @Override
    public double operations() {
        double rows = TASKS * batch;
        double embed = 2.0 * rows * FEATURES * H;
        double cells = 2.0 * rows * H * 4 * H * (4 + 4);       // choices are looked up, ready made
        double attention = 2.0 * rows * H * (heads ? 3 * H + 2 * TASKS : 2 * H + 2 * TASKS);
        double rest = cells + attention + 2.0 * rows * 2 * H * (CHOICES + 1);
        return training ? 2 * embed + 3 * rest : embed + rest;
    }
}
