package verge.sim.world;

import verge.sim.core.WorldState;

/**
 * The queues of devices and servers, slot by slot: what {@link QueueWorld} is about, without
 * arrivals, observations and rewards. A slot computes on the devices, then on the servers, then
 * transmits, so that what is fully sent in slot t can be served from t + 1.
 *
 * <p>A task is named by a number that is its own until it has ended: at most one is born per device
 * and slot. Arrays handed out are to be read only.
 */
public interface SlottedQueues {

    /** It was computed in time. */
    int DONE = 0;

    /** It was dropped while it waited for its device, or was computed there. */
    int DROPPED_LOCAL = 1;

    /** It was dropped while it waited for its uplink, or was sent. */
    int DROPPED_UPLINK = 2;

    /** It was dropped on a server. */
    int DROPPED_SERVER = 3;

    /** It was dropped without being counted as a drop, which only the published simulator does. */
    int DROPPED_UNCOUNTED = 4;

    /** Empties all queues; slot 0 is next. */
    void reset();

    /** The slot that is next. */
    int slot();

    /**
     * Runs a slot.
     *
     * @param sizeMbit eta_d(t), 0 where no task arrives: {@code [devices]}
     * @param action   0 to compute it on the device, k to send it to server k - 1:
     *                 {@code [devices]}
     */
    void run(double[] sizeMbit, int[] action);

    /** How many tasks ended in the last slot. */
    int ended();

    /** The task that ended i-th in the last slot. */
    int endedTask(int i);

    /** How the task that ended i-th did: {@link #DONE} and so on. */
    int endedHow(int i);

    /** The number of the task born on a device in a slot; not checked. */
    int task(int device, int born);

    /** The device a task was born on. */
    int deviceOf(int task);

    /** The slot a task was born in. */
    int bornOf(int task);

    /** Where a task goes: a server, or -1 where it stays on its device. */
    int serverOf(int task);

    /** A task's size. */
    double sizeMbit(int task);

    /** Slots from a task's birth to the end of its transmission; 0 where it is not sent. */
    int transmissionSlots(int task);

    /** Whether a task is born and has not ended. */
    boolean isAlive(int task);

    /** How many numbers there are for tasks. */
    int tasks();

    /** mu_d^comp of Eq. (5): slots that a task born next would wait for its device. */
    double localWaitSlots(int device);

    /** mu_d^tran of Eq. (2): slots that a task born next would wait for its uplink. */
    double uplinkWaitSlots(int device);

    /** q_d,e of Eq. (8), Mbit, after the last slot: {@code [devices, servers]}. */
    double[] backlogMbit();

    /** Q_e of Eq. (7) in the last slot, which servers broadcast at its end: {@code [servers]}. */
    int[] served();

    /** Queues of each server that are not empty after the last slot: {@code [servers]}. */
    int[] waiting();

    /** Device slots spent computing so far: {@code [devices]}. */
    long[] localBusySlots();

    /** Device slots spent transmitting so far: {@code [devices]}. */
    long[] uplinkBusySlots();

    /** Server slots spent computing so far: {@code [servers]}. */
    long[] serverBusySlots();

    /** The full state after the last slot. Allocates. */
    QueueSnapshot snapshot();

    /** Writes the exact state. */
    void save(WorldState to);

    /** Reads back what {@link #save} wrote; what is read has been checked by its seal. */
    void restore(WorldState from);
}
