package verge.autodiff;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The parameters of a network: one flat value array and one flat gradient array over a
 * {@link ParameterTable}. Target copies, fast weights, optimisers, clipping, checkpoints and
 * digests are each one loop over these arrays.
 */
public final class Parameters {

    private final ParameterTable table;
    private final float[] values;
    private final float[] gradients;
    private int version;

    /** Makes zero parameters for a table; the table must not grow afterwards. */
    public Parameters(ParameterTable table) {
        this.table = table;
        this.values = new float[table.size()];
        this.gradients = new float[table.size()];
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

    /** Returns the gradients themselves, laid out as the values. */
    public float[] gradients() {
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
    int version() {
        return version;
    }

    /** Copies the values (not the gradients) of parameters with the same table. */
    public void copyFrom(Parameters other) {
        System.arraycopy(other.values, 0, values, 0, values.length);
        changed();
    }

    /** Sets every gradient to zero. */
    public void zeroGradients() {
        Arrays.fill(gradients, 0f);
    }

    /** Returns the SHA-256 of the values' bits, all NaNs as one, in hexadecimal. Allocates. */
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
