package verge.lab.scenario;

import java.util.List;
import java.util.Map;

/** The slotted queue world of CRB-DRQN. */
final class QueueScenario implements Scenario<QueueSettings> {
    private static final double USUAL_PROBABILITY = 0.5;

    @Override
    public String name() {
        return "crb-paper";
    }

    @Override
    public Class<QueueSettings> settings() {
        return QueueSettings.class;
    }

    @Override
    public List<PolicyOption> policies() {
        return List.of(
                new PolicyOption("local", "every task on its own device (Local-Only)"),
                new PolicyOption("random", "offloads with probability q, to any server",
                        Map.of("q", USUAL_PROBABILITY)),
                new PolicyOption("uniform", "every choice is equally likely"),
                new PolicyOption("round-robin", "device and servers in turn"),
                new PolicyOption("jsq", "every task to the server with the fewest tasks"),
                new PolicyOption("least-loaded", "every task to the server with the least Mbit"),
                new PolicyOption("multi-tier", "best responses of all devices to the loads that"
                        + " servers broadcast and to each other"),
                new PolicyOption("myopic", "tasks in turn, each for itself; knows all queues and"
                        + " works out every delay exactly"),
                new PolicyOption("central", "as myopic, for the sum of all tasks"),
                BestPlan.OPTION);
    }

    @Override
    public Simulation simulation(QueueSettings settings, PolicyChoice policy) {
        return new QueueSimulation(settings, policy);
    }
}
