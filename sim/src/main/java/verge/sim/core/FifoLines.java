package verge.sim.core;

import java.util.Arrays;

/**
 * First-in, first-out lines of whole numbers from 0 on, such as tasks, in flat arrays. A number stands
 * in one line at a time. Nothing is allocated but where a number is larger than ever before.
 */
public final class FifoLines {

    /** First of an empty line. */
    public static final int NONE = -1;

    private static final int IN_NO_LINE = -2;

    private final int[] first;          // [lines]
    private final int[] last;           // [lines]
    private final int[] count;          // [lines]
    private int[] next;                 // [numbers] who stands behind

    /**
     * @param lines   how many lines there are
     * @param numbers numbers from 0 to below this one are expected
     */
    public FifoLines(int lines, int numbers) {
        first = new int[lines];
        last = new int[lines];
        count = new int[lines];
        next = new int[numbers];
        clear();
    }

    /** Empties all lines. */
    public void clear() {
        Arrays.fill(first, NONE);
        Arrays.fill(last, NONE);
        Arrays.fill(count, 0);
        Arrays.fill(next, IN_NO_LINE);
    }

    /** Whether nobody stands in a line. */
    public boolean isEmpty(int line) {
        return first[line] == NONE;
    }

    /** How many stand in a line. */
    public int count(int line) {
        return count[line];
    }

    /** Who has stood in a line for longest; {@link #NONE} where it is empty. */
    public int first(int line) {
        return first[line];
    }

    /** A number that stands in no line goes to the end of one. */
    public void add(int line, int number) {
        if (number >= next.length) {
            int known = next.length;
            next = Arrays.copyOf(next, Math.max(16, 2 * number));
            Arrays.fill(next, known, next.length, IN_NO_LINE);
        }
        next[number] = NONE;
        if (first[line] == NONE) {
            first[line] = number;
        } else {
            next[last[line]] = number;
        }
        last[line] = number;
        count[line]++;
    }

    /** Takes the first of a line, which is not empty. */
    public int remove(int line) {
        int number = first[line];
        first[line] = next[number];
        next[number] = IN_NO_LINE;
        count[line]--;
        return number;
    }

    /** Becomes a copy of as many other lines. */
    public void copyFrom(FifoLines other) {
        if (next.length < other.next.length) {
            next = new int[other.next.length];
        }
        System.arraycopy(other.first, 0, first, 0, first.length);
        System.arraycopy(other.last, 0, last, 0, last.length);
        System.arraycopy(other.count, 0, count, 0, count.length);
        System.arraycopy(other.next, 0, next, 0, other.next.length);
        Arrays.fill(next, other.next.length, next.length, IN_NO_LINE);
    }

    /** Writes who stands where. */
    public void save(WorldState to) {
        for (int line = 0; line < first.length; line++) {
            to.put(count[line]);
            for (int number = first[line]; number != NONE; number = next[number]) {
                to.put(number);
            }
        }
    }

    /**
     * Reads back what {@link #save} wrote.
     *
     * @param numbers all numbers are below this one
     * @throws IllegalArgumentException where no lines have that state
     */
    public void restore(WorldState from, int numbers) {
        clear();
        for (int line = 0; line < first.length; line++) {
            int standing = from.getInt(0, numbers);
            for (int i = 0; i < standing; i++) {
                int number = from.getInt(0, numbers - 1);
                WorldState.require(number >= next.length || next[number] == IN_NO_LINE);
                add(line, number);
            }
        }
    }
}
