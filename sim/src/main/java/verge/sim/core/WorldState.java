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
    private final EventDigest sealing = new EventDigest();

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

    /** Appends numbers. */
    public void putAll(double[] numbers) {
        for (double number : numbers) {
            put(number);
        }
    }

    /** Appends integers. */
    public void putAll(int[] integers) {
        for (int integer : integers) {
            put(integer);
        }
    }

    /** Appends integers. */
    public void putAll(long[] integers) {
        for (long integer : integers) {
            put(integer);
        }
    }

    /** Appends numbers, all their bits. */
    public void putAll(float[] numbers) {
        for (float number : numbers) {
            put(Float.floatToRawIntBits(number));
        }
    }

    /** Appends truths. */
    public void putAll(boolean[] truths) {
        for (boolean truth : truths) {
            put(truth ? 1L : 0L);
        }
    }

    /** Fills an array with the next numbers. */
    public void getAll(double[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = getDouble();
        }
    }

    /** Fills an array with the next integers. */
    public void getAll(int[] integers) {
        for (int i = 0; i < integers.length; i++) {
            integers[i] = (int) getLong();
        }
    }

    /** Fills an array with the next integers. */
    public void getAll(long[] integers) {
        for (int i = 0; i < integers.length; i++) {
            integers[i] = getLong();
        }
    }

    /** Fills an array with the next numbers. */
    public void getAll(float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Float.intBitsToFloat((int) getLong());
        }
    }

    /** Fills an array with the next truths. */
    public void getAll(boolean[] truths) {
        for (int i = 0; i < truths.length; i++) {
            truths[i] = getLong() != 0;
        }
    }

    /**
     * Begins a part whose end {@link #seal} marks.
     *
     * @return what to give to {@link #seal}
     */
    public int begin() {
        put(0L);
        return size;
    }

    /** Ends a part with its length in front and a digest of it behind. */
    public void seal(int begun) {
        words[begun - 1] = size - begun;
        put(digest(begun, size));
    }

    /**
     * Enters a part that was sealed. Nothing is read but its length.
     *
     * @throws IllegalArgumentException where the part is not as it was sealed
     */
    public void open() {
        long length = cursor < size ? words[cursor] : -1;
        boolean whole = length >= 0 && length < size - cursor - 1;
        int end = (int) (whole ? cursor + 1 + length : 0);
        if (!whole || words[end] != digest(cursor + 1, end)) {
            throw new IllegalArgumentException("a state that is damaged or another world's");
        }
        cursor++;
    }

    /** Leaves the part: reads its digest. */
    public void close() {
        getLong();
    }

    private long digest(int from, int to) {
        sealing.clear();
        for (int i = from; i < to; i++) {
            sealing.add(words[i]);
        }
        return sealing.value();
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

    /**
     * Reads the next whole number.
     *
     * @throws IllegalArgumentException where it is not within bounds, both included
     */
    public int getInt(int least, int most) {
        return (int) getLong(least, most);
    }

    /**
     * Reads the next whole number.
     *
     * @throws IllegalArgumentException where it is not within bounds, both included
     */
    public long getLong(long least, long most) {
        long word = getLong();
        if (word < least || word > most) {
            throw new IllegalArgumentException("no state of this world: " + word + ", expected "
                    + least + " to " + most);
        }
        return word;
    }

    /**
     * Reads the next real number.
     *
     * @throws IllegalArgumentException where it is below 0, infinite or none
     */
    public double getNonNegative() {
        double number = getDouble();
        if (!(number >= 0 && number < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("no state of this world: a number below 0, or none");
        }
        return number;
    }

    /** @throws IllegalArgumentException where what was read cannot be */
    public static void require(boolean possible) {
        if (!possible) {
            throw new IllegalArgumentException("no state of this world");
        }
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
