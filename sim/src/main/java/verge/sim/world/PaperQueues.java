package verge.sim.world;

import java.util.Arrays;
import verge.sim.core.SlotRing;
import verge.sim.core.WorldState;
import verge.sim.model.FifoServers;
import verge.sim.model.ProcessorSharing;

/**
 * The queues by the paper's equations (Mao et al., 2026, Eqs. 2 to 13), with ceil for the printed
 * floor of Eqs. (3) and (6). When a task leaves its device, or is sent, is known on its arrival;
 * only servers are computed slot by slot. Tasks lie in flat arrays and are linked where they queue;
 * nothing is allocated after construction.
 */
final class PaperQueues extends TaskQueues {

    // [devices, ring] tasks by the slot they are born in
    private final int[] begin;             // first slot on the device or the uplink
    private final int[] last;              // last one there
    private final boolean[] late;          // whether it is dropped when it leaves device or uplink

    private final FifoServers processors;  // [devices] in slots; psi of Eqs. (3) and (6), plus 1
    private final FifoServers uplinks;     // [devices] likewise
    private final SlotRing leaving;        // tasks by the slot they leave device
    private final SlotRing sent;           // and uplink in

    private final ProcessorSharing sharing;
    private final double[] localMbit;      // [devices] per slot

    PaperQueues(QueueConfig config) {
        super(config, config.longestLife());
        int tasks = devices * ring;
        begin = new int[tasks];
        last = new int[tasks];
        late = new boolean[tasks];
        processors = new FifoServers(devices);
        uplinks = new FifoServers(devices);
        leaving = new SlotRing(ring, devices);
        sent = new SlotRing(ring, devices);
        localMbit = new double[devices];
        double[] serverMbit = new double[devices * servers];        // per slot, alone
        for (int d = 0; d < devices; d++) {
            localMbit[d] = config.localMbit(d);
            for (int e = 0; e < servers; e++) {
                serverMbit[d * servers + e] = config.serverMbit(d, e);
            }
        }
        sharing = new ProcessorSharing(devices, servers, tasks, serverMbit);
        reset();
    }

    @Override
    public void reset() {
        super.reset();
        processors.clear();
        uplinks.clear();
        leaving.clear();
        sent.clear();
        sharing.clear();
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
        FifoServers servers = local ? processors : uplinks;
        double perSlot = local ? localMbit[device] : config.uplinkMbit(device, server);
        double most = Math.min(Math.ceil(sizeMbit / perSlot), deadline + 1.0);
        double start = servers.begin(device, slot);                                 // Eqs. (2), (5)
        double done = start + most;                                                 // Eqs. (3), (6)
        int latest = slot + deadline;
        // What is sent in its last slot can no longer be computed.
        late[task] = done > latest || !local && done == latest;
        if (late[task] && config.discard() == QueueConfig.Discard.ON_ARRIVAL) {
            begin[task] = NONE;
            end(task, local ? DROPPED_LOCAL : DROPPED_UPLINK);
            return;
        }
        servers.add(device, slot, most);
        servers.cutOff(device, latest);
        begin[task] = (int) start;
        last[task] = (int) Math.min(done, latest) - 1;
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

    private void computeOnServers() {
        sharing.forgetEnded();
        for (int e = 0; e < servers; e++) {
            served[e] = sharing.load()[e];                                          // Eq. (7)
            serverBusy[e] += served[e] > 0 ? 1 : 0;
            sharing.serve(e, 1, slot);                                              // Eqs. (8) to (11)
        }
        for (int i = 0; i < sharing.ended(); i++) {
            end(sharing.endedJob(i), sharing.isDone(i) ? DONE : DROPPED_SERVER);    // Eq. (13)
        }
    }

    private void transmit() {
        int count = sent.count(slot);
        for (int i = 0; i < count; i++) {
            int task = sent.get(slot, i);
            uplinkBusy[deviceOf(task)] += slot - begin[task] + 1;
            if (late[task]) {
                end(task, DROPPED_UPLINK);
            } else {
                sharing.add(deviceOf(task), target[task], task, size[task],
                        born[task] + deadline - 1);
            }
        }
        sent.empty(slot);
    }

    @Override
    public double[] backlogMbit() {
        return sharing.backlog();
    }

    @Override
    public int[] waiting() {
        return sharing.load();
    }

    @Override
    public int transmissionSlots(int task) {
        boolean isSent = target[task] != NONE && begin[task] != NONE && last[task] < slot;
        return isSent ? last[task] - born[task] + 1 : 0;
    }

    @Override
    public double localWaitSlots(int device) {
        return processors.waiting(device, slot);                                    // Eq. (5)
    }

    @Override
    public double uplinkWaitSlots(int device) {
        return uplinks.waiting(device, slot);                                       // Eq. (2)
    }

    @Override
    public QueueSnapshot snapshot() {
        QueueSnapshot all = QueueSnapshot.empty(devices, servers);
        for (int d = 0; d < devices; d++) {
            all.localLast()[d] = processors.freeAt()[d] - 1;
            all.uplinkLast()[d] = uplinks.freeAt()[d] - 1;
        }
        System.arraycopy(backlogMbit(), 0, all.backlogMbit(), 0, devices * servers);
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
        } else if (sharing.serving(device, server) != task
                || sharing.remaining(task) == size[task]) {
            in.serverQueue()[device * servers + server]++;
        } else {
            in.serverRemainMbit()[device * servers + server] =
                    sharing.remaining(task);
        }
    }

    @Override
    public void save(WorldState to) {
        super.save(to);
        to.putAll(begin);
        to.putAll(last);
        to.putAll(late);
        processors.save(to);
        uplinks.save(to);
        leaving.save(to);
        sent.save(to);
        sharing.save(to);
    }

    @Override
    public void restore(WorldState from) {
        super.restore(from);
        from.getAll(begin);
        from.getAll(last);
        from.getAll(late);
        processors.restore(from);
        uplinks.restore(from);
        leaving.restore(from);
        sent.restore(from);
        sharing.restore(from);
    }
}
