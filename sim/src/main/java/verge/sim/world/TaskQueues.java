package verge.sim.world;

import java.util.Arrays;
import verge.sim.core.WorldState;

/**
 * What all {@link SlottedQueues} keep: tasks by the slot they are born in, which of them ended in
 * the last slot, whom servers served, and how long everything was busy. Nothing is allocated after
 * construction.
 */
abstract class TaskQueues implements SlottedQueues {

    static final int NONE = -1;

    final QueueConfig config;
    final int devices;
    final int servers;
    final int deadline;
    final int ring;                        // a power of 2 above the longest life
    private final int ringShift;

    // [devices, ring] tasks by the slot they are born in
    final double[] size;
    final int[] born;
    final int[] target;                    // server, NONE for the device
    final boolean[] alive;

    final int[] served;                    // [servers]
    final long[] localBusy;
    final long[] uplinkBusy;
    final long[] serverBusy;
    int slot;

    private final int[] endedTask;
    private final int[] endedHow;
    private int ended;

    /** @param longestLife slots from a task's birth to its end, both included */
    TaskQueues(QueueConfig config, int longestLife) {
        this.config = config;
        devices = config.devices();
        servers = config.servers();
        deadline = config.deadlineSlots();
        ringShift = 32 - Integer.numberOfLeadingZeros(longestLife);
        ring = 1 << ringShift;
        int tasks = devices * ring;
        size = new double[tasks];
        born = new int[tasks];
        target = new int[tasks];
        alive = new boolean[tasks];
        served = new int[servers];
        localBusy = new long[devices];
        uplinkBusy = new long[devices];
        serverBusy = new long[servers];
        endedTask = new int[tasks];
        endedHow = new int[tasks];
    }

    /** {@inheritDoc} Here, all but whom servers served. */
    @Override
    public void reset() {
        Arrays.fill(alive, false);
        Arrays.fill(localBusy, 0);
        Arrays.fill(uplinkBusy, 0);
        Arrays.fill(serverBusy, 0);
        slot = 0;
        beginSlot();
    }

    final void beginSlot() {
        ended = 0;
    }

    /** A task is born. */
    final int bear(int device, double sizeMbit, int server) {
        int task = task(device, slot);
        size[task] = sizeMbit;
        born[task] = slot;
        target[task] = server;
        alive[task] = sizeMbit > 0;
        return task;
    }

    final void end(int task, int how) {
        alive[task] = false;
        endedTask[ended] = task;
        endedHow[ended++] = how;
    }

    /** Slots since its birth, this one included. */
    final int age(int task) {
        return slot - born[task] + 1;
    }

    @Override
    public final int slot() {
        return slot;
    }

    @Override
    public final int ended() {
        return ended;
    }

    @Override
    public final int endedTask(int i) {
        return endedTask[i];
    }

    @Override
    public final int endedHow(int i) {
        return endedHow[i];
    }

    @Override
    public final int task(int device, int bornSlot) {
        return (device << ringShift) + (bornSlot & ring - 1);
    }

    @Override
    public final int deviceOf(int task) {
        return task >> ringShift;
    }

    @Override
    public final int bornOf(int task) {
        return born[task];
    }

    @Override
    public final int serverOf(int task) {
        return target[task];
    }

    @Override
    public final double sizeMbit(int task) {
        return size[task];
    }

    @Override
    public final boolean isAlive(int task) {
        return alive[task];
    }

    @Override
    public final int tasks() {
        return alive.length;
    }

    @Override
    public final int[] served() {
        return served;
    }

    @Override
    public final long[] localBusySlots() {
        return localBusy;
    }

    @Override
    public final long[] uplinkBusySlots() {
        return uplinkBusy;
    }

    @Override
    public final long[] serverBusySlots() {
        return serverBusy;
    }

    @Override
    public void save(WorldState to) {
        to.put(slot);
        to.putAll(size);
        to.putAll(born);
        to.putAll(target);
        to.putAll(alive);
        to.putAll(served);
        to.putAll(localBusy);
        to.putAll(uplinkBusy);
        to.putAll(serverBusy);
    }

    @Override
    public void restore(WorldState from) {
        slot = (int) from.getLong();
        from.getAll(size);
        from.getAll(born);
        from.getAll(target);
        from.getAll(alive);
        from.getAll(served);
        from.getAll(localBusy);
        from.getAll(uplinkBusy);
        from.getAll(serverBusy);
        beginSlot();
    }
}
