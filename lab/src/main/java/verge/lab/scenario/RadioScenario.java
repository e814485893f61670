package verge.lab.scenario;

import java.util.List;
import java.util.Map;
import verge.sim.core.InputException;

/** STAR's slotted radio world: one that matches the published figures, one with real places. */
final class RadioScenario implements Scenario<RadioSettings> {
    private static final double USUAL_PROBABILITY = 0.6;

    private final String name;
    private final boolean realPlaces;

    private RadioScenario(String name, boolean realPlaces) {
        this.name = name;
        this.realPlaces = realPlaces;
    }

    static RadioScenario starPaper() {
        return new RadioScenario("star-paper", false);
    }

    static RadioScenario starEua() {
        return new RadioScenario("star-eua", true);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Class<RadioSettings> settings() {
        return RadioSettings.class;
    }

    @Override
    public List<PolicyOption> policies() {
        return List.of(
                new PolicyOption("local", "every task on its user's device"),
                new PolicyOption("max-sinr", "every task to the server of the best channel"),
                new PolicyOption("sqf", "every task to the shortest queue in reach"),
                new PolicyOption("random", "offloads with probability q, to the best channel",
                        Map.of("q", USUAL_PROBABILITY)),
                new PolicyOption("uniform", "every choice is equally likely"),
                new PolicyOption("myopic", "users in turn, shortest own queue first; knows exact"
                        + " rates and earlier choices"),
                new PolicyOption("central", "least cost of the whole slot; knows everything in it"),
                new PolicyOption("priced", "as central, with a tuned price on queues"),
                BestPlan.OPTION);
    }

    @Override
    public Simulation simulation(RadioSettings settings, PolicyChoice policy) {
        if (realPlaces && settings.stations() == null) {
            throw new InputException("command line", name, "no files of places",
                    "stations=FILE positions=FILE, with columns latitude and longitude");
        }
        return new RadioSimulation(settings, policy);
    }
}
