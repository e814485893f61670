package verge.lab.selftest;

import verge.sim.core.RandomStream;

/**
 * Numbers that are the same everywhere because only integers are computed with: the inputs of the
 * audit. What each part draws depends on its own name alone.
 */
final class FixedNumbers {
    private static final long SEED = 20_260_101L;
    private static final float[] SPECIAL = {
        0f, -0f, 1f, -1f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, -Float.MIN_NORMAL,
        0x0.fffffep-126f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY, Float.NaN, 0.5f, -0.5f, 88.5f, 89.5f, -87.5f, -103.5f, -105f,
        0x1p-12f, -0x1p-13f, 0x1p-24f, 0x1p24f, 3e38f, 1.0000001f, 0.99999994f, 9.5f, -9.5f,
        17.5f, 0x1.8p23f};

    /** What kind of numbers. */
    enum Kind {
        /** Of the size that activations have. */
        ORDINARY,
        /** Any bits at all. */
        ANY,
        /** Zeros, subnormal numbers, infinities, NaN, ends of the ranges of functions. */
        EDGES
    }

    private final RandomStream random;

    FixedNumbers(String name) {
        random = new RandomStream(SEED, name);
    }

    /** The stream itself. */
    RandomStream stream() {
        return random;
    }

    /** Overwrites the whole array. */
    void fill(float[] target, Kind kind) {
        for (int i = 0; i < target.length; i++) {
            target[i] = next(kind);
        }
    }

    /** A new array of ordinary numbers. */
    float[] ordinary(int n) {
        float[] numbers = new float[n];
        fill(numbers, Kind.ORDINARY);
        return numbers;
    }

    /** Integers from 0 to bound - 1. */
    int[] below(int bound, int n) {
        int[] numbers = new int[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = random.nextInt(bound);
        }
        return numbers;
    }

    private float next(Kind kind) {
        return switch (kind) {
            case ORDINARY -> (random.nextInt() >> 8) * 0x1p-21f;         // [-4, 4), exact
            case ANY -> Float.intBitsToFloat(random.nextInt());
            case EDGES -> random.nextInt(4) == 0 ? next(Kind.ORDINARY)
                    : SPECIAL[random.nextInt(SPECIAL.length)];
        };
    }
}
