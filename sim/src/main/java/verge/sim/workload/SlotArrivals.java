package verge.sim.workload;

import verge.sim.core.WorldState;

/** Which tasks arrive in which slot. What is drawn never depends on anybody's decisions. */
public interface SlotArrivals {

    /** Begins an episode. */
    void reset(long seed);

    /**
     * Draws the next slot.
     *
     * @param sizeMbit is filled: the size of the task that arrives at each device, 0 for none
     */
    void draw(double[] sizeMbit);

    /** Writes the exact state. */
    void save(WorldState to);

    /** Reads back what {@link #save} wrote. */
    void restore(WorldState from);
}
