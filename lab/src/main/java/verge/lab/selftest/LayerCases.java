package verge.lab.selftest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tensor;
import verge.lab.selftest.LayerCase.Network;
import verge.nn.Adam;
import verge.nn.AdditiveAttention;
import verge.nn.AttentionLayer;
import verge.nn.Categorical;
import verge.nn.GradientClip;
import verge.nn.Initializers;
import verge.nn.LayerNorm;
import verge.nn.Linear;
import verge.nn.LstmCell;
import verge.nn.MultiplicativeAttention;

/** Every layer, head and optimiser of {@code verge.nn}, by the name under which it is shown. */
final class LayerCases {
    private static final int ROWS = LayerCase.ROWS;
    private static final int INPUTS = LayerCase.INPUTS;
    private static final int HIDDEN = 19;
    private static final int STEPS = 4;
    private static final int BATCH = ROWS / STEPS;

    private LayerCases() {
    }

    /** Returns the cases in the order in which they are shown. */
    static Map<String, LayerCase> all() {
        Map<String, LayerCase> all = new LinkedHashMap<>();
        all.put("linear", trained(LayerCases::linear, Linear.class, Initializers.class,
                Adam.class));
        all.put("layer-norm", trained(LayerCases::layerNorm, LayerNorm.class));
        all.put("lstm", trained(table -> lstm(table, false), LstmCell.class));
        all.put("lstm-layer-norm", trained(table -> lstm(table, true), LstmCell.class));
        all.put("additive-attention", trained(table -> attention(table, (t, name) ->
                new AdditiveAttention(t, name, INPUTS, INPUTS, HIDDEN)), AdditiveAttention.class,
                AttentionLayer.class));
        all.put("multiplicative-attention", trained(table -> attention(table, (t, name) ->
                new MultiplicativeAttention(t, name, INPUTS, INPUTS)),
                MultiplicativeAttention.class));
        all.put("categorical", trained(LayerCases::categorical, Categorical.class));
        all.put("gradient-clip", new LayerCase(List.of(GradientClip.class), LayerCases::linear,
                LayerCases::clipped));
        return all;
    }

    private static LayerCase trained(Function<ParameterTable, Network> maker,
            Class<?>... covers) {
        return new LayerCase(List.of(covers), maker, size -> adam(size)::step);
    }

    private static Adam adam(int size) {
        return new Adam(size, 0.01, 1e-8);
    }

    private static Consumer<Parameters> clipped(int size) {
        Adam adam = adam(size);
        return p -> {
            GradientClip.byGlobalNorm(p, 0.1);
            adam.step(p);
        };
    }

    private static Network linear(ParameterTable table) {
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

    private static Network lstm(ParameterTable table, boolean layerNorm) {
        LstmCell cell = new LstmCell(table, "cell", INPUTS, HIDDEN, layerNorm);
        return new Network((p, random) -> cell.initialise(p, 1f, random), (p, x) -> {
            Tensor projected = cell.project(p, x);                         // [ROWS, 4 HIDDEN]
            Tensor h = x.tape().zeros(BATCH, HIDDEN);
            Tensor c = x.tape().zeros(BATCH, HIDDEN);
            Tensor[] outputs = new Tensor[STEPS];
            for (int t = 0; t < STEPS; t++) {
                Tensor gates = cell.gates(p, projected.rows(t * BATCH, (t + 1) * BATCH), h);
                c = cell.memory(gates, c);                                 // [BATCH, HIDDEN]
                h = cell.output(p, gates, c);                              // [BATCH, HIDDEN]
                outputs[t] = h;
            }
            return x.tape().concatRows(outputs, STEPS);                    // [ROWS, HIDDEN]
        });
    }

    private static Network attention(ParameterTable table,
            BiFunction<ParameterTable, String, AttentionLayer> maker) {
        AttentionLayer attention = maker.apply(table, "attention");
        return new Network(attention::initialise, (p, x) -> attention.context(p, x,
                attention.keys(p, x), x, BATCH, BATCH));                   // [ROWS, INPUTS]
    }

    private static Network categorical(ParameterTable table) {
        Linear logits = new Linear(table, "logits", INPUTS, 7, true);
        FixedNumbers numbers = new FixedNumbers("categorical");
        int[] actions = numbers.below(7, ROWS);
        float[] old = numbers.ordinary(ROWS);
        float[] advantages = numbers.ordinary(ROWS);
        return new Network(logits::initialise, (p, x) -> {
            Tensor z = logits.apply(p, x);                                 // [ROWS, 7]
            return Categorical.logProbability(z, actions, 0)
                    .ppoSurrogate(old, advantages, 0, 0.2f)
                    .subtract(Categorical.entropy(z).mean().scale(0.01f)); // [1, 1]
        });
    }
}
