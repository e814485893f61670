package verge.algorithms.dag;

import java.util.ArrayList;
import java.util.List;
import verge.sim.core.EventDigest;
import verge.sim.core.OffloadProblem;

/**
 * Sampled plans of a set of graphs, with what they cost. Graphs of equal size lie in shards. A batch
 * may be filled again; what it held is overwritten then.
 */
public final class PlanBatch {

    /** Rows of a decoding step at most: keeps a shard's activations near the caches. */
    private static final int SHARD_ROWS = 240;

    private final TaskEmbedding embedding;
    private final List<Trajectories> shards = new ArrayList<>();
    private final List<Trajectories> kept = new ArrayList<>();
    private int[] bySize = new int[0];         // [graphs] graph by ascending size
    private double[] means = new double[0];    // [graphs]
    private double[] least = new double[0];    // [graphs]
    private int graphs;

    /** An empty batch for networks with this embedding. */
    public PlanBatch(TaskEmbedding embedding) {
        this.embedding = embedding;
    }

    /** Makes the shards for plans of these graphs; allocates only where more is needed than before. */
    void assign(List<OffloadProblem> problems, int perGraph) {
        sortBySize(problems);
        shards.clear();
        int most = Math.max(1, SHARD_ROWS / perGraph);
        for (int from = 0; from < graphs;) {
            int tasks = problems.get(bySize[from]).size();
            int end = from + 1;
            while (end < graphs && end - from < most
                    && problems.get(bySize[end]).size() == tasks) {
                end++;
            }
            Trajectories shard = shard(tasks, end - from, perGraph);
            for (int g = from; g < end; g++) {
                shard.put(g - from, problems.get(bySize[g]));
            }
            shard.encode();
            shards.add(shard);
            from = end;
        }
    }

    /** Insertion keeps equal sizes in their order, and is quick where all are equal. */
    private void sortBySize(List<OffloadProblem> problems) {
        graphs = problems.size();
        if (bySize.length < graphs) {
            bySize = new int[graphs];
            means = new double[graphs];
            least = new double[graphs];
        }
        for (int g = 0; g < graphs; g++) {
            int size = problems.get(g).size();
            int at = g;
            while (at > 0 && problems.get(bySize[at - 1]).size() > size) {
                bySize[at] = bySize[at - 1];
                at--;
            }
            bySize[at] = g;
        }
    }

    private Trajectories shard(int tasks, int groups, int perGraph) {
        int number = shards.size();
        if (number == kept.size()) {
            kept.add(new Trajectories(embedding, tasks, groups, perGraph));
        } else if (!kept.get(number).fits(tasks, groups, perGraph)) {
            kept.set(number, new Trajectories(embedding, tasks, groups, perGraph));
        }
        Trajectories shard = kept.get(number);
        shard.begin(groups, perGraph);
        return shard;
    }

    /** Works out the latencies of each graph once all plans are made. */
    void summarise() {
        int place = 0;
        for (int s = 0; s < shards.size(); s++) {
            Trajectories shard = shards.get(s);
            for (int g = 0; g < shard.groups; g++) {
                double sum = 0.0;
                double best = Double.POSITIVE_INFINITY;
                for (int r = g * shard.perGraph; r < (g + 1) * shard.perGraph; r++) {
                    sum += shard.latencies[r];
                    best = Math.min(best, shard.latencies[r]);
                }
                means[bySize[place]] = sum / shard.perGraph;
                least[bySize[place]] = best;
                place++;
            }
        }
    }

    List<Trajectories> shards() {
        return shards;
    }

    /** Returns the number of graphs. */
    public int graphs() {
        return graphs;
    }

    /** Returns the mean latency of a graph's plans, graphs numbered as they were given. */
    public double mean(int graph) {
        return means[graph];
    }

    /** Returns the latency of a graph's best plan. */
    public double best(int graph) {
        return least[graph];
    }

    /** Returns the mean latency over graphs of the mean over their plans. */
    public double meanLatency() {
        return mean(means);
    }

    /** Returns the half width of the 95 % interval of {@link #meanLatency()} (normal). */
    public double ci95() {
        return ci95(means);
    }

    /** Returns the mean latency of each graph, with the half width of the mean's 95 % interval. */
    public Summary sampled() {
        return new Summary(mean(means), ci95(means), graphs);
    }

    /** Returns the latency of the best plan of each graph. */
    public Summary best() {
        return new Summary(mean(least), ci95(least), graphs);
    }

    /** Adds every action and latency to the digest, in order. */
    public void digest(EventDigest digest) {
        for (int s = 0; s < shards.size(); s++) {
            Trajectories shard = shards.get(s);
            for (int i = 0; i < shard.rows(); i++) {
                digest.add(shard.actions[i]);
            }
            for (int b = 0; b < shard.batch; b++) {
                digest.add(shard.latencies[b]);
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

    private double mean(double[] latencies) {
        double sum = 0.0;
        for (int g = 0; g < graphs; g++) {
            sum += latencies[g];
        }
        return sum / graphs;
    }

    private double ci95(double[] latencies) {
        if (graphs < 2) {
            return 0.0;
        }
        double mean = mean(latencies);
        double squares = 0.0;
        for (int g = 0; g < graphs; g++) {
            squares += (latencies[g] - mean) * (latencies[g] - mean);
        }
        return 1.959963984540054 * Math.sqrt(squares / (graphs - 1) / graphs);
    }
}
