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

    private final Room room;
    private float[] chunk;
    private int cursor = FIRST;
    private long spent;

    /** The array of an arena and of those beside it. */
    private static final class Room {
        private float[] array;
        private long needed;               // by the largest step so far that did not fit
    }

    Arena(int floats) {
        room = new Room();
        room.array = new float[floats];
        chunk = room.array;
    }

    private Arena(Room room) {
        this.room = room;
        chunk = room.array;
    }

    /** Returns an arena that hands out ranges of the same array, with no regard to this one's. */
    Arena beside() {
        return new Arena(room);
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
        room.needed = Math.max(room.needed, spent + end);
        return offset;
    }

    float[] chunk() {
        return chunk;
    }

    /** Returns the number of floats in all chunks. */
    long capacity() {
        return spent + chunk.length;
    }

    /** Forgets all ranges. Returns true if the room has grown by what was handed out before. */
    boolean reset() {
        boolean grown = room.needed > room.array.length;
        if (grown) {
            if (room.needed > Integer.MAX_VALUE - 8) {
                throw new IllegalStateException("a step needs " + room.needed
                        + " floats, more than one array holds; use smaller batches");
            }
            long size = room.needed + room.needed / 8;
            room.array = new float[(int) Math.min(size, Integer.MAX_VALUE - 8)];
        }
        chunk = room.array;
        spent = 0;
        cursor = FIRST;
        return grown;
    }
}
