package verge.lab.scenario;

import java.util.List;
import verge.sim.core.InputException;
import verge.sim.policy.SplitSearch;

/** CTO-TP's servers that compute parts of each other's tasks, in continuous time. */
final class CooperativeScenario implements Scenario<CooperativeSettings> {

    static final String OPTIMAL = "optimal";

    @Override
    public String name() {
        return "cto-paper";
    }

    @Override
    public Class<CooperativeSettings> settings() {
        return CooperativeSettings.class;
    }

    @Override
    public List<PolicyOption> policies() {
        return List.of(
                new PolicyOption("single-server", "every task at its own server: no cooperation"),
                new PolicyOption("random", "every set of servers is equally likely, all shares"
                        + " uniform"),
                new PolicyOption("round-robin", "whole tasks to the servers in turn"),
                new PolicyOption("jsq", "whole tasks to the server with the fewest of them"),
                new PolicyOption("least-loaded", "greedy: whole tasks to the server that would"
                        + " first be done with all it has"),
                new PolicyOption("myopic", "of a grid of splits and shares, the one that costs"
                        + " least if nothing more arrived, at exact rates"),
                new PolicyOption(OPTIMAL, "least cost of all tasks, known in advance, on a grid;"
                        + " for up to " + SplitSearch.MOST_TASKS + " tasks, of which few are soon"
                        + " searched"));
    }

    @Override
    public Simulation simulation(CooperativeSettings settings, PolicyChoice policy) {
        if (policy.name().equals(OPTIMAL) && settings.tasks() > SplitSearch.MOST_TASKS) {
            throw new InputException("command line", OPTIMAL, "tasks=" + settings.tasks(),
                    "at most " + SplitSearch.MOST_TASKS);
        }
        return new CooperativeSimulation(settings, policy);
    }
}
