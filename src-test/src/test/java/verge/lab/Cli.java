package verge.lab;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a command line inside the test's virtual machine. */
final class Cli {
    private Cli() {
    }

    record Outcome(int code, String out, String err) {
    }

    static Outcome run(String... args) {
        return run(new Methods(List.of(new EchoMethod())), args);
    }

    static Outcome run(Methods methods, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(args, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), 0, methods);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }
}
