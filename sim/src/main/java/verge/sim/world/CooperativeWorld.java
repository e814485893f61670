package verge.sim.world;

import java.util.Arrays;
import java.util.List;
import verge.sim.core.EventDigest;
import verge.sim.core.WorldState;
import verge.sim.workload.TaskSource;

/**
 * The world of CTO-TP (Liu et al., arXiv 2504.17526, 2025): servers that help each other, in
 * continuous time. Whenever a task arrives at a server, that server decides which others it is
 * offloaded to (choice: a set of {@link CooperativeChoices}), and by its levels how much of it, and
 * which shares of servers and links its parts take. Tasks that arrive at the same time are decided
 * one after another. The outcome of a decision is known when the task and all its results are back
 * at its server: {@code lambda L_ref / L + rho E_ref / E}, the reference being the task alone at its
 * own server at full speed, that is, without cooperation and without others.
 *
 * <p>The episode ends when all tasks are done. What arrives never depends on decisions. Nothing is
 * allocated but where more is under way than ever before.
 */
public final class CooperativeWorld implements World {

    /** Level: how much of the task is offloaded. */
    public static final int RATIO = 0;

    /** Level: share of what remains of a server. */
    public static final int COMPUTE_SHARE = 1;

    /** Level: share of what remains of a link. */
    public static final int BANDWIDTH_SHARE = 2;

    private static final List<String> LEVELS =
            List.of("offloadRatio", "computeShare", "bandwidthShare");

    private final int number;
    private final CooperativeConfig config;
    private final TaskSource source;
    private final WorldSpec spec;
    private final CooperativeChoices choices;
    private final CooperativeFlow flow;
    private final CooperativeView view;
    private final CooperativeTotals totals = new CooperativeTotals();
    private final EventDigest digest = new EventDigest();
    private int[] knownId = new int[16];            // outcomes that wait to be drained
    private double[] knownReward = new double[16];
    private double[] knownSeconds = new double[16];
    private int known;

    private long seed;
    private int drawn;                              // tasks taken from the source
    private boolean awaiting;                       // whether the last one's row is out
    private int awaitedRow;

    /**
     * @param number the world's number, carried by its rows
     * @param config servers, links, energy and weights
     * @param source the tasks, with a site for each server; belongs to this world alone
     * @throws IllegalArgumentException where sites and servers differ, or there are more than 64
     *                                  sets of targets
     */
    public CooperativeWorld(int number, CooperativeConfig config, TaskSource source) {
        if (source.sites() != config.servers()) {
            throw new IllegalArgumentException("tasks arrive at " + source.sites()
                    + " sites, but there are " + config.servers() + " servers");
        }
        this.number = number;
        this.config = config;
        this.source = source;
        choices = new CooperativeChoices(config.servers(), config.mostTargets());
        spec = new WorldSpec("cooperative", "s", CooperativeView.ownNames(config.servers()),
                LEVELS, choices.count(), 1, source.tasks());
        flow = new CooperativeFlow(config);
        view = new CooperativeView(flow, config.servers());
        reset(0);
    }

    /** Rows for this world alone. */
    public Decisions decisions() {
        return new Decisions(1, spec.features(), LEVELS.size(), null);
    }

    @Override
    public WorldSpec spec() {
        return spec;
    }

    /** The number that its rows carry. */
    public int number() {
        return number;
    }

    /** What the world was made with. */
    public CooperativeConfig config() {
        return config;
    }

    /** What the choices are. */
    public CooperativeChoices choices() {
        return choices;
    }

    /** Servers and links; to be read only. */
    public CooperativeFlow flow() {
        return flow;
    }

    /** The task that arrived last; to be read only. */
    public TaskSource task() {
        return source;
    }

    /** What came of the episode so far; to be read only. */
    public CooperativeTotals totals() {
        return totals;
    }

    /** Digest over the seed and every decision and event since the last {@link #reset}. */
    public EventDigest digest() {
        return digest;
    }

    /** Spent so far: computing, transmissions, and servers that computed nothing. */
    public double energyJoules() {
        return flow.load().computeJoules() + flow.load().transmitJoules() + idleJoules();
    }

    /** Spent so far by servers that computed nothing. */
    public double idleJoules() {
        double seconds = 0;
        for (int s = 0; s < config.servers(); s++) {
            seconds += flow.now() - flow.load().busySeconds(s, flow.now());
        }
        return config.energy().idleWatts() * seconds;
    }

    /** What {@link #describeAll} writes, with units. */
    public List<String> globalFeatureNames() {
        return CooperativeView.globalNames(config.servers());
    }

    /** Writes the state of all servers and links, and the last task, from {@code offset} on. */
    public void describeAll(float[] to, int offset) {
        view.describeAll(source, to, offset);
    }

    @Override
    public void reset(long seed) {
        this.seed = seed;
        source.begin(seed);
        flow.clear();
        totals.clear();
        digest.clear();
        digest.add(seed);
        known = 0;
        drawn = 0;
        awaiting = false;
        announce();
    }

    private void announce() {
        if (source.next()) {
            drawn++;
            flow.announce(source.seconds());
        }
    }

    /**
     * Runs to the next arrival and appends its row, whose node is the server and whose id is the
     * number of the task. Its features are what remains of the server (GHz) and waits for it
     * (Gcycles), of each of its links to others (Mbit/s, Mbit), and the task (Gcycles, Mbit, Mbit).
     *
     * @throws IllegalStateException where the last row has not been applied, or there is no room
     */
    @Override
    public boolean next(Decisions now) {
        if (awaiting) {
            throw new IllegalStateException("the last row has not been applied");
        }
        if (now.size() == now.capacity()) {
            throw new IllegalStateException("no room for one more row");
        }
        while (true) {
            switch (flow.next()) {
                case OVER -> {
                    return false;
                }
                case ARRIVAL -> {
                    totals.addArrived();
                    append(now);
                    return true;
                }
                case STAGE -> digestEvent();
                default -> {
                    digestEvent();
                    record();
                }
            }
        }
    }

    private void append(Decisions now) {
        awaitedRow = now.append(number, drawn - 1, source.site(), choices.legal());
        view.describeOwn(source, now.features(), awaitedRow * now.featureCount());
        awaiting = true;
    }

    private void digestEvent() {
        digest.add((long) flow.taskId() << 32 | (long) flow.target() << 2 | flow.stage());
        digest.add(flow.now());
    }

    private void record() {
        double seconds = flow.taskSeconds();
        double reward = config.reward(flow.taskSite(), flow.taskCycles(), seconds,
                flow.taskJoules());
        totals.addDone(seconds, reward);
        reserve(known + 1);
        knownId[known] = flow.taskId();
        knownSeconds[known] = seconds;
        knownReward[known++] = reward;
    }

    private void reserve(int outcomes) {
        if (outcomes > knownId.length) {
            knownId = Arrays.copyOf(knownId, 2 * outcomes);
            knownReward = Arrays.copyOf(knownReward, 2 * outcomes);
            knownSeconds = Arrays.copyOf(knownSeconds, 2 * outcomes);
        }
    }

    /** {@inheritDoc} Levels must be numbers from 0 to 1. */
    @Override
    public void apply(Decisions now) {
        if (!awaiting) {
            throw new IllegalStateException("no decision is awaited");
        }
        int row = row(now);
        if (!now.isLegal(row)) {
            throw new IllegalArgumentException("choice " + now.choice()[row] + " is not legal");
        }
        int choice = now.choice()[row];
        double ratio = level(now, row, RATIO);
        double compute = level(now, row, COMPUTE_SHARE);
        double bandwidth = level(now, row, BANDWIDTH_SHARE);
        digest.add((long) (drawn - 1) << 8 | choice);
        digest.add(ratio);
        digest.add(compute);
        digest.add(bandwidth);
        flow.admit(drawn - 1, source.site(), source.cycles(), source.inputBits(),
                source.resultBits(), choices, choice, ratio, compute, bandwidth);
        awaiting = false;
        announce();
    }

    private int row(Decisions now) {
        if (awaitedRow < now.size() && isOurs(now, awaitedRow)) {
            return awaitedRow;
        }
        for (int row = 0; row < now.size(); row++) {                        // rows were copied
            if (isOurs(now, row)) {
                return row;
            }
        }
        throw new IllegalStateException("the row of world " + number + " is missing");
    }

    private boolean isOurs(Decisions now, int row) {
        return now.world()[row] == number && now.id()[row] == drawn - 1;
    }

    private static double level(Decisions now, int row, int column) {
        if (now.levelCount() == 0) {
            return 1;
        }
        float level = now.levels()[row * now.levelCount() + column];
        if (!(level >= 0 && level <= 1)) {
            throw new IllegalArgumentException(LEVELS.get(column) + " is not within 0 to 1");
        }
        return level;
    }

    /** Outcomes that wait for the next {@link #drain}. */
    public int known() {
        return known;
    }

    /** Latency of the task of such an outcome, in the order in which they will be drained. */
    public double knownSeconds(int outcome) {
        return knownSeconds[outcome];
    }

    /** {@inheritDoc} That of the last task is truncated: an episode ends with the tasks alone. */
    @Override
    public int drain(Outcomes to) {
        for (int i = 0; i < known; i++) {
            to.append(number, knownId[i], knownReward[i], false,
                    knownId[i] == source.tasks() - 1);
        }
        int count = known;
        known = 0;
        return count;
    }

    @Override
    public void save(WorldState to) {
        to.put(seed);
        to.put(drawn);
        to.put(awaiting ? 1L : 0L);
        to.put(digest.state());
        to.put(digest.count());
        totals.save(to);
        to.put(known);
        for (int i = 0; i < known; i++) {
            to.put(knownId[i]);
            to.put(knownReward[i]);
            to.put(knownSeconds[i]);
        }
        flow.save(to);
    }

    /**
     * {@inheritDoc} Draws the tasks so far anew, which is exact, and takes as long as that takes.
     *
     * @throws IllegalArgumentException where no episode of this world has that state; the world must
     *                                  be reset then
     */
    @Override
    public void restore(WorldState from) {
        reset(from.getLong());
        int count = from.getInt(1, source.tasks());
        while (drawn < count) {
            source.next();
            drawn++;
        }
        awaiting = from.getInt(0, 1) == 1;
        awaitedRow = 0;
        long digestState = from.getLong();
        digest.restore(digestState, from.getLong());
        totals.restore(from, count);
        known = from.getInt(0, Math.min(count, from.remaining() / 3));
        reserve(known);
        for (int i = 0; i < known; i++) {
            knownId[i] = from.getInt(0, count - 1);
            knownReward[i] = from.getNonNegative();
            knownSeconds[i] = from.getNonNegative();
        }
        flow.restore(from);
    }
}
