package verge.sim.policy;

import verge.sim.world.Decisions;

/** The legal choices in turn, by the number of the decision within its episode. */
public final class RoundRobinPolicy implements Policy {

    @Override
    public void choose(Decisions now) {
        for (int row = 0; row < now.size(); row++) {
            long legal = now.legal()[row];
            for (long skip = now.id()[row] % now.choices(row); skip > 0; skip--) {
                legal &= legal - 1;
            }
            now.choice()[row] = Long.numberOfTrailingZeros(legal);
        }
    }
}
