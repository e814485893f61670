package verge.lab;

import picocli.CommandLine.Option;
import verge.sim.core.InputException;

/** How many threads a command may use. */
final class ThreadsOption {
    private static final int MOST = 1024;

    @Option(names = "--threads", paramLabel = "N",
            description = "Threads to use; no result depends on it (default: one per processor).")
    private Integer threads;

    int count() {
        if (threads == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (threads < 1 || threads > MOST) {
            throw new InputException("command line", "--threads", threads.toString(),
                    "1 to " + MOST);
        }
        return threads;
    }
}
