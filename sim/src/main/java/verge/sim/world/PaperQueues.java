package verge.sim.world;

import java.util.Arrays;
import verge.sim.core.WorldState;

/**
 * The queues by the paper's equations (Mao et al., 2026, Eqs. 2 to 13), with ceil for the printed
 * floor of Eqs. (3) and (6). When a task leaves its device, or is sent, is known on its arrival;
 * only servers are computed slot by slot. Tasks lie in flat arrays and are linked where they queue;
 * nothing is allocated after construction.
 */
final class PaperQueues implements SlottedQueues {

    private static final int NONE = -1;

    private final QueueConfig config;
    private final int devices;
    private final int servers;
    private final int deadline;
    private final int ring;                // a power of 2 above the longest life
    private final int ringShift;

    // [devices, ring] tasks by the slot they are born in
    private final double[] size;
    private final double[] remaining;      // on the server
    private final int[] born;
    private final int[] target;            // server, NONE for the device
    private final int[] begin;             // first slot on the device or the uplink
    private final int[] last;              // last one there
    private final boolean[] late;          // whether it is dropped when it leaves device or uplink
    private final boolean[] alive;

    private final int[] localLast;         // [devices] psi of the last task, -1 before the first
    private final int[] uplinkLast;
    private final SlotRing leaving;        // tasks by the slot they leave device
    private final SlotRing sent;           // and uplink in

    private final TaskLine queues;         // [devices, servers] on the servers
    private final double[] backlog;        // [devices, servers]
    private final int[] active;            // [servers, devices] devices with a queue that is not empty
    private final int[] activeCount;       // [servers]
    private final int[] served;            // [servers]

    private final long[] localBusy;
    private final long[] uplinkBusy;
    private final long[] serverBusy;
    private final double[] localMbit;      // [devices] per slot
    private final double[] serverMbit;     // [devices, servers] per slot, alone

    private final int[] endedTask;
    private final int[] endedHow;
    private int ended;
    private int slot;

    PaperQueues(QueueConfig config) {
        this.config = config;
        devices = config.devices();
        servers = config.servers();
        deadline = config.deadlineSlots();
        ringShift = 32 - Integer.numberOfLeadingZeros(config.longestLife());
        ring = 1 << ringShift;
        int tasks = devices * ring;
        size = new double[tasks];
        remaining = new double[tasks];
        born = new int[tasks];
        target = new int[tasks];
        begin = new int[tasks];
        last = new int[tasks];
        late = new boolean[tasks];
        alive = new boolean[tasks];
        localLast = new int[devices];
        uplinkLast = new int[devices];
        leaving = new SlotRing(ring, devices);
        sent = new SlotRing(ring, devices);
        queues = new TaskLine(devices * servers, tasks);
        backlog = new double[devices * servers];
        active = new int[servers * devices];
        activeCount = new int[servers];
        served = new int[servers];
        localBusy = new long[devices];
        uplinkBusy = new long[devices];
        serverBusy = new long[servers];
        endedTask = new int[tasks];
        endedHow = new int[tasks];
        localMbit = new double[devices];
        serverMbit = new double[devices * servers];
        for (int d = 0; d < devices; d++) {
            localMbit[d] = config.localMbit(d);
            for (int e = 0; e < servers; e++) {
                serverMbit[d * servers + e] = config.serverMbit(d, e);
            }
        }
        reset();
    }

    @Override
    public void reset() {
        Arrays.fill(alive, false);
        Arrays.fill(localLast, -1);
        Arrays.fill(uplinkLast, -1);
        leaving.clear();
        sent.clear();
        queues.clear();
        Arrays.fill(backlog, 0);
        Arrays.fill(activeCount, 0);
        Arrays.fill(served, 0);
        Arrays.fill(localBusy, 0);
        Arrays.fill(uplinkBusy, 0);
        Arrays.fill(serverBusy, 0);
        ended = 0;
        slot = 0;
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public void run(double[] sizeMbit, int[] action) {
        ended = 0;
        for (int d = 0; d < devices; d++) {
            if (sizeMbit[d] > 0) {
                admit(d, sizeMbit[d], action[d] - 1);
            }
        }
        computeOnDevices();
        computeOnServers();
        transmit();
        slot++;
    }

    private void admit(int device, double sizeMbit, int server) {
        int task = task(device, slot);
        size[task] = sizeMbit;
        born[task] = slot;
        target[task] = server;
        alive[task] = true;
        boolean local = server == NONE;
        int[] psi = local ? localLast : uplinkLast;
        double perSlot = local ? localMbit[device] : config.uplinkMbit(device, server);
        int wait = Math.max(psi[device] - slot + 1, 0);                             // Eqs. (2), (5)
        double most = Math.min(Math.ceil(sizeMbit / perSlot), deadline + 1.0);
        int finish = slot + wait + (int) most - 1;                                  // Eqs. (3), (6)
        int latest = slot + deadline - 1;
        // What is sent in its last slot can no longer be computed.
        late[task] = finish > latest || !local && finish == latest;
        if (late[task] && config.discard() == QueueConfig.Discard.ON_ARRIVAL) {
            begin[task] = NONE;
            end(task, local ? DROPPED_LOCAL : DROPPED_UPLINK);
            return;
        }
        begin[task] = slot + wait;
        last[task] = Math.min(finish, latest);
        psi[device] = last[task];
        if (last[task] < config.horizon()) {
            (local ? leaving : sent).add(last[task], task);
        }
    }

    private void end(int task, int how) {
        alive[task] = false;
        endedTask[ended] = task;
        endedHow[ended++] = how;
    }

    private void computeOnDevices() {
        int count = leaving.count(slot);
        for (int i = 0; i < count; i++) {
            int task = leaving.get(slot, i);
            localBusy[deviceOf(task)] += slot - begin[task] + 1;
            end(task, late[task] ? DROPPED_LOCAL : DONE);                           // Eq. (12)
        }
        leaving.empty(slot);
    }

    /** Eqs. (7) to (11): each queue that is not empty gets an equal share of its server. */
    private void computeOnServers() {
        for (int e = 0; e < servers; e++) {
            int count = activeCount[e];
            served[e] = count;                                                      // Eq. (7)
            serverBusy[e] += count > 0 ? 1 : 0;
            int kept = e * devices;
            for (int i = e * devices; i < e * devices + count; i++) {
                int device = active[i];
                if (serve(device * servers + e, count)) {
                    active[kept++] = device;
                }
            }
            activeCount[e] = kept - e * devices;
        }
    }

    /** Whether the queue is not empty afterwards. */
    private boolean serve(int queue, int sharers) {
        int task = queues.first(queue);
        double share = serverMbit[queue] / sharers;
        double left = remaining[task] - share;
        if (left > 0 && slot - born[task] + 1 < deadline) {
            remaining[task] = left;
            backlog[queue] -= share;                                                // Eq. (8)
            return true;
        }
        end(task, left > 0 ? DROPPED_SERVER : DONE);                                // Eq. (13)
        queues.remove(queue);
        backlog[queue] = queues.isEmpty(queue) ? 0 : backlog[queue] - remaining[task];
        return !queues.isEmpty(queue);
    }

    private void transmit() {
        int count = sent.count(slot);
        for (int i = 0; i < count; i++) {
            int task = sent.get(slot, i);
            uplinkBusy[deviceOf(task)] += slot - begin[task] + 1;
            if (late[task]) {
                end(task, DROPPED_UPLINK);
            } else {
                enqueue(task);
            }
        }
        sent.empty(slot);
    }

    private void enqueue(int task) {
        int device = deviceOf(task);
        int server = target[task];
        int queue = device * servers + server;
        remaining[task] = size[task];
        if (queues.isEmpty(queue)) {
            active[server * devices + activeCount[server]++] = device;
        }
        queues.add(queue, task);
        backlog[queue] += size[task];
    }

    @Override
    public int ended() {
        return ended;
    }

    @Override
    public int endedTask(int i) {
        return endedTask[i];
    }

    @Override
    public int endedHow(int i) {
        return endedHow[i];
    }

    @Override
    public int task(int device, int bornSlot) {
        return (device << ringShift) + (bornSlot & ring - 1);
    }

    @Override
    public int deviceOf(int task) {
        return task >> ringShift;
    }

    @Override
    public int bornOf(int task) {
        return born[task];
    }

    @Override
    public int serverOf(int task) {
        return target[task];
    }

    @Override
    public double sizeMbit(int task) {
        return size[task];
    }

    @Override
    public int transmissionSlots(int task) {
        boolean isSent = target[task] != NONE && begin[task] != NONE && last[task] < slot;
        return isSent ? last[task] - born[task] + 1 : 0;
    }

    @Override
    public boolean isAlive(int task) {
        return alive[task];
    }

    @Override
    public int tasks() {
        return alive.length;
    }

    @Override
    public double localWaitSlots(int device) {
        return Math.max(localLast[device] - slot + 1, 0);                           // Eq. (5)
    }

    @Override
    public double uplinkWaitSlots(int device) {
        return Math.max(uplinkLast[device] - slot + 1, 0);                          // Eq. (2)
    }

    @Override
    public double[] backlogMbit() {
        return backlog;
    }

    @Override
    public int[] served() {
        return served;
    }

    @Override
    public int[] waiting() {
        return activeCount;
    }

    @Override
    public long[] localBusySlots() {
        return localBusy;
    }

    @Override
    public long[] uplinkBusySlots() {
        return uplinkBusy;
    }

    @Override
    public long[] serverBusySlots() {
        return serverBusy;
    }

    @Override
    public QueueSnapshot snapshot() {
        QueueSnapshot all = QueueSnapshot.empty(devices, servers);
        for (int d = 0; d < devices; d++) {
            all.localLast()[d] = localLast[d];
            all.uplinkLast()[d] = uplinkLast[d];
        }
        System.arraycopy(backlog, 0, all.backlogMbit(), 0, backlog.length);
        for (int task = 0; task < alive.length; task++) {
            if (alive[task]) {
                show(task, all);
            }
        }
        return all;
    }

    private void show(int task, QueueSnapshot in) {
        int device = deviceOf(task);
        int server = target[task];
        int done = Math.max(slot - begin[task], 0);      // slots on the device or the uplink so far
        if (server == NONE) {
            if (done == 0) {
                in.localQueue()[device]++;
            } else {
                in.localRemainMbit()[device] = size[task] - done * localMbit[device];
                in.localBorn()[device] = born[task];
            }
        } else if (last[task] >= slot) {
            if (done == 0) {
                in.sendQueue()[device]++;
            } else {
                in.sendRemainMbit()[device] =
                        size[task] - done * config.uplinkMbit(device, server);
                in.sendServer()[device] = server;
            }
        } else if (queues.first(device * servers + server) != task
                || remaining[task] == size[task]) {
            in.serverQueue()[device * servers + server]++;
        } else {
            in.serverRemainMbit()[device * servers + server] = remaining[task];
        }
    }

    @Override
    public void save(WorldState to) {
        to.put(slot);
        to.putAll(size);
        to.putAll(remaining);
        to.putAll(born);
        to.putAll(target);
        to.putAll(begin);
        to.putAll(last);
        to.putAll(late);
        to.putAll(alive);
        to.putAll(localLast);
        to.putAll(uplinkLast);
        leaving.save(to);
        sent.save(to);
        queues.save(to);
        to.putAll(backlog);
        to.putAll(active);
        to.putAll(activeCount);
        to.putAll(served);
        to.putAll(localBusy);
        to.putAll(uplinkBusy);
        to.putAll(serverBusy);
    }

    @Override
    public void restore(WorldState from) {
        slot = (int) from.getLong();
        from.getAll(size);
        from.getAll(remaining);
        from.getAll(born);
        from.getAll(target);
        from.getAll(begin);
        from.getAll(last);
        from.getAll(late);
        from.getAll(alive);
        from.getAll(localLast);
        from.getAll(uplinkLast);
        leaving.restore(from);
        sent.restore(from);
        queues.restore(from);
        from.getAll(backlog);
        from.getAll(active);
        from.getAll(activeCount);
        from.getAll(served);
        from.getAll(localBusy);
        from.getAll(uplinkBusy);
        from.getAll(serverBusy);
        ended = 0;
    }
}
