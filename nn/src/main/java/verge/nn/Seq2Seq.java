package verge.nn;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tensor;

/**
 * A recurrent encoder and decoder with attention (Sutskever et al. 2014; attention after the
 * decoder's step as in Luong et al. 2015, section 3.1): from a sequence of features to a sequence of
 * choices, each of which the next one sees.
 *
 * <pre>
 *   e_1 .. e_S, (h_0, c_0) = LSTM_encoder(x_1 .. x_S)
 *   h_t, c_t  = LSTM_decoder(embedding(choice_(t-1)), h_(t-1), c_(t-1))
 *   context_t = attention(h_t; e_1 .. e_S)
 *   logits_t  = (h_t | context_t) W + b
 * </pre>
 *
 * <p>Before the first choice the embedding of a mark of its own is fed. The number of choices made
 * is the caller's. One encoding serves several rows: row r of a decoding of {@code batch} rows
 * belongs to sequence r / (batch / groups). Parameters: encoder and decoder as in {@link LstmCell},
 * choice.weight [choices + 1, width], head [2 hidden, choices] with bias, and those of the attention.
 */
public final class Seq2Seq {

    private final int choices;
    private final LstmCell encoder;
    private final LstmCell decoder;
    private final Embedding embedding;
    private final AttentionLayer attention;
    private final Linear head;

    /**
     * Adds the parameters under {@code name} to the table.
     *
     * @param inputs features of a step of the input
     * @param width numbers that stand for a choice
     * @param attention from decoder states to encoder outputs, both of width {@code hidden}; its
     *     parameters are in the table already
     */
    public Seq2Seq(ParameterTable table, String name, int inputs, int hidden, int choices,
            int width, AttentionLayer attention) {
        this.choices = choices;
        this.attention = attention;
        encoder = new LstmCell(table, name + ".encoder", inputs, hidden, false);
        decoder = new LstmCell(table, name + ".decoder", width, hidden, false);
        embedding = new Embedding(table, name + ".choice", choices + 1, width);
        head = new Linear(table, name + ".head", 2 * hidden, choices, true);
    }

    /** Initial values of all parts, the attention's among them. */
    public void initialise(Parameters p, RandomGenerator random) {
        encoder.initialise(p, 1f, random);
        decoder.initialise(p, 1f, random);
        embedding.initialise(p, random);
        attention.initialise(p, random);
        head.initialise(p, random);
    }

    /** Returns the number of choices at each step. */
    public int choices() {
        return choices;
    }

    /** An encoding and where its decoding is; it is valid until the tape is reset. */
    public static final class State {

        private Tensor encodings;
        private Tensor keys;
        private Tensor table;                        // what each choice feeds, [choices + 1, 4h]
        private Tensor h;
        private Tensor c;
        private int groups;
        private Tensor[] outputs = new Tensor[0];
        private int[] fed = new int[0];

        /** Makes room, which {@link Seq2Seq#begin} fills. */
        public State() {}

        /** Takes row index[from + i] of the decoder's state as row i, as a search does. */
        void choose(int[] index, int from) {
            h = h.gatherRows(index, from, h.rows());
            c = c.gatherRows(index, from, c.rows());
        }
    }

    /**
     * Encodes sequences and starts a decoding of {@code batch} rows.
     *
     * @param x [steps * groups, inputs], time-major
     * @param batch a multiple of groups
     */
    public void begin(State s, Parameters p, Tensor x, int groups, int batch) {
        int steps = x.rows() / groups;
        if (s.outputs.length <= steps) {
            s.outputs = new Tensor[steps + 1];
        }
        s.groups = groups;
        s.encodings = encoder.sequence(p, x, groups, s.outputs);           // [steps * groups, h]
        s.keys = attention.keys(p, s.encodings);
        s.table = decoder.feed(p, embedding.all(p, x.tape()));
        Tensor last = s.encodings.rows((steps - 1) * groups, steps * groups);
        s.h = batch == groups ? last : last.repeatRows(batch / groups);    // [batch, h]
        s.c = batch == groups ? s.outputs[steps]
                : s.outputs[steps].repeatRows(batch / groups);             // [batch, h]
    }

    /**
     * One step of the decoding.
     *
     * @param previous choice of each row, from the offset on; not copied. Null before the first
     *     step
     * @return logits of the next choice, [batch, choices]
     */
    public Tensor step(State s, Parameters p, int[] previous, int from) {
        int batch = s.h.rows();
        if (previous == null && s.fed.length < batch) {
            s.fed = new int[batch];
        }
        if (previous == null) {
            Arrays.fill(s.fed, 0, batch, choices);
        }
        Tensor projected = s.table.gatherRows(previous == null ? s.fed : previous,
                previous == null ? 0 : from, batch);                       // [batch, 4h]
        Tensor gates = decoder.gates(p, projected, s.h);                   // [batch, 4h]
        s.c = decoder.memory(gates, s.c);
        s.h = decoder.output(p, gates, s.c);
        return logits(s, p, s.h, batch);
    }

    /**
     * All steps at once when the choices are known (teacher forcing): logits of each, given those
     * before it. The state stays where it began.
     *
     * @param actions choices, time-major [steps * batch], from the offset on
     * @return [steps * batch, choices]
     */
    public Tensor forced(State s, Parameters p, int[] actions, int from, int steps) {
        int batch = s.h.rows();
        if (s.fed.length < steps * batch) {
            s.fed = new int[steps * batch];
        }
        if (s.outputs.length <= steps) {
            s.outputs = Arrays.copyOf(s.outputs, steps + 1);
        }
        Arrays.fill(s.fed, 0, batch, choices);
        System.arraycopy(actions, from, s.fed, batch, (steps - 1) * batch);
        Tensor input = embedding.apply(p, s.h.tape(), s.fed, 0, steps * batch);
        Tensor h = decoder.sequence(p, input, s.h, s.c, s.outputs);        // [steps * batch, h]
        return logits(s, p, h, batch);
    }

    private Tensor logits(State s, Parameters p, Tensor h, int batch) {
        Tensor context = attention.context(p, h, s.keys, s.encodings, s.groups, batch);
        return head.apply(p, h.concat(context));                           // [rows, choices]
    }
}
