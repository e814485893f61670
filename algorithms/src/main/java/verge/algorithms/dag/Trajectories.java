package verge.algorithms.dag;

import java.util.List;
import verge.algorithms.rl.Returns;
import verge.sim.core.OffloadProblem;
import verge.sim.world.TaskGraphWorld;

/**
 * Sampled plans of a few graphs of equal size, all arrays time-major: row t * batch + b is decision
 * t of trajectory b, and trajectories are graph by graph. The arrays may be longer than what is in
 * them: they are kept for other graphs that fit.
 */
final class Trajectories {

    final TaskEmbedding embedding;
    final OffloadProblem[] problems;  // [groups]
    final double[] shift;             // [groups] of the reward
    final double[] unit;              // [groups] of the reward
    final float[] embeddings;         // [tasks * groups, embedding]
    final PlanTree tree;              // what the plans have in common
    final float[] states;             // [rows of the tree, features] where a decision follows
    final int[] actions;              // [tasks * batch]
    final float[] logProbabilities;   // [tasks * batch]
    final float[] values;             // [tasks * batch]
    final double[] rewards;           // [tasks * batch]
    final double[] latencies;         // [batch]
    final float[] returns;            // [tasks * batch]
    final float[] advantages;         // [tasks * batch]
    int tasks;
    int groups;
    int perGraph;
    int batch;

    /** Room for so many plans of so many graphs of so many tasks. */
    Trajectories(TaskEmbedding embedding, int tasks, int groups, int perGraph) {
        int batch = Math.multiplyExact(groups, perGraph);
        int rows = Math.multiplyExact(tasks, batch);
        this.embedding = embedding;
        problems = new OffloadProblem[groups];
        shift = new double[groups];
        unit = new double[groups];
        embeddings = new float[Math.multiplyExact(tasks * groups, embedding.width())];
        tree = new PlanTree(tasks, groups, perGraph);
        states = new float[Math.multiplyExact(rows, TaskGraphWorld.FEATURES)];
        actions = new int[rows];
        logProbabilities = new float[rows];
        values = new float[rows];
        rewards = new double[rows];
        latencies = new double[batch];
        returns = new float[rows];
        advantages = new float[rows];
    }

    /** For plans of these graphs, all of one size. */
    Trajectories(List<OffloadProblem> problems, TaskEmbedding embedding, int perGraph) {
        this(embedding, problems.get(0).size(), problems.size(), perGraph);
        begin(problems.size(), perGraph);
        for (int g = 0; g < groups; g++) {
            put(g, problems.get(g));
        }
        encode();
    }

    /** Whether so much fits. */
    boolean fits(int tasks, int groups, int perGraph) {
        return groups <= problems.length && groups * perGraph <= latencies.length
                && tasks * groups * perGraph <= actions.length
                && tree.fits(tasks, groups, perGraph)
                && tasks * groups * embedding.width() <= embeddings.length;
    }

    /** Begins anew with so many graphs, each of which is to be {@link #put}. */
    void begin(int groups, int perGraph) {
        this.groups = groups;
        this.perGraph = perGraph;
        this.batch = groups * perGraph;
    }

    /** Sets a graph; all of them are of one size. */
    void put(int group, OffloadProblem problem) {
        problems[group] = problem;
        tasks = problem.size();
    }

    /** Embeds the tasks of all graphs, once they are known. */
    void encode() {
        int width = embedding.width();
        for (int g = 0; g < groups; g++) {
            embedding.encode(problems[g], embeddings, g * width, groups * width);
        }
    }

    /** Rewards of these graphs are to be -(increase - shift) / unit. */
    void scaleRewards(RewardScale scale) {
        for (int g = 0; g < groups; g++) {
            shift[g] = scale.shift(problems[g]);
            unit[g] = scale.unit(problems[g]);
        }
    }

    int rows() {
        return tasks * batch;
    }

    /** Returns and advantages from rewards and values, Eqs. (18), (19). */
    void estimate(PpoSettings ppo) {
        Returns.discounted(rewards, tasks, batch, ppo.gamma(), returns);
        if (ppo.groupBaseline()) {
            Returns.againstGroup(returns, tasks, batch, perGraph, advantages);
        } else {
            Returns.gae(rewards, values, tasks, batch, ppo.gamma(), ppo.lambda(), advantages);
        }
    }

    /** Scales all advantages of the shards to mean 0 and population deviation 1. */
    static void normaliseAdvantages(List<Trajectories> shards) {
        double sum = 0.0;
        double squares = 0.0;
        long n = 0;
        for (int s = 0; s < shards.size(); s++) {
            Trajectories shard = shards.get(s);
            for (int i = 0; i < shard.rows(); i++) {
                double a = shard.advantages[i];
                sum += a;
                squares += a * a;
            }
            n += shard.rows();
        }
        double mean = sum / n;
        double deviation = Math.sqrt(Math.max(squares / n - mean * mean, 0.0));
        for (int s = 0; s < shards.size(); s++) {
            Trajectories shard = shards.get(s);
            for (int i = 0; i < shard.rows(); i++) {
                shard.advantages[i] = (float) ((shard.advantages[i] - mean) / (deviation + 1e-8));
            }
        }
    }
}
