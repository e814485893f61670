package verge.algorithms.dag;

import verge.sim.core.RandomStream;

/** Draws without replacement, over an array that is kept. Not thread-safe. */
public final class Draw {

    private int[] indices = new int[0];

    /** Makes one; it grows with what is drawn from. */
    public Draw() {}

    /**
     * Draws count of the indices 0 to n - 1, every ordered choice being equally likely. Allocates
     * only where n is larger than before.
     *
     * @return an array that begins with the count indices drawn, valid until the next draw
     */
    public int[] indices(int n, int count, RandomStream random) {
        if (indices.length < n) {
            indices = new int[n];
        }
        for (int i = 0; i < n; i++) {
            indices[i] = i;
        }
        for (int i = 0; i < count; i++) {
            int j = i + random.nextInt(n - i);
            int drawn = indices[j];
            indices[j] = indices[i];
            indices[i] = drawn;
        }
        return indices;
    }
}
