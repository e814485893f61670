package verge.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import verge.lab.text.TextTable;

/** Lists the methods. */
@Command(name = "methods", mixinStandardHelpOptions = true,
        description = "Lists the methods that can be run.")
final class MethodsCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    MethodsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
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
