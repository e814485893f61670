package verge.algorithms.dag;

import java.util.random.RandomGenerator;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.nn.AdditiveAttention;
import verge.nn.AttentionLayer;
import verge.nn.Initializers;
import verge.nn.Linear;
import verge.nn.LstmCell;
import verge.nn.MultiplicativeAttention;
import verge.sim.world.TaskGraphWorld;

/**
 * The seq2seq network of MRLCO (Wang et al., TPDS 2021, Fig. 4, Eqs. 12-15) and MRLATO (Zhang et al.,
 * TVT 2025, Eqs. 16-22), which differ in the attention: an LSTM encoder over the tasks in their order
 * and an LSTM decoder that decides them one by one, with heads for the policy pi(a | s) and the value
 * v(s). It holds shapes and places only; the parameters are passed
 * in. One encoding serves all trajectories of a graph.
 */
public final class OffloadingNetwork {

    /** Choices per task: local and offload. */
    public static final int CHOICES = 2;

    /** Stands for the previous action before the first task. */
    public static final int START = CHOICES;

    /** With the 23 features of the resource state a multiple of 16, which products like. */
    private static final int ACTION_UNITS = 9;
    private static final float HEAD_GAIN = 0.1f;

    private final NetworkShape shape;
    private final ParameterTable table = new ParameterTable();
    private final Linear input;
    private final LstmCell[][] encoder;           // [direction][layer]
    private final LstmCell[] decoder;
    private final Slot actions;                   // [choices + 1, action units]
    private final AttentionLayer attention;
    private final Linear combine;                 // (context | output) -> attentional output
    private final Linear policy;
    private final Linear value;

    /** Lays out the parameters of a network of this shape. */
    public OffloadingNetwork(NetworkShape shape) {
        this.shape = shape;
        int width = shape.embedding().width();
        input = shape.inputUnits() == 0 ? null
                : new Linear(table, "encoder.input", width, shape.inputUnits(), true);
        int first = input == null ? width : shape.inputUnits();
        int directions = shape.bidirectional() ? 2 : 1;
        int outputs = shape.decoderHidden();
        encoder = new LstmCell[directions][shape.layers()];
        for (int d = 0; d < directions; d++) {
            for (int l = 0; l < shape.layers(); l++) {
                String name = (d == 0 ? "encoder.forward." : "encoder.backward.") + l;
                encoder[d][l] = new LstmCell(table, name, l == 0 ? first : outputs,
                        shape.hidden(), shape.layerNorm());
            }
        }
        actions = table.add("decoder.actions", CHOICES + 1, ACTION_UNITS);
        attention = switch (shape.attention()) {
            case ADDITIVE -> new AdditiveAttention(table, "attention", outputs, outputs, outputs);
            case MULTIPLICATIVE ->
                    new MultiplicativeAttention(table, "attention", outputs, outputs);
            case MULTI_HEAD -> new MultiHeadContext(table, "attention", outputs, outputs,
                    outputs, shape.heads());
            case NONE -> null;
        };
        combine = shape.attention() == AttentionKind.MULTIPLICATIVE
                ? new Linear(table, "attention.combine", 2 * outputs, outputs, false) : null;
        int inputs = ACTION_UNITS + (attention == null ? 0 : outputs)
                + (shape.resourceState() ? TaskGraphWorld.FEATURES + outputs : 0);
        decoder = new LstmCell[shape.layers()];
        for (int l = 0; l < shape.layers(); l++) {
            decoder[l] = new LstmCell(table, "decoder." + l, l == 0 ? inputs : outputs, outputs,
                    shape.layerNorm());
        }
        policy = new Linear(table, "policy", outputs, CHOICES, true);
        value = shape.valueFromLogits() ? new Linear(table, "value", CHOICES, CHOICES, true)
                : new Linear(table, "value", outputs, 1, true);
    }

    /** Returns the shape. */
    public NetworkShape shape() {
        return shape;
    }

    /** Whether the decoder attends to the encodings: its rows are then equally many for each graph. */
    boolean attends() {
        return attention != null;
    }

    /** Whether {@link Pass#all} makes the steps one by one: a step reads what the one before has made. */
    boolean stepwise() {
        return attention != null || shape.layerNorm();
    }

    /** Returns the table of the parameters. */
    public ParameterTable table() {
        return table;
    }

    /** Sets random initial values: orthogonal recurrent weights, Glorot elsewhere, small heads. */
    public void initialise(Parameters p, RandomGenerator random) {
        if (input != null) {
            input.initialise(p, random);
        }
        float forget = (float) shape.forgetBias();
        for (LstmCell[] direction : encoder) {
            for (LstmCell cell : direction) {
                cell.initialise(p, forget, random);
            }
        }
        Initializers.uniform(p, actions, 0.5f, random);
        if (attention != null) {
            attention.initialise(p, random);
        }
        if (combine != null) {
            combine.initialise(p, random);
        }
        for (LstmCell cell : decoder) {
            cell.initialise(p, forget, random);
        }
        policy.initialise(p, HEAD_GAIN, random);
        value.initialise(p, HEAD_GAIN, random);
    }

    /** Logits of the policy: decoder outputs [rows, h] -> [rows, choices]. */
    public Tensor logits(Parameters p, Tensor outputs) {
        return policy.apply(p, outputs);
    }

    /** v(s): decoder outputs [rows, h] and their logits -> [rows, 1]. */
    public Tensor value(Parameters p, Tensor outputs, Tensor logits) {
        return shape.valueFromLogits()
                ? logits.softmax().multiply(value.apply(p, logits)).rowSums()
                : value.apply(p, outputs);
    }

    /**
     * One pass over graphs of equal size on a tape of its own: {@link #begin} encodes, then {@link #step}
     * is called once per task, or {@link #all} once, or both. A pass can be begun again; it allocates only
     * when it meets a larger graph than before. Not thread-safe.
     */
    final class Pass {

        private final Tensor[] h = new Tensor[shape.layers()];
        private final Tensor[] c = new Tensor[shape.layers()];
        private Tensor[] steps = new Tensor[1];
        private Tensor[] parts = new Tensor[0];
        private final Tape tape;
        private Parameters p;
        private int groups;
        private int decoded;                      // steps made
        private Tensor encodings;                 // [tasks * groups, outputs]
        private Tensor keys;                      // [tasks * groups, outputs]
        private Tensor values;                    // [tasks * groups, outputs], or their products
        private Tensor fed;                       // MULTIPLICATIVE: the last attentional output
        private Tensor finalH;
        private Tensor finalC;

        /** Makes a pass on a tape; {@link #begin} makes it usable. */
        Pass(Tape tape) {
            this.tape = tape;
        }

        Tape tape() {
            return tape;
        }

        /**
         * Resets the tape, encodes a batch of graphs and prepares the decoder for their plans.
         *
         * @param embeddings [tasks * groups, embedding], time-major; not copied
         * @param tasks tasks per graph
         * @param groups number of graphs
         */
        void begin(Parameters p, float[] embeddings, int tasks, int groups) {
            tape.reset();
            this.p = p;
            this.decoded = 0;
            this.groups = groups;
            if (parts.length < tasks) {
                steps = new Tensor[tasks + 1];
                parts = new Tensor[tasks];
            }
            Tensor x = tape.constant(embeddings, 0, tasks * groups, shape.embedding().width());
            if (input != null) {
                x = input.apply(p, x);                             // [tasks * groups, input]
            }
            for (int l = 0; l < shape.layers(); l++) {
                Tensor outputs = encode(encoder[0][l], x, tasks, false);
                h[l] = finalH;
                c[l] = finalC;
                if (shape.bidirectional()) {
                    outputs = outputs.concat(encode(encoder[1][l], x, tasks, true));
                    h[l] = h[l].concat(finalH);
                    c[l] = c[l].concat(finalC);
                }
                x = outputs;                                       // e_i, Eq. (12)
            }
            encodings = x;
            keys = attention == null ? null : attention.keys(p, x);
            values = attention == null ? null
                    : sumsOfProducts() ? decoder[0].products(p, x) : attention.values(p, x);
            fed = combine == null ? null : tape.zeros(groups, shape.decoderHidden());
        }

        /**
         * Whether the context is summed up as what the decoder makes of it, sum of w_s e_s W instead of
         * (sum of w_s e_s) W: there are fewer tasks than the encodings are wide.
         */
        private boolean sumsOfProducts() {
            return shape.attention() == AttentionKind.ADDITIVE;
        }

        /** Runs one encoder cell over the tasks; leaves its last state in finalH and finalC. */
        private Tensor encode(LstmCell cell, Tensor x, int tasks, boolean backwards) {
            Tensor outputs = cell.sequence(p, backwards ? reversed(x, tasks) : x, groups, steps);
            finalH = steps[tasks - 1];
            finalC = steps[tasks];
            return backwards ? reversed(outputs, tasks) : outputs;
        }

        private Tensor reversed(Tensor x, int tasks) {
            for (int t = 0; t < tasks; t++) {
                parts[t] = x.rows((tasks - 1 - t) * groups, (tasks - t) * groups);
            }
            return tape.concatRows(parts, tasks);
        }

        /**
         * Decodes one task of every partial plan, once the one before is decoded.
         *
         * @param t place of the task in the order
         * @param tree the partial plans; a row of level t goes on from what its parent has seen
         * @param states resource states of all rows of the tree, [rows, {@link
         *     TaskGraphWorld#FEATURES}], not copied; not read unless the shape asks for them
         * @return the decoder's output d_j, Eq. (13): [rows of the level, outputs]
         */
        Tensor step(int t, PlanTree tree, float[] states) {
            int rows = tree.rows(t);
            int first = tree.first[t];
            if (!tree.continues(t)) {
                for (int l = 0; l < shape.layers(); l++) {
                    h[l] = h[l].gatherRows(tree.parent, first, rows);
                    c[l] = c[l].gatherRows(tree.parent, first, rows);
                }
                fed = fed == null ? null : fed.gatherRows(tree.parent, first, rows);
            }
            Tensor x = inputs(tree, states, first, rows);
            Tensor z = first(x);
            for (int l = 0; l < shape.layers(); l++) {
                c[l] = decoder[l].step(p, l == 0 ? z : decoder[l].inputs(p, x), c[l], h, l);
                x = h[l];                                          // d_j, Eq. (13)
            }
            if (combine != null) {
                fed = combine.apply(p, context(x).concat(x));
                x = fed;
            }
            parts[t] = x;
            decoded = t + 1;
            return x;
        }

        /** What the first layer is given beside its state: x and the context, or what is fed. */
        private Tensor first(Tensor x) {
            if (fed != null || attention == null) {
                return decoder[0].inputs(p, fed == null ? x : x.concat(fed));
            }
            Tensor query = h[shape.layers() - 1];
            return sumsOfProducts()
                    ? decoder[0].inputs(p, x, attention.weights(p, query, keys, groups, query.rows()),
                            values, groups)                        // c_j, Eqs. (14), (15)
                    : decoder[0].inputs(p, x.concat(context(query)));
        }

        /**
         * Decodes all tasks of every partial plan that are not decoded, with the bits of {@link #step}.
         *
         * @param tree all levels
         * @return the decoder's outputs, level by level: [rows of all tasks, outputs]
         */
        Tensor all(PlanTree tree, float[] states, int tasks) {
            if (stepwise()) {
                for (int t = decoded; t < tasks; t++) {
                    step(t, tree, states);
                }
                return tape.concatRows(parts, tasks);
            }
            Tensor x = inputs(tree, states, 0, tree.first[tasks]);
            for (int l = 0; l < shape.layers(); l++) {
                x = decoder[l].tree(p, x, h[l], c[l], tree.first, tree.parent, tasks);
            }
            return x;
        }

        /** What the decoder is told of some rows of the tree, apart from the context. */
        private Tensor inputs(PlanTree tree, float[] states, int first, int rows) {
            Tensor x = tape.parameter(p, actions).gatherRows(tree.action, first, rows);
            if (!shape.resourceState()) {
                return x;
            }
            Tensor now = tape.constant(states, first * TaskGraphWorld.FEATURES, rows,
                    TaskGraphWorld.FEATURES);
            return x.concat(now).concat(encodings.gatherRows(tree.own, first, rows));
        }

        private Tensor context(Tensor query) {
            return attention.context(p, query, keys, values, groups, query.rows());
        }
    }
}
