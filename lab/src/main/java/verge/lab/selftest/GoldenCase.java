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
import verge.sim.core.InputException;

/**
 * One golden case while it is computed: inputs as tensors of two dimensions (all axes but the last
 * folded into rows), what was computed of them, and the comparison with what is golden.
 */
final class GoldenCase {
    private final GoldenEntry entry;
    private final SafetensorsFile file;
    private final Tape tape = new Tape();
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final Map<String, Tensor> outputs = new LinkedHashMap<>();
    private final Map<String, float[]> results = new LinkedHashMap<>();
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
                    + ": expected " + rank);
        }
        return shape;
    }

    float[] floats(String tensor) {
        return file.floats(tensor);
    }

    boolean[] flags(String tensor) {
        return file.booleans(tensor);
    }

    int[] indices(String tensor) {
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

    /** An input as one column. */
    Tensor column(String name) {
        Tensor x = input(name);
        return x.reshape(x.size(), 1);
    }

    /** A tensor without a gradient, as one column; null if there is none. */
    Tensor constant(String name) {
        if (!has(name)) {
            return null;
        }
        float[] data = file.floats(name);
        return tape.constant(data, 0, data.length, 1);
    }

    /** A mask [rows, cols] of ones where it keeps; null if there is none. */
    Tensor mask(String name) {
        if (!has(name)) {
            return null;
        }
        int[] shape = shape(name);
        int cols = shape[shape.length - 1];
        float[] kept = maskElements(name);
        return tape.constant(kept, 0, cols == 0 ? 0 : kept.length / cols, cols);
    }

    /** A mask's elements, 1 where it keeps. */
    float[] maskElements(String name) {
        boolean[] flags = file.booleans(name);
        float[] kept = new float[flags.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = flags[i] ? 1f : 0f;
        }
        return kept;
    }

    /** Parameters of a table with the golden values, whose gradients are compared later. */
    Parameters parameters(ParameterTable table, GoldenParameters places) {
        Parameters p = new Parameters(table);
        places.load(file, p);
        parameters.put(places, p);
        return p;
    }

    /** Parameters as the others, whose gradients do not matter. */
    Parameters frozen(ParameterTable table, GoldenParameters places) {
        Parameters p = new Parameters(table);
        places.load(file, p);
        return p;
    }

    /** Sets an output, its elements in the golden order. */
    void output(String name, Tensor y) {
        outputs.put(name, y);
    }

    /** Sets a result that no gradient goes through. */
    void result(String name, float... values) {
        results.put("out64." + name, values);
    }

    /** Sets integers, which must be met exactly. */
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
            results.put("out64." + output.getKey(), values);
            String up = "up." + output.getKey();
            if (has(up)) {
                float[] upstream = file.floats(up);
                if (upstream.length != y.size()) {
                    throw new IllegalArgumentException(up + ": " + upstream.length
                            + " elements for " + y.size());
                }
                Tensor part = Gradients.seed(y, upstream, 0);
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
            results.put("grad64." + name, g);
        });
        parameters.forEach((places, p) -> places.gradients(file, p, results));
    }

    /** Adds all that was computed, in the order of the file. */
    void digest(BitDigest digest) {
        if (drawn != null) {
            digest.add(drawn);
        }
        for (String name : file.names()) {
            if (results.containsKey(name)) {
                digest.add(name);
                digest.add(results.get(name));
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
        int i = Arrays.mismatch(actual, golden);
        return i < 0 ? null : i >= actual.length || i >= golden.length
                ? name + ": " + actual.length + " elements, expected " + golden.length
                : name + "[" + i + "]: " + actual[i] + ", expected " + golden[i];
    }

    private String differing(String name) {
        double[] golden = file.doubles(name);
        float[] actual = results.get(name);
        if (actual == null) {
            return name + ": not computed";
        }
        if (actual.length != golden.length) {
            return name + ": " + actual.length + " elements, expected " + golden.length;
        }
        Tolerance tolerance = entry.tolerances().get(name);
        if (tolerance == null) {
            throw new InputException(entry.source(), entry.file()
                    + ": tolerance_f32.per_tensor", "nothing for " + name, "atol and rtol");
        }
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
