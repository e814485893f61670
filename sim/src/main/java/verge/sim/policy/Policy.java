package verge.sim.policy;

import verge.sim.world.Decisions;

/** Decides. */
@FunctionalInterface
public interface Policy {

    /** Fills {@link Decisions#choice()} of every row with a legal choice. */
    void choose(Decisions now);
}
