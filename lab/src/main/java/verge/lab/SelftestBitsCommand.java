package verge.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import verge.autodiff.kernel.Kernels;
import verge.lab.selftest.BitAudit;
import verge.lab.text.TextTable;

/** Prints digests that have to be the same everywhere. */
@Command(name = "bits", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Runs every kernel and a short training of every layer on fixed inputs and"
                + " prints the SHA-256 of what comes out: the same on every machine and JDK, with"
                + " either kernels. Ends with code 1 if bits change as the virtual machine warms"
                + " up.")
final class SelftestBitsCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--short", description =
            "Fewer sizes and steps, with digests of their own: for slow virtual machines.")
    private boolean brief;

    @Mixin
    private ThreadsOption threads;

    @Option(names = "--json", description = "Print one JSON object: digest, short, twin, unsteady"
            + " (what changed its bits), kernels and layers (name and digest).")
    private boolean json;

    SelftestBitsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        BitAudit audit = BitAudit.run(brief, threads.count());
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("digest", audit.digest());
            object.put("short", brief);
            object.put("twin", Kernels.active().name());
            object.put("unsteady", audit.unsteady());
            object.put("kernels", audit.kernels());
            object.put("layers", audit.layers());
            console.printJson(object);
        } else {
            TextTable table = new TextTable("", "what", "SHA-256");
            audit.kernels().forEach((name, digest) -> table.row("kernel", name, digest));
            audit.layers().forEach((name, digest) -> table.row("layer", name, digest));
            console.print(table.row("all", brief ? "short" : "", audit.digest()).toString());
            audit.unsteady().forEach(name ->
                    console.print(name + ": other bits when run again\n"));
        }
        return audit.unsteady().isEmpty() ? 0 : Main.FAILED_CHECK;
    }
}
