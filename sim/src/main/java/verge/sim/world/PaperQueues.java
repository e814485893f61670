package verge.sim.world;

import java.util.Arrays;
import verge.sim.core.FifoLines;
import verge.sim.core.SlotRing;
import verge.sim.core.WorldState;

/**
 * The queues by the paper's equations (Mao et al., 2026, Eqs. 2 to 13), with ceil for the printed
 * floor of Eqs. (3) and (6). When a task leaves its device, or is sent, is known on its arrival;
 * only servers are computed slot by slot. Tasks lie in flat arrays and are linked where they queue;
 * nothing is allocated after construction.
 */
final class PaperQueues extends TaskQueues {

    // [devices, ring] tasks by the slot they are born in
    private final double[] remaining;      // on the server
    private final int[] begin;             // first slot on the device or the uplink
    private final int[] last;              // last one there
    private final boolean[] late;          // whether it is dropped when it leaves device or uplink

    private final int[] localLast;         // [devices] psi of the last task, -1 before the first
    private final int[] uplinkLast;
    private final SlotRing leaving;        // tasks by the slot they leave device
    private final SlotRing sent;           // and uplink in

    private final FifoLines queues;         // [devices, servers] on the servers
    private final int[] active;            // [servers, devices] devices with a queue that is not empty

    private final double[] localMbit;      // [devices] per slot
    private final double[] serverMbit;     // [devices, servers] per slot, alone

    PaperQueues(QueueConfig config) {
        super(config, config.longestLife());
        int tasks = devices * ring;
        remaining = new double[tasks];
        begin = new int[tasks];
        last = new int[tasks];
        late = new boolean[tasks];
        localLast = new int[devices];
        uplinkLast = new int[devices];
        leaving = new SlotRing(ring, devices);
        sent = new SlotRing(ring, devices);
        queues = new FifoLines(devices * servers, tasks);
        active = new int[servers * devices];
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
        super.reset();
        Arrays.fill(localLast, -1);
        Arrays.fill(uplinkLast, -1);
        leaving.clear();
        sent.clear();
        queues.clear();
        Arrays.fill(load, 0);
        Arrays.fill(served, 0);
    }

    @Override
    public void run(double[] sizeMbit, int[] action) {
        beginSlot();
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
        int task = bear(device, sizeMbit, server);
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
            int count = load[e];
            served[e] = count;                                                      // Eq. (7)
            serverBusy[e] += count > 0 ? 1 : 0;
            int kept = e * devices;
            for (int i = e * devices; i < e * devices + count; i++) {
                int device = active[i];
                if (serve(device * servers + e, count)) {
                    active[kept++] = device;
                }
            }
            load[e] = kept - e * devices;
        }
    }

    /** Whether the queue is not empty afterwards. */
    private boolean serve(int queue, int sharers) {
        int task = queues.first(queue);
        double share = serverMbit[queue] / sharers;
        double left = remaining[task] - share;
        if (left > 0 && age(task) < deadline) {
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
            active[server * devices + load[server]++] = device;
        }
        queues.add(queue, task);
        backlog[queue] += size[task];
    }

    @Override
    public int transmissionSlots(int task) {
        boolean isSent = target[task] != NONE && begin[task] != NONE && last[task] < slot;
        return isSent ? last[task] - born[task] + 1 : 0;
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
        super.save(to);
        to.putAll(remaining);
        to.putAll(begin);
        to.putAll(last);
        to.putAll(late);
        to.putAll(localLast);
        to.putAll(uplinkLast);
        leaving.save(to);
        sent.save(to);
        queues.save(to);
        to.putAll(active);
    }

    @Override
    public void restore(WorldState from) {
        super.restore(from);
        from.getAll(remaining);
        from.getAll(begin);
        from.getAll(last);
        from.getAll(late);
        from.getAll(localLast);
        from.getAll(uplinkLast);
        leaving.restore(from);
        sent.restore(from);
        queues.restore(from, alive.length);
        from.getAll(active);
    }
}
