package verge.sim.core;

import java.nio.charset.StandardCharsets;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * One stream of random numbers per purpose: the root seed and the purpose's name give a generator
 * of its own, so that what one part draws never shifts what another sees. The same on every JDK:
 * every method is written out here, none is left to a default that a JDK may change. The generator
 * is xoshiro256++ (Blackman and Vigna, 2021), seeded by SplitMix64 (Steele, Lea and Flood, 2014).
 * One thread at a time; drawing numbers allocates nothing.
 */
public final class RandomStream implements org.apache.commons.math3.random.RandomGenerator,
        java.util.random.RandomGenerator {

    /** Length of {@link #saveState()}. */
    public static final int STATE_LENGTH = 6;

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final double DOUBLE_UNIT = 0x1p-53;
    private static final float FLOAT_UNIT = 0x1p-24f;

    private final String name;
    private final byte[] nameBytes;
    private long s0;
    private long s1;
    private long s2;
    private long s3;
    private boolean gaussianWaiting;
    private double waitingGaussian;

    /**
     * @param rootSeed seed of the whole run
     * @param name     what the stream is for, such as {@code "arrivals"}
     */
    public RandomStream(long rootSeed, String name) {
        this.name = name;
        this.nameBytes = name.getBytes(StandardCharsets.UTF_8);
        seed(rootSeed);
    }

    /**
     * Starts over as the stream of this name for one of many occasions, such as an iteration and the
     * number of a learner in it. Allocates nothing.
     */
    public void restart(long rootSeed, long first, long second) {
        seed(mix(mix(mix(rootSeed + GOLDEN) + GOLDEN + first) + GOLDEN + second));
    }

    /** What the stream is for. */
    public String name() {
        return name;
    }

    /** A bijection of 64 bits in which every input bit reaches every output bit (Stafford's 13). */
    static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    private void seed(long rootSeed) {
        long hash = mix(rootSeed + GOLDEN);
        for (byte b : nameBytes) {
            hash = mix(hash + GOLDEN + (b & 0xff));
        }
        hash = mix(hash ^ nameBytes.length);
        s0 = mix(hash + GOLDEN);
        s1 = mix(hash + 2 * GOLDEN);
        s2 = mix(hash + 3 * GOLDEN);
        s3 = mix(hash + 4 * GOLDEN);
        gaussianWaiting = false;
        waitingGaussian = 0;
    }

    /** The exact state: {@code [STATE_LENGTH]}. Allocates. */
    public long[] saveState() {
        return new long[] {s0, s1, s2, s3,
            gaussianWaiting ? 1 : 0, Double.doubleToLongBits(waitingGaussian)};
    }

    /**
     * Continues exactly where {@link #saveState()} was called.
     *
     * @throws IllegalArgumentException where no stream can have that state; nothing changes then
     */
    public void restoreState(long[] state) {
        if (state.length != STATE_LENGTH || (state[0] | state[1] | state[2] | state[3]) == 0
                || (state[4] != 0 && state[4] != 1)) {
            throw new IllegalArgumentException("no state of a random stream");
        }
        s0 = state[0];
        s1 = state[1];
        s2 = state[2];
        s3 = state[3];
        gaussianWaiting = state[4] == 1;
        waitingGaussian = Double.longBitsToDouble(state[5]);
    }

    /** Starts over as a new stream of this name would with this root seed. */
    @Override
    public void setSeed(int seed) {
        seed(seed);
    }

    /** Starts over as a new stream of this name would with this root seed; allocates nothing. */
    @Override
    public void setSeed(long seed) {
        seed(seed);
    }

    /** Starts over as a new stream of this name would with a root seed made of these. */
    @Override
    public void setSeed(int[] seed) {
        long hash = seed.length;
        for (int part : seed) {
            hash = mix(hash + GOLDEN + part);
        }
        seed(hash);
    }

    @Override
    public boolean isDeprecated() {
        return false;
    }

    @Override
    public long nextLong() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    @Override
    public int nextInt() {
        return (int) (nextLong() >>> 32);
    }

    @Override
    public boolean nextBoolean() {
        return nextLong() < 0;
    }

    /** Uniform over the multiples of 2^-53 in [0, 1). */
    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * DOUBLE_UNIT;
    }

    /** Uniform over the multiples of 2^-24 in [0, 1). */
    @Override
    public float nextFloat() {
        return (nextLong() >>> 40) * FLOAT_UNIT;
    }

    @Override
    public void nextBytes(byte[] bytes) {
        long word = 0;
        for (int i = 0; i < bytes.length; i++) {
            if ((i & 7) == 0) {
                word = nextLong();
            }
            bytes[i] = (byte) word;
            word >>>= 8;
        }
    }

    /** Uniform over 0 to {@code bound} (exclusive), without bias. */
    @Override
    public int nextInt(int bound) {
        return (int) nextLong(bound);
    }

    /** Uniform over {@code origin} to {@code bound} (exclusive), without bias. */
    @Override
    public int nextInt(int origin, int bound) {
        require(origin < bound);
        return (int) (origin + nextLong((long) bound - origin));
    }

    /** Uniform over 0 to {@code bound} (exclusive), without bias. */
    @Override
    public long nextLong(long bound) {
        require(bound > 0);
        long bits;
        long value;
        do {
            bits = nextLong() >>> 1;
            value = bits % bound;
            // The last, incomplete run of remainders would favour small values.
        } while (bits - value + (bound - 1) < 0);
        return value;
    }

    /** Uniform over {@code origin} to {@code bound} (exclusive), without bias. */
    @Override
    public long nextLong(long origin, long bound) {
        require(origin < bound);
        long range = bound - origin;
        if (range > 0) {
            return origin + nextLong(range);
        }
        long value;
        do {
            value = nextLong();
        } while (value < origin || value >= bound);
        return value;
    }

    @Override
    public float nextFloat(float bound) {
        return nextFloat(0, bound);
    }

    @Override
    public float nextFloat(float origin, float bound) {
        require(origin < bound && bound - origin < Float.POSITIVE_INFINITY);
        return Math.min(origin + nextFloat() * (bound - origin), Math.nextDown(bound));
    }

    @Override
    public double nextDouble(double bound) {
        return nextDouble(0, bound);
    }

    @Override
    public double nextDouble(double origin, double bound) {
        require(origin < bound && bound - origin < Double.POSITIVE_INFINITY);
        return Math.min(origin + nextDouble() * (bound - origin), Math.nextDown(bound));
    }

    /** Standard normal, by Marsaglia's polar method; every other call returns the second of two. */
    @Override
    public double nextGaussian() {
        if (gaussianWaiting) {
            gaussianWaiting = false;
            return waitingGaussian;
        }
        double x;
        double y;
        double square;
        do {
            x = 2 * nextDouble() - 1;
            y = 2 * nextDouble() - 1;
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        double scale = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
        waitingGaussian = y * scale;
        gaussianWaiting = true;
        return x * scale;
    }

    @Override
    public double nextGaussian(double mean, double deviation) {
        require(deviation >= 0);
        return mean + deviation * nextGaussian();
    }

    /** Exponential of mean 1, by inversion. */
    @Override
    public double nextExponential() {
        return -StrictMath.log(1 - nextDouble());
    }

    @Override
    public IntStream ints() {
        return IntStream.generate(this::nextInt).sequential();
    }

    @Override
    public IntStream ints(long size) {
        return ints().limit(size);
    }

    @Override
    public IntStream ints(int origin, int bound) {
        require(origin < bound);
        return IntStream.generate(() -> nextInt(origin, bound)).sequential();
    }

    @Override
    public IntStream ints(long size, int origin, int bound) {
        return ints(origin, bound).limit(size);
    }

    @Override
    public LongStream longs() {
        return LongStream.generate(this::nextLong).sequential();
    }

    @Override
    public LongStream longs(long size) {
        return longs().limit(size);
    }

    @Override
    public LongStream longs(long origin, long bound) {
        require(origin < bound);
        return LongStream.generate(() -> nextLong(origin, bound)).sequential();
    }

    @Override
    public LongStream longs(long size, long origin, long bound) {
        return longs(origin, bound).limit(size);
    }

    @Override
    public DoubleStream doubles() {
        return DoubleStream.generate(this::nextDouble).sequential();
    }

    @Override
    public DoubleStream doubles(long size) {
        return doubles().limit(size);
    }

    @Override
    public DoubleStream doubles(double origin, double bound) {
        require(origin < bound);
        return DoubleStream.generate(() -> nextDouble(origin, bound)).sequential();
    }

    @Override
    public DoubleStream doubles(long size, double origin, double bound) {
        return doubles(origin, bound).limit(size);
    }

    private static void require(boolean legal) {
        if (!legal) {
            throw new IllegalArgumentException("an empty range, or one that is no range");
        }
    }
}
