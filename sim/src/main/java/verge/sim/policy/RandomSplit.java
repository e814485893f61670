package verge.sim.policy;

import verge.sim.core.RandomStream;
import verge.sim.world.Decisions;

/** Every legal choice is equally likely, and every level uniform. */
public final class RandomSplit implements Policy {

    private final RandomPolicy choice;
    private final RandomStream random;

    /** @param random where choices and levels come from */
    public RandomSplit(RandomStream random) {
        this.choice = new RandomPolicy(random);
        this.random = random;
    }

    @Override
    public void choose(Decisions now) {
        choice.choose(now);
        for (int i = 0; i < now.size() * now.levelCount(); i++) {
            now.levels()[i] = random.nextFloat();
        }
    }
}
