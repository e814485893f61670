package verge.lab;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verge.lab.scenario.Scenarios;
import verge.lab.scenario.Seeds;
import verge.lab.scenario.Sweep;

/** Simulates a scenario under a policy that does not learn, over a range of seeds. */
@Command(name = "simulate", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Simulates a scenario under a policy over a range of seeds, on one thread.")
final class SimulateCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "SCENARIO",
            description = "One of those that `verge scenarios` lists.")
    private String name;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "key=value",
            description = "Settings of the scenario and arguments of the policy; `verge scenarios"
                    + " SCENARIO` shows them.")
    private List<String> words = List.of();

    @Option(names = "--policy", required = true, paramLabel = "P",
            description = "One of the scenario's policies.")
    private String policy;

    @Option(names = "--seeds", paramLabel = "A..B",
            description = "Which episodes (default: ${DEFAULT-VALUE}).")
    private String seeds = "1..20";

    @Option(names = "--json", description = "Print one JSON object: tasks and dropped (sums),"
            + " meanDelaySeconds, failureRate, energyJoules and costSeconds (means over episodes),"
            + " interval95, perSeed, digest, slotsPerSecond. All but the last follow from the seeds.")
    private boolean json;

    SimulateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Sweep sweep = Sweep.run(Scenarios.standard().find(name), words, policy, Seeds.parse(seeds));
        if (json) {
            console.printJson(sweep.object());
        } else {
            console.print(sweep.text());
        }
        return 0;
    }
}
