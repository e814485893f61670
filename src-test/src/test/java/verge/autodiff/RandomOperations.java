package verge.autodiff;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.DoublePredicate;
import java.util.function.UnaryOperator;
import verge.autodiff.RandomGraph.Node;

/** The operations that random graphs are made of; null where one cannot be applied. */
final class RandomOperations {

    private interface Operation {
        Node apply(RandomGraph g, Node x);
    }

    /** Distance from kinks. */
    private static final double APART = 5e-3;
    private static final Map<String, Operation> ALL = new TreeMap<>();

    static {
        functions();
        pairs();
        products();
        rows();
        shapes();
        masks();
        indices();
        attention();
    }

    static final List<String> NAMES = List.copyOf(ALL.keySet());

    private RandomOperations() {}

    static Node apply(String name, RandomGraph g, Node x) {
        return ALL.get(name).apply(g, x);
    }

    private static boolean all(DualMatrix x, DoublePredicate good) {
        for (int i = 0; i < x.rows * x.cols; i++) {
            if (!good.test(x.at(i).value)) {
                return false;
            }
        }
        return true;
    }

    private static void function(String name, UnaryOperator<Tensor> ours,
            UnaryOperator<Dual> dual, DoublePredicate good) {
        ALL.put(name, (g, x) -> all(x.dual(), good)
                ? new Node(ours.apply(x.tensor()), x.dual().map(dual)) : null);
    }

    private static void functions() {
        DoublePredicate any = v -> true;
        DoublePredicate noKink = v -> Math.abs(v) > APART;
        function("tanh", Tensor::tanh, Dual::tanh, any);
        function("sigmoid", Tensor::sigmoid, Dual::sigmoid, any);
        function("exp", Tensor::exp, Dual::exp, v -> v < 3);
        function("square", Tensor::square, d -> d.times(d), any);
        function("affine", x -> x.affine(0.7f, -0.3f),
                d -> d.scale(0.7f).shift(-0.3f), any);
        function("relu", Tensor::relu, d -> d.value > 0 ? d : d.scale(0), noKink);
        function("abs", Functions::abs, d -> d.value > 0 ? d : d.scale(-1), noKink);
        function("leaky-relu", x -> Functions.leakyRelu(x, 0.25f),
                d -> d.value > 0 ? d : d.scale(0.25), noKink);
        function("elu", x -> Functions.elu(x, 0.5f),
                d -> d.value > 0 ? d : d.exp().shift(-1).scale(0.5), noKink);
        function("clamp", x -> x.clamp(-0.75f, 0.5f), d -> d.value < -0.75
                ? d.map(-0.75, 0) : d.value > 0.5 ? d.map(0.5, 0) : d,
                v -> Math.abs(v + 0.75) > APART && Math.abs(v - 0.5) > APART);
        function("log", Functions::log, Dual::log, v -> v > 0.2);
        function("log1p", Functions::log1p, d -> d.shift(1).log(), v -> v > -0.8);
        function("sqrt", Functions::sqrt, Dual::sqrt, v -> v > 0.1);
        function("reciprocal", Functions::reciprocal, d -> Dual.constant(1).over(d),
                v -> Math.abs(v) > 0.3);
        function("sin", Functions::sin,
                d -> d.map(StrictMath.sin(d.value), StrictMath.cos(d.value)), any);
        function("cos", Functions::cos,
                d -> d.map(StrictMath.cos(d.value), -StrictMath.sin(d.value)), any);
        function("softplus", Functions::softplus, d -> d.exp().shift(1).log(), any);
        function("erf", Functions::erf, Dual::erf, v -> Math.abs(v) < 3);
        function("gelu", Functions::gelu, d -> d.times(d.scale(StrictMath.sqrt(0.5)).erf()
                .shift(1).scale(0.5)), v -> Math.abs(v) < 4);
    }

    /** Two operands of equal shape, or of shapes that are repeated where they are 1. */
    private static void pair(String name, BinaryOperator<Tensor> equal,
            BinaryOperator<Tensor> repeated, BinaryOperator<Dual> dual, boolean kink,
            boolean divides) {
        if (equal != null) {
            ALL.put(name, (g, x) -> pair(x, g.like(x.rows(), x.cols()), equal, dual, kink,
                    divides));
        }
        ALL.put("broadcast-" + name, (g, x) -> {
            Node y = g.like(g.random.nextBoolean() ? 1 : x.rows(),
                    g.random.nextBoolean() ? 1 : x.cols());
            return g.random.nextBoolean() ? pair(x, y, repeated, dual, kink, divides)
                    : pair(y, x, repeated, dual, kink, divides);
        });
    }

    private static Node pair(Node a, Node b, BinaryOperator<Tensor> ours,
            BinaryOperator<Dual> dual, boolean kink, boolean divides) {
        int rows = Math.max(a.rows(), b.rows());
        int cols = Math.max(a.cols(), b.cols());
        for (int i = 0; i < rows && kink; i++) {
            for (int j = 0; j < cols; j++) {
                if (Math.abs(a.dual().repeated(i, j).value - b.dual().repeated(i, j).value)
                        < APART) {
                    return null;
                }
            }
        }
        if (divides && !b.dual().avoids(0, 0.3)) {
            return null;
        }
        return new Node(ours.apply(a.tensor(), b.tensor()), DualMatrix.of(rows, cols, (i, j) ->
                dual.apply(a.dual().repeated(i, j), b.dual().repeated(i, j))));
    }

    private static void pairs() {
        pair("add", Tensor::add, Broadcasting::add, Dual::plus, false, false);
        pair("subtract", Tensor::subtract, Broadcasting::subtract, Dual::minus, false, false);
        pair("multiply", Tensor::multiply, Broadcasting::multiply, Dual::times, false, false);
        pair("divide", null, Broadcasting::divide, Dual::over, false, true);
        pair("maximum", Tensor::maximum, Broadcasting::maximum,
                (a, b) -> a.value > b.value ? a : b, true, false);
        pair("minimum", Tensor::minimum, Broadcasting::minimum,
                (a, b) -> a.value < b.value ? a : b, true, false);
        ALL.put("add-row", (g, x) -> pair(x, g.like(1, x.cols()), Tensor::add, Dual::plus,
                false, false));
    }

    private static void products() {
        ALL.put("matmul", (g, x) -> {
            Node w = g.like(x.cols(), g.size());
            return new Node(x.tensor().matmul(w.tensor()), x.dual().times(w.dual()));
        });
        ALL.put("linear", (g, x) -> {
            Node w = g.like(x.cols(), g.size());
            Node b = g.like(g.random.nextBoolean() ? 1 : x.rows(), w.cols());
            DualMatrix product = x.dual().times(w.dual());
            return new Node(x.tensor().linear(w.tensor(), b.tensor()), DualMatrix.of(x.rows(),
                    w.cols(), (i, j) -> product.at(i, j).plus(b.dual().repeated(i, j))));
        });
    }

    private static void rows() {
        boolean[][] none = null;
        ALL.put("softmax", (g, x) -> new Node(x.tensor().softmax(), softmax(x.dual(), none)));
        ALL.put("log-softmax", (g, x) -> new Node(x.tensor().logSoftmax(),
                logSoftmax(x.dual(), none)));
        ALL.put("layer-norm", RandomOperations::layerNorm);
        ALL.put("row-sums", (g, x) -> new Node(x.tensor().rowSums(),
                x.dual().perRow(x.dual()::rowSum)));
        ALL.put("row-means", (g, x) -> new Node(Aggregates.rowMeans(x.tensor()),
                x.dual().perRow(i -> x.dual().rowSum(i).scale(1.0 / x.cols()))));
        ALL.put("row-variances", (g, x) -> new Node(Aggregates.rowVariances(x.tensor()),
                x.dual().perRow(x.dual()::variance)));
        ALL.put("column-sums", (g, x) -> new Node(Aggregates.columnSums(x.tensor()),
                DualMatrix.of(1, x.cols(), (i, j) ->
                        DualMatrix.sum(x.rows(), k -> x.dual().at(k, j)))));
        ALL.put("row-maxima", RandomOperations::rowMaxima);
        ALL.put("mean", (g, x) -> new Node(x.tensor().mean(), DualMatrix.of(1, 1, (i, j) ->
                DualMatrix.sum(x.rows() * x.cols(), x.dual()::at)
                        .scale(1.0 / (x.rows() * x.cols())))));
    }

    private static DualMatrix softmax(DualMatrix x, boolean[][] kept) {
        return logSoftmax(x, kept).map(Dual::exp);
    }

    private static DualMatrix logSoftmax(DualMatrix x, boolean[][] kept) {
        return DualMatrix.of(x.rows, x.cols, (i, j) -> x.at(i, j).minus(kept == null
                ? DualMatrix.sum(x.cols, k -> x.at(i, k).exp()).log() : x.logSum(i, kept)));
    }

    private static Node layerNorm(RandomGraph g, Node x) {
        for (int i = 0; i < x.rows(); i++) {
            if (x.dual().variance(i).value < 0.1) {
                return null;
            }
        }
        Node gamma = g.like(1, x.cols());
        Node beta = g.like(1, x.cols());
        return new Node(x.tensor().layerNorm(gamma.tensor(), beta.tensor(), 1e-5f),
                DualMatrix.of(x.rows(), x.cols(), (i, j) -> x.dual().at(i, j)
                        .minus(x.dual().rowSum(i).scale(1.0 / x.cols()))
                        .over(x.dual().variance(i).shift(1e-5f).sqrt())
                        .times(gamma.dual().at(0, j)).plus(beta.dual().at(0, j))));
    }

    private static Node rowMaxima(RandomGraph g, Node x) {
        int[] best = new int[x.rows()];
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < x.cols(); j++) {
                if (x.dual().at(i, j).value > x.dual().at(i, best[i]).value) {
                    best[i] = j;
                }
            }
            for (int j = 0; j < x.cols(); j++) {
                if (j != best[i] && x.dual().at(i, best[i]).value - x.dual().at(i, j).value
                        < APART) {
                    return null;
                }
            }
        }
        return new Node(Aggregates.rowMaxima(x.tensor()),
                x.dual().perRow(i -> x.dual().at(i, best[i])));
    }

    private static void shapes() {
        ALL.put("concat", (g, x) -> {
            Node y = g.like(x.rows(), g.size());
            return x.cols() + y.cols() > 6 ? null : new Node(x.tensor().concat(y.tensor()),
                    DualMatrix.of(x.rows(), x.cols() + y.cols(), (i, j) -> j < x.cols()
                            ? x.dual().at(i, j) : y.dual().at(i, j - x.cols())));
        });
        ALL.put("concat-rows", (g, x) -> {
            Node y = g.like(g.size(), x.cols());
            return x.rows() + y.rows() > 6 ? null : new Node(g.tape.concatRows(
                    new Tensor[] {x.tensor(), y.tensor()}, 2), DualMatrix.of(
                    x.rows() + y.rows(), x.cols(), (i, j) -> i < x.rows()
                            ? x.dual().at(i, j) : y.dual().at(i - x.rows(), j)));
        });
        ALL.put("columns", (g, x) -> {
            int from = g.random.nextInt(x.cols());
            return new Node(x.tensor().columns(from, x.cols()), DualMatrix.of(x.rows(),
                    x.cols() - from, (i, j) -> x.dual().at(i, from + j)));
        });
        ALL.put("rows", (g, x) -> {
            int from = g.random.nextInt(x.rows());
            return new Node(x.tensor().rows(from, x.rows()), DualMatrix.of(x.rows() - from,
                    x.cols(), (i, j) -> x.dual().at(from + i, j)));
        });
        ALL.put("reshape", (g, x) -> new Node(x.tensor().reshape(x.cols(), x.rows()),
                DualMatrix.of(x.cols(), x.rows(), (i, j) -> x.dual().at(i * x.rows() + j))));
        ALL.put("repeat-rows", (g, x) -> x.rows() > 3 ? null : new Node(
                x.tensor().repeatRows(2), DualMatrix.of(2 * x.rows(), x.cols(), (i, j) ->
                        x.dual().at(i / 2, j))));
        ALL.put("stop", (g, x) -> new Node(Gradients.stop(x.tensor()), x.dual().map(d ->
                Dual.constant(d.value))));
    }

    private static void masks() {
        ALL.put("masked-softmax", (g, x) -> {
            boolean[][] kept = g.mask(x.rows(), x.cols());
            DualMatrix p = softmax(x.dual(), kept);
            return new Node(Masking.softmax(x.tensor(), g.constant(kept)), kept(p, kept));
        });
        ALL.put("masked-log-softmax", (g, x) -> {
            boolean[][] kept = g.mask(x.rows(), x.cols());
            Tensor mask = g.constant(kept);
            return new Node(Masking.keep(Masking.logSoftmax(x.tensor(), mask), mask),
                    kept(logSoftmax(x.dual(), kept), kept));
        });
        ALL.put("masked-log-sum-exp", (g, x) -> {
            boolean[][] kept = g.mask(x.rows(), x.cols());
            return new Node(Masking.logSumExp(x.tensor(), g.constant(kept)),
                    x.dual().perRow(i -> x.dual().logSum(i, kept)));
        });
        ALL.put("masked-entropy", (g, x) -> {
            boolean[][] kept = g.mask(x.rows(), x.cols());
            DualMatrix log = logSoftmax(x.dual(), kept);
            return new Node(Masking.entropy(x.tensor(), g.constant(kept)), x.dual().perRow(i ->
                    DualMatrix.sum(x.cols(), j -> kept[i][j]
                            ? log.at(i, j).exp().times(log.at(i, j)).scale(-1)
                            : Dual.constant(0))));
        });
        ALL.put("keep", (g, x) -> {
            boolean[][] kept = g.mask(x.rows(), x.cols());
            return new Node(Masking.keep(x.tensor(), g.constant(kept)), kept(x.dual(), kept));
        });
    }

    private static DualMatrix kept(DualMatrix x, boolean[][] kept) {
        return DualMatrix.of(x.rows, x.cols, (i, j) -> kept[i][j] ? x.at(i, j)
                : Dual.constant(0));
    }

    private static void indices() {
        ALL.put("pick", (g, x) -> {
            int[] index = g.indices(x.rows(), x.cols());
            return new Node(x.tensor().pick(index, 0), x.dual().perRow(i ->
                    x.dual().at(i, index[i])));
        });
        ALL.put("gather", (g, x) -> {
            int n = g.size();
            int[] index = g.indices(x.rows() * n, x.cols());
            return new Node(Indexing.gather(x.tensor(), index, 0, n), DualMatrix.of(x.rows(), n,
                    (i, j) -> x.dual().at(i, index[i * n + j])));
        });
        ALL.put("select-columns", (g, x) -> {
            int[] index = g.indices(g.size(), x.cols());
            return new Node(Indexing.selectColumns(x.tensor(), index, 0, index.length),
                    DualMatrix.of(x.rows(), index.length, (i, j) -> x.dual().at(i, index[j])));
        });
        ALL.put("gather-rows", (g, x) -> {
            int[] index = g.indices(g.size(), x.rows());
            return new Node(x.tensor().gatherRows(index, 0, index.length),
                    DualMatrix.of(index.length, x.cols(), (i, j) -> x.dual().at(index[i], j)));
        });
        ALL.put("segment-sum", (g, x) -> segments(g, x, false));
        ALL.put("segment-mean", (g, x) -> segments(g, x, true));
        ALL.put("segment-softmax", (g, x) -> {
            int first = g.random.nextInt(x.rows() + 1);
            int[] starts = {0, first, x.rows()};
            return new Node(Segments.softmax(x.tensor(), starts, 2), DualMatrix.of(x.rows(),
                    x.cols(), (i, j) -> {
                        int s = i < first ? 0 : 1;
                        return x.dual().at(i, j).exp().over(DualMatrix.sum(
                                starts[s + 1] - starts[s],
                                k -> x.dual().at(starts[s] + k, j).exp()));
                    }));
        });
    }

    private static Node segments(RandomGraph g, Node x, boolean mean) {
        int[] starts = {0, g.random.nextInt(x.rows() + 1), x.rows()};
        DualMatrix sums = DualMatrix.of(2, x.cols(), (s, j) -> {
            int n = starts[s + 1] - starts[s];
            return DualMatrix.sum(n, k -> x.dual().at(starts[s] + k, j))
                    .scale(mean ? 1.0 / Math.max(1, n) : 1);
        });
        return new Node(mean ? Segments.mean(x.tensor(), starts, 2)
                : Segments.sum(x.tensor(), starts, 2), sums);
    }

    /** Groups of one: every query row looks at its own sequence of steps. */
    private static void attention() {
        ALL.put("dot-scores", (g, x) -> {
            Node keys = g.like(2 * x.rows(), x.cols());
            return new Node(x.tensor().dotScores(keys.tensor(), 0.5f, x.rows(), x.rows()),
                    DualMatrix.of(x.rows(), 2, (i, s) -> DualMatrix.sum(x.cols(), k ->
                            x.dual().at(i, k).times(keys.dual().at(s * x.rows() + i, k)))
                            .scale(0.5)));
        });
        ALL.put("additive-scores", (g, x) -> {
            Node keys = g.like(2 * x.rows(), x.cols());
            Node v = g.like(1, x.cols());
            return new Node(x.tensor().additiveScores(keys.tensor(), v.tensor(), x.rows(),
                    x.rows()), DualMatrix.of(x.rows(), 2, (i, s) -> DualMatrix.sum(x.cols(),
                    k -> x.dual().at(i, k).plus(keys.dual().at(s * x.rows() + i, k)).tanh()
                            .times(v.dual().at(0, k)))));
        });
        ALL.put("attend", (g, x) -> {
            Node values = g.like(x.cols() * x.rows(), g.size());
            return new Node(x.tensor().attend(values.tensor(), x.rows(), x.rows()),
                    DualMatrix.of(x.rows(), values.cols(), (i, j) -> DualMatrix.sum(x.cols(),
                            s -> x.dual().at(i, s).times(
                                    values.dual().at(s * x.rows() + i, j)))));
        });
        ALL.put("lstm-cell", (g, x) -> {
            Node z = g.like(x.rows(), 4 * x.cols());
            int h = x.cols();
            Tensor gates = z.tensor().lstmGates();
            Tensor memory = gates.lstmMemory(x.tensor());
            DualMatrix c = DualMatrix.of(x.rows(), h, (i, j) ->
                    z.dual().at(i, h + j).sigmoid().times(x.dual().at(i, j)).plus(
                            z.dual().at(i, j).sigmoid().times(z.dual().at(i, 2 * h + j).tanh())));
            return new Node(gates.lstmOutput(memory.tanh()), DualMatrix.of(x.rows(), h, (i, j) ->
                    z.dual().at(i, 3 * h + j).sigmoid().times(c.at(i, j).tanh())));
        });
    }
}
