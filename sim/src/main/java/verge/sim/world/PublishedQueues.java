package verge.sim.world;

import java.util.Arrays;
import verge.sim.core.FifoLines;
import verge.sim.core.WorldState;

/**
 * The queues as the published simulator of Tang and Wong (IEEE TMC 21(6), 2022) computes them, with
 * its faults, so that what was published with it can be replayed:
 *
 * <ul>
 * <li>B1: an arrival writes the estimate for the uplink over that for the device, and none is ever
 *     written for the uplink;
 * <li>B2: the loads of the last slot of an episode are those of the first slot of the next;
 * <li>B3: a task that is fully sent in the last slot before its deadline still enters the server's
 *     queue, counts in the load of one slot, and vanishes without being counted as a drop;
 * <li>B4: the backlog of every queue shrinks while its server is busy, whether it is served or not.
 * </ul>
 *
 * <p>Amounts shrink by one subtraction per slot, in the order of that program, so that even the
 * roundings are its own. A doomed task holds device or uplink up to its deadline. Choices of devices
 * without a task count: such an entry waits in the queue and is skipped when it comes up.
 */
final class PublishedQueues extends TaskQueues {

    // [devices, ring] tasks by the slot they are born in
    private final int[] sentSlots;         // slots to the end of the transmission

    private final double[] backlog;        // [devices, servers]
    private final int[] load;              // [servers]

    private final double[] computedLast;   // [devices] the estimate that an arrival overwrites
    private final double[] sentLast;       // [devices] stays -1
    private final FifoLines local;          // tasks that wait for each device
    private final FifoLines uplink;
    private final FifoLines server;         // [devices, servers]
    private final int[] localTask;         // [devices] last one in service, NONE before the first
    private final double[] localRemain;    // NaN while idle
    private final int[] localTime;         // its birth, which stays when it has left
    private final int[] sendTask;
    private final double[] sendRemain;
    private final int[] sendTarget;
    private final int[] serverTask;        // [devices, servers]
    private final double[] serverRemain;

    PublishedQueues(QueueConfig config) {
        super(config, config.longestLife() + 1);
        int tasks = devices * ring;
        int queues = devices * servers;
        sentSlots = new int[tasks];
        backlog = new double[queues];
        load = new int[servers];
        computedLast = new double[devices];
        sentLast = new double[devices];
        local = new FifoLines(devices, tasks);
        uplink = new FifoLines(devices, tasks);
        server = new FifoLines(queues, tasks);
        localTask = new int[devices];
        localRemain = new double[devices];
        localTime = new int[devices];
        sendTask = new int[devices];
        sendRemain = new double[devices];
        sendTarget = new int[devices];
        serverTask = new int[queues];
        serverRemain = new double[queues];
        reset();
    }

    /** {@inheritDoc} All but the loads (B2). */
    @Override
    public void reset() {
        super.reset();
        Arrays.fill(backlog, 0);
        Arrays.fill(computedLast, -1);
        Arrays.fill(sentLast, -1);
        local.clear();
        uplink.clear();
        server.clear();
        Arrays.fill(localTask, NONE);
        Arrays.fill(localRemain, Double.NaN);
        Arrays.fill(localTime, NONE);
        Arrays.fill(sendTask, NONE);
        Arrays.fill(sendRemain, Double.NaN);
        Arrays.fill(sendTarget, NONE);
        Arrays.fill(serverTask, NONE);
        Arrays.fill(serverRemain, Double.NaN);
    }

    @Override
    public void run(double[] sizeMbit, int[] action) {
        beginSlot();
        for (int d = 0; d < devices; d++) {
            admit(d, sizeMbit[d], action[d] - 1);
            computeOnDevice(d, sizeMbit[d], action[d] == 0);
        }
        for (int d = 0; d < devices; d++) {
            for (int e = 0; e < servers; e++) {
                computeOnServer(d, e);
            }
        }
        for (int d = 0; d < devices; d++) {
            transmit(d, sizeMbit[d], action[d] - 1);
        }
        countLoads();
        slot++;
    }

    private void admit(int device, double sizeMbit, int to) {
        int task = bear(device, sizeMbit, to);
        sentSlots[task] = 0;
        (to == NONE ? local : uplink).add(device, task);
    }

    /** The next task of a line that has a size and is in time; NONE if there is none. */
    private int fetch(FifoLines line, int queue) {
        while (!line.isEmpty(queue)) {
            int task = line.remove(queue);
            if (size[task] > 0) {
                if (age(task) <= deadline) {
                    return task;
                }
                end(task, DROPPED_UNCOUNTED);                                           // B3
            }
        }
        return NONE;
    }

    private void computeOnDevice(int d, double sizeMbit, boolean own) {
        double perSlot = config.localMbit(d);
        if (Double.isNaN(localRemain[d])) {
            int task = fetch(local, d);
            if (task != NONE) {
                localTask[d] = task;
                localTime[d] = born[task];
                localRemain[d] = size[task];
            }
        }
        if (localRemain[d] > 0) {
            int task = localTask[d];
            localBusy[d]++;
            localRemain[d] -= perSlot;
            if (localRemain[d] <= 0) {
                end(task, DONE);
                localRemain[d] = Double.NaN;
            } else if (age(task) == deadline) {
                end(task, DROPPED_LOCAL);
                localRemain[d] = Double.NaN;
            }
        }
        if (sizeMbit != 0) {
            computedLast[d] = estimate(computedLast[d], own ? sizeMbit : 0, perSlot);
        }
    }

    private double estimate(double lastSlot, double sizeMbit, double perSlot) {
        return Math.min(Math.max(lastSlot + 1, slot) + Math.ceil(sizeMbit / perSlot) - 1,
                slot + deadline - 1);
    }

    private void computeOnServer(int d, int e) {
        int queue = d * servers + e;
        double share = config.serverMbit(d, e) / load[e];       // unused where nobody waits
        double dropped = 0;
        if (Double.isNaN(serverRemain[queue])) {
            int task = fetch(server, queue);
            if (task != NONE) {
                serverTask[queue] = task;
                serverRemain[queue] = size[task];
            }
        }
        if (serverRemain[queue] > 0) {
            int task = serverTask[queue];
            serverRemain[queue] -= share;
            if (serverRemain[queue] <= 0) {
                end(task, DONE);
                serverRemain[queue] = Double.NaN;
            } else if (age(task) == deadline) {
                end(task, DROPPED_SERVER);
                dropped = serverRemain[queue];
                serverRemain[queue] = Double.NaN;
            }
        }
        if (load[e] != 0) {
            backlog[queue] = Math.max(backlog[queue] - share - dropped, 0);             // B4
        }
    }

    private void transmit(int d, double sizeMbit, int to) {
        if (Double.isNaN(sendRemain[d])) {
            int task = fetch(uplink, d);
            if (task != NONE) {
                sendTask[d] = task;
                sendTarget[d] = target[task];
                sendRemain[d] = size[task];
            }
        }
        if (sendRemain[d] > 0) {
            int task = sendTask[d];
            int queue = d * servers + target[task];
            uplinkBusy[d]++;
            sendRemain[d] -= config.uplinkMbit(d, target[task]);
            if (sendRemain[d] <= 0) {
                server.add(queue, task);
                backlog[queue] += size[task];
                sentSlots[task] = age(task);
                sendRemain[d] = Double.NaN;
            } else if (age(task) == deadline) {
                end(task, DROPPED_UPLINK);
                sentSlots[task] = deadline;
                sendRemain[d] = Double.NaN;
            }
        }
        if (sizeMbit != 0) {                                                            // B1
            computedLast[d] = to == NONE ? estimate(sentLast[d], 0, 1)
                    : estimate(sentLast[d], sizeMbit, config.uplinkMbit(d, to));
        }
    }

    private void countLoads() {
        for (int e = 0; e < servers; e++) {
            served[e] = load[e];
            serverBusy[e] += served[e] > 0 ? 1 : 0;
            load[e] = 0;
            for (int d = 0; d < devices; d++) {
                int queue = d * servers + e;
                load[e] += !server.isEmpty(queue) || serverRemain[queue] > 0 ? 1 : 0;
            }
        }
    }

    @Override
    public double[] backlogMbit() {
        return backlog;
    }

    @Override
    public int[] waiting() {
        return load;
    }

    @Override
    public int transmissionSlots(int task) {
        return sentSlots[task];
    }

    /** {@inheritDoc} Not clamped at 0, and overwritten (B1). */
    @Override
    public double localWaitSlots(int device) {
        return computedLast[device] - slot + 1;
    }

    /** {@inheritDoc} Always that of an uplink never used (B1). */
    @Override
    public double uplinkWaitSlots(int device) {
        return sentLast[device] - slot + 1;
    }

    @Override
    public QueueSnapshot snapshot() {
        int[] localQueue = new int[devices];
        int[] sendQueue = new int[devices];
        int[] serverQueue = new int[devices * servers];
        for (int d = 0; d < devices; d++) {
            localQueue[d] = local.count(d);
            sendQueue[d] = uplink.count(d);
        }
        for (int queue = 0; queue < serverQueue.length; queue++) {
            serverQueue[queue] = server.count(queue);
        }
        return new QueueSnapshot(computedLast.clone(), sentLast.clone(), backlog.clone(),
                localRemain.clone(), localTime.clone(), sendRemain.clone(), sendTarget.clone(),
                serverRemain.clone(), localQueue, sendQueue, serverQueue);
    }

    @Override
    public void save(WorldState to) {
        super.save(to);
        to.putAll(sentSlots);
        to.putAll(backlog);
        to.putAll(load);
        to.putAll(computedLast);
        to.putAll(sentLast);
        local.save(to);
        uplink.save(to);
        server.save(to);
        to.putAll(localTask);
        to.putAll(localRemain);
        to.putAll(localTime);
        to.putAll(sendTask);
        to.putAll(sendRemain);
        to.putAll(sendTarget);
        to.putAll(serverTask);
        to.putAll(serverRemain);
    }

    @Override
    public void restore(WorldState from) {
        super.restore(from);
        from.getAll(sentSlots);
        from.getAll(backlog);
        from.getAll(load);
        from.getAll(computedLast);
        from.getAll(sentLast);
        local.restore(from, alive.length);
        uplink.restore(from, alive.length);
        server.restore(from, alive.length);
        from.getAll(localTask);
        from.getAll(localRemain);
        from.getAll(localTime);
        from.getAll(sendTask);
        from.getAll(sendRemain);
        from.getAll(sendTarget);
        from.getAll(serverTask);
        from.getAll(serverRemain);
    }
}
