package verge.algorithms.dag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import verge.autodiff.ParameterTable;
import verge.autodiff.Slot;
import verge.nn.LayerNorm;
import verge.sim.world.TaskGraphWorld;

/** The offloading network in double, one plan at a time, from Eqs. (12) to (15) as they stand. */
final class DoubleNetwork {

    private final NetworkShape shape;
    private final Map<String, Slot> slots = new HashMap<>();
    private final double[] theta;

    DoubleNetwork(NetworkShape shape, ParameterTable table, double[] theta) {
        this.shape = shape;
        this.theta = theta;
        for (Slot slot : table.slots()) {
            slots.put(slot.name(), slot);
        }
    }

    /** Logits [tasks][2] and values [tasks] of one plan. */
    record Outputs(double[][] logits, double[] values) {}

    /** Recurrent state and output of one layer. */
    private static final class Memory {
        private double[] h;
        private double[] c;
    }

    Outputs run(double[][] embeddings, int[] actions, double[][] states) {
        int n = embeddings.length;
        int layers = shape.layers();
        Memory[] memory = new Memory[layers];
        double[][] x = embeddings.clone();
        if (shape.inputUnits() > 0) {
            for (int i = 0; i < n; i++) {
                x[i] = linear("encoder.input", x[i]);
            }
        }
        for (int l = 0; l < layers; l++) {
            memory[l] = new Memory();
            x = encode(l, x, memory[l]);
        }
        double[] fed = new double[shape.decoderHidden()];
        double[][] logits = new double[n][];
        double[] values = new double[n];
        for (int j = 0; j < n; j++) {
            int previous = j == 0 ? 2 : actions[j - 1];
            double[] in = row("decoder.actions", previous);
            if (shape.resourceState()) {
                in = concat(concat(in, states[j]), x[j]);
            }
            if (shape.attention() == AttentionKind.MULTI_HEAD) {
                in = concat(in, headedContext(memory[layers - 1].h, x));
            } else if (shape.attention() == AttentionKind.ADDITIVE) {
                in = concat(in, context(memory[layers - 1].h, x));
            } else if (shape.attention() == AttentionKind.MULTIPLICATIVE) {
                in = concat(in, fed);
            }
            for (int l = 0; l < layers; l++) {
                cell("decoder." + l, in, memory[l]);
                in = memory[l].h;
            }
            if (shape.attention() == AttentionKind.MULTIPLICATIVE) {
                fed = linear("attention.combine", concat(context(in, x), in));
                in = fed;
            }
            logits[j] = linear("policy", in);
            values[j] = value(in, logits[j]);
        }
        return new Outputs(logits, values);
    }

    private double value(double[] d, double[] logits) {
        if (!shape.valueFromLogits()) {
            return linear("value", d)[0];
        }
        double[] pi = softmax(logits);
        double[] q = linear("value", logits);
        return pi[0] * q[0] + pi[1] * q[1];
    }

    private double[][] encode(int layer, double[][] x, Memory last) {
        int n = x.length;
        double[][] outputs = new double[n][0];
        last.h = new double[0];
        last.c = new double[0];
        for (int d = 0; d < (shape.bidirectional() ? 2 : 1); d++) {
            Memory m = new Memory();
            m.h = new double[shape.hidden()];
            m.c = new double[shape.hidden()];
            for (int i = 0; i < n; i++) {
                int at = d == 0 ? i : n - 1 - i;
                cell((d == 0 ? "encoder.forward." : "encoder.backward.") + layer, x[at], m);
                outputs[at] = concat(outputs[at], m.h);
            }
            last.h = concat(last.h, m.h);
            last.c = concat(last.c, m.c);
        }
        return outputs;
    }

    private void cell(String name, double[] x, Memory m) {
        int hidden = m.h.length;
        double[] fromX = times(x, name + ".w_x");
        double[] fromH = times(m.h, name + ".w_h");
        if (shape.layerNorm()) {
            fromX = norm(name + ".norm_x", fromX);
            fromH = norm(name + ".norm_h", fromH);
        }
        double[] bias = row(name + ".bias", 0);
        double[] z = new double[4 * hidden];
        for (int i = 0; i < z.length; i++) {
            z[i] = fromX[i] + fromH[i] + bias[i];
        }
        double[] c = new double[hidden];
        for (int i = 0; i < hidden; i++) {
            c[i] = sigmoid(z[hidden + i]) * m.c[i]
                    + sigmoid(z[i]) * StrictMath.tanh(z[2 * hidden + i]);
        }
        double[] shown = shape.layerNorm() ? norm(name + ".norm_c", c) : c;
        double[] h = new double[hidden];
        for (int i = 0; i < hidden; i++) {
            h[i] = sigmoid(z[3 * hidden + i]) * StrictMath.tanh(shown[i]);
        }
        m.h = h;
        m.c = c;
    }

    /** Eqs. (14) and (15). */
    private double[] context(double[] query, double[][] encodings) {
        double[] score = new double[encodings.length];
        for (int i = 0; i < score.length; i++) {
            double[] key = linear("attention.key", encodings[i]);
            if (shape.attention() == AttentionKind.MULTIPLICATIVE) {
                score[i] = dot(query, key);
            } else {
                double[] q = linear("attention.query", query);
                double[] v = row("attention.v", 0);
                for (int k = 0; k < v.length; k++) {
                    score[i] += v[k] * StrictMath.tanh(q[k] + key[k]);
                }
            }
        }
        double[] weights = softmax(score);
        double[] context = new double[encodings[0].length];
        for (int i = 0; i < weights.length; i++) {
            for (int k = 0; k < context.length; k++) {
                context[k] += weights[i] * encodings[i][k];
            }
        }
        return context;
    }

    /** MRLATO, Eqs. (18) to (22). */
    private double[] headedContext(double[] query, double[][] encodings) {
        double[] q = linear("attention.query", query);
        int width = q.length / shape.heads();
        double[] all = new double[q.length];
        for (int head = 0; head < shape.heads(); head++) {
            double[] score = new double[encodings.length];
            for (int i = 0; i < score.length; i++) {
                double[] k = linear("attention.key", encodings[i]);
                for (int j = head * width; j < (head + 1) * width; j++) {
                    score[i] += q[j] * k[j] / Math.sqrt(width);
                }
            }
            double[] weights = softmax(score);
            for (int i = 0; i < score.length; i++) {
                double[] v = linear("attention.value", encodings[i]);
                for (int j = head * width; j < (head + 1) * width; j++) {
                    all[j] += weights[i] * v[j];
                }
            }
        }
        return linear("attention.output", all);
    }

    private double[] norm(String name, double[] x) {
        double mean = Arrays.stream(x).sum() / x.length;
        double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / x.length;
        double[] gamma = row(name + ".gamma", 0);
        double[] y = row(name + ".beta", 0);
        for (int i = 0; i < x.length; i++) {
            y[i] += gamma[i] * (x[i] - mean) / Math.sqrt(variance + LayerNorm.EPSILON);
        }
        return y;
    }

    private double[] linear(String name, double[] x) {
        double[] y = times(x, name + ".weight");
        if (slots.containsKey(name + ".bias")) {
            double[] bias = row(name + ".bias", 0);
            for (int i = 0; i < y.length; i++) {
                y[i] += bias[i];
            }
        }
        return y;
    }

    private double[] times(double[] x, String weight) {
        Slot w = slots.get(weight);
        double[] y = new double[w.cols()];
        for (int k = 0; k < w.rows(); k++) {
            for (int j = 0; j < y.length; j++) {
                y[j] += x[k] * theta[w.offset() + k * y.length + j];
            }
        }
        return y;
    }

    private double[] row(String name, int row) {
        Slot s = slots.get(name);
        int from = s.offset() + row * s.cols();
        return Arrays.copyOfRange(theta, from, from + s.cols());
    }

    static double[] softmax(double[] x) {
        double[] y = new double[x.length];
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            y[i] = StrictMath.exp(x[i]);
            sum += y[i];
        }
        for (int i = 0; i < x.length; i++) {
            y[i] /= sum;
        }
        return y;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] concat(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /** Outputs of every trajectory of a shard, by its number. */
    List<Outputs> all(Trajectories shard) {
        int width = shape.embedding().width();
        List<Outputs> outputs = new ArrayList<>();
        for (int b = 0; b < shard.batch; b++) {
            double[][] embeddings = new double[shard.tasks][width];
            double[][] states = new double[shard.tasks][TaskGraphWorld.FEATURES];
            int[] actions = new int[shard.tasks];
            for (int t = 0; t < shard.tasks; t++) {
                int graph = t * shard.groups + b / shard.perGraph;
                int row = t * shard.batch + b;
                for (int k = 0; k < width; k++) {
                    embeddings[t][k] = shard.embeddings[graph * width + k];
                }
                for (int k = 0; k < states[t].length; k++) {
                    states[t][k] = shard.states[shard.tree.at[row] * states[t].length + k];
                }
                actions[t] = shard.actions[row];
            }
            outputs.add(run(embeddings, actions, states));
        }
        return outputs;
    }
}
