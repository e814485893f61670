package verge.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verge.lab.replay.RadioReplay;

/** Replays recorded episodes of the radio world. */
@Command(name = "radio", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Replays recorded episodes of the radio world (STAR).")
final class ReplayRadioCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A recording: JSON with M, N, T,"
            + " slot_s, B_hz, noise_w, tau_max_s, interference, f_local_ghz, F_edge_ghz, P_tx_w,"
            + " gain_large_scale and slots of D_bits, C_gcycles and actions (-2 no task, -1 local,"
            + " else a server).")
    private List<Path> files;

    @Option(names = "--check", description = "Compare with the recorded outputs, to 1e-12 of each;"
            + " exit code 1 at the first difference.")
    private boolean check;

    @Option(names = "--json", description = "Print one JSON object: what a recording has as outputs"
            + " (the default), or with --check agrees and files, each with agrees and message.")
    private boolean json;

    ReplayRadioCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!check) {
            console.printJson(RadioReplay.outputs(Replays.only(files)));
            return 0;
        }
        return Replays.check(console, json, files, RadioReplay::check);
    }
}
