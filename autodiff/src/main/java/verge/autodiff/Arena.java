package verge.autodiff;

/**
 * Bump allocation of float ranges. When the chunk is full a further one is added, so that ranges
 * handed out stay where they are; the next reset makes one chunk of the sum and an eighth more, and
 * from then on nothing is allocated until a step needs more than that.
 */
final class Arena {

    private float[] chunk;
    private int cursor;
    private long spent;

    Arena(int floats) {
        chunk = new float[floats];
    }

    /** Makes room for n floats, to be found in {@link #chunk()} from the offset returned. */
    int allocate(int n) {
        if (cursor + n > chunk.length || cursor + n < 0) {
            spent += cursor;
            chunk = new float[Math.max(n, chunk.length)];
            cursor = 0;
        }
        int offset = cursor;
        cursor += n;
        return offset;
    }

    float[] chunk() {
        return chunk;
    }

    /** Returns the number of floats in all chunks. */
    long capacity() {
        return spent + chunk.length;
    }

    /** Forgets all ranges. Returns true if the arena has grown since the last reset. */
    boolean reset() {
        boolean grown = spent > 0;
        if (grown) {
            long size = spent + cursor;
            if (size > Integer.MAX_VALUE - 8) {
                throw new IllegalStateException("a step needs " + size
                        + " floats, more than one array holds; use smaller batches");
            }
            chunk = new float[(int) Math.min(size + size / 8, Integer.MAX_VALUE - 8)];
            spent = 0;
        }
        cursor = 0;
        return grown;
    }
}
