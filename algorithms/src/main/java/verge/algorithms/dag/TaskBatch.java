package verge.algorithms.dag;

import java.util.ArrayList;
import java.util.List;
import verge.autodiff.Parameters;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;

/**
 * The learning tasks of one outer iteration with room for what the inner loop makes of each: the
 * plans sampled and the adapted parameters. Everything is kept from one iteration to the next. The
 * entries of a batch may be worked on by several threads, one thread per entry.
 */
public final class TaskBatch {

    private final List<LearningTask> tasks;
    private final int graphsPerTask;
    private final long seed;
    private final RandomStream random;
    private final Draw draw = new Draw();
    private final Entry[] entries;
    private final float[][] adapted;           // [tasks of a batch][parameters]

    /** One learning task of the batch. */
    private static final class Entry {
        private final RandomStream random;
        private final Draw draw = new Draw();
        private final List<OffloadProblem> graphs = new ArrayList<>();
        private final PlanBatch plans;
        private LearningTask task;

        Entry(long seed, TaskEmbedding embedding) {
            random = new RandomStream(seed, "training");
            plans = new PlanBatch(embedding);
        }
    }

    /**
     * Makes room for the batches of a learner.
     *
     * @param tasks the learning tasks to draw from, rho(T)
     * @param parameters numbers in a policy
     */
    public TaskBatch(List<LearningTask> tasks, LearnerConfig config, int parameters, long seed) {
        this.tasks = List.copyOf(tasks);
        this.graphsPerTask = config.graphsPerTask();
        this.seed = seed;
        this.random = new RandomStream(seed, "tasks");
        this.entries = new Entry[Math.min(config.metaBatch(), tasks.size())];
        this.adapted = new float[entries.length][parameters];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new Entry(seed, config.embedding());
        }
    }

    /** Returns the number of learning tasks in a batch. */
    public int size() {
        return entries.length;
    }

    /** Draws the learning tasks of an iteration without replacement; all follows from its number. */
    public void draw(int iteration) {
        random.restart(seed, iteration, 0);
        int[] chosen = draw.indices(tasks.size(), entries.length, random);
        for (int i = 0; i < entries.length; i++) {
            entries[i].task = tasks.get(chosen[i]);
            entries[i].random.restart(seed, iteration, i);
        }
    }

    /** Samples plans of graphs of the i-th learning task with the policy theta. */
    public PlanBatch sample(int i, Learner learner, Parameters theta, int trajectories) {
        Entry entry = entries[i];
        List<OffloadProblem> all = entry.task.problems();
        List<OffloadProblem> graphs = all;
        if (graphsPerTask > 0 && graphsPerTask < all.size()) {
            int[] chosen = entry.draw.indices(all.size(), graphsPerTask, entry.random);
            graphs = entry.graphs;
            graphs.clear();
            for (int k = 0; k < graphsPerTask; k++) {
                graphs.add(all.get(chosen[k]));
            }
        }
        learner.sampleToImprove(entry.plans, graphs, theta, trajectories, entry.random);
        return entry.plans;
    }

    /** Returns the plans sampled last of the i-th learning task. */
    public PlanBatch plans(int i) {
        return entries[i].plans;
    }

    /** Keeps a copy of theta'_i, the policy adapted to the i-th learning task. */
    public void keep(int i, Parameters policy) {
        System.arraycopy(policy.values(), 0, adapted[i], 0, adapted[i].length);
    }

    /** Returns the values of all theta'_i: [tasks of the batch][parameters], not copies. */
    public float[][] adapted() {
        return adapted;
    }
}
