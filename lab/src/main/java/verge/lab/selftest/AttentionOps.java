package verge.lab.selftest;

import java.util.Map;
import java.util.function.Consumer;
import verge.autodiff.Masking;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tensor;
import verge.nn.Activation;
import verge.nn.AdditiveAttention;
import verge.nn.EdgeList;
import verge.nn.GraphAttention;
import verge.nn.MultiHeadAttention;
import verge.nn.TransformerEncoderLayer;

/** Golden cases of attention: batch-major there, time-major here. */
final class AttentionOps {
    private AttentionOps() {
    }

    static void addTo(Map<String, Consumer<GoldenCase>> ops) {
        ops.put("bahdanau", AttentionOps::bahdanau);
        ops.put("mha", AttentionOps::multiHead);
        ops.put("transformer_encoder_layer", AttentionOps::transformer);
        ops.put("gat", AttentionOps::graph);
    }

    /** [groups, steps, width] as [steps * groups, width]. */
    private static Tensor timeMajor(GoldenCase c, String name) {
        int[] shape = c.shape(name, 3);
        return c.input(name).gatherRows(Folding.timeMajor(shape[0], shape[1]), 0,
                shape[0] * shape[1]);
    }

    /** [steps * groups, width] as [groups, steps, width]. */
    private static Tensor batchMajor(Tensor y, int groups, int steps) {
        return y.gatherRows(Folding.timeMajor(steps, groups), 0, groups * steps);
    }

    private static void bahdanau(GoldenCase c) {
        int[] keys = c.shape("in.keys", 3);
        int[] query = c.shape("in.query", 2);
        int groups = GoldenCase.some(keys[0], "row in the batch");
        int steps = GoldenCase.some(keys[1], "key to attend to");
        ParameterTable table = new ParameterTable();
        AdditiveAttention attention = new AdditiveAttention(table, "a", query[1], keys[2],
                c.shape("param.v", 1)[0]);
        Parameters p = c.parameters(table, new GoldenParameters(table)
                .weight("a.query.weight", "w_q").weight("a.key.weight", "w_k")
                .row("a.key.bias", "b").row("a.v", "v"));
        Tensor mask = c.mask("in.mask", groups, steps);
        Tensor k = attention.keys(p, Masking.keepSteps(timeMajor(c, "in.keys"), mask));
        Tensor values = Masking.keepSteps(timeMajor(c, "in.values"), mask);
        Tensor weights = attention.weights(p, c.input("in.query", groups, query[1]), k, mask,
                groups, groups);
        c.output("weights", weights, groups, steps);
        c.output("context", weights.attend(values, groups, groups), groups, values.cols());
    }

    private static GoldenParameters multiHead(GoldenParameters places, String name, int width) {
        String[] parts = {"query", "key", "value"};
        for (int i = 0; i < parts.length; i++) {
            places.weight(name + "." + parts[i] + ".weight", "w_in", i * width)
                    .row(name + "." + parts[i] + ".bias", "b_in", i * width);
        }
        return places.weight(name + ".output.weight", "w_out")
                .row(name + ".output.bias", "b_out");
    }

    private static void multiHead(GoldenCase c) {
        int[] query = c.shape("in.query", 3);
        int groups = GoldenCase.some(query[0], "row in the batch");
        int queries = GoldenCase.some(query[1], "query");
        int keys = GoldenCase.some(c.shape("in.key", 3)[1], "key to attend to");
        int width = query[2];
        int heads = c.entry().integer("heads", 1, 1 << 10);
        ParameterTable table = new ParameterTable();
        MultiHeadAttention attention = new MultiHeadAttention(table, "a", width, heads);
        Parameters p = c.parameters(table, multiHead(new GoldenParameters(table), "a", width));
        Tensor[] weights = new Tensor[heads];
        Tensor y = attention.apply(p, timeMajor(c, "in.query"), timeMajor(c, "in.key"),
                timeMajor(c, "in.value"), groups, c.mask("in.key_mask", groups, keys), weights);
        c.output("y", batchMajor(y, groups, queries), query);
        Tensor all = c.tape().concatRows(weights, heads);  // [heads * queries * groups, keys]
        int[] rows = new int[groups * heads * queries];
        for (int i = 0; i < rows.length; i++) {
            int query1 = i % queries;
            int head = i / queries % heads;
            rows[i] = (head * queries + query1) * groups + i / (queries * heads);
        }
        c.output("weights", all.gatherRows(rows, 0, rows.length), groups, heads, queries, keys);
    }

    private static void transformer(GoldenCase c) {
        int[] x = c.shape("in.x", 3);
        GoldenCase.some(x[0], "row in the batch");
        GoldenCase.some(x[1], "step in the sequence");
        String activation = c.entry().word("activation");
        ParameterTable table = new ParameterTable();
        TransformerEncoderLayer layer = new TransformerEncoderLayer(table, "t", x[2],
                c.entry().integer("heads", 1, 1 << 10), c.shape("param.b1", 1)[0],
                switch (activation) {
                    case "relu" -> Activation.RELU;
                    case "gelu" -> Activation.GELU;
                    default -> throw new NotApplicable("no activation " + activation);
                }, c.entry().flag("norm_first"), (float) c.entry().number("eps"));
        GoldenParameters places = multiHead(new GoldenParameters(table), "t.attention", x[2]);
        for (int i = 1; i <= 2; i++) {
            places.weight("t.ff." + (i - 1) + ".weight", "w" + i)
                    .row("t.ff." + (i - 1) + ".bias", "b" + i)
                    .row("t.norm_" + i + ".gamma", "gamma" + i)
                    .row("t.norm_" + i + ".beta", "beta" + i);
        }
        Parameters p = c.parameters(table, places);
        Tensor y = layer.apply(p, timeMajor(c, "in.x"), x[0], c.mask("in.key_mask", x[0], x[1]));
        c.output("y", batchMajor(y, x[0], x[1]), x);
    }

    private static void graph(GoldenCase c) {
        int[] x = c.shape("in.x", 2);
        int edges = c.shape("in.edge_index", 2)[1];
        int heads = c.entry().integer("heads", 1, 1 << 10);
        int channels = c.entry().integer("channels", 1, 1 << 16);
        String loops = c.entry().word("self_loop_attr");
        if (!loops.equals("zero") && !loops.equals("mean")) {
            throw new NotApplicable("no attributes of loops " + loops);
        }
        int attributes = c.shape("in.edge_attr", 2)[1];
        ParameterTable table = new ParameterTable();
        GraphAttention layer = new GraphAttention(table, "g", x[1], attributes, heads, channels,
                (float) c.entry().number("slope"), c.entry().flag("concat"),
                loops.equals("mean"));
        GoldenParameters places = new GoldenParameters(table)
                .weight("g.source.weight", "w")
                .straight("g.attend_source", "att_src")
                .straight("g.attend_destination", "att_dst").row("g.bias", "bias");
        if (attributes > 0) {
            places.weight("g.edge.weight", "w_e").straight("g.attend_edge", "att_edge");
        } else {
            places.unused("w_e", heads * channels, 0).unused("att_edge", heads, channels);
        }
        Parameters p = c.parameters(table, places);
        int[] index = c.indices("in.edge_index", 2, edges);
        int[] destinations = new int[edges];
        System.arraycopy(index, edges, destinations, 0, edges);
        EdgeList list = new EdgeList(x[0], edges + x[0]);
        list.set(x[0], x[0], index, destinations, 0, edges, true);
        Tensor[] alpha = new Tensor[1];
        Tensor y = layer.apply(p, c.input("in.x"), c.input("in.edge_attr", edges, attributes),
                list, alpha);
        c.output("y", y, x[0], y.cols());
        int[] rows = new int[list.rows()];
        for (int i = 0; i < rows.length; i++) {
            rows[list.order()[i]] = i;
        }
        c.output("alpha", alpha[0].gatherRows(rows, 0, rows.length), rows.length, heads);
    }
}
