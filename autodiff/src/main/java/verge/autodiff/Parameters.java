package verge.autodiff;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The parameters of a network: one flat value array p [size] and one flat gradient array dL/dp
 * [size] over a {@link ParameterTable}; element (i, j) of a slot [rows, cols] is
 * {@code values()[slot.offset() + i * cols + j]}. Target copies, fast weights, optimisers, clipping,
 * checkpoints and digests are each one loop over these arrays.
 *
 * <p>Bookkeeping: the arrays are allocated here, gradients are summed into them by
 * {@link Tape#backward}, and no method here but {@link #copyFrom} modifies the values. Not thread-safe.
 */
public final class Parameters {

    private static final boolean ASSERTIONS = Parameters.class.desiredAssertionStatus();

    private final ParameterTable table;
    private final float[] values;
    private final float[] gradients;
    /** Where the slots begin, and behind them the number of floats. */
    private final int[] begins;
    /** Slots to whose gradients nothing has been added: what they hold means zero. */
    private final boolean[] untouched;
    private boolean anyUntouched;
    private int version;

    /** Makes zero parameters for a table; the table must not grow afterwards. Allocates 2 size floats. */
    public Parameters(ParameterTable table) {
        this.table = table;
        this.values = new float[table.size()];
        this.gradients = new float[table.size()];
        List<Slot> slots = table.slots();
        this.untouched = new boolean[slots.size()];
        this.begins = new int[slots.size() + 1];
        for (int i = 0; i < slots.size(); i++) {
            begins[i] = slots.get(i).offset();
        }
        begins[slots.size()] = table.size();
    }

    /** Returns the table these parameters follow. */
    public ParameterTable table() {
        return table;
    }

    /**
     * Returns the values themselves, not a copy: {@code slot.offset()} finds a matrix in them.
     * Whoever writes into them calls {@link #changed()} before they are used again.
     */
    public float[] values() {
        return values;
    }

    /**
     * Returns the gradients themselves, laid out as the values. They are up to date when this
     * returns and after every {@link Tape#backward}; ask again after {@link #zeroGradients()}, which
     * leaves the array alone until then.
     */
    public float[] gradients() {
        settleGradients();
        return gradients;
    }

    /** Returns the number of floats. */
    public int size() {
        return values.length;
    }

    /**
     * Says that values have been written through {@link #values()}: tapes that keep weights in
     * packed form pack them anew. With assertions enabled a tape finds out if this was forgotten.
     */
    public void changed() {
        version++;
    }

    /** Returns the number of changes so far. */
    public int version() {
        return version;
    }

    /** Copies into these the values (not the gradients) of parameters with the same table. */
    public void copyFrom(Parameters other) {
        System.arraycopy(other.values, 0, values, 0, values.length);
        changed();
    }

    /**
     * Sets every gradient to zero. Nothing is written: the next backward pass assigns what it would
     * have added, which gives the same bits as sums begin at +0.
     */
    public void zeroGradients() {
        Arrays.fill(untouched, true);
        anyUntouched = true;
        if (ASSERTIONS) {                               // to be seen if an operation forgets it
            Arrays.fill(gradients, Float.NaN);
        }
    }

    /** Returns the array of gradients, whose untouched slots hold anything. */
    float[] rawGradients() {
        return gradients;
    }

    /**
     * Returns true if these n gradients are one slot and nothing has been added to them: the caller
     * must then assign every one. Otherwise it must add.
     */
    boolean firstToWrite(int offset, int n) {
        if (!anyUntouched) {
            return false;
        }
        int slot = Arrays.binarySearch(begins, 0, untouched.length, offset);
        if (slot < 0 || begins[slot + 1] != offset + n) {
            settle(slot < 0 ? -slot - 2 : slot, offset + n);    // a part of a slot, or several
            return false;
        }
        boolean first = untouched[slot];
        untouched[slot] = false;
        return first;
    }

    /** Writes zeros where that is what the gradients mean. */
    void settleGradients() {
        if (anyUntouched) {
            settle(0, values.length);
            anyUntouched = false;
        }
    }

    /** The same for the slots that begin before the end, from the slot of this number on. */
    private void settle(int slot, int end) {
        for (int i = slot; i < untouched.length && begins[i] < end; i++) {
            if (untouched[i]) {
                Arrays.fill(gradients, begins[i], begins[i + 1], 0f);
                untouched[i] = false;
            }
        }
    }

    /**
     * Returns the SHA-256 (FIPS 180-4) of the values' bits, big-endian and all NaNs as one, in
     * hexadecimal. Allocates.
     */
    public String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
            for (float v : values) {
                bytes.putInt(Float.floatToIntBits(v));
            }
            return HexFormat.of().formatHex(sha.digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
