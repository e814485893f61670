package verge.algorithms.dag;

import java.util.List;
import verge.algorithms.rl.Returns;
import verge.sim.core.OffloadProblem;
import verge.sim.world.TaskGraphWorld;

/**
 * Sampled plans of a few graphs of equal size, all arrays time-major: row t * batch + b is decision
 * t of trajectory b, and trajectories are graph by graph.
 */
final class Trajectories {

    final List<OffloadProblem> problems;
    final int tasks;
    final int groups;
    final int perGraph;
    final int batch;
    final float[] embeddings;         // [tasks * groups, embedding]
    final float[] states;             // [tasks * batch, features]
    final int[] actions;              // [tasks * batch]
    final int[] previous;             // [tasks * batch]
    final float[] logProbabilities;   // [tasks * batch]
    final float[] values;             // [tasks * batch]
    final double[] rewards;           // [tasks * batch]
    final double[] latencies;         // [batch]
    final float[] returns;            // [tasks * batch]
    final float[] advantages;         // [tasks * batch]

    Trajectories(List<OffloadProblem> problems, TaskEmbedding embedding, int perGraph) {
        this.problems = problems;
        this.tasks = problems.get(0).size();
        this.groups = problems.size();
        this.perGraph = perGraph;
        this.batch = groups * perGraph;
        int width = embedding.width();
        int rows = Math.multiplyExact(tasks, batch);
        embeddings = new float[tasks * groups * width];
        for (int g = 0; g < groups; g++) {
            embedding.encode(problems.get(g), embeddings, g * width, groups * width);
        }
        states = new float[Math.multiplyExact(rows, TaskGraphWorld.FEATURES)];
        actions = new int[rows];
        previous = new int[rows];
        logProbabilities = new float[rows];
        values = new float[rows];
        rewards = new double[rows];
        latencies = new double[batch];
        returns = new float[rows];
        advantages = new float[rows];
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
        for (Trajectories shard : shards) {
            for (float a : shard.advantages) {
                sum += a;
                squares += (double) a * a;
            }
            n += shard.rows();
        }
        double mean = sum / n;
        double deviation = Math.sqrt(Math.max(squares / n - mean * mean, 0.0));
        for (Trajectories shard : shards) {
            for (int i = 0; i < shard.advantages.length; i++) {
                shard.advantages[i] = (float) ((shard.advantages[i] - mean) / (deviation + 1e-8));
            }
        }
    }
}
