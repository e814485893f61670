package verge.sim.workload;

/**
 * The tasks of an episode, by their arrival. What comes follows from the seed alone, never from what
 * is decided about tasks before, so that policies are compared on the same tasks. Nothing is
 * allocated after construction. One thread at a time.
 */
public interface TaskSource {

    /** How many sites tasks arrive at. */
    int sites();

    /** How many tasks an episode has. */
    int tasks();

    /** Begins an episode, before its first task. */
    void begin(long seed);

    /**
     * Moves to the next task.
     *
     * @return false behind the last
     */
    boolean next();

    /** When it arrives, no earlier than the last. */
    double seconds();

    /** Where it arrives: 0 to {@link #sites()} - 1. */
    int site();

    /** Its work, positive. */
    double cycles();

    /** The data it needs. */
    double inputBits();

    /** The data that comes of it. */
    double resultBits();
}
