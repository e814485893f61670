package verge.sim.policy;

import verge.sim.core.RandomStream;
import verge.sim.world.Decisions;

/** Every legal choice is equally likely. */
public final class RandomPolicy implements Policy {

    private final RandomStream random;

    /** @param random where the choices come from */
    public RandomPolicy(RandomStream random) {
        this.random = random;
    }

    @Override
    public void choose(Decisions now) {
        for (int row = 0; row < now.size(); row++) {
            long legal = now.legal()[row];
            for (int skip = random.nextInt(now.choices(row)); skip > 0; skip--) {
                legal &= legal - 1;
            }
            now.choice()[row] = Long.numberOfTrailingZeros(legal);
        }
    }
}
