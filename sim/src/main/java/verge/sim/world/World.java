package verge.sim.world;

import verge.sim.core.WorldState;

/**
 * A simulation that asks for decisions. One episode is
 *
 * <pre>{@code
 * world.reset(seed);
 * while (world.next(now)) {
 *     policy.choose(now);
 *     world.apply(now);
 *     world.drain(known);
 *     now.clear();
 * }
 * }</pre>
 *
 * Several worlds may fill one {@link Decisions}, each its own rows. One thread at a time; nothing
 * is allocated after construction.
 */
public interface World {

    /** Names, units, and upper bounds of every array. */
    WorldSpec spec();

    /** Begins an episode. */
    void reset(long seed);

    /**
     * Runs to the next moment that needs decisions and appends a row for each.
     *
     * @return false, with nothing appended, where the episode is over
     * @throws IllegalStateException where earlier rows have not been applied, or do not fit
     */
    boolean next(Decisions now);

    /**
     * Commits the choices of this world's rows; rows of other worlds are skipped.
     *
     * @throws IllegalStateException    where no decision is awaited, or a row is missing
     * @throws IllegalArgumentException where a choice is not legal; nothing is committed then
     */
    void apply(Decisions now);

    /**
     * Appends the outcomes that became known since the last call.
     *
     * @return how many
     */
    int drain(Outcomes known);

    /** Writes the exact state behind what {@code to} holds already. */
    void save(WorldState to);

    /** Reads back what {@link #save} wrote; continues bit for bit. */
    void restore(WorldState from);
}
