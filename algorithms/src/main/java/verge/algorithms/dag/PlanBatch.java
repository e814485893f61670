package verge.algorithms.dag;

import java.util.List;
import verge.sim.core.EventDigest;

/** Sampled plans of a set of graphs, with what they cost. */
public final class PlanBatch {

    private final List<Trajectories> shards;

    PlanBatch(List<Trajectories> shards) {
        this.shards = List.copyOf(shards);
    }

    List<Trajectories> shards() {
        return shards;
    }

    /** Returns the mean latency over graphs of the mean over their plans. */
    public double meanLatency() {
        return perGraph(false).mean();
    }

    /** Returns the mean latency of each graph, with the half width of the mean's 95 % interval. */
    public Summary sampled() {
        return perGraph(false);
    }

    /** Returns the latency of the best plan of each graph. */
    public Summary best() {
        return perGraph(true);
    }

    /** Adds every action and latency to the digest, in order. */
    public void digest(EventDigest digest) {
        for (Trajectories shard : shards) {
            for (int action : shard.actions) {
                digest.add(action);
            }
            for (double latency : shard.latencies) {
                digest.add(latency);
            }
        }
    }

    /**
     * A mean over graphs.
     *
     * @param mean the mean latency
     * @param ci95 half width of its 95 % confidence interval (normal); 0 for one graph
     * @param graphs number of graphs
     */
    public record Summary(double mean, double ci95, int graphs) {}

    private Summary perGraph(boolean best) {
        double sum = 0.0;
        double squares = 0.0;
        int n = 0;
        for (Trajectories shard : shards) {
            for (int g = 0; g < shard.groups; g++) {
                double x = best ? smallest(shard, g) : average(shard, g);
                sum += x;
                squares += x * x;
                n++;
            }
        }
        double mean = sum / n;
        double variance = n > 1 ? Math.max(squares - n * mean * mean, 0.0) / (n - 1) : 0.0;
        return new Summary(mean, 1.959963984540054 * Math.sqrt(variance / n), n);
    }

    private static double average(Trajectories shard, int graph) {
        double sum = 0.0;
        for (int r = 0; r < shard.perGraph; r++) {
            sum += shard.latencies[graph * shard.perGraph + r];
        }
        return sum / shard.perGraph;
    }

    private static double smallest(Trajectories shard, int graph) {
        double least = Double.POSITIVE_INFINITY;
        for (int r = 0; r < shard.perGraph; r++) {
            least = Math.min(least, shard.latencies[graph * shard.perGraph + r]);
        }
        return least;
    }
}
