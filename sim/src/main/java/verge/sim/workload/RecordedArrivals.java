package verge.sim.workload;

import verge.sim.core.WorldState;

/** Tasks as recorded, the same in every episode; none after the last slot of the record. */
public final class RecordedArrivals implements SlotArrivals {

    private final double[] recorded;
    private final int devices;
    private int slot;

    /**
     * @param sizeMbit sizes, 0 where no task arrives: {@code [slots, devices]}; not copied
     * @param devices  columns
     */
    public RecordedArrivals(double[] sizeMbit, int devices) {
        if (devices < 1 || sizeMbit.length % devices != 0) {
            throw new IllegalArgumentException(sizeMbit.length + " sizes of " + devices);
        }
        this.recorded = sizeMbit;
        this.devices = devices;
    }

    @Override
    public void reset(long seed) {
        slot = 0;
    }

    @Override
    public void draw(double[] sizeMbit) {
        for (int d = 0; d < devices; d++) {
            int at = slot * devices + d;
            sizeMbit[d] = at < recorded.length ? recorded[at] : 0;
        }
        slot += slot * devices < recorded.length ? 1 : 0;
    }

    @Override
    public void save(WorldState to) {
        to.put(slot);
    }

    @Override
    public void restore(WorldState from) {
        slot = (int) from.getLong();
    }
}
