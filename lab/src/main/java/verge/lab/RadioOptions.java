package verge.lab;

import picocli.CommandLine.Option;
import verge.lab.text.Numbers;
import verge.sim.core.InputException;
import verge.sim.core.OffloadProblem;
import verge.sim.core.TaskGraph;
import verge.sim.core.Timing;

/** The timing model and the radio rates under which graphs are scheduled. */
final class RadioOptions {
    private static final double DEFAULT_MBPS = 7;

    @Option(names = "--timing", paramLabel = "T",
            description = "released (what produced MRLCO's published tables)"
            + " or paper (its equations) (default: released).")
    private Timing timing;

    @Option(names = "--uplink-mbps", paramLabel = "R",
            description = "Uplink rate in Mbit/s (default: 7).")
    private Double uplink;

    @Option(names = "--downlink-mbps", paramLabel = "R",
            description = "Downlink rate in Mbit/s (default: as the uplink).")
    private Double downlink;

    Timing timing() {
        return timing == null ? Timing.RELEASED : timing;
    }

    double uplinkMbps() {
        return uplink == null ? DEFAULT_MBPS : checked("--uplink-mbps", uplink);
    }

    double downlinkMbps() {
        return downlink == null ? uplinkMbps() : checked("--downlink-mbps", downlink);
    }

    /**
     * One graph under these options.
     *
     * @throws InputException if a rate is out of range, or too low for the graph's sizes
     */
    OffloadProblem problem(TaskGraph graph) {
        double up = uplinkMbps();
        double down = downlinkMbps();
        try {
            return new OffloadProblem(graph, timing(), up, down);
        } catch (IllegalArgumentException e) {
            throw new InputException(graph.name(), "", "rates of " + Numbers.text(up) + " and "
                    + Numbers.text(down) + " Mbit/s", "a legal problem (" + e.getMessage() + ")");
        }
    }

    /** A rate as given, null where not; refused unless it is finite and above 0. */
    static Double checked(String option, Double rate) {
        if (rate != null && !(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new InputException("command line", option, Numbers.text(rate),
                    "a finite rate above 0");
        }
        return rate;
    }
}
