package verge.sim.core;

/**
 * A random number for each place of a grid, found by hashing the place: the same whatever else is
 * asked, in whatever order, without any state to keep. For draws that most runs never look at, such
 * as the fading of every link in every slot. Nothing is allocated.
 */
public final class RandomField {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final double DOUBLE_UNIT = 0x1p-53;

    private RandomField() {
    }

    /** Uniform over the multiples of 2^-53 in [0, 1), for place (a, b) of the field of this key. */
    public static double uniform(long key, long a, long b) {
        return (hash(key, a, b) >>> 11) * DOUBLE_UNIT;
    }

    /** Exponential of mean 1. */
    public static double exponential(long key, long a, long b) {
        return -StrictMath.log(1 - uniform(key, a, b));
    }

    /** Standard normal (Box and Muller, 1958). */
    public static double gaussian(long key, long a, long b) {
        double radius = StrictMath.sqrt(2 * exponential(key, a, b));
        double turn = (RandomStream.mix(hash(key, a, b) + GOLDEN) >>> 11) * DOUBLE_UNIT;
        return radius * Turn.cosine(turn);
    }

    private static long hash(long key, long a, long b) {
        long hash = RandomStream.mix(key + GOLDEN);
        hash = RandomStream.mix(hash + GOLDEN + a);
        return RandomStream.mix(hash + GOLDEN + b);
    }
}
