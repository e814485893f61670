package verge.lab.scenario;

import java.util.List;

/**
 * A world with numbers and the policies that fit it. Its numbers are the {@link ScenarioFile} of its
 * name, one parameter for each component of its settings.
 *
 * @param <C> its settings, a record whose constructor refuses impossible values with an
 *        {@link IllegalArgumentException} that names the component
 */
public interface Scenario<C extends Record> {
    /**
     * What users type, and the name of the resource.
     *
     * @return lower-case letters, digits and hyphens
     */
    String name();

    /**
     * The type of its settings.
     *
     * @return a record type
     */
    Class<C> settings();

    /**
     * The policies that fit.
     *
     * @return in the order in which they are listed
     */
    List<PolicyOption> policies();

    /**
     * Builds world and policy.
     *
     * @param settings the resolved settings
     * @param policy one of {@link #policies()} with its arguments
     * @return the simulation, to be run by one thread at a time
     * @throws verge.sim.core.InputException if the policy cannot be had with these settings, such as
     *         an exact optimum of a world too large
     */
    Simulation simulation(C settings, PolicyChoice policy);
}
