package verge.sim.world;

import java.util.Arrays;
import verge.sim.core.WorldState;

/** Counts of an episode of {@link QueueWorld}. Arrived = done + dropped + cut off + waiting. */
public final class QueueTotals {

    /** Drops of each kind, at {@link SlottedQueues#DROPPED_LOCAL} and so on; done ones at 0. */
    private final long[] ended = new long[5];
    private long arrived;
    private long cutOff;
    private long delaySlots;

    QueueTotals() {
    }

    void clear() {
        Arrays.fill(ended, 0);
        arrived = 0;
        cutOff = 0;
        delaySlots = 0;
    }

    void addArrived(int count) {
        arrived += count;
    }

    void addEnded(int how, int slots) {
        ended[how]++;
        delaySlots += how == SlottedQueues.DONE ? slots : 0;
    }

    void addCutOff() {
        cutOff++;
    }

    /** Tasks that arrived. */
    public long arrived() {
        return arrived;
    }

    /** Tasks that were done in time. */
    public long done() {
        return ended[SlottedQueues.DONE];
    }

    /** Tasks that were dropped, wherever. */
    public long dropped() {
        return dropped(SlottedQueues.DROPPED_LOCAL) + dropped(SlottedQueues.DROPPED_UPLINK)
                + dropped(SlottedQueues.DROPPED_SERVER) + dropped(SlottedQueues.DROPPED_UNCOUNTED);
    }

    /** Tasks that were dropped in one way, such as {@link SlottedQueues#DROPPED_LOCAL}. */
    public long dropped(int how) {
        return ended[how];
    }

    /** Tasks that the end of the episode cut off. */
    public long cutOff() {
        return cutOff;
    }

    /** Tasks that are neither done nor dropped nor cut off. */
    public long waiting() {
        return arrived - done() - dropped() - cutOff;
    }

    /** Sum of the delays of the tasks done. */
    public long delaySlots() {
        return delaySlots;
    }

    /** Mean delay of the tasks done; not a number where there is none. */
    public double meanDelaySlots() {
        return (double) delaySlots / done();
    }

    /** Tasks dropped or cut off over tasks arrived; not a number where there is none. */
    public double failureRate() {
        return (double) (dropped() + cutOff) / arrived;
    }

    void save(WorldState to) {
        to.putAll(ended);
        to.put(arrived);
        to.put(cutOff);
        to.put(delaySlots);
    }

    void restore(WorldState from) {
        from.getAll(ended);
        arrived = from.getLong();
        cutOff = from.getLong();
        delaySlots = from.getLong();
    }
}
