package verge.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import verge.autodiff.Functions;
import verge.autodiff.GradientCheck;
import verge.autodiff.Matrices;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;
import verge.autodiff.Tensor;

/** The golden cases whose operation exists here, with the tolerances of their definitions. */
class GoldenNumericsTest {

    /** What an evaluation of PPO reports beside its loss; nothing here computes it. */
    private static final Set<String> ABSENT = Set.of("out64.clip_frac", "out64.approx_kl");

    @Test
    void goldenCasesAreMet() throws IOException {
        JsonNode all = new ObjectMapper().readTree(Golden.numerics("cases.json").toFile());
        Map<String, Integer> met = new TreeMap<>();
        for (JsonNode json : all) {
            GoldenCase c = new GoldenCase(json);
            if (run(c)) {
                c.compare(ABSENT);
                met.merge(c.op(), 1, Integer::sum);
            }
        }
        int total = met.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println(total + " of " + all.size() + " golden cases met: " + met);
        assertThat(total).isEqualTo(209);
    }

    /** Returns whether the case is one of an operation that exists. */
    private static boolean run(GoldenCase c) {
        if (c.file.contains("in.mask")) {
            return false;
        }
        return switch (c.op()) {
            case "matmul" -> matmul(c);
            case "ew_binary" -> binary(c);
            case "ew_unary" -> unary(c);
            case "reduce" -> reduce(c);
            case "softmax" -> alongAxis(c, Tensor::softmax);
            case "log_softmax" -> alongAxis(c, Tensor::logSoftmax);
            case "layer_norm" -> finish(c, "y", c.input("in.x").layerNorm(c.input("param.gamma"),
                    c.input("param.beta"), (float) c.option("eps").asDouble()));
            case "concat" -> concat(c);
            case "slice", "gather", "index_select" -> pickSome(c);
            case "lstm" -> lstm(c, false);
            case "lnlstm" -> c.option("ln_scope").asText().equals("joint") && lstm(c, true);
            case "bahdanau" -> bahdanau(c);
            case "categorical" -> categorical(c);
            case "mse" -> squaredError(c);
            case "ppo" -> ppo(c);
            case "adam" -> adam(c);
            case "clip_grad_norm" -> clip(c);
            case "orthogonal_from_gaussian" -> orthogonal(c);
            default -> false;
        };
    }

    private static boolean finish(GoldenCase c, String name, Tensor y) {
        c.output(name, y);
        c.backward();
        return true;
    }

    private static boolean binary(GoldenCase c) {
        BinaryOperator<Tensor> f = switch (c.option("fn").asText()) {
            case "add" -> Tensor::add;
            case "sub" -> Tensor::subtract;
            case "mul" -> Tensor::multiply;
            case "maximum" -> Tensor::maximum;
            case "minimum" -> Tensor::minimum;
            default -> null;
        };
        if (f == null) {
            return false;
        }
        int[] out = Places.commonShape(c.shape("in.a"), c.shape("in.b"));
        int n = GoldenCase.size(out);
        Tensor a = c.column("in.a").gatherRows(Places.broadcast(c.shape("in.a"), out), 0, n);
        Tensor b = c.column("in.b").gatherRows(Places.broadcast(c.shape("in.b"), out), 0, n);
        return finish(c, "y", f.apply(a, b));
    }

    private static boolean unary(GoldenCase c) {
        Tensor x = c.input("in.x");
        Tensor y = switch (c.option("fn").asText()) {
            case "exp" -> x.exp();
            case "tanh" -> x.tanh();
            case "sigmoid" -> x.sigmoid();
            case "relu" -> x.relu();
            case "square" -> x.square();
            case "neg" -> x.scale(-1f);
            case "log" -> Functions.log(x);
            case "log1p" -> Functions.log1p(x);
            case "sqrt" -> Functions.sqrt(x);
            case "erf" -> Functions.erf(x);
            case "abs" -> Functions.abs(x);
            case "reciprocal" -> Functions.reciprocal(x);
            case "sin" -> Functions.sin(x);
            case "cos" -> Functions.cos(x);
            case "softplus" -> Functions.softplus(x);
            case "gelu" -> Functions.gelu(x);
            case "elu" -> Functions.elu(x, (float) c.option("alpha").asDouble());
            case "leaky_relu" -> Functions.leakyRelu(x, (float) c.option("slope").asDouble());
            case "clamp" -> x.clamp((float) c.option("lo").asDouble(),
                    (float) c.option("hi").asDouble());
            default -> null;
        };
        return y != null && finish(c, "y", y);
    }

    private static boolean matmul(GoldenCase c) {
        int[] a = c.shape("in.a");
        int[] b = c.shape("in.b");
        int m = a[a.length - 2];
        int k = b[b.length - 2];
        int[] left = Arrays.copyOf(a, a.length - 2);
        int[] right = Arrays.copyOf(b, b.length - 2);
        int[] batch = Places.commonShape(left, right);
        int[] leftPlace = Places.broadcast(left, batch);
        int[] rightPlace = Places.broadcast(right, batch);
        Tensor[] products = new Tensor[leftPlace.length];
        for (int i = 0; i < products.length; i++) {
            products[i] = c.input("in.a").rows(leftPlace[i] * m, (leftPlace[i] + 1) * m)
                    .matmul(c.input("in.b").rows(rightPlace[i] * k, (rightPlace[i] + 1) * k));
        }
        return finish(c, "c", c.tape.concatRows(products, products.length));
    }

    private static Tensor axisLast(GoldenCase c, int axis) {
        int[] shape = c.shape("in.x");
        int size = GoldenCase.size(shape);
        return c.column("in.x").gatherRows(Places.moved(shape, axis), 0, size)
                .reshape(size / shape[axis], shape[axis]);
    }

    private static boolean alongAxis(GoldenCase c, UnaryOperator<Tensor> f) {
        int[] shape = c.shape("in.x");
        int axis = c.option("axis").asInt();
        int[] places = Places.moved(shape, axis);
        int[] back = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            back[places[i]] = i;
        }
        Tensor y = f.apply(axisLast(c, axis));
        return finish(c, "y", y.reshape(y.size(), 1).gatherRows(back, 0, back.length));
    }

    private static boolean reduce(GoldenCase c) {
        String fn = c.option("fn").asText();
        if (!fn.equals("sum") && !fn.equals("mean")) {
            return false;
        }
        Tensor sums = axisLast(c, c.option("axis").asInt()).rowSums();
        int n = c.shape("in.x")[c.option("axis").asInt()];
        return finish(c, "y", fn.equals("sum") ? sums : sums.scale(1f / n));
    }

    private static boolean concat(GoldenCase c) {
        int n = c.option("n").asInt();
        int axis = c.option("axis").asInt();
        Tensor y = null;
        for (int i = 0; i < n; i++) {
            int[] shape = c.shape("in.x" + i);
            int cols = GoldenCase.size(Arrays.copyOfRange(shape, axis, shape.length));
            Tensor x = c.input("in.x" + i);
            int rows = GoldenCase.size(Arrays.copyOf(shape, axis));
            x = x.reshape(rows, cols);
            y = y == null ? x : y.concat(x);
        }
        return finish(c, "y", y);
    }

    /** Slices, gathers and selections are all gathers of elements by their places. */
    private static boolean pickSome(GoldenCase c) {
        int[] shape = c.shape("in.x");
        int[] out = c.shape("out64.y");
        int axis = c.option("axis").asInt();
        int inner = GoldenCase.size(Arrays.copyOfRange(shape, axis + 1, shape.length));
        int[] places = new int[GoldenCase.size(out)];
        long[] index = c.file.contains("in.index") ? c.file.longs("in.index") : null;
        for (int i = 0; i < places.length; i++) {
            int k = i / inner % out[axis];
            int from = switch (c.op()) {
                case "gather" -> (int) index[i];
                case "index_select" -> (int) index[k];
                default -> c.option("start").asInt() + k * c.option("step").asInt();
            };
            places[i] = (i / inner / out[axis] * shape[axis] + from) * inner + i % inner;
        }
        return finish(c, "y", c.column("in.x").gatherRows(places, 0, places.length));
    }

    private static boolean lstm(GoldenCase c, boolean norm) {
        int hidden = c.shape("in.h0")[1];
        int batch = c.shape("in.h0")[0];
        int steps = c.shape("in.x")[0];
        ParameterTable table = new ParameterTable();
        LstmCell cell = new LstmCell(table, "c", c.shape("in.x")[2], hidden, norm);
        Parameters p = new Parameters(table);
        for (Slot slot : table.slots()) {
            c.load(p, slot, golden(c, lstmName(slot.name())));
        }
        Tensor projected = cell.project(p, c.input("in.x"));              // [steps * batch, 4h]
        Tensor h = c.input("in.h0");
        Tensor memory = c.input("in.c0");
        Tensor[] all = new Tensor[steps];
        for (int t = 0; t < steps; t++) {
            Tensor gates = cell.gates(p, projected.rows(t * batch, (t + 1) * batch), h);
            memory = cell.memory(gates, memory);
            h = cell.output(p, gates, memory);
            all[t] = h;
        }
        c.output("y", c.tape.concatRows(all, steps));
        c.output("hT", h);
        c.output("cT", memory);
        c.backward();
        for (Slot slot : table.slots()) {
            String name = lstmName(slot.name());
            if (name.equals("b")) {
                c.gradient("param.b", p, slot);
                c.gradient("param.b_ih", p, slot);
                c.gradient("param.b_hh", p, slot);
            } else {
                c.gradient("param." + name, p, slot);
            }
        }
        return true;
    }

    private static String lstmName(String slot) {
        return switch (slot) {
            case "c.w_x" -> "w_ih";
            case "c.w_h" -> "w_hh";
            case "c.bias" -> "b";
            default -> slot.replaceAll("c\\.norm_(.)\\.(.*)", "$2_$1");
        };
    }

    /** A golden parameter; the one bias of the cell is the sum of PyTorch's two. */
    private static float[] golden(GoldenCase c, String name) {
        if (c.file.contains("param." + name)) {
            return c.file.floats("param." + name);
        }
        float[] sum = c.file.floats("param.b_ih");
        float[] other = c.file.floats("param.b_hh");
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other[i];
        }
        return sum;
    }

    private static boolean bahdanau(GoldenCase c) {
        int[] keys = c.shape("in.keys");
        int batch = keys[0];
        int steps = keys[1];
        int[] timeMajor = new int[batch * steps];
        for (int i = 0; i < timeMajor.length; i++) {
            timeMajor[i] = i % batch * steps + i / batch;
        }
        ParameterTable table = new ParameterTable();
        AdditiveAttention attention = new AdditiveAttention(table, "a", c.shape("in.query")[1],
                keys[2], c.shape("param.v")[0]);
        Parameters p = new Parameters(table);
        Map<String, String> names = Map.of("a.query.weight", "param.w_q", "a.key.weight",
                "param.w_k", "a.key.bias", "param.b", "a.v", "param.v");
        for (Slot slot : table.slots()) {
            c.load(p, slot, c.file.floats(names.get(slot.name())));
        }
        Tensor k = attention.keys(p, c.input("in.keys").gatherRows(timeMajor, 0, batch * steps));
        Tensor values = c.input("in.values").gatherRows(timeMajor, 0, batch * steps);
        Tensor weights = attention.weights(p, c.input("in.query"), k, batch, batch);
        c.output("weights", weights);
        c.output("context", weights.attend(values, batch, batch));
        c.backward();
        for (Slot slot : table.slots()) {
            c.gradient(names.get(slot.name()), p, slot);
        }
        return true;
    }

    private static boolean categorical(GoldenCase c) {
        int[] actions = Arrays.stream(c.file.longs("in.action")).mapToInt(Math::toIntExact)
                .toArray();
        Tensor logits = c.input("in.logits");
        c.output("log_prob", Categorical.logProbability(logits, actions, 0));
        c.output("entropy", Categorical.entropy(logits));
        return finish(c, "probs", logits.softmax());
    }

    private static boolean squaredError(GoldenCase c) {
        Tensor e = c.input("in.pred").subtract(c.input("in.target")).square();
        if (c.file.contains("in.weight")) {
            e = e.multiply(c.tape.constant(c.file.floats("in.weight"), 0, e.rows(), e.cols()));
        }
        return finish(c, "loss", switch (c.option("reduction").asText()) {
            case "mean" -> e.mean();
            case "sum" -> e.sum();
            default -> e;
        });
    }

    private static boolean ppo(GoldenCase c) {
        float[] advantages = c.file.floats("in.adv");
        int n = advantages.length;
        if (c.option("norm_adv").asBoolean() && n > 1) {
            double mean = 0;
            for (float a : advantages) {
                mean += a / (double) n;
            }
            double variance = 0;
            for (float a : advantages) {
                variance += (a - mean) * (a - mean) / (n - 1);
            }
            for (int i = 0; i < n; i++) {
                advantages[i] = (float) ((advantages[i] - mean) / (Math.sqrt(variance) + 1e-8));
            }
        }
        Tensor policy = c.column("in.logp_new").ppoSurrogate(c.file.floats("in.logp_old"),
                advantages, 0, (float) c.option("clip_eps").asDouble());
        Tensor value = c.column("in.value");
        Tensor returns = c.tape.constant(c.file.floats("in.ret"), 0, n, 1);
        Tensor squares = value.subtract(returns).square();                 // [n, 1]
        float k = (float) c.option("value_clip").asDouble();
        if (k > 0) {
            Tensor old = c.tape.constant(c.file.floats("in.value_old"), 0, n, 1);
            Tensor limited = old.add(value.subtract(old).clamp(-k, k));
            squares = squares.maximum(limited.subtract(returns).square());
        }
        Tensor entropy = c.column("in.entropy").mean();
        c.output("policy_loss", policy);
        c.output("value_loss", squares.mean());
        c.output("entropy_mean", entropy);
        return finish(c, "total", policy
                .add(squares.mean().scale((float) c.option("vf_coef").asDouble()))
                .subtract(entropy.scale((float) c.option("ent_coef").asDouble())));
    }

    private static boolean adam(GoldenCase c) {
        if (c.option("beta1").asDouble() != 0.9 || c.option("beta2").asDouble() != 0.999
                || c.option("weight_decay").asDouble() != 0) {
            return false;
        }
        float[] start = c.file.floats("in.p0");
        ParameterTable table = new ParameterTable();
        table.add("p", 1, start.length);
        Parameters p = new Parameters(table);
        System.arraycopy(start, 0, p.values(), 0, start.length);
        Adam adam = new Adam(p.size(), c.option("lr").asDouble(), c.option("eps").asDouble());
        for (int step = 1; step <= 5; step++) {
            System.arraycopy(c.file.floats("in.g" + step), 0, p.gradients(), 0, p.size());
            adam.step(p);
            c.result("out64.p.step" + step, p.values().clone());
        }
        c.result("out64.m", adam.mean());
        c.result("out64.v", adam.square());
        return true;
    }

    private static boolean clip(GoldenCase c) {
        int n = c.option("n").asInt();
        ParameterTable table = new ParameterTable();
        for (int i = 0; i < n; i++) {
            table.add("g" + i, 1, GoldenCase.size(c.shape("in.g" + i)));
        }
        Parameters p = new Parameters(table);
        for (Slot slot : table.slots()) {
            System.arraycopy(c.file.floats("in." + slot.name()), 0, p.gradients(), slot.offset(),
                    slot.size());
        }
        double norm = GradientClip.byGlobalNorm(p, c.option("max_norm").asDouble());
        c.result("out64.total_norm", new float[] {(float) norm});
        for (Slot slot : table.slots()) {
            c.result("out64." + slot.name(), Arrays.copyOfRange(p.gradients(), slot.offset(),
                    slot.offset() + slot.size()));
        }
        return true;
    }

    private static boolean orthogonal(GoldenCase c) {
        int[] shape = c.shape("in.g");
        double[] w = Matrices.orthogonal(GradientCheck.widen(c.file.floats("in.g")), shape[0],
                shape[1], c.option("gain").asDouble());
        float[] narrow = new float[w.length];
        for (int i = 0; i < w.length; i++) {
            narrow[i] = (float) w[i];
        }
        c.result("out64.w", narrow);
        return true;
    }
}
