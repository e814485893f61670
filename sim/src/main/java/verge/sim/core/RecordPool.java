package verge.sim.core;

import java.util.Arrays;

/**
 * Records of a few whole numbers from 0 on and a few numbers from 0 on, taken and given back; a record
 * is known by a number of its own while it is taken. Grows where more are taken than ever before, and
 * keeps its size.
 */
public final class RecordPool {

    private static final int NONE = -1;
    private static final int FIRST_CAPACITY = 16;

    private final int wholes;
    private final int reals;
    private int[] whole;                // [records, wholes]
    private double[] real;              // [records, reals]
    private int[] next = new int[FIRST_CAPACITY];       // of a record given back, the next one
    private int free = NONE;            // the record given back last
    private int used;                   // records ever taken
    private int taken;

    /**
     * @param wholes whole numbers of a record
     * @param reals  other numbers of a record
     */
    public RecordPool(int wholes, int reals) {
        this.wholes = wholes;
        this.reals = reals;
        whole = new int[FIRST_CAPACITY * wholes];
        real = new double[FIRST_CAPACITY * reals];
    }

    /** Gives all back. */
    public void clear() {
        free = NONE;
        used = 0;
        taken = 0;
    }

    /** Takes a record, whose numbers are what they are. */
    public int take() {
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

    /** Gives a record back. */
    public void giveBack(int record) {
        taken--;
        next[record] = free;
        free = record;
    }

    /** How many records are taken. */
    public int taken() {
        return taken;
    }

    /** Records ever taken; all numbers of records are below. */
    public int used() {
        return used;
    }

    /** A whole number of a record. */
    public int whole(int record, int field) {
        return whole[record * wholes + field];
    }

    /** Sets a whole number of a record. */
    public void set(int record, int field, int value) {
        whole[record * wholes + field] = value;
    }

    /** Another number of a record. */
    public double real(int record, int field) {
        return real[record * reals + field];
    }

    /** Sets another number of a record. */
    public void set(int record, int field, double value) {
        real[record * reals + field] = value;
    }

    /** Becomes a copy of a pool of such records. */
    public void copyFrom(RecordPool other) {
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

    /** Writes the exact state. */
    public void save(WorldState to) {
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

    /**
     * Reads back what {@link #save} wrote.
     *
     * @throws IllegalArgumentException where that is no state of such records
     */
    public void restore(WorldState from) {
        int count = from.getInt(0, from.remaining());
        int alive = from.getInt(0, count);
        int chain = from.getInt(NONE, count - 1);
        WorldState.require((long) count * (1 + wholes + reals) <= from.remaining());
        if (count > next.length) {
            grow(count);
        }
        for (int r = 0; r < count; r++) {
            next[r] = from.getInt(NONE, count - 1);
        }
        for (int i = 0; i < count * wholes; i++) {
            whole[i] = from.getInt(0, Integer.MAX_VALUE);
        }
        for (int i = 0; i < count * reals; i++) {
            real[i] = from.getNonNegative();
        }
        used = count;
        taken = alive;
        free = chain;
    }
}
