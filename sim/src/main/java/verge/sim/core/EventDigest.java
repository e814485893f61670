package verge.sim.core;

/**
 * A running 64-bit digest over a sequence of numbers: equal for equal sequences, and in practice
 * different for different ones. Order and count matter; all NaNs are one; adding allocates nothing.
 */
public final class EventDigest {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long state;
    private long count;

    /** Adds an integer. */
    public void add(long value) {
        count++;
        state = mix(Long.rotateLeft(state, 23) + value + count * GOLDEN);
    }

    /** Adds a real number by its bits. */
    public void add(double value) {
        add(Double.doubleToLongBits(value));
    }

    /** The digest of everything added since construction or {@link #clear()}. */
    public long value() {
        return mix(state ^ count);
    }

    /** {@link #value()} as 16 hexadecimal digits. Allocates. */
    public String hex() {
        String digits = Long.toHexString(value());
        return "0".repeat(16 - digits.length()) + digits;
    }

    /** Forgets everything. */
    public void clear() {
        restore(0, 0);
    }

    /** First half of the exact state. */
    public long state() {
        return state;
    }

    /** How many numbers were added: second half of the exact state. */
    public long count() {
        return count;
    }

    /** Continues from a state saved before. */
    public void restore(long state, long count) {
        this.state = state;
        this.count = count;
    }

    private static long mix(long bits) {
        return RandomStream.mix(bits);
    }
}
