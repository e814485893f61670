package verge.sim.world;

import java.util.Arrays;
import verge.sim.core.EventDigest;
import verge.sim.core.WorldState;
import verge.sim.model.Mobility;
import verge.sim.model.Placement;

/**
 * The world of STAR (Qu et al., MobiSec 2025, section 3): in each slot, users with a task decide
 * all at once whether to compute it (choice 0) or to offload it to a server in reach (choice 1 + k
 * for the k-th edge into the user). Uplinks share one band and disturb each other. The outcome is
 * known in the same slot: minus the delay, or minus the penalty of a failure, in seconds (Eq. 5).
 *
 * <p>Draws (places, equipment, tasks, movements, fading) follow from the seed alone and never from
 * decisions, so that policies are compared on the same episodes. A slot costs as much as there are
 * transmitters times servers, and where relations are wanted, edges; an episode begins with the
 * gains of all links, and where users move or links fade, every slot does. Nothing is allocated
 * after the first episodes: lists of links, and of outcomes that nobody drains, grow when they
 * must.
 */
public final class RadioWorld implements World {

    private static final int AWAITED = -3;

    private final int number;
    private final RadioConfig config;
    private final WorldSpec spec;
    private final RadioNetwork network;
    private final RadioTasks tasks;
    private final RadioSlot physics;
    private final RadioView view;
    private final RadioTotals totals = new RadioTotals();
    private final RadioEnergy energy;
    private final EventDigest digest = new EventDigest();
    private final int[] action;         // [users] of the slot
    private long[] knownId;             // outcomes that wait to be drained
    private double[] knownReward;
    private int known;

    private long seed;
    private int slot;
    private boolean drawn;              // whether the slot's tasks are drawn
    private boolean awaiting;           // whether their rows are out
    private int awaitedRow;

    /**
     * @param number    the world's number, carried by its rows
     * @param config    everything but places and movements
     * @param placement where everyone stands
     * @param mobility  how users move; belongs to this world alone
     */
    public RadioWorld(int number, RadioConfig config, Placement placement, Mobility mobility) {
        this.number = number;
        this.config = config;
        int users = config.users();
        int choices = 1 + Math.min(config.servers(), RadioNetwork.MOST_REACHABLE);
        spec = new WorldSpec("radio", "s", RadioView.USER_FEATURES, choices, users,
                (int) Math.min(Integer.MAX_VALUE, (long) users * config.slots()));
        network = new RadioNetwork(config, placement, mobility);
        tasks = new RadioTasks(config);
        physics = new RadioSlot(users, config.servers(), RadioSlot.setting(config));
        energy = new RadioEnergy(config, network);
        view = new RadioView(number, network, physics, tasks);
        action = new int[users];
        knownId = new long[users];
        knownReward = new double[users];
        slot = config.slots();
    }

    /**
     * Tables for {@link Decisions}: nodes {@code user} and {@code server}, edges {@code channel}
     * from the servers in reach of a user to it and {@code neighbour} from the users near it to it.
     * Every user is a node, with a task or without; its data and work are 0 without.
     */
    public static Relations relations() {
        return RadioView.relations();
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
    public RadioConfig config() {
        return config;
    }

    /** The links of the slot; to be read only. */
    public RadioNetwork network() {
        return network;
    }

    /** What came of the last slot, and the queues; to be read only. */
    public RadioSlot physics() {
        return physics;
    }

    /** What came of the episode so far; to be read only. */
    public RadioTotals totals() {
        return totals;
    }

    /** What was spent in the episode so far; to be read only. */
    public RadioEnergy energy() {
        return energy;
    }

    /** Digest over the seed and every task and its outcome since the last {@link #reset}. */
    public EventDigest digest() {
        return digest;
    }

    /** The slot that is decided next, from 0. */
    public int slot() {
        return slot;
    }

    /** D of the tasks drawn last, 0 where there is none: {@code [users]}. */
    public double[] taskBits() {
        return tasks.bits();
    }

    /** C of the tasks drawn last, 0 where there is none: {@code [users]}. */
    public double[] taskGigacycles() {
        return tasks.gigacycles();
    }

    /** Whether a user has a task among those drawn last. */
    public boolean hasTask(int user) {
        return tasks.present(user);
    }

    /** What each user did in the last slot, see {@link RadioSlot}: {@code [users]}. */
    public int[] actions() {
        return action;
    }

    @Override
    public void reset(long seed) {
        begin(seed);
        physics.clear();
        totals.clear();
        energy.clear();
        digest.clear();
        digest.add(seed);
        known = 0;
        slot = 0;
        drawn = false;
        awaiting = false;
        Arrays.fill(action, RadioSlot.NONE);
    }

    private void begin(long seed) {
        this.seed = seed;
        network.begin(seed);
        tasks.begin(seed);
    }

    /**
     * Appends a row for each user with a task in the next slot that has any. Its features are the
     * user's: position (km), power (W), clock rate (GHz), data (Mbit) and work (Gcycles) of the
     * task, local queue (s), the queues as the slot before left them. The id is {@code slot * users
     * + user}.
     *
     * @throws IllegalStateException where the last rows have not been applied, or there is no room
     */
    @Override
    public boolean next(Decisions now) {
        if (awaiting) {
            throw new IllegalStateException("the last rows have not been applied");
        }
        while (slot < config.slots()) {
            if (!drawn) {
                tasks.draw();
                drawn = true;
            }
            if (tasks.count() > 0) {
                append(now);
                return true;
            }
            Arrays.fill(action, RadioSlot.NONE);
            run();
        }
        return false;
    }

    private void append(Decisions now) {
        if (now.capacity() - now.size() < tasks.count()) {
            throw new IllegalStateException("no room for " + tasks.count() + " more rows");
        }
        awaitedRow = now.size();
        int firstUser = now.relations() == null ? -1 : view.relate(now.relations());
        for (int u = 0; u < action.length; u++) {
            if (tasks.present(u)) {
                long servers = -1L >>> (Long.SIZE - network.reachableCount(u));
                int row = now.append(number, id(u), u, servers << 1 | 1);
                view.describe(u, now.features(), row * now.featureCount());
                if (firstUser >= 0) {
                    now.place()[row] = firstUser + u;
                }
            }
        }
        awaiting = true;
    }

    private long id(int user) {
        return (long) slot * action.length + user;
    }

    @Override
    public void apply(Decisions now) {
        if (!awaiting) {
            throw new IllegalStateException("no decision is awaited");
        }
        for (int u = 0; u < action.length; u++) {
            action[u] = tasks.present(u) ? AWAITED : RadioSlot.NONE;
        }
        int read = 0;
        for (int row = awaitedRow; row < now.size() && read < tasks.count(); row++) {
            read += read(now, row);
        }
        for (int row = 0; row < awaitedRow && read < tasks.count(); row++) {    // rows were copied
            read += read(now, row);
        }
        if (read < tasks.count()) {
            throw new IllegalStateException(
                    tasks.count() - read + " rows of world " + number + " are missing");
        }
        run();
        awaiting = false;
    }

    /** 1 where the row is one of ours that was not read before. */
    private int read(Decisions now, int row) {
        long user = now.id()[row] - id(0);
        if (now.world()[row] != number || user < 0 || user >= action.length
                || action[(int) user] != AWAITED) {
            return 0;
        }
        if (!now.isLegal(row)) {
            throw new IllegalArgumentException("choice " + now.choice()[row] + " is not legal");
        }
        int choice = now.choice()[row];
        action[(int) user] = choice == 0 ? RadioSlot.LOCAL
                : network.server((int) user, choice - 1);
        return 1;
    }

    private void run() {
        assess(action, physics);
        physics.commit();
        energy.addIdle(physics.deviceIdleSeconds(), physics.serverIdleSeconds());
        if (known + tasks.count() > knownId.length) {
            knownId = Arrays.copyOf(knownId, 2 * (known + tasks.count()));
            knownReward = Arrays.copyOf(knownReward, knownId.length);
        }
        for (int u = 0; u < action.length; u++) {
            if (action[u] != RadioSlot.NONE) {
                record(u);
            }
        }
        slot++;
        drawn = false;
        if (slot < config.slots()) {
            network.advance();
        }
    }

    /**
     * What would come of the drawn tasks under some actions, were they those of all users.
     *
     * @param actions as in {@link RadioSlot}: {@code [users]}
     * @param to      is modified; decides by its own queues
     */
    public void assess(int[] actions, RadioSlot to) {
        to.assess(actions, tasks.bits(), tasks.gigacycles(), network.deviceGigahertz(),
                network.serverGigahertz(), network.powerWatts(), network.gain());
    }

    private void record(int user) {
        double delay = physics.delaySeconds()[user];
        if (action[user] == RadioSlot.LOCAL) {
            totals.addLocal(delay);
            energy.addLocal(user, tasks.gigacycles()[user]);
        } else {
            energy.addTransmission(user, physics.transmissionSeconds()[user]);
            if (physics.failed()[user]) {
                totals.addFailed();
            } else {
                totals.addOffloaded(delay);
                energy.addServed(action[user], tasks.gigacycles()[user]);
            }
        }
        knownId[known] = id(user);
        knownReward[known++] =
                physics.failed()[user] ? -config.failurePenaltySeconds() : -delay;   // Eq. (5)
        digest.add(id(user));
        digest.add(action[user]);
        digest.add(delay);
    }

    /** {@inheritDoc} Those of the last slot are truncated: an episode ends by the clock alone. */
    @Override
    public int drain(Outcomes to) {
        long lastSlot = (long) (config.slots() - 1) * action.length;
        for (int i = 0; i < known; i++) {
            to.append(number, knownId[i], knownReward[i], false, knownId[i] >= lastSlot);
        }
        int count = known;
        known = 0;
        return count;
    }

    @Override
    public void save(WorldState to) {
        to.put(seed);
        to.put(slot);
        to.put(drawn ? 1L : 0L);
        to.put(awaiting ? 1L : 0L);
        to.put(digest.state());
        to.put(digest.count());
        to.put(totals.tasks());
        to.put(totals.offloaded());
        to.put(totals.failed());
        to.put(totals.delaySeconds());
        energy.save(to);
        physics.save(to);
        to.put(known);
        for (int i = 0; i < known; i++) {
            to.put(knownId[i]);
            to.put(knownReward[i]);
        }
    }

    /**
     * {@inheritDoc} Draws the slots so far anew, which is exact, and takes as long as that takes.
     *
     * @throws IllegalArgumentException where no episode of this world has that state; nothing
     *                                  changes then
     */
    @Override
    public void restore(WorldState from) {
        RadioState state = RadioState.read(from, config);
        begin(state.seed());
        for (int i = 0; i < state.slot(); i++) {
            tasks.draw();
            if (i + 1 < config.slots()) {
                network.advance();
            }
        }
        slot = state.slot();
        drawn = state.drawn();
        if (drawn) {
            tasks.draw();
        }
        awaiting = state.awaiting();
        awaitedRow = 0;
        digest.restore(state.digestState(), state.digestCount());
        totals.set(state.tasks(), state.offloaded(), state.failed(), state.delaySeconds());
        double[] joules = state.joules();
        energy.set(joules[0], joules[1], joules[2], joules[3]);
        physics.setQueues(state.queues());
        known = state.knownId().length;
        knownId = Arrays.copyOf(state.knownId(), Math.max(known, action.length));
        knownReward = Arrays.copyOf(state.knownReward(), knownId.length);
        Arrays.fill(action, RadioSlot.NONE);
    }
}
