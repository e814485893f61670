package verge.lab.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import verge.sim.core.InputException;
import verge.sim.workload.Arrivals;
import verge.sim.workload.BurstyArrivals;
import verge.sim.workload.CorrelatedArrivals;
import verge.sim.workload.DiurnalArrivals;
import verge.sim.workload.MergedArrivals;
import verge.sim.workload.PoissonArrivals;
import verge.sim.workload.SyntheticTasks;
import verge.sim.workload.TaskSource;
import verge.sim.workload.TaskTrace;
import verge.sim.workload.TraceReader;
import verge.sim.workload.TraceTasks;
import verge.sim.world.CooperativeChoices;
import verge.sim.world.CooperativeConfig;

/**
 * The numbers of a scenario of the cooperative world. Tasks are those of {@code trace}, or without
 * it, synthetic.
 *
 * @see CooperativeConfig
 */
record CooperativeSettings(int servers, double[] serverGigahertz, double linkMbitPerSecond,
        double limit, double leastShare, int mostTargets, double joulesPerCyclePerHertz2,
        double transmitWatts, double idleWatts, double latencyWeight, double mostRatio, int tasks,
        double load, Path trace, Kind arrivals, double burstFactor, double burstShare,
        double burstSeconds, double swing, double daySeconds, double correlation,
        double meanGigacycles, double inputMbitPerGigacycle, double resultShare) {
    private static final double GIGA = 1e9;
    private static final double MEGA = 1e6;
    private static final int MOST_TASKS = 1_000_000;

    /** How synthetic tasks arrive. */
    enum Kind { POISSON, BURSTY, DIURNAL, CORRELATED }

    CooperativeSettings {
        Bounds.within("servers", servers, 1, CooperativeConfig.MOST_SERVERS);
        if (serverGigahertz.length == 0) {
            throw new IllegalArgumentException("server-gigahertz is empty, expected one or more");
        }
        for (double gigahertz : serverGigahertz) {
            Bounds.within("server-gigahertz", gigahertz, 1e-6, 1e6);
        }
        Bounds.within("link-mbit-per-second", linkMbitPerSecond, 1e-6, 1e9);
        Bounds.within("limit", limit, 1e-3, 1);
        Bounds.within("least-share", leastShare, CooperativeConfig.LEAST_SHARE, 1);
        Bounds.within("most-targets", mostTargets, 0, CooperativeConfig.MOST_SERVERS);
        Bounds.within("joules-per-cycle-per-hertz2", joulesPerCyclePerHertz2, 1e-40, 1e-10);
        Bounds.within("transmit-watts", transmitWatts, 0, 1e6);
        Bounds.within("idle-watts", idleWatts, 0, 1e6);
        Bounds.within("latency-weight", latencyWeight, 0, 1);
        Bounds.within("most-ratio", mostRatio, 1e-3, 1e9);
        Bounds.within("tasks", tasks, 1, MOST_TASKS);
        Bounds.within("load", load, 1e-6, 1e3);
        Bounds.within("burst-factor", burstFactor, 1, 1e6);
        Bounds.within("burst-share", burstShare, 1e-6, 1 - 1e-6);
        Bounds.within("burst-seconds", burstSeconds, 1e-6, 1e9);
        Bounds.within("swing", swing, 0, 1);
        Bounds.within("day-seconds", daySeconds, 1e-6, 1e9);
        Bounds.within("correlation", correlation, 0, 1);
        Bounds.within("mean-gigacycles", meanGigacycles, 1e-6, 1e6);
        Bounds.within("input-mbit-per-gigacycle", inputMbitPerGigacycle, 0, 1e6);
        Bounds.within("result-share", resultShare, 0, 1e3);
    }

    /** What the world is made with. */
    CooperativeConfig config() {
        double[] hertz = new double[servers];
        for (int s = 0; s < servers; s++) {
            hertz[s] = serverGigahertz[s % serverGigahertz.length] * GIGA;
        }
        int targets = Math.min(mostTargets, servers - 1);
        try {
            new CooperativeChoices(servers, targets);
        } catch (IllegalArgumentException e) {              // what depends on two settings
            throw new InputException("command line", "servers, most-targets",
                    servers + ", " + mostTargets, "fewer (" + e.getMessage() + ")");
        }
        return CooperativeConfig.mesh(hertz, linkMbitPerSecond * MEGA, limit, leastShare, targets,
                new CooperativeConfig.Energy(joulesPerCyclePerHertz2, transmitWatts,
                        idleWatts),
                latencyWeight, mostRatio);
    }

    /** The trace, read anew; null where tasks are synthetic. */
    TaskTrace readTrace() {
        if (trace == null) {
            return null;
        }
        TaskTrace read = TraceReader.read(trace);
        double[] seconds = read.seconds();
        if (read.size() < tasks || seconds[0] == seconds[seconds.length - 1]) {
            throw new InputException(trace.toString(), "", read.size() + " tasks",
                    "at least " + tasks + " (tasks), not all at one time");
        }
        return read;
    }

    /** Tasks of that trace, or synthetic ones where it is null; for one world. */
    TaskSource source(TaskTrace read) {
        double cyclesPerSecond = load * config().totalHertz();
        if (read != null) {
            return new TraceTasks(read, servers, tasks, cyclesPerSecond);
        }
        return new SyntheticTasks(arrivals(cyclesPerSecond / (meanGigacycles * GIGA) / servers),
                tasks, new SyntheticTasks.Sizes(meanGigacycles * GIGA, 1,
                        inputMbitPerGigacycle * MEGA / GIGA, resultShare, 0));
    }

    private Arrivals arrivals(double serverPerSecond) {
        return switch (arrivals) {
            case POISSON -> new PoissonArrivals(servers, serverPerSecond);
            case CORRELATED -> CorrelatedArrivals.of(servers, serverPerSecond, correlation, 1);
            case BURSTY -> merged(() -> BurstyArrivals.bursts(serverPerSecond, burstFactor,
                    burstShare, burstSeconds));
            case DIURNAL -> merged(() ->
                    new DiurnalArrivals(serverPerSecond, swing, daySeconds, 0));
        };
    }

    private Arrivals merged(Supplier<Arrivals> site) {
        List<Arrivals> sites = new ArrayList<>();
        for (int s = 0; s < servers; s++) {
            sites.add(site.get());
        }
        return new MergedArrivals(sites);
    }
}
