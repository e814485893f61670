package verge.sim.world;

import java.util.Arrays;
import verge.sim.core.WorldState;

/**
 * Resources whose capacity is handed out in shares, to be given back: servers and links. Who comes
 * when less than the least share remains waits, first come, first served. Shares are whole numbers
 * of 2^-20 of the capacity, so that what remains is exact however often shares come and go. Users of
 * a resource are numbers that the caller has chosen; each waits for one resource at a time.
 */
final class SharedCapacity {

    static final int WHOLE = 1 << 20;
    static final int NONE = RecordPool.NONE;

    private final int leastUnits;
    private final double limit;
    private final int[] remaining;      // [resources] units
    private final int[] active;         // [resources] users that hold a share
    private final int[] first;          // [resources] who waits longest
    private final int[] last;           // [resources]
    private final int[] waiting;        // [resources] how many wait
    private final double[] amount;      // [resources] of what those who wait want done

    SharedCapacity(int resources, double limit, double leastShare) {
        this.limit = limit;
        leastUnits = (int) Math.ceil(leastShare * WHOLE);
        remaining = new int[resources];
        active = new int[resources];
        first = new int[resources];
        last = new int[resources];
        waiting = new int[resources];
        amount = new double[resources];
    }

    void clear() {
        Arrays.fill(remaining, WHOLE);
        Arrays.fill(active, 0);
        Arrays.fill(first, NONE);
        Arrays.fill(last, NONE);
        Arrays.fill(waiting, 0);
        Arrays.fill(amount, 0);
    }

    /** Whether somebody who comes now gets a share at once; nobody waits then. */
    boolean isFree(int resource) {
        return remaining[resource] >= leastUnits;
    }

    /** Whether the one who waits longest can have a share. */
    boolean canServe(int resource) {
        return waiting[resource] > 0 && isFree(resource);
    }

    /** limit x share of what remains, but no less than the least share; returns the units. */
    int take(int resource, double share) {
        int units = Math.max(leastUnits, (int) (limit * share * remaining[resource]));
        remaining[resource] -= units;
        active[resource]++;
        return units;
    }

    void giveBack(int resource, int units) {
        remaining[resource] += units;
        active[resource]--;
    }

    /** @param users chained by who waits behind whom */
    void enqueue(int resource, int user, double wanted, RecordPool users) {
        users.setNext(user, NONE);
        if (waiting[resource]++ == 0) {
            first[resource] = user;
        } else {
            users.setNext(last[resource], user);
        }
        last[resource] = user;
        amount[resource] += wanted;
    }

    /** Who waits longest. */
    int first(int resource) {
        return first[resource];
    }

    /** Removes the one who waits longest. */
    void dequeue(int resource, double wanted, RecordPool users) {
        first[resource] = users.next(first[resource]);
        waiting[resource]--;
        amount[resource] = waiting[resource] == 0 ? 0 : Math.max(0, amount[resource] - wanted);
    }

    double remainingShare(int resource) {
        return (double) remaining[resource] / WHOLE;
    }

    int active(int resource) {
        return active[resource];
    }

    int waiting(int resource) {
        return waiting[resource];
    }

    double waitingAmount(int resource) {
        return amount[resource];
    }

    void copyFrom(SharedCapacity other) {
        System.arraycopy(other.remaining, 0, remaining, 0, remaining.length);
        System.arraycopy(other.active, 0, active, 0, active.length);
        System.arraycopy(other.first, 0, first, 0, first.length);
        System.arraycopy(other.last, 0, last, 0, last.length);
        System.arraycopy(other.waiting, 0, waiting, 0, waiting.length);
        System.arraycopy(other.amount, 0, amount, 0, amount.length);
    }

    void save(WorldState to) {
        for (int r = 0; r < remaining.length; r++) {
            to.put(remaining[r]);
            to.put(active[r]);
            to.put(first[r]);
            to.put(last[r]);
            to.put(waiting[r]);
            to.put(amount[r]);
        }
    }

    /** @throws IllegalArgumentException where that is no state of so many resources and users */
    void restore(WorldState from, int users) {
        for (int r = 0; r < remaining.length; r++) {
            remaining[r] = StateChecks.whole(from, 0, WHOLE);
            active[r] = StateChecks.whole(from, 0, users);
            first[r] = StateChecks.whole(from, NONE, users - 1);
            last[r] = StateChecks.whole(from, NONE, users - 1);
            waiting[r] = StateChecks.whole(from, 0, users);
            amount[r] = StateChecks.finite(from);
            if (waiting[r] > 0 && (first[r] == NONE || last[r] == NONE)) {
                throw new IllegalArgumentException("no state of this world: nobody waits first");
            }
        }
    }
}
