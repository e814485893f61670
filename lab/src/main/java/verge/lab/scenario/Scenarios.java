package verge.lab.scenario;

import java.util.ArrayList;
import java.util.List;
import verge.lab.config.NearWords;
import verge.sim.core.InputException;

/** The scenarios that can be simulated, by name. */
public final class Scenarios {
    private final List<Scenario<?>> all;

    /**
     * A registry.
     *
     * @param all the scenarios in the order in which they are listed
     */
    public Scenarios(List<Scenario<?>> all) {
        this.all = List.copyOf(all);
    }

    /**
     * The scenarios that Verge holds.
     *
     * @return a new registry
     */
    public static Scenarios standard() {
        List<Scenario<?>> all = new ArrayList<>(GraphScenario.all());
        all.addAll(List.of(RadioScenario.starPaper(), RadioScenario.starEua(),
                new QueueScenario(), new CooperativeScenario()));
        return new Scenarios(all);
    }

    /**
     * All scenarios.
     *
     * @return in the order in which they are listed
     */
    public List<Scenario<?>> all() {
        return all;
    }

    /**
     * Looks a scenario up.
     *
     * @param name what was written on the command line
     * @return the scenario of that name
     * @throws InputException that names near ones, if there is none
     */
    public Scenario<?> find(String name) {
        for (Scenario<?> scenario : all) {
            if (scenario.name().equals(name)) {
                return scenario;
            }
        }
        throw new InputException("command line", "scenario", "\"" + name + "\"",
                NearWords.expected(name, all.stream().map(Scenario::name).toList()));
    }
}
