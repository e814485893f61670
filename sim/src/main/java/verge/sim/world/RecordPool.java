package verge.sim.world;

import java.util.Arrays;
import verge.sim.core.WorldState;

/**
 * Records of a few whole and real numbers each, taken and given back; the number of a record stays
 * the same while it is taken. Each also has the number of another record, its next one, for chains.
 * Grows where there are more records than ever before, and keeps its size.
 */
final class RecordPool {

    static final int NONE = -1;
    private static final int FIRST_CAPACITY = 16;

    private final int wholes;
    private final int reals;
    private int[] whole;                // [records, wholes]
    private double[] real;              // [records, reals]
    private int[] next = new int[FIRST_CAPACITY];
    private int free = NONE;            // chain of records given back
    private int used;                   // records ever taken
    private int taken;

    RecordPool(int wholes, int reals) {
        this.wholes = wholes;
        this.reals = reals;
        whole = new int[FIRST_CAPACITY * wholes];
        real = new double[FIRST_CAPACITY * reals];
    }

    void clear() {
        free = NONE;
        used = 0;
        taken = 0;
    }

    int take() {
        taken++;
        if (free != NONE) {
            int record = free;
            free = next[record];
            return record;
        }
        if (used == next.length) {
            grow(2 * used);
        }
        next[used] = NONE;
        return used++;
    }

    private void grow(int capacity) {
        whole = Arrays.copyOf(whole, Math.multiplyExact(capacity, wholes));
        real = Arrays.copyOf(real, Math.multiplyExact(capacity, reals));
        next = Arrays.copyOf(next, capacity);
    }

    void giveBack(int record) {
        taken--;
        next[record] = free;
        free = record;
    }

    int taken() {
        return taken;
    }

    /** Records ever taken; all numbers of records are below. */
    int used() {
        return used;
    }

    int next(int record) {
        return next[record];
    }

    void setNext(int record, int to) {
        next[record] = to;
    }

    int whole(int record, int field) {
        return whole[record * wholes + field];
    }

    void set(int record, int field, int value) {
        whole[record * wholes + field] = value;
    }

    double real(int record, int field) {
        return real[record * reals + field];
    }

    void set(int record, int field, double value) {
        real[record * reals + field] = value;
    }

    void copyFrom(RecordPool other) {
        if (other.used > next.length) {
            grow(other.next.length);
        }
        System.arraycopy(other.whole, 0, whole, 0, other.used * wholes);
        System.arraycopy(other.real, 0, real, 0, other.used * reals);
        System.arraycopy(other.next, 0, next, 0, other.used);
        free = other.free;
        used = other.used;
        taken = other.taken;
    }

    void save(WorldState to) {
        to.put(used);
        to.put(taken);
        to.put(free);
        for (int r = 0; r < used; r++) {
            to.put(next[r]);
        }
        for (int i = 0; i < used * wholes; i++) {
            to.put(whole[i]);
        }
        for (int i = 0; i < used * reals; i++) {
            to.put(real[i]);
        }
    }

    /** @throws IllegalArgumentException where that is no state of such records */
    void restore(WorldState from) {
        int count = StateChecks.whole(from, 0, from.remaining());
        int alive = StateChecks.whole(from, 0, count);
        int chain = StateChecks.whole(from, NONE, count - 1);
        if ((long) count * (1 + wholes + reals) > from.remaining()) {
            throw new IllegalArgumentException("no state of this world: too few records");
        }
        if (count > next.length) {
            grow(count);
        }
        for (int r = 0; r < count; r++) {
            next[r] = StateChecks.whole(from, NONE, count - 1);
        }
        for (int i = 0; i < count * wholes; i++) {
            whole[i] = StateChecks.whole(from, 0, Integer.MAX_VALUE);
        }
        for (int i = 0; i < count * reals; i++) {
            real[i] = StateChecks.finite(from);
        }
        used = count;
        taken = alive;
        free = chain;
    }
}
