package verge.lab.selftest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import verge.lab.text.Numbers;

/** The statistics that a drawn weight is judged by. */
final class Moments {
    private Moments() {
    }

    /** Mean, mean square and kurtosis E w^4 / (E w^2)^2, in double. */
    private static Map<String, Double> of(float[] weight) {
        double sum = 0;
        double squares = 0;
        double fourth = 0;
        for (float w : weight) {
            double square = (double) w * w;
            sum += w;
            squares += square;
            fourth += square * square;
        }
        int n = weight.length;
        Map<String, Double> moments = new LinkedHashMap<>();
        moments.put("mean", sum / n);
        moments.put("var", squares / n);
        moments.put("kurtosis", fourth / n / (squares / n * squares / n));
        return moments;
    }

    /** What is not as the case expects it, in one line; null if all is. */
    static String failure(GoldenEntry entry, float[] weight) {
        JsonNode expected = entry.settings().path("expected");
        JsonNode accepted = entry.settings().path("accept_abs_error");
        for (Map.Entry<String, Double> moment : of(weight).entrySet()) {
            String name = moment.getKey();
            if (!expected.path(name).isNumber() || !accepted.path(name).isNumber()) {
                throw entry.wrong("expected." + name, expected.path(name),
                        "a number, and one in accept_abs_error");
            }
            double want = expected.path(name).doubleValue();
            double within = accepted.path(name).doubleValue();
            if (!(Math.abs(moment.getValue() - want) <= within)) {
                return name + ": " + Numbers.text(moment.getValue()) + ", expected "
                        + Numbers.text(want) + " within " + Numbers.text(within);
            }
        }
        JsonNode bound = expected.path("max_abs_bound");
        for (int i = 0; bound.isNumber() && i < weight.length; i++) {
            if (!(Math.abs(weight[i]) <= (float) bound.doubleValue() * (1 + 1e-6))) {
                return "w[" + i + "]: " + Numbers.text(weight[i]) + ", expected at most "
                        + Numbers.text(bound.doubleValue());
            }
        }
        return null;
    }
}
