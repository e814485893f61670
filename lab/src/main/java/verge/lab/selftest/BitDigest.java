package verge.lab.selftest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A running SHA-256 over the bits of numbers, all NaNs as one. */
final class BitDigest {
    private final MessageDigest sha;
    private ByteBuffer bytes = ByteBuffer.allocate(1024);

    BitDigest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds a number. */
    void add(float value) {
        bytes.clear();
        bytes.putInt(Float.floatToIntBits(value));
        sha.update(bytes.flip());
    }

    /** Adds all numbers of an array. */
    void add(float[] values) {
        int size = Float.BYTES * values.length;
        if (bytes.capacity() < size) {
            bytes = ByteBuffer.allocate(size);
        }
        bytes.clear();
        for (float value : values) {
            bytes.putInt(Float.floatToIntBits(value));
        }
        sha.update(bytes.flip());
    }

    /** Adds a text, marked off by its length. */
    void add(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, encoded.length));
        sha.update(encoded);
    }

    /** Returns the digest of what was added, in hexadecimal, and starts anew. */
    String hex() {
        return HexFormat.of().formatHex(sha.digest());
    }
}
