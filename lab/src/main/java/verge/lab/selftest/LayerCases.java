package verge.lab.selftest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import verge.autodiff.ParameterTable;
import verge.autodiff.Tensor;
import verge.lab.selftest.LayerCase.Network;
import verge.nn.Activation;
import verge.nn.Adam;
import verge.nn.AdditiveAttention;
import verge.nn.AttentionLayer;
import verge.nn.Categorical;
import verge.nn.DuelingHead;
import verge.nn.EdgeList;
import verge.nn.Embedding;
import verge.nn.GraphAttention;
import verge.nn.GruCell;
import verge.nn.HeterogeneousGraphAttention;
import verge.nn.HeterogeneousGraphAttention.EdgeType;
import verge.nn.HeterogeneousGraphAttention.NodeType;
import verge.nn.Initializers;
import verge.nn.LayerNorm;
import verge.nn.Linear;
import verge.nn.LstmCell;
import verge.nn.LstmCell.Normalisation;
import verge.nn.Mlp;
import verge.nn.MultiHeadAttention;
import verge.nn.MultiplicativeAttention;
import verge.nn.QmixMixer;
import verge.nn.Seq2Seq;
import verge.nn.SequenceDecoder;
import verge.nn.TransformerEncoderLayer;

/** Every layer, loss and optimiser of {@code verge.nn}, by the name under which it is shown. */
final class LayerCases {
    private static final int ROWS = LayerCase.ROWS;
    private static final int INPUTS = LayerCase.INPUTS;
    private static final int HIDDEN = 19;
    private static final int STEPS = 4;
    private static final int BATCH = ROWS / STEPS;
    private static final int WIDTH = 18;
    private static final int HEADS = 3;
    private static final int EDGES = 20;

    private LayerCases() {
    }

    /** Returns the cases in the order in which they are shown. */
    static Map<String, LayerCase> all() {
        Map<String, LayerCase> all = new LinkedHashMap<>();
        all.put("linear", trained(LayerCases::linear, Linear.class, Initializers.class,
                Adam.class));
        all.put("mlp", trained(LayerCases::mlp, Mlp.class, Activation.class));
        all.put("embedding", trained(LayerCases::embedding, Embedding.class));
        all.put("layer-norm", trained(LayerCases::layerNorm, LayerNorm.class));
        for (Normalisation normalisation : Normalisation.values()) {
            String name = "lstm-" + normalisation.name().toLowerCase(Locale.ROOT);
            all.put(name.replace('_', '-'), trained(t -> lstm(t, normalisation),
                    LstmCell.class));
        }
        all.put("gru", trained(LayerCases::gru, GruCell.class));
        attention(all);
        all.put("seq2seq", trained(LayerCases::seq2seq, Seq2Seq.class, SequenceDecoder.class));
        all.put("dueling-head", trained(LayerCases::dueling, DuelingHead.class));
        all.put("qmix", trained(LayerCases::qmix, QmixMixer.class));
        LossCases.addTo(all);
        OptimizerCases.addTo(all);
        return all;
    }

    private static void attention(Map<String, LayerCase> all) {
        all.put("additive-attention", trained(table -> attention(table, (t, name) ->
                new AdditiveAttention(t, name, INPUTS, INPUTS, HIDDEN)), AdditiveAttention.class));
        all.put("multiplicative-attention", trained(table -> attention(table, (t, name) ->
                new MultiplicativeAttention(t, name, INPUTS, INPUTS)),
                MultiplicativeAttention.class));
        all.put("multi-head-attention", trained(LayerCases::multiHead, MultiHeadAttention.class));
        all.put("transformer", trained(table -> transformer(table, false),
                TransformerEncoderLayer.class));
        all.put("transformer-norm-first", trained(table -> transformer(table, true),
                TransformerEncoderLayer.class));
        all.put("graph-attention", trained(LayerCases::graph, GraphAttention.class));
        all.put("heterogeneous-graph-attention", trained(LayerCases::heterogeneousGraph,
                HeterogeneousGraphAttention.class));
    }

    /** A network trained by Adam. */
    static LayerCase trained(Function<ParameterTable, Network> maker, Class<?>... covers) {
        return new LayerCase(List.of(covers), maker, size -> new Adam(size, 0.01, 1e-8)::step);
    }

    /** Two layers. */
    static Network linear(ParameterTable table) {
        Linear first = new Linear(table, "first", INPUTS, 2 * HIDDEN, true);
        Linear second = new Linear(table, "second", 2 * HIDDEN, 3, false);
        return new Network((p, random) -> {
            first.initialise(p, random);
            second.initialise(p, 0.5f, random);
        }, (p, x) -> second.apply(p, first.apply(p, x).tanh()));           // [ROWS, 3]
    }

    private static Network layerNorm(ParameterTable table) {
        Linear linear = new Linear(table, "linear", INPUTS, HIDDEN, true);
        LayerNorm norm = new LayerNorm(table, "norm", HIDDEN, LayerNorm.EPSILON);
        return new Network((p, random) -> {
            linear.initialise(p, random);
            norm.initialise(p);
        }, (p, x) -> norm.apply(p, linear.apply(p, x)).relu());            // [ROWS, HIDDEN]
    }

    /** Every activation after a layer of its own. */
    private static Network mlp(ParameterTable table) {
        Mlp[] each = new Mlp[Activation.values().length];
        for (Activation f : Activation.values()) {
            each[f.ordinal()] = new Mlp(table, f.name(), f, f, INPUTS, HIDDEN, INPUTS);
        }
        return new Network((p, random) -> {
            for (Mlp mlp : each) {
                mlp.initialise(p, random);
            }
        }, (p, x) -> {
            Tensor y = x;                                                  // [ROWS, INPUTS]
            for (Mlp mlp : each) {
                y = y.add(mlp.apply(p, y));
            }
            return y;
        });
    }

    private static Network embedding(ParameterTable table) {
        Embedding embedding = new Embedding(table, "embedding", 7, INPUTS);
        int[] index = new FixedNumbers("embedding").below(7, ROWS);
        return new Network(embedding::initialise, (p, x) ->
                x.add(embedding.apply(p, x.tape(), index, 0, ROWS)));      // [ROWS, INPUTS]
    }

    private static Network lstm(ParameterTable table, Normalisation normalisation) {
        LstmCell cell = new LstmCell(table, "cell", INPUTS, HIDDEN, normalisation,
                LayerNorm.EPSILON);
        Tensor[] outputs = new Tensor[STEPS + 1];
        return new Network((p, random) -> cell.initialise(p, 1f, random), (p, x) -> {
            Tensor zeros = x.tape().zeros(BATCH, HIDDEN);
            return cell.sequence(p, x, zeros, zeros, outputs);               // [ROWS, HIDDEN]
        });
    }

    private static Network gru(ParameterTable table) {
        GruCell cell = new GruCell(table, "cell", INPUTS, HIDDEN);
        Tensor[] outputs = new Tensor[STEPS];
        return new Network(cell::initialise, (p, x) -> cell.sequence(p, x,
                x.tape().zeros(BATCH, HIDDEN), outputs));                  // [ROWS, HIDDEN]
    }

    private static Network attention(ParameterTable table,
            BiFunction<ParameterTable, String, AttentionLayer> maker) {
        AttentionLayer attention = maker.apply(table, "attention");
        return new Network(attention::initialise, (p, x) -> attention.context(p, x,
                attention.keys(p, x), x, BATCH, BATCH));                   // [ROWS, INPUTS]
    }

    private static Network multiHead(ParameterTable table) {
        Linear inner = new Linear(table, "inner", INPUTS, WIDTH, true);
        MultiHeadAttention attention = new MultiHeadAttention(table, "attention", WIDTH, HEADS);
        float[] kept = {1f, 1f, 0f, 1f, 0f, 0f, 1f, 1f, 1f, 1f, 1f, 0f};
        return new Network((p, random) -> {
            inner.initialise(p, random);
            attention.initialise(p, random);
        }, (p, x) -> {
            Tensor h = inner.apply(p, x);                                  // [ROWS, WIDTH]
            Tensor mask = x.tape().constant(kept, 0, BATCH, STEPS);
            return attention.apply(p, h, h, h, BATCH, mask, null);         // [ROWS, WIDTH]
        });
    }

    private static Network transformer(ParameterTable table, boolean normFirst) {
        Linear inner = new Linear(table, "inner", INPUTS, WIDTH, true);
        TransformerEncoderLayer layer = new TransformerEncoderLayer(table, "layer", WIDTH, HEADS,
                2 * WIDTH, Activation.GELU, normFirst, LayerNorm.EPSILON);
        return new Network((p, random) -> {
            inner.initialise(p, random);
            layer.initialise(p, random);
        }, (p, x) -> layer.apply(p, inner.apply(p, x), BATCH, null));      // [ROWS, WIDTH]
    }

    private static Network graph(ParameterTable table) {
        GraphAttention side = new GraphAttention(table, "side", INPUTS, 2, HEADS, 5, 0.2f, true,
                true);
        GraphAttention mean = new GraphAttention(table, "mean", HEADS * 5, 0, HEADS, 5, 0.2f,
                false, false);
        FixedNumbers numbers = new FixedNumbers("graph-attention");
        EdgeList edges = edges(numbers, ROWS, ROWS, true);
        float[] attributes = numbers.ordinary(EDGES * 2);
        return new Network((p, random) -> {
            side.initialise(p, random);
            mean.initialise(p, random);
        }, (p, x) -> {
            Tensor h = side.apply(p, x, x.tape().constant(attributes, 0, EDGES, 2), edges, null);
            return mean.apply(p, h.tanh(), null, edges, null);             // [ROWS, 5]
        });
    }

    /** Users and servers: the first rows of the input and the others. */
    private static Network heterogeneousGraph(ParameterTable table) {
        int users = ROWS - 4;
        HeterogeneousGraphAttention layer = new HeterogeneousGraphAttention(table, "layer",
                List.of(new NodeType("user", INPUTS), new NodeType("server", INPUTS)),
                List.of(new EdgeType("uplink", 0, 1, 2), new EdgeType("downlink", 1, 0, 0)),
                HEADS, 5, 0.2f);
        FixedNumbers numbers = new FixedNumbers("heterogeneous-graph-attention");
        EdgeList[] edges = {edges(numbers, 4, users, false), edges(numbers, users, 4, false)};
        float[] attributes = numbers.ordinary(EDGES * 2);
        Tensor[] nodes = new Tensor[2];
        Tensor[] given = new Tensor[2];
        Tensor[] y = new Tensor[2];
        return new Network(layer::initialise, (p, x) -> {
            nodes[0] = x.rows(0, users);
            nodes[1] = x.rows(users, ROWS);
            given[0] = x.tape().constant(attributes, 0, EDGES, 2);
            layer.apply(p, nodes, given, edges, y);
            return x.tape().concatRows(y, 2);                              // [ROWS, HEADS 5]
        });
    }

    private static EdgeList edges(FixedNumbers numbers, int into, int from, boolean loops) {
        EdgeList edges = new EdgeList(into, EDGES + into);
        edges.set(into, from, numbers.below(from, EDGES), numbers.below(into, EDGES), 0, EDGES,
                loops);
        return edges;
    }

    /** Logits of known choices, weighted by what the choices made freely are. */
    private static Network seq2seq(ParameterTable table) {
        Seq2Seq network = new Seq2Seq(table, "seq", INPUTS, HIDDEN, 3, 4,
                new AdditiveAttention(table, "attention", HIDDEN, HIDDEN, HIDDEN));
        SequenceDecoder decoder = new SequenceDecoder(network);
        Seq2Seq.State state = new Seq2Seq.State();
        FixedNumbers numbers = new FixedNumbers("seq2seq");
        int[] actions = numbers.below(3, ROWS);
        int[] free = new int[ROWS];
        float[] logp = new float[ROWS];
        double[] best = new double[BATCH];
        float[] features = new float[ROWS * INPUTS];
        float[] weights = new float[ROWS];
        return new Network(network::initialise, (p, x) -> {
            x.copyTo(features, 0);
            decoder.sample(p, features, ROWS, INPUTS, BATCH, BATCH, STEPS, numbers.stream(), free,
                    logp);
            add(free, weights, 1f);
            decoder.greedy(p, features, ROWS, INPUTS, BATCH, STEPS, free, logp);
            add(free, weights, 2f);
            decoder.beam(p, features, ROWS, INPUTS, BATCH, 2, STEPS, free, best);
            add(free, weights, 4f);
            network.begin(state, p, x, BATCH, BATCH);
            return Categorical.logProbability(network.forced(state, p, actions, 0, STEPS),
                    actions, 0).multiply(x.tape().constant(weights, 0, ROWS, 1));
        });
    }

    private static void add(int[] choices, float[] weights, float scale) {
        for (int i = 0; i < choices.length; i++) {
            weights[i] = scale == 1f ? choices[i] : weights[i] + scale * choices[i];
        }
    }

    private static Network dueling(ParameterTable table) {
        DuelingHead head = new DuelingHead(table, "head", INPUTS, 7);
        return new Network(head::initialise, head::apply);                 // [ROWS, 7]
    }

    private static Network qmix(ParameterTable table) {
        QmixMixer mixer = new QmixMixer(table, "mixer", 2, INPUTS, HIDDEN, 6);
        return new Network(mixer::initialise, (p, x) ->
                mixer.apply(p, x.columns(0, 2), x));                       // [ROWS, 1]
    }
}
