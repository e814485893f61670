package verge.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verge.lab.replay.QueueCheck;
import verge.sim.world.QueueWorld;

/** Replays recorded episodes of the slotted queue world. */
@Command(name = "queue", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Replays recorded episodes of the slotted queue world (CRB-DRQN).")
final class ReplayQueueCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A recording: JSON with n_iot,"
            + " n_fog, n_time, max_delay, slot_s, comp_cap_iot, comp_cap_fog, tran_cap_iot,"
            + " comp_density, arrivals (Mbit) and actions (0 on the device, k to server k - 1).")
    private List<Path> files;

    @Option(names = "--mode", paramLabel = "reference|default", description = "Whose physics:"
            + " those of the published simulator with its faults, or the paper's equations"
            + " (default: the paper's; with --check, the published simulator's).")
    private QueueWorld.Mode mode;

    @Option(names = "--check", description = "Compare with the recorded outputs, exactly; exit code"
            + " 1 at the first difference.")
    private boolean check;

    @Option(names = "--json", description = "Print one JSON object: what a recording has as outputs"
            + " (the default), or with --check agrees and files, each with agrees and message.")
    private boolean json;

    ReplayQueueCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!check) {
            console.printJson(QueueCheck.outputs(Replays.only(files),
                    mode == null ? QueueWorld.Mode.DEFAULT : mode));
            return 0;
        }
        QueueWorld.Mode checked = mode == null ? QueueWorld.Mode.REFERENCE : mode;
        return Replays.check(console, json, files, file -> QueueCheck.check(file, checked));
    }
}
