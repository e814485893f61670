package verge.sim.core;

import java.util.Arrays;

/**
 * The exact state of worlds as one sequence of 64-bit words, written and read in the same order.
 * Grows when it is too small, and keeps what it has grown to.
 */
public final class WorldState {

    private long[] words = new long[64];
    private int size;
    private int cursor;

    /** Forgets everything. */
    public void clear() {
        size = 0;
        cursor = 0;
    }

    /** Reading begins at the first word again. */
    public void rewind() {
        cursor = 0;
    }

    /** Appends an integer. */
    public void put(long word) {
        if (size == words.length) {
            words = Arrays.copyOf(words, 2 * size);
        }
        words[size++] = word;
    }

    /** Appends a real number, all its bits. */
    public void put(double number) {
        put(Double.doubleToRawLongBits(number));
    }

    /**
     * Reads the next integer.
     *
     * @throws IllegalStateException where there is none
     */
    public long getLong() {
        if (cursor == size) {
            throw new IllegalStateException("a state of " + size + " words ends too early");
        }
        return words[cursor++];
    }

    /** Reads the next real number. */
    public double getDouble() {
        return Double.longBitsToDouble(getLong());
    }

    /** Words that have not been read. */
    public int remaining() {
        return size - cursor;
    }

    /** All words written. A copy. */
    public long[] toArray() {
        return Arrays.copyOf(words, size);
    }

    /** Becomes the sequence of these words, to be read from the first. Copies. */
    public void set(long[] source) {
        words = Arrays.copyOf(source, Math.max(64, source.length));
        size = source.length;
        cursor = 0;
    }
}
