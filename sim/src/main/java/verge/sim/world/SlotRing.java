package verge.sim.world;

import java.util.Arrays;
import verge.sim.core.WorldState;

/** Numbers filed under the slot they are due in, a bounded time ahead; allocates nothing later. */
final class SlotRing {

    private final int mask;
    private final int most;
    private final int[] entry;         // [slots, most]
    private final int[] count;         // [slots]

    /**
     * @param slots how far ahead a slot may be, a power of 2
     * @param most  entries of one slot
     */
    SlotRing(int slots, int most) {
        this.mask = slots - 1;
        this.most = most;
        entry = new int[Math.multiplyExact(slots, most)];
        count = new int[slots];
    }

    void clear() {
        Arrays.fill(count, 0);
    }

    void add(int slot, int value) {
        int at = slot & mask;
        entry[at * most + count[at]++] = value;
    }

    int count(int slot) {
        return count[slot & mask];
    }

    int get(int slot, int i) {
        return entry[(slot & mask) * most + i];
    }

    void empty(int slot) {
        count[slot & mask] = 0;
    }

    void save(WorldState to) {
        to.putAll(count);
        to.putAll(entry);
    }

    void restore(WorldState from) {
        from.getAll(count);
        from.getAll(entry);
    }
}
