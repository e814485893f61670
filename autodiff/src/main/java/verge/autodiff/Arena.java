package verge.autodiff;

/**
 * Bump allocation of float ranges. When the chunk is full a further one is added, so that ranges
 * handed out stay where they are; the next reset makes one chunk of the sum and an eighth more, and
 * from then on nothing is allocated until a step needs more than that. Ranges begin where lines of the
 * caches do if the array does, as large ones do under G1: vectors then lie in one line each.
 */
final class Arena {

    /** Floats of a line of 64 bytes. */
    private static final int LINE = 16;
    /** Where the first line begins in an array, behind its header of 16 bytes. */
    private static final int FIRST = 12;

    private float[] chunk;
    private int cursor;
    private long spent;

    Arena(int floats) {
        chunk = new float[floats];
        cursor = FIRST;
    }

    /** Makes room for n floats, to be found in {@link #chunk()} from the offset returned. */
    int allocate(int n) {
        long end = cursor + ((long) n + LINE - 1) / LINE * LINE;
        if (end > chunk.length) {
            spent += cursor;
            chunk = new float[Math.max(Math.addExact(n, FIRST + LINE), chunk.length)];
            cursor = FIRST;
            return allocate(n);
        }
        int offset = cursor;
        cursor = (int) end;
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
        cursor = FIRST;
        return grown;
    }
}
