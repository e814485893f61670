package verge.lab;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the replays, one per kind of world. */
@Command(name = "replay", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "WORLD",
        description = "Feeds recorded inputs to a world and prints or compares what comes out.")
final class ReplayCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required word: the world, one of "
                + String.join(", ", spec.subcommands().keySet()));
    }
}
