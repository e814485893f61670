package verge.lab;

import picocli.CommandLine.Option;
import verge.lab.text.Numbers;
import verge.sim.core.InputException;

/** How long the search for one graph's optimum may take. */
final class TimeLimitOption {
    private static final double MOST_SECONDS = 1e9;

    @Option(names = "--time-limit-seconds", paramLabel = "S",
            description = "Bound on the search for each optimum (default: 60).")
    private double seconds = 60;

    double seconds() {
        if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
            throw new InputException("command line", "--time-limit-seconds", Numbers.text(seconds),
                    "0 to 1e9");
        }
        return seconds;
    }
}
