package verge.sim.core;

import java.util.Arrays;

/**
 * Events by rough time: shelves of equal width, each an unsorted list, and one more for all beyond
 * them. The tier of {@link EventQueue} for what has not come up. A list is a chain of blocks, filled
 * and read from front to back, where caches expect it.
 */
final class EventShelves {

    private static final int EVENT = 3;                 // words: time, key, payload
    private static final int BLOCK = 64;                // words: the next block, then 21 events

    /** Events to a shelf, where they are laid out; about 20 come up on it until it is taken. */
    private static final int EACH = 8;

    /** More would not fit into a cache, each with the line it is filled at. */
    private static final int MOST_SHELVES = 2048;

    private static final int SAMPLE = 31;
    private static final int BEYOND = 0;
    private static final int NONE = -1;

    private final double[] sample = new double[SAMPLE];
    private long[] words;                               // [blocks, BLOCK]
    private int free;                                   // chain of blocks given back
    private int used;                                   // words of blocks ever taken
    private int[] first = new int[1];                   // [1 + shelves] first block
    private int[] end = new int[1];                     // [1 + shelves] word behind the last event
    private int size;

    private int shelves;
    private int opened;                                 // shelves up to this one have been taken
    private double origin;                              // time at which shelf 1 begins
    private double perTime;                             // shelves per unit of time

    /** @param capacity events for which there is room at once */
    EventShelves(int capacity) {
        words = new long[BLOCK * (2 + capacity / (BLOCK / EVENT))];
        clear();
    }

    /** Removes everything; no time is ahead then. */
    void clear() {
        size = 0;
        free = NONE;
        used = 0;
        first[BEYOND] = NONE;
        end[BEYOND] = 0;
        shelves = 0;
        opened = 1;
        origin = 0;
        perTime = 0;
    }

    int size() {
        return size;
    }

    /** Whether a time is on a shelf that has not been taken. */
    boolean isAhead(double time) {
        return (time - origin) * perTime >= opened;
    }

    /** Adds an event whose time is ahead. */
    void add(double time, long key, long payload) {
        size++;
        put(time, key, payload);
    }

    private void put(double time, long key, long payload) {
        double place = (time - origin) * perTime;
        // Where all times are equal it is no number, which counts as 0.
        int shelf = place >= shelves ? BEYOND : 1 + (int) place;
        int at = end[shelf];
        if ((at & BLOCK - 1) == 0) {
            at = append(shelf, at);
        }
        words[at] = Double.doubleToRawLongBits(time);
        words[at + 1] = key;
        words[at + 2] = payload;
        end[shelf] = at + EVENT;
    }

    /** Puts a block at the end of a shelf's chain; returns where its first event goes. */
    private int append(int shelf, int behind) {
        int block = free;
        if (block != NONE) {
            free = (int) words[block];
        } else {
            if (used == words.length) {
                words = Arrays.copyOf(words, Math.multiplyExact(2, used));
            }
            block = used;
            used += BLOCK;
        }
        words[block] = NONE;
        if (first[shelf] == NONE) {
            first[shelf] = block;
        } else {
            words[behind - BLOCK] = block;
        }
        return block + 1;
    }

    /** Where the events of a block end. */
    private int behind(int block, int endOfChain) {
        return words[block] == NONE ? endOfChain : block + BLOCK;
    }

    private int release(int block) {
        int next = (int) words[block];
        words[block] = free;
        free = block;
        return next;
    }

    /** Moves the next shelf that has events to a run that has none; there is one. */
    void take(EventRun to) {
        do {
            if (opened >= shelves) {
                layOut();
            }
            opened++;
        } while (first[opened] == NONE);
        int endOfChain = end[opened];
        for (int block = first[opened]; block != NONE; block = release(block)) {
            int behind = behind(block, endOfChain);
            for (int at = block + 1; at < behind; at += EVENT) {
                to.add(Double.longBitsToDouble(words[at]), words[at + 1], words[at + 2]);
            }
        }
        size -= to.size();
    }

    /** Copies everything to the end of a run, in no particular order. */
    void copy(EventRun to) {
        for (int shelf = opened + 1; shelf <= shelves; shelf++) {
            copy(shelf, to);
        }
        copy(BEYOND, to);
    }

    private void copy(int shelf, EventRun to) {
        for (int block = first[shelf]; block != NONE; block = (int) words[block]) {
            int behind = behind(block, end[shelf]);
            for (int at = block + 1; at < behind; at += EVENT) {
                to.add(Double.longBitsToDouble(words[at]), words[at + 1], words[at + 2]);
            }
        }
    }

    /** Puts everything beyond the shelves, which are none then: all times are ahead. */
    void gather() {
        int from = opened + 1;
        int last = shelves;
        shelves = 0;
        opened = 0;
        perTime = 0;
        for (int shelf = from; shelf <= last; shelf++) {
            deal(first[shelf], end[shelf]);
        }
    }

    /** Deals what lies beyond, which is everything, out to as many shelves as it needs. */
    private void layOut() {
        int chain = first[BEYOND];
        int endOfChain = end[BEYOND];
        origin = earliest();
        Arrays.sort(sample);
        double median = sample[SAMPLE / 2];
        shelves = Math.max(1, Math.min(size / EACH, MOST_SHELVES));
        perTime = 0.25 * shelves / (median - origin);
        opened = 0;
        if (shelves >= first.length) {
            first = new int[2 * shelves];
            end = new int[2 * shelves];
        }
        Arrays.fill(first, 0, shelves + 1, NONE);
        Arrays.fill(end, 0, shelves + 1, 0);
        deal(chain, endOfChain);
    }

    /** Puts the events of a chain where they belong. */
    private void deal(int chain, int endOfChain) {
        for (int block = chain; block != NONE; block = release(block)) {
            int behind = behind(block, endOfChain);
            for (int at = block + 1; at < behind; at += EVENT) {
                put(Double.longBitsToDouble(words[at]), words[at + 1], words[at + 2]);
            }
        }
    }

    /** Earliest time beyond; fills the sample. */
    private double earliest() {
        double earliest = Double.POSITIVE_INFINITY;
        int seen = 0;
        int picked = 0;
        for (int block = first[BEYOND]; block != NONE; block = (int) words[block]) {
            int behind = behind(block, end[BEYOND]);
            for (int at = block + 1; at < behind; at += EVENT) {
                double time = Double.longBitsToDouble(words[at]);
                earliest = time < earliest ? time : earliest;
                while (picked < SAMPLE && seen >= (int) ((long) size * picked / SAMPLE)) {
                    sample[picked++] = time;
                }
                seen++;
            }
        }
        return earliest;
    }
}
