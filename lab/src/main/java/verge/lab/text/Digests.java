package verge.lab.text;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests as Verge prints them. */
public final class Digests {
    private static final int BYTES = 16;

    private Digests() {
    }

    /**
     * The first half of SHA-256.
     *
     * @param bytes what to digest
     * @return 32 hexadecimal digits
     */
    public static String sha256(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
