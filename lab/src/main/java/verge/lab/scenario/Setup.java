package verge.lab.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A scenario with its numbers and a policy, ready to run.
 *
 * @param scenario the scenario's name
 * @param world the kind of its world
 * @param settings its resolved numbers
 * @param policy the policy with its arguments
 * @param simulation both together
 */
record Setup(String scenario, String world, Record settings, PolicyChoice policy,
        Simulation simulation) {

    /**
     * Reads what somebody wrote.
     *
     * @param scenario whose world it is
     * @param policy the policy as written
     * @param file a YAML file that overrides the scenario's numbers, or null
     * @param words {@code key=value} words of policy and scenario, which override both
     * @return scenario and policy
     * @throws verge.sim.core.InputException for a file, words or a policy that do not fit
     */
    static Setup of(Scenario<?> scenario, String policy, Path file, List<String> words) {
        List<String> rest = new ArrayList<>(words);
        PolicyChoice choice = PolicyChoice.parse(scenario.policies(), policy, rest);
        return of(scenario, choice, file, rest);
    }

    private static <C extends Record> Setup of(Scenario<C> scenario, PolicyChoice policy, Path file,
            List<String> words) {
        ScenarioFile numbers = ScenarioFile.load(scenario.name());
        C settings = numbers.settings(scenario.settings(), file, words);
        return new Setup(scenario.name(), numbers.world(), settings, policy,
                scenario.simulation(settings, policy));
    }
}
