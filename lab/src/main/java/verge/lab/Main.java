package verge.lab;

import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import verge.autodiff.NumericFault;
import verge.autodiff.kernel.Kernels;
import verge.lab.run.Manifest;
import verge.sim.core.InputException;

/**
 * The {@code verge} command. Exit codes: 0 done, 1 a check failed, 2 bad usage or input (one line
 * on standard error), 3 a fault of Verge itself (with its stack trace).
 */
@Command(name = "verge", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "Learning to offload computation at the network edge.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:a check failed", "2:bad usage or input",
            "3:a fault of Verge itself"})
public final class Main {
    static final int FAILED_CHECK = 1;
    private static final int BAD_INPUT = 2;
    private static final int FAULT = 3;

    /**
     * Runs the command and ends the virtual machine with its exit code. System property
     * {@code verge.terminal} holds the width of the terminal behind standard error, if it is one,
     * and {@code verge.stderr} the file to use as standard error, if not descriptor 2.
     *
     * @param args the words of the command line
     */
    public static void main(String[] args) {
        PrintStream out = stream(new FileOutputStream(FileDescriptor.out));
        PrintStream err = errorStream(System.getProperty("verge.stderr"));
        System.setErr(err);
        int code = run(args, out, err, Integer.getInteger("verge.terminal", 0), Methods.standard());
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** The file behind standard error, appended to; the usual descriptor where it will not open. */
    private static PrintStream errorStream(String file) {
        if (file != null) {
            try {
                return stream(new FileOutputStream(file, true));
            } catch (FileNotFoundException e) {
                // as if it had not been given
            }
        }
        return stream(new FileOutputStream(FileDescriptor.err));
    }

    /** UTF-8, whatever the locale says. */
    private static PrintStream stream(FileOutputStream file) {
        return new PrintStream(file, true, StandardCharsets.UTF_8);
    }

    /**
     * Runs one command line inside this virtual machine.
     *
     * @param args the words of the command line
     * @param out standard output
     * @param err standard error
     * @param columns width of the terminal behind standard error; 0 where it is no terminal
     * @param methods the methods that can be run
     * @return the exit code
     */
    public static int run(String[] args, PrintStream out, PrintStream err, int columns,
            Methods methods) {
        try {
            Kernels.checkOptions();
        } catch (IllegalArgumentException e) {
            return refuse(err, e.getMessage());
        }
        Console console = new Console(out, err, columns, methods);
        CommandLine line = new CommandLine(new Main());
        line.addSubcommand(new MethodsCommand(console));
        line.addSubcommand(new RunCommand(console));
        line.addSubcommand(new PlanCommand(console));
        line.addSubcommand(new BaselinesCommand(console));
        line.addSubcommand(new EvaluateCommand(console));
        line.addSubcommand(new ReproduceCommand(console));
        line.addSubcommand(new ExportCommand(console));
        line.addSubcommand(new ReportCommand(console));
        line.addSubcommand(new ScenariosCommand(console));
        line.addSubcommand(new SimulateCommand(console));
        line.addSubcommand(new CommandLine(new ReplayCommand())
                .addSubcommand(new ReplayRadioCommand(console)));
        line.addSubcommand(new GenerateCommand(console));
        line.addSubcommand(SelftestCommand.with(console));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        line.setParameterExceptionHandler((e, words) -> refuse(err, usage(e)));
        line.setExecutionExceptionHandler((e, command, result) -> failed(err, e, result));
        return line.execute(args);
    }

    private static String usage(ParameterException e) {
        String hint = "";
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            hint = ", expected " + String.join(" or ", unmatched.getSuggestions());
        }
        return e.getMessage() + hint + " (verge --help shows the usage)";
    }

    private static int failed(PrintStream err, Exception e, ParseResult result) {
        if (e instanceof InputException || e instanceof verge.nn.InputException) {
            return refuse(err, e.getMessage());
        }
        if (e instanceof NumericFault) {
            refuse(err, e.getMessage() + "; smaller learning rates may help");
            return FAILED_CHECK;
        }
        if (e instanceof UncheckedIOException && e.getCause() instanceof FileSystemException file) {
            String reason = file.getReason() == null ? file.getClass().getSimpleName()
                    : file.getReason();
            return refuse(err, file.getFile() + ": cannot be written (" + reason + ")");
        }
        err.print("verge: a fault of Verge itself in: verge "
                + String.join(" ", result.originalArgs()) + "\n");
        e.printStackTrace(err);
        return FAULT;
    }

    private static int refuse(PrintStream err, String message) {
        err.print("verge: " + message.strip().replaceAll("\\s*\\R\\s*", " ") + "\n");
        return BAD_INPUT;
    }

    /** Prints Verge's version and that of the virtual machine. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"verge " + Manifest.version() + " (JDK "
                    + System.getProperty("java.version") + ")"};
        }
    }
}
