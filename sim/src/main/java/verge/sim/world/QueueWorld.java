package verge.sim.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import verge.sim.core.EventDigest;
import verge.sim.core.WorldState;
import verge.sim.workload.SlotArrivals;

/**
 * The world of CRB-DRQN (Mao et al., 2026, section 3), which is that of Tang and Wong (IEEE TMC
 * 21(6), 2022): in each slot, devices with a new task decide to compute it themselves (choice 0) or
 * to send it to server k - 1 (choice k). Servers share themselves equally among the devices that
 * have something there, and broadcast how many these are. The outcome is known slots later: minus
 * the delay in slots (Eq. 18), or the drop reward (Eq. 19). Nothing is allocated after construction,
 * but where nobody drains.
 */
public final class QueueWorld implements World {

    /** Whose physics. */
    public enum Mode {
        /** The paper's equations. */
        DEFAULT,
        /** The published simulator with its faults, see {@code PublishedQueues}. */
        REFERENCE
    }

    private static final int AWAITED = -1;

    private final int number;
    private final QueueConfig config;
    private final Mode mode;
    private final SlottedQueues queues;
    private final SlotArrivals arrivals;
    private final WorldSpec spec;
    private final QueueTotals totals = new QueueTotals();
    private final EventDigest digest = new EventDigest();
    private final long legal;
    private final int historySize;
    private final float[] history;         // [historySlots, servers] the latest broadcast last
    private final double[] sizeMbit;       // [devices] of the slot
    private final int[] action;            // [devices]

    private long[] knownId;                // outcomes that wait to be drained
    private double[] knownReward;
    private boolean[] knownCutOff;
    private int known;

    private int slot;
    private boolean drawn;                 // whether the slot's tasks are drawn
    private boolean awaiting;              // whether their rows are out
    private int arrivedNow;
    private int awaitedRow;

    /**
     * @param number   the world's number, carried by its rows
     * @param config   everything but arrivals
     * @param arrivals which tasks arrive; belongs to this world alone
     * @param mode     whose physics
     * @throws IllegalArgumentException where there are more than 63 servers, as a row's choices are
     *                                  bits of one word
     */
    public QueueWorld(int number, QueueConfig config, SlotArrivals arrivals, Mode mode) {
        if (config.servers() >= Long.SIZE) {
            throw new IllegalArgumentException("servers must be 1 to " + (Long.SIZE - 1));
        }
        this.number = number;
        this.config = config;
        this.mode = mode;
        this.arrivals = arrivals;
        queues = queues(config, mode);
        spec = new WorldSpec("queue", "slot", features(config), 1 + config.servers(),
                config.devices(), (int) Math.min(Integer.MAX_VALUE,
                (long) config.devices() * config.slots()));
        legal = -1L >>> (Long.SIZE - 1 - config.servers());
        historySize = config.historySlots() * config.servers();
        history = new float[historySize];
        sizeMbit = new double[config.devices()];
        action = new int[config.devices()];
        knownId = new long[2 * config.devices()];
        knownReward = new double[2 * config.devices()];
        knownCutOff = new boolean[2 * config.devices()];
        clear(config.horizon());
    }

    /** The queues alone, for replays and for measurements. */
    public static SlottedQueues queues(QueueConfig config, Mode mode) {
        return mode == Mode.REFERENCE ? new PublishedQueues(config) : new PaperQueues(config);
    }

    private static List<String> features(QueueConfig config) {
        List<String> names = new ArrayList<>(
                List.of("size-mbit", "local-wait-slots", "uplink-wait-slots"));
        for (int e = 0; e < config.servers(); e++) {
            names.add("backlog-mbit-" + e);
        }
        for (int ago = config.historySlots(); ago > 0; ago--) {
            for (int e = 0; e < config.servers(); e++) {
                names.add("load-" + e + "-slots-ago-" + ago);
            }
        }
        return names;
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
    public QueueConfig config() {
        return config;
    }

    /** The queues; to be read only. */
    public SlottedQueues queues() {
        return queues;
    }

    /** Queues like this world's, empty and apart from it, to try things on. Allocates. */
    public SlottedQueues emptyQueues() {
        return queues(config, mode);
    }

    /** Counts of the episode so far; to be read only. */
    public QueueTotals totals() {
        return totals;
    }

    /** Digest over the seed, every choice and every outcome since the last {@link #reset}. */
    public EventDigest digest() {
        return digest;
    }

    /** eta_d(t) of the slot whose rows are out, 0 without a task: {@code [devices]}; read only. */
    public double[] sizeMbit() {
        return sizeMbit;
    }

    private void clear(int atSlot) {
        queues.reset();
        totals.clear();
        digest.clear();
        Arrays.fill(history, 0);
        known = 0;
        drawn = false;
        awaiting = false;
        slot = atSlot;
    }

    @Override
    public void reset(long seed) {
        clear(0);
        arrivals.reset(seed);
        digest.add(seed);
    }

    /**
     * Appends a row for each device with a task in the next slot that has any. Its features are the
     * state of Eq. (16), in Mbit, slots and numbers of queues: the task's size, the waits for device
     * and uplink, the device's backlog on each server, then C broadcasts of all servers, the
     * earliest first. The id is {@code slot * devices + device}.
     *
     * @throws IllegalStateException where the last rows have not been applied, or there is no room
     */
    @Override
    public boolean next(Decisions now) {
        if (awaiting) {
            throw new IllegalStateException("the last rows have not been applied");
        }
        while (slot < config.horizon()) {
            if (!drawn) {
                draw();
            }
            if (arrivedNow > 0) {
                append(now);
                return true;
            }
            run();
        }
        return false;
    }

    private void draw() {
        arrivedNow = 0;
        if (slot < config.slots()) {
            arrivals.draw(sizeMbit);
        } else {
            Arrays.fill(sizeMbit, 0);
        }
        for (double size : sizeMbit) {
            arrivedNow += size > 0 ? 1 : 0;
        }
        Arrays.fill(action, 0);
        drawn = true;
    }

    private void append(Decisions now) {
        if (now.capacity() - now.size() < arrivedNow) {
            throw new IllegalStateException("no room for " + arrivedNow + " more rows");
        }
        awaitedRow = now.size();
        for (int d = 0; d < sizeMbit.length; d++) {
            if (sizeMbit[d] > 0) {
                int row = now.append(number, id(slot, d), d, legal);
                describe(d, now.features(), row * now.featureCount());
            }
        }
        awaiting = true;
    }

    private long id(int bornSlot, int device) {
        return (long) bornSlot * sizeMbit.length + device;
    }

    /** s_d(t) of Eq. (16). */
    private void describe(int device, float[] to, int at) {
        int servers = config.servers();
        double[] backlog = queues.backlogMbit();
        to[at] = (float) sizeMbit[device];
        to[at + 1] = (float) queues.localWaitSlots(device);
        to[at + 2] = (float) queues.uplinkWaitSlots(device);
        for (int e = 0; e < servers; e++) {
            to[at + 3 + e] = (float) backlog[device * servers + e];
        }
        System.arraycopy(history, 0, to, at + 3 + servers, historySize);
    }

    @Override
    public void apply(Decisions now) {
        if (!awaiting) {
            throw new IllegalStateException("no decision is awaited");
        }
        for (int d = 0; d < action.length; d++) {
            action[d] = sizeMbit[d] > 0 ? AWAITED : 0;
        }
        int read = 0;
        for (int row = awaitedRow; row < now.size() && read < arrivedNow; row++) {
            read += read(now, row);
        }
        for (int row = 0; row < awaitedRow && read < arrivedNow; row++) {       // rows were copied
            read += read(now, row);
        }
        if (read < arrivedNow) {
            throw new IllegalStateException(
                    arrivedNow - read + " rows of world " + number + " are missing");
        }
        awaiting = false;
        run();
    }

    /** 1 where the row is one of ours that was not read before. */
    private int read(Decisions now, int row) {
        long device = now.id()[row] - id(slot, 0);
        if (now.world()[row] != number || device < 0 || device >= action.length
                || action[(int) device] != AWAITED) {
            return 0;
        }
        if (!now.isLegal(row)) {
            throw new IllegalArgumentException("choice " + now.choice()[row] + " is not legal");
        }
        action[(int) device] = now.choice()[row];
        return 1;
    }

    private void run() {
        if (arrivedNow > 0) {
            totals.addArrived(arrivedNow);
            for (int d = 0; d < action.length; d++) {
                if (sizeMbit[d] > 0) {
                    digest.add(sizeMbit[d]);
                    digest.add((long) d << 8 | action[d]);
                }
            }
        }
        queues.run(sizeMbit, action);
        for (int i = 0; i < queues.ended(); i++) {
            record(queues.endedTask(i), queues.endedHow(i));
        }
        broadcast();
        drawn = false;
        slot++;
        if (slot == config.horizon()) {
            cutOff();
        }
    }

    private void record(int task, int how) {
        int born = queues.bornOf(task);
        int delay = slot - born + 1;                                            // Eqs. (12), (13)
        totals.addEnded(how, delay);
        know(id(born, queues.deviceOf(task)),
                how == SlottedQueues.DONE ? -delay : config.dropReward(), false);   // Eqs. (18), (19)
    }

    private void know(long id, double reward, boolean cutOff) {
        if (known == knownId.length) {
            knownId = Arrays.copyOf(knownId, 2 * known);
            knownReward = Arrays.copyOf(knownReward, 2 * known);
            knownCutOff = Arrays.copyOf(knownCutOff, 2 * known);
        }
        knownId[known] = id;
        knownReward[known] = reward;
        knownCutOff[known++] = cutOff;
        digest.add(id);
        digest.add(reward);
    }

    /** Eq. (15): what servers say at the end of a slot is known from the next one on. */
    private void broadcast() {
        int servers = config.servers();
        System.arraycopy(history, servers, history, 0, historySize - servers);
        int[] served = queues.served();
        for (int e = 0; e < servers; e++) {
            history[historySize - servers + e] = served[e];
        }
    }

    /** Tasks that have not ended when the episode does count as failed. */
    private void cutOff() {
        for (int task = 0; task < queues.tasks(); task++) {
            if (queues.isAlive(task)) {
                totals.addCutOff();
                know(id(queues.bornOf(task), queues.deviceOf(task)), config.dropReward(), true);
            }
        }
    }

    /** {@inheritDoc} Those that the end of the episode cut off are truncated. */
    @Override
    public int drain(Outcomes to) {
        for (int i = 0; i < known; i++) {
            to.append(number, knownId[i], knownReward[i], false, knownCutOff[i]);
        }
        int count = known;
        known = 0;
        return count;
    }

    @Override
    public void save(WorldState to) {
        int begun = to.begin();
        to.put(shape());
        to.put(slot);
        to.put(drawn ? 1L : 0L);
        to.put(awaiting ? 1L : 0L);
        to.put(arrivedNow);
        to.put(digest.state());
        to.put(digest.count());
        totals.save(to);
        to.putAll(history);
        to.putAll(sizeMbit);
        to.put(known);
        for (int i = 0; i < known; i++) {
            to.put(knownId[i]);
            to.put(knownReward[i]);
            to.put(knownCutOff[i] ? 1L : 0L);
        }
        arrivals.save(to);
        queues.save(to);
        to.seal(begun);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where it is not what a world of this configuration and mode
     *                                  saved; nothing changes then
     */
    @Override
    public void restore(WorldState from) {
        from.open();
        if (from.getLong() != shape()) {
            throw new IllegalArgumentException("a state of another world");
        }
        slot = (int) from.getLong();
        drawn = from.getLong() != 0;
        awaiting = from.getLong() != 0;
        arrivedNow = (int) from.getLong();
        digest.restore(from.getLong(), from.getLong());
        totals.restore(from);
        from.getAll(history);
        from.getAll(sizeMbit);
        int count = (int) from.getLong();
        known = 0;
        long[] id = count > knownId.length ? new long[count] : knownId;
        double[] reward = count > knownId.length ? new double[count] : knownReward;
        boolean[] cutOff = count > knownId.length ? new boolean[count] : knownCutOff;
        for (int i = 0; i < count; i++) {
            id[i] = from.getLong();
            reward[i] = from.getDouble();
            cutOff[i] = from.getLong() != 0;
        }
        knownId = id;
        knownReward = reward;
        knownCutOff = cutOff;
        known = count;
        arrivals.restore(from);
        queues.restore(from);
        from.close();
        awaitedRow = 0;
        Arrays.fill(action, 0);
    }

    /** What must be the same for a state to fit: everything but the arrivals. */
    private long shape() {
        EventDigest shape = new EventDigest();
        shape.add(mode.ordinal());
        shape.add(config.devices());
        shape.add(config.servers());
        shape.add(config.slots());
        shape.add(config.drainSlots());
        shape.add(config.deadlineSlots());
        shape.add(config.historySlots());
        shape.add(config.discard().ordinal());
        return shape.value();
    }
}
