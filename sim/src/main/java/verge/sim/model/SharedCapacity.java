package verge.sim.model;

import java.util.Arrays;
import verge.sim.core.FifoLines;
import verge.sim.core.WorldState;

/**
 * Servers and links whose capacity is handed out in shares, to be given back. Who comes when less than
 * the least share remains waits, first come, first served: with a least share of 1, each is a server
 * that serves one after another. Shares are whole numbers of 2^-20 of the capacity, so that what remains
 * is exact however often shares come and go. Users of a resource are numbers that the caller has
 * chosen; each waits for one resource at a time. Nothing is allocated but where a user's number is
 * larger than ever before.
 */
public final class SharedCapacity {

    /** Units of a whole capacity. */
    public static final int WHOLE = 1 << 20;

    private final int leastUnits;
    private final double limit;
    private final int[] remaining;      // [resources] units
    private final int[] active;         // [resources] users that hold a share
    private final FifoLines waiting;    // [resources] who waits
    private final double[] amount;      // [resources] of what they want done

    /**
     * @param resources  how many there are
     * @param limit      what a user gets at most of what remains, above 0, at most 1
     * @param leastShare what a user gets at least of the whole, above 0, at most 1
     */
    public SharedCapacity(int resources, double limit, double leastShare) {
        this.limit = limit;
        leastUnits = (int) Math.ceil(leastShare * WHOLE);
        remaining = new int[resources];
        active = new int[resources];
        waiting = new FifoLines(resources, 0);
        amount = new double[resources];
        clear();
    }

    /** Gives all shares back; nobody waits. */
    public void clear() {
        Arrays.fill(remaining, WHOLE);
        Arrays.fill(active, 0);
        waiting.clear();
        Arrays.fill(amount, 0);
    }

    /** Whether somebody who comes now gets a share at once; nobody waits then. */
    public boolean isFree(int resource) {
        return remaining[resource] >= leastUnits;
    }

    /** Whether the one who waits longest can have a share. */
    public boolean canServe(int resource) {
        return !waiting.isEmpty(resource) && isFree(resource);
    }

    /** limit x share of what remains, but no less than the least share; returns the units. */
    public int take(int resource, double share) {
        int units = Math.max(leastUnits, (int) (limit * share * remaining[resource]));
        remaining[resource] -= units;
        active[resource]++;
        return units;
    }

    /** A user is done. */
    public void giveBack(int resource, int units) {
        remaining[resource] += units;
        active[resource]--;
    }

    /** Lets a user wait who wants so much done. */
    public void enqueue(int resource, int user, double wanted) {
        waiting.add(resource, user);
        amount[resource] += wanted;
    }

    /** Who waits longest; there is one. */
    public int first(int resource) {
        return waiting.first(resource);
    }

    /** Removes the one who waits longest, and wants so much done. */
    public void dequeue(int resource, double wanted) {
        waiting.remove(resource);
        amount[resource] = waiting.isEmpty(resource) ? 0 : Math.max(0, amount[resource] - wanted);
    }

    /** What remains, of a whole of 1. */
    public double remainingShare(int resource) {
        return (double) remaining[resource] / WHOLE;
    }

    /** How many users hold a share. */
    public int active(int resource) {
        return active[resource];
    }

    /** How many users wait. */
    public int waiting(int resource) {
        return waiting.count(resource);
    }

    /** What they want done, together. */
    public double waitingAmount(int resource) {
        return amount[resource];
    }

    /** Becomes a copy of as many other resources. */
    public void copyFrom(SharedCapacity other) {
        System.arraycopy(other.remaining, 0, remaining, 0, remaining.length);
        System.arraycopy(other.active, 0, active, 0, active.length);
        waiting.copyFrom(other.waiting);
        System.arraycopy(other.amount, 0, amount, 0, amount.length);
    }

    /** Writes the exact state. */
    public void save(WorldState to) {
        for (int r = 0; r < remaining.length; r++) {
            to.put(remaining[r]);
            to.put(active[r]);
            to.put(amount[r]);
        }
        waiting.save(to);
    }

    /**
     * Reads back what {@link #save} wrote.
     *
     * @param users all users' numbers are below this one
     * @throws IllegalArgumentException where that is no state of so many resources and users
     */
    public void restore(WorldState from, int users) {
        for (int r = 0; r < remaining.length; r++) {
            remaining[r] = from.getInt(0, WHOLE);
            active[r] = from.getInt(0, users);
            amount[r] = from.getNonNegative();
        }
        waiting.restore(from, users);
    }
}
