package verge.lab;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Checks of Verge's arithmetic on the machine at hand, each a command of its own. */
@Command(name = "selftest", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "CHECK",
        description = "Checks Verge's arithmetic on this machine.")
final class SelftestCommand {
    private SelftestCommand() {
    }

    static CommandLine with(Console console) {
        return new CommandLine(new SelftestCommand())
                .addSubcommand(new SelftestBitsCommand(console))
                .addSubcommand(new SelftestNumericsCommand(console));
    }
}
