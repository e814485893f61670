package verge.lab.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verge.lab.text.Numbers;

/**
 * A policy that a scenario offers.
 *
 * @param name what users type
 * @param about what it does, on one line
 * @param arguments the default of each of its arguments, by name
 */
public record PolicyOption(String name, String about, Map<String, Double> arguments) {
    /** Copies the arguments, keeping their order. */
    public PolicyOption {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /**
     * A policy without arguments.
     *
     * @param name what users type
     * @param about what it does, on one line
     */
    public PolicyOption(String name, String about) {
        this(name, about, Map.of());
    }

    /**
     * The name with its arguments.
     *
     * @return for example {@code random q=0.5}
     */
    public String usage() {
        List<String> words = new ArrayList<>(List.of(name));
        arguments.forEach((key, value) -> words.add(key + "=" + Numbers.plain(value)));
        return String.join(" ", words);
    }
}
