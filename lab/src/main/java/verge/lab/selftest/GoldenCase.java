package verge.lab.selftest;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import verge.autodiff.Gradients;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.lab.text.Numbers;
import verge.nn.SafetensorsFile;

/**
 * One golden case while it is computed: inputs as tensors of two dimensions (all axes but the last
 * folded into rows), what was computed of them, and the comparison with what is golden. A case that
 * contradicts its operation is met with an {@code IllegalArgumentException} or, where a tensor is
 * missing or of another type, a {@link verge.nn.InputException}.
 */
final class GoldenCase {
    /** What was computed for a golden tensor, with the shape that the operation gives it. */
    private record Result(int[] shape, float[] values) {
    }

    private final GoldenEntry entry;
    private final SafetensorsFile file;
    private final Tape tape = new Tape();
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final Map<String, Tensor> outputs = new LinkedHashMap<>();
    private final Map<String, int[]> shapes = new LinkedHashMap<>();
    private final Map<String, Result> results = new LinkedHashMap<>();
    private final Map<String, long[]> choices = new LinkedHashMap<>();
    private final Map<GoldenParameters, Parameters> parameters = new LinkedHashMap<>();
    private float[] drawn;

    GoldenCase(GoldenEntry entry, SafetensorsFile file) {
        this.entry = entry;
        this.file = file;
    }

    GoldenEntry entry() {
        return entry;
    }

    Tape tape() {
        return tape;
    }

    boolean has(String tensor) {
        return file.contains(tensor);
    }

    int[] shape(String tensor) {
        return Arrays.stream(file.shape(tensor)).mapToInt(Math::toIntExact).toArray();
    }

    /** The dimensions of a tensor that must have a rank. */
    int[] shape(String tensor, int rank) {
        int[] shape = shape(tensor);
        if (shape.length != rank) {
            throw new IllegalArgumentException(tensor + " of rank " + shape.length
                    + ", expected " + rank);
        }
        return shape;
    }

    /** A number that Verge needs to be positive, though a case may do without. */
    static int some(int n, String what) {
        if (n == 0) {
            throw new NotApplicable("no " + what);
        }
        return n;
    }

    /** The elements of a tensor that must have a shape. */
    float[] floats(String tensor, int... shape) {
        require(tensor, shape(tensor), shape);
        return file.floats(tensor);
    }

    boolean[] flags(String tensor, int... shape) {
        require(tensor, shape(tensor), shape);
        return file.booleans(tensor);
    }

    int[] indices(String tensor, int... shape) {
        require(tensor, shape(tensor), shape);
        return Arrays.stream(file.longs(tensor)).mapToInt(Math::toIntExact).toArray();
    }

    /** An input as a variable, made once. */
    Tensor input(String name) {
        Tensor made = inputs.get(name);
        if (made == null) {
            int[] shape = shape(name);
            int cols = shape.length == 0 ? 1 : shape[shape.length - 1];
            int rows = shape.length < 2 ? 1 : Folding.before(shape, shape.length - 1);
            made = tape.variable(file.floats(name), 0, rows, cols);
            inputs.put(name, made);
        }
        return made;
    }

    /** An input of a shape, with all axes but the last folded into rows. */
    Tensor input(String name, int... shape) {
        require(name, shape(name), shape);
        return input(name);
    }

    /** An input of a shape as one column. */
    Tensor column(String name, int... shape) {
        Tensor x = input(name, shape);
        return x.reshape(x.size(), 1);
    }

    /** A tensor of a shape without a gradient, as one column. */
    Tensor constant(String name, int... shape) {
        float[] data = floats(name, shape);
        return tape.constant(data, 0, data.length, 1);
    }

    /** As {@link #constant}; null if there is none. */
    Tensor optional(String name, int... shape) {
        return has(name) ? constant(name, shape) : null;
    }

    /** A mask repeated to a shape, [rows, cols], 1 where it keeps; null if there is none. */
    Tensor mask(String name, int... shape) {
        if (!has(name)) {
            return null;
        }
        float[] kept = maskElements(name, shape);
        int cols = shape[shape.length - 1];
        return tape.constant(kept, 0, Folding.before(shape, shape.length - 1), cols);
    }

    /** A mask's elements when it is repeated to a shape, 1 where it keeps. */
    float[] maskElements(String name, int[] shape) {
        boolean[] flags = file.booleans(name);
        int[] places = Folding.broadcast(shape(name), shape);
        float[] kept = new float[places.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = flags[places[i]] ? 1f : 0f;
        }
        return kept;
    }

    /** Parameters of a table with the golden values, whose gradients are compared later. */
    Parameters parameters(ParameterTable table, GoldenParameters places) {
        Parameters p = frozen(table, places);
        parameters.put(places, p);
        return p;
    }

    /** Parameters as the others, whose gradients do not matter. */
    Parameters frozen(ParameterTable table, GoldenParameters places) {
        places.requireShapes(file);
        Parameters p = new Parameters(table);
        places.load(file, p);
        return p;
    }

    /** Sets an output, its elements in the order that they have in a tensor of the shape. */
    void output(String name, Tensor y, int... shape) {
        outputs.put(name, y);
        shapes.put(name, shape);
    }

    /** Sets a result that no gradient goes through. */
    void result(String name, float[] values, int... shape) {
        results.put("out64." + name, new Result(shape, values));
    }

    /** Sets integers [n], which must be met exactly. */
    void choice(String name, long[] values) {
        choices.put("out64." + name, values);
    }

    /** Sets a weight that was drawn, which is judged by its statistics alone. */
    void drawn(float[] weight) {
        drawn = weight;
    }

    /** Runs backwards from the outputs with an upstream gradient, and collects all numbers. */
    void finish() {
        Tensor loss = null;
        for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
            Tensor y = output.getValue();
            float[] values = new float[y.size()];
            y.copyTo(values, 0);
            int[] shape = shapes.get(output.getKey());
            results.put("out64." + output.getKey(), new Result(shape, values));
            String up = "up." + output.getKey();
            if (has(up)) {
                require(up, shape(up), shape);
                Tensor part = Gradients.seed(y, file.floats(up), 0);
                loss = loss == null ? part : loss.add(part);
            }
        }
        if (loss == null) {
            return;
        }
        tape.backward(loss);
        inputs.forEach((name, x) -> {
            float[] g = new float[x.size()];
            for (int i = 0; i < g.length; i++) {
                g[i] = x.gradient(i / x.cols(), i % x.cols());
            }
            results.put("grad64." + name, new Result(shape(name), g));
        });
        parameters.forEach((places, p) -> places.gradients(p).forEach((name, g) ->
                results.put("grad64." + name, new Result(shape(name), g))));
    }

    private static void require(String name, int[] found, int[] expected) {
        if (!Arrays.equals(found, expected)) {
            throw new IllegalArgumentException(name + " of shape " + Arrays.toString(found)
                    + ", expected " + Arrays.toString(expected));
        }
    }

    /** Adds all that was computed, in the order of the file. */
    void digest(BitDigest digest) {
        if (drawn != null) {
            digest.add(drawn);
        }
        for (String name : file.names()) {
            if (results.containsKey(name)) {
                digest.add(name);
                digest.add(results.get(name).values);
            }
        }
    }

    /** What is wrong, in one line; null if everything golden was met. */
    String failure() {
        if (drawn != null) {
            return Moments.failure(entry, drawn);
        }
        int golden = 0;
        for (String name : file.names()) {
            if (!name.startsWith("out64.") && !name.startsWith("grad64.")
                    || entry.skipped().contains(name)) {
                continue;
            }
            golden++;
            String wrong = file.dtype(name).equals("I64") ? otherChoice(name) : differing(name);
            if (wrong != null) {
                return wrong;
            }
        }
        return golden == 0 ? "nothing golden in it" : null;
    }

    private String otherChoice(String name) {
        long[] golden = file.longs(name);
        long[] actual = choices.get(name);
        if (actual == null) {
            return name + ": not computed";
        }
        require(name, shape(name), new int[] {actual.length});
        int i = Arrays.mismatch(actual, golden);
        return i < 0 ? null : name + "[" + i + "]: " + actual[i] + ", expected " + golden[i];
    }

    private String differing(String name) {
        Result result = results.get(name);
        if (result == null) {
            return name + ": not computed";
        }
        require(name, shape(name), result.shape);
        Tolerance tolerance = entry.tolerances().get(name);
        if (tolerance == null) {
            return name + ": no tolerance_f32.per_tensor, expected atol and rtol";
        }
        double[] golden = file.doubles(name);
        float[] actual = result.values;
        for (int i = 0; i < golden.length; i++) {
            if (!tolerance.accepts(actual[i], golden[i])) {
                return name + "[" + i + "]: " + Numbers.text(actual[i]) + ", expected "
                        + Numbers.text(golden[i]) + " within " + Numbers.text(
                        tolerance.absolute() + tolerance.relative() * Math.abs(golden[i]));
            }
        }
        return null;
    }
}
