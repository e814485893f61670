package verge.lab.selftest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/**
 * What {@code cases.json} says of one case.
 *
 * @param file name of its safetensors file, relative to the folder
 * @param op operation
 * @param settings hyper-parameters, an object
 * @param tolerance of the case as a whole, an object
 * @param tolerances of each golden tensor
 * @param tensors type and shape of each tensor of the file, as {@code F32 [2, 3]}
 * @param skipped golden tensors that a computation in float does not have to meet
 */
record GoldenEntry(String file, String op, JsonNode settings, JsonNode tolerance,
        Map<String, Tolerance> tolerances, Map<String, String> tensors, Set<String> skipped) {
    /** A hyper-parameter that is a number. */
    double number(String name) {
        JsonNode value = settings.path(name);
        if (!value.isNumber()) {
            throw wrong(name, value, "a number");
        }
        return value.doubleValue();
    }

    /** A hyper-parameter that is an integer within bounds. */
    int integer(String name, int least, int most) {
        JsonNode value = settings.path(name);
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw wrong(name, value, "an integer from " + least + " to " + most);
        }
        return value.intValue();
    }

    /** A hyper-parameter that is true or false. */
    boolean flag(String name) {
        JsonNode value = settings.path(name);
        if (!value.isBoolean()) {
            throw wrong(name, value, "true or false");
        }
        return value.booleanValue();
    }

    /** A hyper-parameter that is a text. */
    String word(String name) {
        JsonNode value = settings.path(name);
        if (!value.isTextual()) {
            throw wrong(name, value, "a text");
        }
        return value.textValue();
    }

    /** Says that a hyper-parameter is not as the operation needs it. */
    IllegalArgumentException wrong(String name, JsonNode found, String expected) {
        return new IllegalArgumentException("hyperparameters." + name + ": "
                + (found.isMissingNode() ? "nothing" : found.toString()) + ", expected "
                + expected);
    }
}
