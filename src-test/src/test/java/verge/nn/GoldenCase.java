package verge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;

/**
 * One golden case: its inputs as tensors of two dimensions (all but the last folded into rows),
 * the outputs and gradients computed, and their comparison with the golden ones.
 */
final class GoldenCase {

    final Tape tape = new Tape();
    final SafetensorsFile file;
    private final JsonNode json;
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final Map<String, Tensor> outputs = new LinkedHashMap<>();
    private final Map<String, float[]> gradients = new LinkedHashMap<>();
    private final Map<String, float[]> results = new LinkedHashMap<>();

    GoldenCase(JsonNode json) {
        this.json = json;
        file = SafetensorsFile.read(Golden.numerics(name()));
    }

    String name() {
        return json.get("file").asText();
    }

    String op() {
        return json.get("op").asText();
    }

    JsonNode option(String name) {
        return json.get("hyperparameters").path(name);
    }

    int[] shape(String tensor) {
        return Arrays.stream(file.shape(tensor)).mapToInt(Math::toIntExact).toArray();
    }

    static int size(int... shape) {
        return Arrays.stream(shape).reduce(1, (x, y) -> x * y);
    }

    /** The input or parameter as a variable, made once. */
    Tensor input(String name) {
        return inputs.computeIfAbsent(name, key -> {
            int[] shape = shape(key);
            int cols = shape.length == 0 ? 1 : shape[shape.length - 1];
            int rows = shape.length < 2 ? 1
                    : size(Arrays.copyOf(shape, shape.length - 1));
            return tape.variable(file.floats(key), 0, rows, cols);
        });
    }

    /** An input as one column. */
    Tensor column(String name) {
        return input(name).reshape(input(name).size(), 1);
    }

    /** Sets an output; its elements are in the golden order. */
    void output(String name, Tensor y) {
        outputs.put(name, y);
    }

    /** Sets a result that no gradient belongs to, such as out64.m of an optimiser. */
    void result(String name, float[] values) {
        results.put(name, values);
    }

    /** Puts a golden weight [outputs, inputs] (or vector) into a slot [inputs, outputs]. */
    void load(Parameters p, Slot slot, float[] golden) {
        for (int i = 0; i < slot.rows(); i++) {
            for (int j = 0; j < slot.cols(); j++) {
                p.values()[slot.offset() + i * slot.cols() + j] = golden[j * slot.rows() + i];
            }
        }
    }

    /** Sets the gradient of a golden parameter from that of its slot, transposed back. */
    void gradient(String name, Parameters p, Slot slot) {
        float[] g = new float[slot.size()];
        for (int i = 0; i < slot.rows(); i++) {
            for (int j = 0; j < slot.cols(); j++) {
                g[j * slot.rows() + i] = p.gradients()[slot.offset() + i * slot.cols() + j];
            }
        }
        gradients.put("grad64." + name, g);
    }

    /**
     * Runs backwards from the sum of upstream times output. NaN cases end in a fault by design, so
     * that only their outputs are compared.
     */
    void backward() {
        if (json.get("category").asText().equals("nan")) {
            return;
        }
        Tensor loss = null;
        for (Map.Entry<String, Tensor> entry : outputs.entrySet()) {
            String up = "up." + entry.getKey();
            Tensor y = entry.getValue();
            if (file.contains(up)) {
                Tensor term = y.reshape(1, y.size()).multiply(tape.constant(file.floats(up), 0, 1,
                        y.size())).sum();
                loss = loss == null ? term : loss.add(term);
            }
        }
        if (loss == null) {
            return;
        }
        tape.backward(loss);
        for (Map.Entry<String, Tensor> entry : inputs.entrySet()) {
            Tensor x = entry.getValue();
            float[] g = new float[x.size()];
            for (int i = 0; i < g.length; i++) {
                g[i] = x.gradient(i / x.cols(), i % x.cols());
            }
            gradients.put("grad64." + entry.getKey(), g);
        }
    }

    /** Compares all that is golden, but for outputs that the operation does not have. */
    void compare(Set<String> absent) {
        outputs.forEach((name, y) -> {
            float[] values = new float[y.size()];
            y.copyTo(values, 0);
            results.put("out64." + name, values);
        });
        List<String> golden = new ArrayList<>();
        boolean nan = json.get("category").asText().equals("nan");
        for (String name : file.names()) {
            if (name.startsWith("out64.") && !absent.contains(name)
                    || name.startsWith("grad64.") && !nan) {
                golden.add(name);
            }
        }
        assertThat(golden).as(name()).isNotEmpty();
        for (String name : golden) {
            float[] actual = name.startsWith("out64.") ? results.get(name) : gradients.get(name);
            assertThat(actual).as(name() + " computes " + name).isNotNull();
            compare(name, actual, file.doubles(name));
        }
    }

    private void compare(String name, float[] actual, double[] golden) {
        JsonNode tolerance = json.get("tolerance_f32").get("per_tensor").get(name);
        double atol = tolerance.get("atol").asDouble();
        double rtol = tolerance.get("rtol").asDouble();
        assertThat(actual.length).as(name() + " " + name).isEqualTo(golden.length);
        for (int i = 0; i < golden.length; i++) {
            float a = actual[i];
            double g = golden[i];
            boolean good = Double.isNaN(g) ? Float.isNaN(a)
                    : Float.isInfinite((float) g) ? a == (float) g
                    : Float.isFinite(a) && Math.abs(a - g) <= atol + rtol * Math.abs(g);
            if (!good) {
                fail("%s %s [%d]: %s, expected %s within %s + %s |expected|", name(), name, i, a,
                        g, atol, rtol);
            }
        }
    }
}
