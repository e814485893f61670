package verge.lab;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verge.autodiff.kernel.Kernels;
import verge.lab.selftest.NumericsWalk;
import verge.lab.selftest.NumericsWalk.Outcome;
import verge.lab.text.TextTable;

/** Compares Verge's arithmetic with numbers that other code has made. */
@Command(name = "numerics", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Computes every case of a folder of golden numbers, values and gradients,"
                + " with Verge's operations, layers, losses and optimisers, and compares within"
                + " the tolerances of the case. Ends with code 1 if one is missed.")
final class SelftestNumericsCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "DIR", description =
            "A folder with cases.json and the safetensors files that it lists.")
    private Path folder;

    @Option(names = "--json", description = "Print one JSON object: passed (number of cases),"
            + " failed (names of files, malformed ones among them), notApplicable (number of"
            + " cases). Why, and the counts of each operation, are printed without it.")
    private boolean json;

    SelftestNumericsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Kernels.awaitWarm();
        NumericsWalk walk = NumericsWalk.over(folder);
        if (json) {
            console.printJson(object(walk));
        } else {
            print(walk);
        }
        return walk.failed().isEmpty() ? 0 : Main.FAILED_CHECK;
    }

    private static int goodFiles(NumericsWalk walk) {
        return (int) walk.malformed().values().stream().filter(String::isEmpty).count();
    }

    private static Map<String, Object> object(NumericsWalk walk) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("passed", walk.count(Outcome.PASSED));
        object.put("failed", walk.failed());
        object.put("notApplicable", walk.count(Outcome.NOT_APPLICABLE));
        return object;
    }

    private void print(NumericsWalk walk) {
        TextTable table = new TextTable("operation", "passed", "failed", "not applicable");
        walk.operationCounts().forEach((op, counts) -> table.row(op, "" + counts[0],
                "" + counts[1], "" + counts[2]));
        table.row("all", "" + walk.count(Outcome.PASSED), "" + walk.count(Outcome.FAILED),
                "" + walk.count(Outcome.NOT_APPLICABLE));
        int files = walk.malformed().size();
        if (files > 0) {
            table.row("malformed files", "" + goodFiles(walk), "" + (files - goodFiles(walk)), "");
        }
        console.print(table.toString());
        walk.failures().forEach((file, why) -> console.print(file + ": " + why + "\n"));
        walk.reasons(Outcome.NOT_APPLICABLE).forEach((file, why) ->
                console.print(file + ": not applicable, " + why + "\n"));
        console.print(Kernels.active().name() + " kernels, SHA-256 " + walk.digest() + "\n");
    }
}
