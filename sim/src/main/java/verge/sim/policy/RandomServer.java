package verge.sim.policy;

import verge.sim.core.RandomStream;
import verge.sim.world.Decisions;

/** A task is offloaded with a fixed probability, to any server. Choice 0 is the device. */
public final class RandomServer implements Policy {

    private final RandomStream random;
    private final double probability;

    /**
     * @param random      where the choices come from
     * @param probability of offloading
     */
    public RandomServer(RandomStream random, double probability) {
        this.random = random;
        this.probability = probability;
    }

    @Override
    public void choose(Decisions now) {
        for (int row = 0; row < now.size(); row++) {
            boolean offload = random.nextDouble() < probability;
            now.choice()[row] = offload ? 1 + random.nextInt(now.choices(row) - 1) : 0;
        }
    }
}
