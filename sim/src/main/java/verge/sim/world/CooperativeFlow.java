package verge.sim.world;

import verge.sim.core.EventQueue;
import verge.sim.core.RecordPool;
import verge.sim.core.WorldState;
import verge.sim.model.SharedCapacity;

/**
 * The parts of tasks on their way through servers and links, in continuous time. A task is split into
 * one part that stays and one for each target, each with the same share of cycles as of data. A part
 * that leaves is sent over the link to its target, computed there, and what comes of it is sent back;
 * data of 0 bits takes no time. At each stage a part takes a share of what remains of the server or
 * link, keeps it until the stage is done, and gives it back; see {@link CooperativeConfig#limit()}
 * and {@link CooperativeConfig#leastShare()}. It does not know what comes, nor who decides.
 *
 * <p>Events at equal times come in the order in which they were scheduled, those of parts before
 * arrivals. An event costs as much as the event queue takes. Nothing is allocated but where more is
 * under way than ever before. One thread at a time.
 */
public final class CooperativeFlow {

    /** What {@link #next()} came to. */
    public enum Step {
        /** Nothing is pending. */
        OVER,
        /** The arrival that was announced. */
        ARRIVAL,
        /** A part is done with a stage. */
        STAGE,
        /** The last part of a task is done: {@link #taskId()} and what follows tell of it. */
        TASK
    }

    private static final int PART_PRIORITY = 0;
    private static final int ARRIVAL_PRIORITY = 1;
    private static final long ARRIVAL = -1;

    private static final int UPLOAD = 0;
    private static final int COMPUTE = 1;
    private static final int RETURN = 2;

    /** Whole numbers of a part. */
    private static final int TASK = 0;
    private static final int STAGE = 1;
    private static final int TARGET = 2;
    private static final int UNITS = 3;
    private static final int PART_WHOLES = 4;

    /** Real numbers of a part: what each stage has to do, its shares, the energy of its stage. */
    private static final int COMPUTE_SHARE = 3;
    private static final int LINK_SHARE = 4;
    private static final int JOULES = 5;
    private static final int PART_REALS = 6;

    /** Whole numbers of a task. */
    private static final int ID = 0;
    private static final int SITE = 1;
    private static final int PENDING = 2;
    private static final int TASK_WHOLES = 3;

    /** Real numbers of a task. */
    private static final int ARRIVED = 0;
    private static final int CYCLES = 1;
    private static final int SPENT = 2;
    private static final int TASK_REALS = 3;

    private final CooperativeConfig config;
    private final int servers;
    private final double[] hertz;               // [servers]
    private final double[] bitsPerSecond;       // [servers, servers]
    private final EventQueue queue = new EventQueue(64);
    private final SharedCapacity capacity;      // servers, then links
    private final RecordPool parts = new RecordPool(PART_WHOLES, PART_REALS);
    private final RecordPool tasks = new RecordPool(TASK_WHOLES, TASK_REALS);
    private final CooperativeLoad load;
    private final WorldState copied = new WorldState();

    private long events;
    private int eventTask;                      // of the last step
    private int eventStage;
    private int eventTarget;

    /** @param config of servers, links and energy */
    public CooperativeFlow(CooperativeConfig config) {
        this.config = config;
        servers = config.servers();
        hertz = config.serverHertz();
        bitsPerSecond = config.linkBitsPerSecond();
        capacity = new SharedCapacity(servers + servers * servers, config.limit(),
                config.leastShare());
        load = new CooperativeLoad(servers);
        clear();
    }

    /** Removes everything and sets the clock to 0. */
    public void clear() {
        queue.clear();
        capacity.clear();
        parts.clear();
        tasks.clear();
        load.clear();
        events = 0;
        eventTask = 0;
        eventStage = 0;
        eventTarget = 0;
    }

    /** Announces the next arrival. */
    public void announce(double seconds) {
        queue.schedule(seconds, ARRIVAL_PRIORITY, ARRIVAL);
    }

    /** Time of the last event, in seconds. */
    public double now() {
        return queue.now();
    }

    /**
     * Lets a task in.
     *
     * @param id             0 or more; what {@link #taskId()} will be
     * @param site           its server
     * @param choices        numbers sets of targets
     * @param choice         the set it is offloaded to
     * @param ratio          how much of it, 0 to 1; the targets get equal parts
     * @param computeShare   of each part at its server, 0 to 1
     * @param bandwidthShare of each part on links, 0 to 1
     */
    public void admit(int id, int site, double cycles, double inputBits, double resultBits,
            CooperativeChoices choices, int choice, double ratio, double computeShare,
            double bandwidthShare) {
        int task = tasks.take();
        tasks.set(task, ID, id);
        tasks.set(task, SITE, site);
        tasks.set(task, PENDING, 1);            // until all parts are in
        tasks.set(task, ARRIVED, now());
        tasks.set(task, CYCLES, cycles);
        tasks.set(task, SPENT, 0.0);
        int targets = choices.targets(choice);
        double away = targets == 0 ? 0 : ratio;
        if (away < 1) {
            enter(task, site, 1 - away, cycles, 0, 0, computeShare, bandwidthShare);
        }
        for (int k = 0; k < targets && away > 0; k++) {
            enter(task, choices.target(site, choice, k), away / targets, cycles, inputBits,
                    resultBits, computeShare, bandwidthShare);
        }
        tasks.set(task, PENDING, tasks.whole(task, PENDING) - 1);
    }

    private void enter(int task, int target, double share, double cycles, double inputBits,
            double resultBits, double computeShare, double bandwidthShare) {
        int part = parts.take();
        parts.set(part, TASK, task);
        parts.set(part, TARGET, target);
        parts.set(part, UPLOAD, share * inputBits);
        parts.set(part, COMPUTE, share * cycles);
        parts.set(part, RETURN, share * resultBits);
        parts.set(part, COMPUTE_SHARE, computeShare);
        parts.set(part, LINK_SHARE, bandwidthShare);
        tasks.set(task, PENDING, tasks.whole(task, PENDING) + 1);
        load.assign(target, share * cycles);
        begin(part, UPLOAD);
    }

    /** Begins the stage, or a later one where there is nothing to do; false: the part is done. */
    private boolean begin(int part, int stage) {
        while (stage <= RETURN && stage != COMPUTE && parts.real(part, stage) == 0) {
            stage++;
        }
        if (stage > RETURN) {
            return false;
        }
        parts.set(part, STAGE, stage);
        int resource = resource(part);
        if (capacity.isFree(resource)) {
            start(part, resource);
        } else {
            capacity.enqueue(resource, part, parts.real(part, stage));
        }
        return true;
    }

    /** The server where the part is computed, or the link it is on. */
    private int resource(int part) {
        int site = tasks.whole(parts.whole(part, TASK), SITE);
        int target = parts.whole(part, TARGET);
        return switch (parts.whole(part, STAGE)) {
            case UPLOAD -> link(site, target);
            case COMPUTE -> target;
            default -> link(target, site);
        };
    }

    private int link(int from, int to) {
        return servers + from * servers + to;
    }

    private void start(int part, int resource) {
        int stage = parts.whole(part, STAGE);
        boolean computes = resource < servers;
        int units = capacity.take(resource,
                parts.real(part, computes ? COMPUTE_SHARE : LINK_SHARE));
        double whole = computes ? hertz[resource] : bitsPerSecond[resource - servers];
        double rate = whole * units / SharedCapacity.WHOLE;
        double seconds = parts.real(part, stage) / rate;
        parts.set(part, UNITS, units);
        parts.set(part, JOULES, computes
                ? config.energy().joulesPerCycleHertzSquared() * rate * rate
                        * parts.real(part, stage)
                : config.energy().transmitWatts() * seconds);
        if (computes && capacity.active(resource) == 1) {
            load.wake(resource, now());
        }
        queue.schedule(now() + seconds, PART_PRIORITY, part);
    }

    /** Runs to the next event. */
    public Step next() {
        if (!queue.next()) {
            return Step.OVER;
        }
        events++;
        if (queue.payload() == ARRIVAL) {
            return Step.ARRIVAL;
        }
        int part = (int) queue.payload();
        eventTask = parts.whole(part, TASK);
        eventStage = parts.whole(part, STAGE);
        eventTarget = parts.whole(part, TARGET);
        finish(part);
        if (begin(part, eventStage + 1)) {
            return Step.STAGE;
        }
        parts.giveBack(part);
        int pending = tasks.whole(eventTask, PENDING) - 1;
        tasks.set(eventTask, PENDING, pending);
        if (pending > 0) {
            return Step.STAGE;
        }
        tasks.giveBack(eventTask);
        return Step.TASK;
    }

    private void finish(int part) {
        int resource = resource(part);
        double joules = parts.real(part, JOULES);
        tasks.set(eventTask, SPENT, tasks.real(eventTask, SPENT) + joules);
        capacity.giveBack(resource, parts.whole(part, UNITS));
        if (resource < servers) {
            load.computed(resource, parts.real(part, COMPUTE), joules);
            if (capacity.active(resource) == 0) {
                load.sleep(resource, now());
            }
        } else {
            load.sent(parts.real(part, eventStage), joules);
        }
        while (capacity.canServe(resource)) {
            int waiting = capacity.first(resource);
            capacity.dequeue(resource, parts.real(waiting, parts.whole(waiting, STAGE)));
            start(waiting, resource);
        }
    }

    /** Events so far. */
    public long events() {
        return events;
    }

    /** Number of the task that the last event was about. */
    public int taskId() {
        return tasks.whole(eventTask, ID);
    }

    /** Its server. */
    public int taskSite() {
        return tasks.whole(eventTask, SITE);
    }

    /** Its work. */
    public double taskCycles() {
        return tasks.real(eventTask, CYCLES);
    }

    /** How long it has been here, in seconds; its latency, once it is done. */
    public double taskSeconds() {
        return now() - tasks.real(eventTask, ARRIVED);
    }

    /** What it has spent on computing and transmission. */
    public double taskJoules() {
        return tasks.real(eventTask, SPENT);
    }

    /** Stage of the last event: 0 sent, 1 computed, 2 its result sent. */
    public int stage() {
        return eventStage;
    }

    /** Where the part of the last event is or was computed. */
    public int target() {
        return eventTarget;
    }

    /** Tasks that are not done. */
    public int tasksUnderWay() {
        return tasks.taken();
    }

    /** What is on its way to each server, and what was done so far; to be read only. */
    public CooperativeLoad load() {
        return load;
    }

    /** What remains of a server's clock rate, in hertz. */
    public double remainingHertz(int server) {
        return hertz[server] * capacity.remainingShare(server);
    }

    /** Work that waits at a server, in cycles. */
    public double waitingCycles(int server) {
        return capacity.waitingAmount(server);
    }

    /** What remains of a link, in bits per second. */
    public double remainingBitsPerSecond(int from, int to) {
        return bitsPerSecond[from * servers + to] * capacity.remainingShare(link(from, to));
    }

    /** Data that waits for a link, in bits. */
    public double waitingBits(int from, int to) {
        return capacity.waitingAmount(link(from, to));
    }

    /** Parts that wait for a server or a link. */
    public int waitingParts() {
        int sum = 0;
        for (int r = 0; r < servers + servers * servers; r++) {
            sum += capacity.waiting(r);
        }
        return sum;
    }

    /** Becomes an exact copy of another flow of the same servers, for a look ahead. */
    public void copyFrom(CooperativeFlow other) {
        copied.clear();
        other.queue.save(copied);
        queue.restore(copied);
        capacity.copyFrom(other.capacity);
        parts.copyFrom(other.parts);
        tasks.copyFrom(other.tasks);
        load.copyFrom(other.load);
        events = other.events;
        eventTask = other.eventTask;
        eventStage = other.eventStage;
        eventTarget = other.eventTarget;
    }

    void save(WorldState to) {
        queue.save(to);
        parts.save(to);
        tasks.save(to);
        capacity.save(to);
        load.save(to);
        to.put(events);
    }

    /** @throws IllegalArgumentException where that is no state of these servers; clear it then */
    void restore(WorldState from) {
        queue.restore(from);
        parts.restore(from);
        tasks.restore(from);
        for (int p = 0; p < parts.used(); p++) {
            WorldState.require(parts.whole(p, TASK) < tasks.used()
                    && parts.whole(p, STAGE) <= RETURN && parts.whole(p, TARGET) < servers);
        }
        for (int t = 0; t < tasks.used(); t++) {
            WorldState.require(tasks.whole(t, SITE) < servers);
        }
        capacity.restore(from, parts.used());
        load.restore(from);
        events = from.getLong(0, Long.MAX_VALUE);
    }
}
