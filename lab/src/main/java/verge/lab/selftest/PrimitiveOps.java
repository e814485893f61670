package verge.lab.selftest;

import java.util.Arrays;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import verge.autodiff.Aggregates;
import verge.autodiff.Broadcasting;
import verge.autodiff.Functions;
import verge.autodiff.Indexing;
import verge.autodiff.Masking;
import verge.autodiff.Tensor;

/** Golden cases of single operations on tensors. */
final class PrimitiveOps {
    private PrimitiveOps() {
    }

    static void addTo(Map<String, Consumer<GoldenCase>> ops) {
        ops.put("matmul", PrimitiveOps::matmul);
        ops.put("ew_binary", PrimitiveOps::binary);
        ops.put("ew_unary", PrimitiveOps::unary);
        ops.put("reduce", PrimitiveOps::reduce);
        ops.put("softmax", c -> along(c, (x, mask) ->
                mask == null ? x.softmax() : Masking.softmax(x, mask)));
        ops.put("log_softmax", c -> along(c, (x, mask) ->
                mask == null ? x.logSoftmax() : Masking.logSoftmax(x, mask)));
        ops.put("logsumexp", PrimitiveOps::logSumExp);
        ops.put("gather", PrimitiveOps::gather);
        ops.put("index_select", c ->
                select(c, c.indices("in.index", c.shape("in.index", 1))));
        ops.put("concat", PrimitiveOps::concat);
        ops.put("slice", PrimitiveOps::slice);
        ops.put("layer_norm", PrimitiveOps::layerNorm);
    }

    private static void layerNorm(GoldenCase c) {
        int[] shape = c.shape("in.x");
        if (shape.length == 0) {
            throw new NotApplicable("a tensor without axes");
        }
        int width = shape[shape.length - 1];
        c.output("y", c.input("in.x").layerNorm(c.input("param.gamma", width),
                c.input("param.beta", width), (float) c.entry().number("eps")), shape);
    }

    /** Matrix by matrix, where leading axes are repeated as they have to be. */
    private static void matmul(GoldenCase c) {
        int[] a = c.shape("in.a");
        int[] b = c.shape("in.b");
        if (a.length < 2 || b.length < 2) {
            throw new NotApplicable("a product with a vector");
        }
        int m = a[a.length - 2];
        int k = b[b.length - 2];
        if (a.length == 2 && b.length == 2) {
            c.output("c", c.input("in.a").matmul(c.input("in.b")), m, b[1]);
            return;
        }
        int[] left = Arrays.copyOf(a, a.length - 2);
        int[] right = Arrays.copyOf(b, b.length - 2);
        int[] batch = Folding.common(left, right);
        int[] leftPlace = Folding.broadcast(left, batch);
        int[] rightPlace = Folding.broadcast(right, batch);
        Tensor x = c.input("in.a");
        Tensor y = c.input("in.b");
        Tensor[] products = new Tensor[leftPlace.length];
        for (int i = 0; i < products.length; i++) {
            products[i] = x.rows(leftPlace[i] * m, (leftPlace[i] + 1) * m)
                    .matmul(y.rows(rightPlace[i] * k, (rightPlace[i] + 1) * k));
        }
        int[] out = Arrays.copyOf(batch, batch.length + 2);
        out[batch.length] = m;
        out[batch.length + 1] = b[b.length - 1];
        c.output("c", products.length == 0 ? c.tape().zeros(0, b[b.length - 1])
                : c.tape().concatRows(products, products.length), out);
    }

    /** Up to two axes as they are; beyond that, elements are repeated before. */
    private static void binary(GoldenCase c) {
        String fn = c.entry().word("fn");
        BinaryOperator<Tensor> f = switch (fn) {
            case "add" -> Broadcasting::add;
            case "sub" -> Broadcasting::subtract;
            case "mul" -> Broadcasting::multiply;
            case "div" -> Broadcasting::divide;
            case "maximum" -> Broadcasting::maximum;
            case "minimum" -> Broadcasting::minimum;
            default -> throw new NotApplicable("no function " + fn);
        };
        int[] a = c.shape("in.a");
        int[] b = c.shape("in.b");
        int[] out = Folding.common(a, b);
        if (a.length <= 2 && b.length <= 2) {
            c.output("y", f.apply(c.input("in.a"), c.input("in.b")), out);
            return;
        }
        c.output("y", f.apply(Folding.elements(c.input("in.a"), Folding.broadcast(a, out)),
                Folding.elements(c.input("in.b"), Folding.broadcast(b, out))), out);
    }

    private static void unary(GoldenCase c) {
        Tensor x = c.input("in.x");
        GoldenEntry entry = c.entry();
        String fn = entry.word("fn");
        c.output("y", switch (fn) {
            case "exp" -> x.exp();
            case "log" -> Functions.log(x);
            case "log1p" -> Functions.log1p(x);
            case "tanh" -> x.tanh();
            case "sqrt" -> Functions.sqrt(x);
            case "erf" -> Functions.erf(x);
            case "abs" -> Functions.abs(x);
            case "square" -> x.square();
            case "reciprocal" -> Functions.reciprocal(x);
            case "neg" -> x.scale(-1f);
            case "sin" -> Functions.sin(x);
            case "cos" -> Functions.cos(x);
            case "sigmoid" -> x.sigmoid();
            case "softplus" -> Functions.softplus(x);
            case "relu" -> x.relu();
            case "leaky_relu" -> Functions.leakyRelu(x, (float) entry.number("slope"));
            case "elu" -> Functions.elu(x, (float) entry.number("alpha"));
            case "gelu" -> Functions.gelu(x);
            case "clamp" -> x.clamp((float) entry.number("lo"), (float) entry.number("hi"));
            default -> throw new NotApplicable("no function " + fn);
        }, c.shape("in.x"));
    }

    /** An axis counted from the front, whichever way the case counts it. */
    private static int axis(GoldenCase c, int[] shape) {
        if (shape.length == 0) {
            throw new NotApplicable("a tensor without axes");
        }
        return Math.floorMod(c.entry().integer("axis", -shape.length, shape.length - 1),
                shape.length);
    }

    /** The shape that is left when an axis is reduced, which stays as 1 or goes. */
    private static int[] reduced(GoldenCase c, int[] shape, int axis) {
        if (c.entry().flag("keepdim")) {
            int[] kept = shape.clone();
            kept[axis] = 1;
            return kept;
        }
        int[] rest = Arrays.copyOf(shape, shape.length - 1);
        System.arraycopy(shape, axis + 1, rest, axis, rest.length - axis);
        return rest;
    }

    private static void reduce(GoldenCase c) {
        int[] shape = c.shape("in.x");
        int axis = axis(c, shape);
        Tensor rows = Folding.along(c.input("in.x"), shape, axis);
        String fn = c.entry().word("fn");
        c.output("y", switch (fn) {
            case "sum" -> rows.rowSums();
            case "mean" -> Aggregates.rowMeans(rows);
            case "var" -> Aggregates.rowVariances(rows);
            case "max" -> Aggregates.rowMaxima(rows);
            default -> throw new NotApplicable("no reduction " + fn);
        }, reduced(c, shape, axis));
    }

    /** The mask of {@link Folding#along}; null if there is none. */
    private static Tensor mask(GoldenCase c, int[] shape, int axis) {
        if (!c.has("in.mask")) {
            return null;
        }
        float[] kept = c.maskElements("in.mask", shape);
        int[] order = Folding.moved(shape, axis);
        float[] rows = new float[kept.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = kept[order[i]];
        }
        return c.tape().constant(rows, 0, Folding.before(shape, axis)
                * Folding.behind(shape, axis), shape[axis]);
    }

    private static void along(GoldenCase c, BinaryOperator<Tensor> f) {
        int[] shape = c.shape("in.x");
        int axis = axis(c, shape);
        Tensor y = f.apply(Folding.along(c.input("in.x"), shape, axis), mask(c, shape, axis));
        c.output("y", Folding.back(y, shape, axis), shape);
    }

    private static void logSumExp(GoldenCase c) {
        int[] shape = c.shape("in.x");
        int axis = axis(c, shape);
        c.output("y", Masking.logSumExp(Folding.along(c.input("in.x"), shape, axis),
                mask(c, shape, axis)), reduced(c, shape, axis));
    }

    private static void gather(GoldenCase c) {
        int[] shape = c.shape("in.x");
        int[] out = c.shape("in.index", shape.length);
        int axis = axis(c, shape);
        int[] others = out.clone();
        others[axis] = shape[axis];
        c.input("in.x", others);
        int[] given = c.indices("in.index", out);
        int[] order = Folding.moved(out, axis);
        int[] index = new int[given.length];
        for (int i = 0; i < index.length; i++) {
            index[i] = given[order[i]];
        }
        Tensor y = Indexing.gather(Folding.along(c.input("in.x"), shape, axis), index, 0,
                out[axis]);
        c.output("y", Folding.back(y, out, axis), out);
    }

    /** Whole slices of an axis: rows of a matrix if it is the first one, else columns. */
    private static void select(GoldenCase c, int[] index) {
        int[] shape = c.shape("in.x");
        int axis = axis(c, shape);
        int[] out = shape.clone();
        out[axis] = index.length;
        Tensor x = c.input("in.x");
        if (axis == 0) {
            c.output("y", x.reshape(shape[0], Folding.behind(shape, 0))
                    .gatherRows(index, 0, index.length), out);
            return;
        }
        Tensor y = Indexing.selectColumns(Folding.along(x, shape, axis), index, 0, index.length);
        c.output("y", Folding.back(y, out, axis), out);
    }

    private static void slice(GoldenCase c) {
        int[] shape = c.shape("in.x");
        int axis = axis(c, shape);
        int n = shape[axis];
        int start = c.entry().integer("start", 0, n);
        int stop = c.entry().integer("stop", 0, n);
        int step = c.entry().integer("step", 1, Integer.MAX_VALUE);
        int inner = Folding.behind(shape, axis);
        int[] out = shape.clone();
        out[axis] = Math.max(0, stop - start);
        Tensor x = c.input("in.x");
        if (step == 1 && axis == 0) {
            c.output("y", x.reshape(n, inner).rows(start, Math.max(start, stop)), out);
        } else if (step == 1) {
            c.output("y", x.reshape(Folding.before(shape, axis), n * inner)
                    .columns(start * inner, Math.max(start, stop) * inner), out);
        } else {
            int count = Math.max(0, (int) (((long) stop - start + step - 1) / step));
            int[] index = new int[count];
            for (int i = 0; i < count; i++) {
                index[i] = start + i * step;
            }
            select(c, index);
        }
    }

    private static void concat(GoldenCase c) {
        int n = c.entry().integer("n", 1, 10_000);
        int[] out = c.shape("in.x0");
        int rank = out.length;
        int axis = axis(c, out);
        Tensor[] parts = new Tensor[n];
        for (int i = 0; i < n; i++) {
            int[] shape = c.shape("in.x" + i, rank);
            out[axis] += i == 0 ? 0 : shape[axis];
            int cols = shape[axis] * Folding.behind(shape, axis);
            parts[i] = axis == 0
                    ? c.input("in.x" + i).reshape(shape[0], Folding.behind(shape, 0))
                    : c.input("in.x" + i).reshape(Folding.before(shape, axis), cols);
        }
        if (axis == 0) {
            c.output("y", c.tape().concatRows(parts, n), out);
            return;
        }
        Tensor y = parts[0];
        for (int i = 1; i < n; i++) {
            y = y.concat(parts[i]);
        }
        c.output("y", y, out);
    }
}
