package verge.lab.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import verge.lab.text.Json;
import verge.sim.core.InputException;

/**
 * What a run found, as {@code results.json} holds it. Latencies are mean latencies over a set's
 * graphs in the scheduler's time unit.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param method the method's name
 * @param profile which of the method's profiles was used
 * @param seed the root seed
 * @param budget the budget's name
 * @param learning one point per meta-training step that was measured
 * @param sets one entry per test set
 * @param gantt one graph's schedule under each policy, or null
 */
public record Results(int formatVersion, String method, String profile, long seed, String budget,
        List<LearningPoint> learning, List<TestSet> sets, Gantt gantt) {
    /** The version of {@code results.json} that is written and read here. */
    public static final int FORMAT_VERSION = 1;
    private static final int MAX_BYTES = 64 << 20;

    /** Copies the lists. */
    public Results {
        Objects.requireNonNull(method, "method");
        learning = List.copyOf(learning);
        sets = List.copyOf(sets);
    }

    /**
     * Reads a results file.
     *
     * @param file a {@code results.json}
     * @return its content
     * @throws InputException if it is no such file
     */
    static Results read(Path file) {
        return Json.read(file, Results.class, FORMAT_VERSION, MAX_BYTES);
    }

    /**
     * The policy's mean latency over its training set at one step.
     *
     * @param step meta-training steps done
     * @param latency mean over the sampled plans
     * @param ci95 half width of the mean's 95 % interval
     */
    public record LearningPoint(long step, double latency, double ci95) {
    }

    /**
     * One set of unseen graphs.
     *
     * @param name what to call it
     * @param graphs how many graphs it holds
     * @param timing {@code released} or {@code paper}
     * @param uplinkMbps uplink rate in Mbit/s
     * @param downlinkMbps downlink rate in Mbit/s
     * @param baselines what needs no learning
     * @param optimalProved graphs whose optimum was proved
     * @param curves latency during adaptation, one per policy, the method's own first
     */
    public record TestSet(String name, int graphs, String timing, double uplinkMbps,
            double downlinkMbps, Baselines baselines, int optimalProved, List<Curve> curves) {
        /** Copies the list. */
        public TestSet {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(baselines, "baselines");
            curves = List.copyOf(curves);
        }
    }

    /**
     * Mean latencies of the policies that do not learn.
     *
     * @param local everything on the device
     * @param edge everything offloaded
     * @param random each task by a fair coin
     * @param roundRobin tasks alternately
     * @param greedy in index order, by its own finish times
     * @param greedyReplay the greedy plan, scored by the scheduler
     * @param heft in rank order, by its own finish times
     * @param heftReplay the HEFT plan, scored by the scheduler
     * @param optimal the exact optimum; null unless it was proved for every graph
     */
    public record Baselines(double local, double edge, double random,
            @JsonProperty("round-robin") double roundRobin, double greedy,
            @JsonProperty("greedy-replay") double greedyReplay, double heft,
            @JsonProperty("heft-replay") double heftReplay, Double optimal) {
        /**
         * The smaller of HEFT's two scores, the harder one to beat.
         *
         * @return a mean latency
         */
        public double bestHeft() {
            return Math.min(heft, heftReplay);
        }
    }

    /**
     * One policy's adaptation to a set.
     *
     * @param policy what to call it
     * @param points by ascending number of updates, the first before any
     */
    public record Curve(String policy, List<CurvePoint> points) {
        /** Copies the list. */
        public Curve {
            Objects.requireNonNull(policy, "policy");
            points = List.copyOf(points);
        }
    }

    /**
     * A policy after some updates on a set; latencies are means over its graphs.
     *
     * @param update updates done
     * @param sampled mean over sampled plans
     * @param sampledCi95 half width of that mean's 95 % interval
     * @param greedyDecoded the plan of the likelier choice at each task
     * @param bestOf20 the least latency of 20 sampled plans per graph
     * @param gapPercent how far {@code sampled} lies above the optimum, in percent of the optimum;
     *         null where that is not known
     */
    public record CurvePoint(int update, double sampled, double sampledCi95, double greedyDecoded,
            double bestOf20, Double gapPercent) {
        /**
         * A point with its gap worked out.
         *
         * @param update updates done
         * @param sampled mean over sampled plans
         * @param sampledCi95 half width of that mean's 95 % interval
         * @param greedyDecoded the plan of the likelier choice at each task
         * @param bestOf20 the least latency of 20 sampled plans per graph
         * @param optimal the set's mean optimum, or null
         * @return the point
         */
        public static CurvePoint of(int update, double sampled, double sampledCi95,
                double greedyDecoded, double bestOf20, Double optimal) {
            return new CurvePoint(update, sampled, sampledCi95, greedyDecoded, bestOf20,
                    gap(sampled, optimal));
        }
    }

    /**
     * How far a latency lies above the optimum.
     *
     * @param latency a mean latency
     * @param optimal the mean optimum, or null
     * @return percent of the optimum; null if that is unknown or zero
     */
    public static Double gap(double latency, Double optimal) {
        return optimal == null || optimal == 0 ? null
                : Double.valueOf(100 * (latency - optimal) / optimal);
    }

    /**
     * One graph's schedules.
     *
     * @param graph its name
     * @param policies one schedule per policy
     */
    public record Gantt(String graph, List<GanttPolicy> policies) {
        /** Copies the list. */
        public Gantt {
            Objects.requireNonNull(graph, "graph");
            policies = List.copyOf(policies);
        }
    }

    /**
     * One schedule.
     *
     * @param name the policy
     * @param latency when the last task is done
     * @param tasks in the order in which they were scheduled
     */
    public record GanttPolicy(String name, double latency, List<GanttTask> tasks) {
        /** Copies the list. */
        public GanttPolicy {
            Objects.requireNonNull(name, "name");
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * When one task was where. The times of the path that it did not take are 0.
     *
     * @param id the task's number, from 1 as in the graph's file
     * @param where {@code local} or {@code edge}
     * @param uploadStart start of its upload
     * @param uploadFinish end of its upload
     * @param hostStart start of its computation on the edge host
     * @param hostFinish end of that
     * @param downloadStart start of the download of its result
     * @param downloadFinish end of that
     * @param start when it first takes any resource
     * @param finish when its result is on the device
     */
    public record GanttTask(int id, String where, double uploadStart, double uploadFinish,
            double hostStart, double hostFinish, double downloadStart, double downloadFinish,
            double start, double finish) {
        /** Checks where it ran. */
        public GanttTask {
            if (!where.equals("local") && !where.equals("edge")) {
                throw new IllegalArgumentException("a task neither local nor edge: " + where);
            }
        }

        /**
         * Whether it ran on the edge host.
         *
         * @return false for a task on the device
         */
        public boolean offloaded() {
            return where.equals("edge");
        }
    }
}
