package verge.sim.world;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The cooperative world once more: one list of parts, every sum taken anew, sharing no code with the
 * world beyond its numbers.
 */
final class NaiveCooperative {

    private static final int WHOLE = 1 << 20;

    private static final class Task {
        int id;
        int site;
        double arrival;
        double joules;
        int open;
    }

    private static final class Part {
        Task task;
        int target;
        int stage;
        double[] amount;
        double computeShare;
        double linkShare;
        boolean holds;
        int units;
        double joules;
        double end;
        int order;          // in which it began to hold, or else to wait
    }

    /** What came of a task. */
    record Result(double seconds, double joules) {
    }

    private final CooperativeConfig config;
    private final List<Part> parts = new ArrayList<>();
    private final TreeMap<Integer, Result> results = new TreeMap<>();
    private int orders;
    double transmitJoules;
    double computeJoules;
    double[] busySeconds;
    private double clock;

    NaiveCooperative(CooperativeConfig config) {
        this.config = config;
        busySeconds = new double[config.servers()];
    }

    TreeMap<Integer, Result> results() {
        return results;
    }

    double clock() {
        return clock;
    }

    void admit(double now, int id, int site, double cycles, double in, double out, int[] targets,
            double ratio, double computeShare, double linkShare) {
        run(now);
        pass(now);
        double away = targets.length == 0 ? 0 : ratio;
        Task task = new Task();
        task.id = id;
        task.site = site;
        task.arrival = now;
        List<Part> split = new ArrayList<>();
        if (away < 1) {
            split.add(part(task, site, (1 - away) * cycles, 0, 0, computeShare, linkShare));
        }
        for (int target : targets) {
            double share = away / targets.length;
            if (share > 0) {
                split.add(part(task, target, share * cycles, share * in, share * out,
                        computeShare, linkShare));
            }
        }
        task.open = split.size();
        for (Part part : split) {
            parts.add(part);
            enter(part, now);
        }
    }

    private Part part(Task task, int target, double cycles, double in, double out,
            double computeShare, double linkShare) {
        Part part = new Part();
        part.task = task;
        part.target = target;
        part.amount = new double[] {in, cycles, out};
        part.computeShare = computeShare;
        part.linkShare = linkShare;
        return part;
    }

    private static String place(Part part) {
        return switch (part.stage) {
            case 0 -> part.task.site + ">" + part.target;
            case 1 -> "" + part.target;
            default -> part.target + ">" + part.task.site;
        };
    }

    private int remaining(String place) {
        return WHOLE - parts.stream().filter(p -> p.holds && place(p).equals(place))
                .mapToInt(p -> p.units).sum();
    }

    private boolean hasRoom(String place) {
        return remaining(place) >= (int) Math.ceil(config.leastShare() * WHOLE);
    }

    private Part longestWaiting(String place) {
        Part first = null;
        for (Part part : parts) {
            if (!part.holds && part.stage < 3 && place(part).equals(place)
                    && (first == null || part.order < first.order)) {
                first = part;
            }
        }
        return first;
    }

    private void enter(Part part, double now) {
        part.holds = false;
        part.order = Integer.MAX_VALUE;
        while (part.stage != 1 && part.stage < 3 && part.amount[part.stage] == 0) {
            part.stage++;
        }
        if (part.stage == 3) {
            return;
        }
        Part first = longestWaiting(place(part));
        part.order = orders++;
        if (first == part && hasRoom(place(part))) {
            hold(part, now);
        }
    }

    private void hold(Part part, double now) {
        boolean computes = part.stage == 1;
        int remaining = remaining(place(part));
        int least = (int) Math.ceil(config.leastShare() * WHOLE);
        double share = computes ? part.computeShare : part.linkShare;
        part.units = Math.max(least, (int) (config.limit() * share * remaining));
        int from = part.stage == 0 ? part.task.site : part.target;
        int to = part.stage == 0 ? part.target : part.task.site;
        double capacity = computes ? config.serverHertz()[part.target]
                : config.linkBitsPerSecond()[from * config.servers() + to];
        double rate = capacity * (part.units / (double) WHOLE);
        double seconds = part.amount[part.stage] / rate;
        part.joules = computes
                ? part.amount[1] * config.energy().joulesPerCycleHertzSquared() * rate * rate
                : config.energy().transmitWatts() * seconds;
        part.end = now + seconds;
        part.holds = true;
        part.order = orders++;
    }

    private void pass(double now) {
        for (int s = 0; s < busySeconds.length; s++) {
            int server = s;
            if (parts.stream().anyMatch(p -> p.holds && p.stage == 1 && p.target == server)) {
                busySeconds[s] += now - clock;
            }
        }
        clock = now;
    }

    /** Runs all events up to this time. */
    void run(double until) {
        while (true) {
            Part next = null;
            for (Part part : parts) {
                if (part.holds && part.end <= until && (next == null || part.end < next.end
                        || part.end == next.end && part.order < next.order)) {
                    next = part;
                }
            }
            if (next == null) {
                return;
            }
            pass(next.end);
            finish(next);
        }
    }

    private void finish(Part part) {
        String place = place(part);
        double now = part.end;
        part.holds = false;
        part.order = Integer.MAX_VALUE;
        part.task.joules += part.joules;
        if (part.stage == 1) {
            computeJoules += part.joules;
        } else {
            transmitJoules += part.joules;
        }
        part.stage++;
        while (longestWaiting(place) != null && hasRoom(place)) {
            hold(longestWaiting(place), now);
        }
        enter(part, now);
        if (part.stage == 3) {
            parts.remove(part);
            if (--part.task.open == 0) {
                results.put(part.task.id, new Result(now - part.task.arrival, part.task.joules));
            }
        }
    }
}
