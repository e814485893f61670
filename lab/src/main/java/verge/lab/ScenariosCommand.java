package verge.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verge.lab.scenario.PolicyOption;
import verge.lab.scenario.Scenario;
import verge.lab.scenario.ScenarioFile;
import verge.lab.scenario.Scenarios;
import verge.lab.text.TextTable;

/** Lists the scenarios, or one scenario's numbers and policies. */
@Command(name = "scenarios", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Lists the scenarios that can be simulated, or the numbers of one with their"
                + " sources, and its policies.")
final class ScenariosCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", arity = "0..1", paramLabel = "SCENARIO",
            description = "Show this scenario's numbers and policies.")
    private String name;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    ScenariosCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Scenarios scenarios = Scenarios.standard();
        if (name == null) {
            list(scenarios);
        } else {
            show(scenarios.find(name));
        }
        return 0;
    }

    private void list(Scenarios scenarios) {
        TextTable table = new TextTable("scenario", "world", "policies", "what", "source");
        List<Map<String, Object>> list = new ArrayList<>();
        for (Scenario<?> scenario : scenarios.all()) {
            ScenarioFile file = ScenarioFile.load(scenario.name());
            List<String> policies =
                    scenario.policies().stream().map(PolicyOption::name).toList();
            table.row(file.name(), file.world(), Integer.toString(policies.size()), file.title(),
                    file.source());
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", file.name());
            entry.put("world", file.world());
            entry.put("title", file.title());
            entry.put("source", file.source());
            entry.put("policies", policies);
            list.add(entry);
        }
        if (json) {
            console.printJson(Map.of("scenarios", list));
        } else {
            console.print(table.toString());
        }
    }

    private void show(Scenario<?> scenario) {
        ScenarioFile file = ScenarioFile.load(scenario.name());
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("name", file.name());
            object.put("world", file.world());
            object.put("title", file.title());
            object.put("source", file.source());
            object.put("parameters", file.parameters());
            object.put("policies", scenario.policies());
            console.printJson(object);
            return;
        }
        TextTable numbers = new TextTable("parameter", "value", "unit");
        TextTable sources = new TextTable("parameter", "source");
        for (ScenarioFile.Parameter parameter : file.parameters()) {
            numbers.row(parameter.name(), parameter.value(), parameter.unit());
            sources.row(parameter.name(), parameter.source());
        }
        StringBuilder policies = new StringBuilder();
        int width = scenario.policies().stream().mapToInt(p -> p.usage().length()).max().orElse(0);
        for (PolicyOption policy : scenario.policies()) {
            String gap = " ".repeat(width + 2 - policy.usage().length());
            policies.append(policy.usage()).append(gap).append(policy.about()).append('\n');
        }
        console.print(file.name() + ": " + file.title() + "\n" + file.source() + "\n\n" + numbers
                + "\n" + sources + "\n" + policies);
    }
}
