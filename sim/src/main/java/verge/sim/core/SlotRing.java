package verge.sim.core;

import java.util.Arrays;

/** Whole numbers filed under the slot they are due in, a bounded time ahead; allocates nothing later. */
public final class SlotRing {

    private final int mask;
    private final int most;
    private final int[] entry;         // [slots, most]
    private final int[] count;         // [slots]

    /**
     * @param slots how far ahead a slot may be, a power of 2
     * @param most  entries of one slot
     */
    public SlotRing(int slots, int most) {
        if (Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException(slots + " slots, which is no power of 2");
        }
        this.mask = slots - 1;
        this.most = most;
        entry = new int[Math.multiplyExact(slots, most)];
        count = new int[slots];
    }

    /** Empties all slots. */
    public void clear() {
        Arrays.fill(count, 0);
    }

    /** Files a number under a slot, behind those that are there. */
    public void add(int slot, int number) {
        int at = slot & mask;
        entry[at * most + count[at]++] = number;
    }

    /** How many there are under a slot. */
    public int count(int slot) {
        return count[slot & mask];
    }

    /** The i-th under a slot, in the order in which they were filed. */
    public int get(int slot, int i) {
        return entry[(slot & mask) * most + i];
    }

    /** Removes all under a slot, so that it can stand for one further ahead. */
    public void empty(int slot) {
        count[slot & mask] = 0;
    }

    /** Writes the exact state. */
    public void save(WorldState to) {
        for (int slot = 0; slot < count.length; slot++) {
            to.put(count[slot]);
            for (int i = 0; i < count[slot]; i++) {
                to.put(get(slot, i));
            }
        }
    }

    /**
     * Reads back what {@link #save} wrote.
     *
     * @throws IllegalArgumentException where no ring of this size has that state
     */
    public void restore(WorldState from) {
        clear();
        for (int slot = 0; slot < count.length; slot++) {
            int filed = from.getInt(0, most);
            for (int i = 0; i < filed; i++) {
                add(slot, from.getInt(Integer.MIN_VALUE, Integer.MAX_VALUE));
            }
        }
    }
}
