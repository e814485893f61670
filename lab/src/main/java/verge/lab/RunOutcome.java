package verge.lab;

import java.util.Map;
import verge.lab.run.Results;

/**
 * What a method's run ends with.
 *
 * @param results what was found
 * @param digests digests in hexadecimal by name, for example of the parameters and of the worlds'
 *         events; they depend on nothing but configuration, seed and inputs
 */
public record RunOutcome(Results results, Map<String, String> digests) {
}
