package verge.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verge.lab.config.Config;
import verge.lab.text.TextTable;

/** Lists the methods, or one method's settings. */
@Command(name = "methods", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Lists the methods that can be run, or the settings of one.")
final class MethodsCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", arity = "0..1", paramLabel = "METHOD",
            description = "Show this method's settings with their defaults, as YAML.")
    private String name;

    @Option(names = "--budget", paramLabel = "B",
            description = "Whose defaults: smoke, quick, standard or full (default: quick).")
    private Budget budget = Budget.QUICK;

    @Option(names = "--json", description = "Print the list as one JSON object.")
    private boolean json;

    MethodsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (name != null) {
            Method<?> method = console.methods().find("command line", name);
            console.print(Config.toYaml(method.defaults(budget)));
            return 0;
        }
        TextTable table = new TextTable("method", "what", "paper", "state");
        List<Map<String, String>> list = new ArrayList<>();
        for (Method<?> method : console.methods().all()) {
            table.row(method.name(), method.title(), method.paper(), method.state());
            Map<String, String> entry = new LinkedHashMap<>();
            entry.put("name", method.name());
            entry.put("title", method.title());
            entry.put("paper", method.paper());
            entry.put("state", method.state());
            list.add(entry);
        }
        if (json) {
            console.printJson(Map.of("methods", list));
        } else {
            console.print(table.toString());
        }
        return 0;
    }
}
