package verge.lab.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import verge.lab.config.NearWords;
import verge.lab.text.Numbers;
import verge.sim.core.InputException;

/**
 * A policy with its arguments, as somebody wrote it.
 *
 * @param name one of those that the scenario offers
 * @param arguments all its arguments by name
 */
public record PolicyChoice(String name, Map<String, Double> arguments) {
    private static final String COMMAND_LINE = "command line";

    /** Copies the arguments, keeping their order. */
    public PolicyChoice {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /**
     * An argument's value.
     *
     * @param key one of the policy's arguments
     * @return what was written, or its default
     */
    public double argument(String key) {
        return arguments.get(key);
    }

    /**
     * An argument's value within bounds.
     *
     * @param key one of the policy's arguments
     * @param least the least value allowed
     * @param most the largest value allowed
     * @return what was written, or its default
     * @throws InputException if it is out of bounds
     */
    public double argument(String key, double least, double most) {
        double value = argument(key);
        if (!(value >= least && value <= most)) {
            throw new InputException(COMMAND_LINE, name + " " + key, Numbers.plain(value),
                    Numbers.plain(least) + " to " + Numbers.plain(most));
        }
        return value;
    }

    /**
     * Reads a policy from the command line.
     *
     * @param options what there is
     * @param text a name, with or without {@code key=value} arguments behind spaces
     * @param words further words; those that are arguments of the policy are removed
     * @return the choice
     * @throws InputException for an unknown policy or argument, or a value that is no number
     */
    public static PolicyChoice parse(List<PolicyOption> options, String text, List<String> words) {
        String[] parts = text.strip().split("\\s+");
        PolicyOption option = find(options, parts[0]);
        Map<String, Double> arguments = new LinkedHashMap<>(option.arguments());
        List<String> own = new ArrayList<>(List.of(parts).subList(1, parts.length));
        for (String word : own) {
            String key = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            if (!option.arguments().containsKey(key)) {
                throw new InputException(COMMAND_LINE, option.name(), "\"" + word + "\"",
                        NearWords.expected(key, option.arguments().keySet()) + " with a value");
            }
        }
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals > 0 && option.arguments().containsKey(word.substring(0, equals))) {
                own.add(word);
            }
        }
        words.removeAll(own);
        Set<String> given = new TreeSet<>();
        for (String word : own) {
            int equals = word.indexOf('=');
            if (!given.add(equals < 0 ? word : word.substring(0, equals))) {
                throw new InputException(COMMAND_LINE, option.name(), "\"" + word + "\"",
                        "each argument once");
            }
            arguments.put(equals < 0 ? word : word.substring(0, equals), number(option, word));
        }
        return new PolicyChoice(option.name(), arguments);
    }

    private static PolicyOption find(List<PolicyOption> options, String name) {
        for (PolicyOption option : options) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        throw new InputException(COMMAND_LINE, "policy", "\"" + name + "\"", NearWords.expected(name,
                options.stream().map(PolicyOption::name).toList()));
    }

    private static double number(PolicyOption option, String word) {
        String text = word.substring(word.indexOf('=') + 1);
        if (text.matches("[+-]?(\\d{1,300}(\\.\\d{0,300})?|\\.\\d{1,300})([eE][+-]?\\d{1,3})?")) {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        }
        throw new InputException(COMMAND_LINE, option.name(), "\"" + word + "\"",
                "key=value with a finite number");
    }

    /**
     * As it would be typed.
     *
     * @return for example {@code random q=0.6}
     */
    @Override
    public String toString() {
        return new PolicyOption(name, "", arguments).usage();
    }
}
