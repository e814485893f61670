package verge.lab.scenario;

import java.util.List;

/** MRLCO's task graphs: in each of its experiments another number varies. */
final class GraphScenario implements Scenario<GraphSettings> {
    private final String name;

    private GraphScenario(String name) {
        this.name = name;
    }

    /** One scenario per experiment of the paper. */
    static List<GraphScenario> all() {
        return List.of(new GraphScenario("mrlco-topology"), new GraphScenario("mrlco-size"),
                new GraphScenario("mrlco-rate"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Class<GraphSettings> settings() {
        return GraphSettings.class;
    }

    @Override
    public List<PolicyOption> policies() {
        return List.of(
                new PolicyOption("local", "every task on the device"),
                new PolicyOption("edge", "every task offloaded"),
                new PolicyOption("random", "each task by a fair coin"),
                new PolicyOption("round-robin", "tasks alternately, the first on the device"),
                new PolicyOption("greedy", "tasks by number, each to where it finishes earlier"),
                new PolicyOption("heft", "tasks by rank, each to where it finishes earlier"),
                new PolicyOption("optimal", "least latency of all plans, proved"));
    }

    @Override
    public Simulation simulation(GraphSettings settings, PolicyChoice policy) {
        return new GraphSimulation(settings, policy);
    }
}
