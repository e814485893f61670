package verge.sim.world;

import java.util.List;
import verge.sim.core.EventDigest;
import verge.sim.core.OffloadProblem;
import verge.sim.core.Scheduler;
import verge.sim.core.TaskGraph;
import verge.sim.core.WorldState;

/**
 * The world of MRLCO (Wang et al., TPDS 2021, section 4.2): the tasks of one graph are decided one
 * after another in the problem's order, each to run on the user's equipment (choice 0) or on the
 * edge host (choice 1). The outcome is known at once: minus the increase of the latency. Nothing is
 * random. Nothing is allocated after construction.
 */
public final class TaskGraphWorld implements World {

    /** Names of a row's features, in order; see {@link #next}. */
    public static final List<String> FEATURE_NAMES = List.of(
            "position", "local-time", "upload-time", "host-time", "download-time",
            "finish-if-local", "finish-if-offloaded", "finish-difference",
            "free-local", "free-uplink", "free-host", "free-downlink",
            "remaining-local-load", "remaining-upload-load", "own-chain", "longest-chain",
            "ready-local", "ready-upload", "parents", "children", "is-root", "is-exit",
            "remaining-tasks");

    /** Number of a row's features. */
    public static final int FEATURES = FEATURE_NAMES.size();

    private static final long BOTH_CHOICES = 0b11;

    /** Neighbours are few; dividing by this keeps their number of the order of 1. */
    private static final double USUAL_NEIGHBOURS = 8;

    private final int number;
    private final WorldSpec spec;
    private final Scheduler scheduler;
    private final EventDigest digest = new EventDigest();
    private final double[] chain;          // [tasks] longest chain from each task on
    private final double[] localLoad;      // [tasks + 1] local times from each place on
    private final double[] uploadLoad;     // [tasks + 1] upload times likewise
    private final double[] longestChain;   // [tasks + 1] longest chain likewise
    private final double[] reward;         // [tasks] by place in the order
    private final int[] restoredChoice;    // [tasks] while a state is read

    private OffloadProblem problem;
    private double perUnit;
    private int decided;
    private int drained;
    private boolean awaiting;
    private int awaitedRow;

    /**
     * @param number   the world's number, carried by its rows
     * @param maxTasks size of the largest graph to be assigned
     */
    public TaskGraphWorld(int number, int maxTasks) {
        this.number = number;
        this.spec = new WorldSpec("task-graph", "ms", FEATURE_NAMES, 2, 1, maxTasks);
        this.scheduler = new Scheduler(maxTasks);
        this.chain = new double[maxTasks];
        this.localLoad = new double[maxTasks + 1];
        this.uploadLoad = new double[maxTasks + 1];
        this.longestChain = new double[maxTasks + 1];
        this.reward = new double[maxTasks];
        this.restoredChoice = new int[maxTasks];
    }

    /**
     * Sets the problem that the next {@link #reset} begins; until then there is no episode.
     *
     * @throws IllegalArgumentException where its graph is larger than the constructor was told
     */
    public void assign(OffloadProblem problem) {
        scheduler.reset(problem);
        this.problem = problem;
        int tasks = problem.size();
        double total = 0;
        for (int i = 0; i < tasks; i++) {
            total += problem.localTime()[i];
        }
        perUnit = total > 0 ? tasks / total : 0;
        localLoad[tasks] = 0;
        uploadLoad[tasks] = 0;
        longestChain[tasks] = 0;
        for (int p = tasks - 1; p >= 0; p--) {
            int task = problem.order()[p];
            chain[task] = Math.min(problem.localTime()[task], problem.offloadTime(task))
                    + longestChildChain(task);
            localLoad[p] = localLoad[p + 1] + problem.localTime()[task];
            uploadLoad[p] = uploadLoad[p + 1] + problem.uploadTime()[task];
            longestChain[p] = Math.max(longestChain[p + 1], chain[task]);
        }
        decided = tasks;
        drained = tasks;
        awaiting = false;
    }

    private double longestChildChain(int task) {
        TaskGraph graph = problem.graph();
        double longest = 0;
        for (int k = graph.childOffsets()[task]; k < graph.childOffsets()[task + 1]; k++) {
            longest = Math.max(longest, chain[graph.children()[k]]);
        }
        return longest;
    }

    /** The problem assigned last. */
    public OffloadProblem problem() {
        return problem;
    }

    /** The schedule so far; to be read only. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** Latency of all tasks decided so far. */
    public double latency() {
        return scheduler.latency();
    }

    /** Digest over every decision and its outcome since the last {@link #reset}. */
    public EventDigest digest() {
        return digest;
    }

    @Override
    public WorldSpec spec() {
        return spec;
    }

    /**
     * Becomes a copy of another world of its size, numbers apart: problem, schedule, digest and what
     * is to be drained. A row that the other awaits is not copied; {@link #next} offers it again.
     *
     * @throws IllegalArgumentException where the other's graph is larger than the constructor was told
     */
    public void copyFrom(TaskGraphWorld other) {
        scheduler.copyFrom(other.scheduler);
        problem = other.problem;
        int tasks = problem.size();
        perUnit = other.perUnit;
        System.arraycopy(other.chain, 0, chain, 0, tasks);
        System.arraycopy(other.localLoad, 0, localLoad, 0, tasks + 1);
        System.arraycopy(other.uploadLoad, 0, uploadLoad, 0, tasks + 1);
        System.arraycopy(other.longestChain, 0, longestChain, 0, tasks + 1);
        System.arraycopy(other.reward, 0, reward, 0, tasks);
        digest.restore(other.digest.state(), other.digest.count());
        decided = other.decided;
        drained = other.drained;
        awaiting = false;
    }

    /** {@inheritDoc} The seed only enters the digest: nothing here is random. */
    @Override
    public void reset(long seed) {
        if (problem == null) {
            throw new IllegalStateException("no problem is assigned");
        }
        scheduler.reset(problem);
        decided = 0;
        drained = 0;
        awaiting = false;
        digest.clear();
        digest.add(seed);
    }

    /**
     * Appends one row: the next task of the problem's order. Its features, in order, with times
     * divided by the mean local time of the graph's tasks (times are 0 where that mean is 0), and L
     * the latency so far:
     *
     * <ol start="0">
     * <li>place in the order, over the number of tasks
     * <li>its local time
     * <li>its upload time
     * <li>its time on the host
     * <li>its download time
     * <li>when it would finish if local, minus L
     * <li>when it would finish if offloaded, minus L
     * <li>the former minus the latter
     * <li>when the user's equipment is free, minus L
     * <li>when the uplink is free, minus L
     * <li>when the host is free, minus L
     * <li>when the downlink is free, minus L
     * <li>local time of all undecided tasks, this one included, over the number of tasks
     * <li>upload time likewise
     * <li>its longest chain of descendants, itself included, each at the smaller of its local time
     *     and its whole time offloaded
     * <li>longest such chain of any undecided task
     * <li>when its parents allow it to run locally, minus L
     * <li>when its parents allow it to be uploaded, minus L
     * <li>number of its parents, over 8
     * <li>number of its children, over 8
     * <li>1 where it has no parent
     * <li>1 where it has no child
     * <li>number of undecided tasks, this one included, over the number of tasks
     * </ol>
     *
     * @throws IllegalStateException where the last row has not been applied, or there is no room
     */
    @Override
    public boolean next(Decisions now) {
        if (awaiting) {
            throw new IllegalStateException("the last row has not been applied");
        }
        if (problem == null || decided == problem.size()) {
            return false;
        }
        int task = problem.order()[decided];
        int row = now.append(number, decided, task, BOTH_CHOICES);
        describe(task, now.features(), row * now.featureCount());
        awaiting = true;
        awaitedRow = row;
        return true;
    }

    private void describe(int task, float[] to, int at) {
        TaskGraph graph = problem.graph();
        double tasks = problem.size();
        double now = scheduler.latency();
        double ifLocal = scheduler.finishIf(task, Scheduler.LOCAL);
        double ifOffloaded = scheduler.finishIf(task, Scheduler.OFFLOAD);
        int parents = graph.parentOffsets()[task + 1] - graph.parentOffsets()[task];
        int children = graph.childOffsets()[task + 1] - graph.childOffsets()[task];
        to[at] = (float) (decided / tasks);
        to[at + 1] = scaled(problem.localTime()[task]);
        to[at + 2] = scaled(problem.uploadTime()[task]);
        to[at + 3] = scaled(problem.hostTime()[task]);
        to[at + 4] = scaled(problem.downloadTime()[task]);
        to[at + 5] = scaled(ifLocal - now);
        to[at + 6] = scaled(ifOffloaded - now);
        to[at + 7] = scaled(ifLocal - ifOffloaded);
        to[at + 8] = scaled(scheduler.freeLocal() - now);
        to[at + 9] = scaled(scheduler.freeUplink() - now);
        to[at + 10] = scaled(scheduler.freeHost() - now);
        to[at + 11] = scaled(scheduler.freeDownlink() - now);
        to[at + 12] = scaled(localLoad[decided] / tasks);
        to[at + 13] = scaled(uploadLoad[decided] / tasks);
        to[at + 14] = scaled(chain[task]);
        to[at + 15] = scaled(longestChain[decided]);
        to[at + 16] = scaled(scheduler.readyLocal(task) - now);
        to[at + 17] = scaled(scheduler.readyUpload(task) - now);
        to[at + 18] = (float) (parents / USUAL_NEIGHBOURS);
        to[at + 19] = (float) (children / USUAL_NEIGHBOURS);
        to[at + 20] = parents == 0 ? 1 : 0;
        to[at + 21] = children == 0 ? 1 : 0;
        to[at + 22] = (float) ((tasks - decided) / tasks);
    }

    private float scaled(double time) {
        return (float) (time * perUnit);
    }

    @Override
    public void apply(Decisions now) {
        if (!awaiting) {
            throw new IllegalStateException("no decision is awaited");
        }
        int row = awaitedRow;                           // where it is, unless rows were copied
        if (!isAwaited(now, row)) {
            row = 0;
            while (row < now.size() && !isAwaited(now, row)) {
                row++;
            }
        }
        if (row == now.size()) {
            throw new IllegalStateException("no row of world " + number + " that is awaited");
        }
        if (!now.isLegal(row)) {
            throw new IllegalArgumentException("choice " + now.choice()[row] + " is not legal");
        }
        int task = problem.order()[decided];
        reward[decided] = -scheduler.step(task, now.choice()[row]);
        digest.add(task);
        digest.add(now.choice()[row]);
        digest.add(scheduler.finish(task));
        decided++;
        awaiting = false;
    }

    private boolean isAwaited(Decisions now, int row) {
        return row < now.size() && now.world()[row] == number && now.id()[row] == decided;
    }

    @Override
    public int drain(Outcomes known) {
        int before = drained;
        while (drained < decided) {
            known.append(number, drained, reward[drained], drained == problem.size() - 1, false);
            drained++;
        }
        return drained - before;
    }

    /** {@inheritDoc} The problem itself is not saved: the same must be assigned when restoring. */
    @Override
    public void save(WorldState to) {
        to.put(decided);
        to.put(drained);
        to.put(awaiting ? 1L : 0L);
        to.put(digest.state());
        to.put(digest.count());
        for (int p = 0; p < decided; p++) {
            to.put(scheduler.choice(problem.order()[p]));
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where no episode of the problem assigned has that state;
     *                                  nothing changes then
     */
    @Override
    public void restore(WorldState from) {
        int decided = whole(from.getLong(), problem.size());
        int drained = whole(from.getLong(), decided);
        boolean awaiting = whole(from.getLong(), decided < problem.size() ? 1 : 0) == 1;
        long digestState = from.getLong();
        long digestCount = from.getLong();
        for (int p = 0; p < decided; p++) {
            restoredChoice[p] = whole(from.getLong(), Scheduler.OFFLOAD);
        }
        this.decided = decided;
        this.drained = drained;
        this.awaiting = awaiting;
        digest.restore(digestState, digestCount);
        scheduler.reset(problem);
        for (int p = 0; p < decided; p++) {
            reward[p] = -scheduler.step(problem.order()[p], restoredChoice[p]);
        }
    }

    private static int whole(long word, int most) {
        if (word < 0 || word > most) {
            throw new IllegalArgumentException(
                    "no state of this world: " + word + ", expected 0 to " + most);
        }
        return (int) word;
    }
}
