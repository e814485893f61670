package verge.lab.scenario;

import verge.sim.core.RandomStream;
import verge.sim.policy.Policy;
import verge.sim.world.Decisions;
import verge.sim.world.Outcomes;
import verge.sim.world.World;

/** The steps of a world under a policy: it chooses, the world goes on, what came of it is taken. */
final class Episodes {
    private final World world;
    private final Policy policy;
    private final RandomStream random;
    private final Decisions now;
    private final Outcomes known;

    /**
     * @param random where the policy draws from
     * @param known room for the outcomes of a step
     */
    Episodes(World world, Policy policy, RandomStream random, Decisions now, Outcomes known) {
        this.world = world;
        this.policy = policy;
        this.random = random;
        this.now = now;
        this.known = known;
    }

    /** Plays an episode to its end. */
    void play(long seed) {
        begin(seed);
        while (step()) {
            drain();
        }
    }

    void begin(long seed) {
        if (policy instanceof ForeseeingPolicy foreseeing) {
            foreseeing.foresee(seed);
        }
        world.reset(seed);
        random.setSeed(seed);
    }

    /** Decides what is to be decided next; false at the end of the episode. */
    boolean step() {
        now.clear();
        if (!world.next(now)) {
            return false;
        }
        policy.choose(now);
        world.apply(now);
        return true;
    }

    /** Takes the outcomes that have become known, so that the world need not keep them. */
    void drain() {
        known.clear();
        world.drain(known);
    }
}
