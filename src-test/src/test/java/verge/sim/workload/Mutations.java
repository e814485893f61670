package verge.sim.workload;

import java.util.Arrays;
import verge.sim.core.RandomStream;

/** Small damages to a file: cut off, bits and bytes changed, pieces left out or repeated. */
public final class Mutations {

    /** How many kinds there are. */
    public static final int KINDS = 6;

    private Mutations() {
    }

    public static byte[] of(byte[] good, RandomStream random, int kind) {
        int at = random.nextInt(good.length);
        byte[] bad = good.clone();
        switch (kind) {
            case 0 -> bad = Arrays.copyOf(good, at);
            case 1 -> bad[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> bad[at] = (byte) random.nextInt(256);
            case 3 -> bad[at] = (byte) "0123456789-.,\"[]{}>\n ".charAt(random.nextInt(21));
            case 4 -> {
                int length = Math.min(random.nextInt(40), good.length - at);
                bad = new byte[good.length - length];
                System.arraycopy(good, 0, bad, 0, at);
                System.arraycopy(good, at + length, bad, at, bad.length - at);
            }
            default -> {
                int from = random.nextInt(good.length);
                int length = Math.min(random.nextInt(80), good.length - from);
                bad = new byte[good.length + length];
                System.arraycopy(good, 0, bad, 0, at);
                System.arraycopy(good, from, bad, at, length);
                System.arraycopy(good, at, bad, at + length, good.length - at);
            }
        }
        return bad;
    }
}
