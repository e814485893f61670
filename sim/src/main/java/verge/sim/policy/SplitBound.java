package verge.sim.policy;

import java.util.Arrays;
import verge.sim.world.CooperativeConfig;

/**
 * What a task costs at least, {@code lambda L + rho E}, whatever is decided about it and about
 * others. Of n parts, those with shares a_i of c cycles computed at rates r_i within L seconds need
 * r_i >= a_i c / L, hence {@code kappa sum a_i c r_i^2 >= kappa c^3 / (n L)^2} by convexity; no rate
 * is below the least share of the slowest server; and L is no less than c over the largest rates
 * that n servers give. Transmissions cost nothing here.
 */
public final class SplitBound {

    private static final double UNIT = 0x1p-20;         // shares are rounded up to these

    private final CooperativeConfig config;
    private final int parts;
    private final double mostHertz;
    private final double leastHertz;

    /** @param config of servers and energy */
    public SplitBound(CooperativeConfig config) {
        this.config = config;
        parts = 1 + config.mostTargets();
        double[] hertz = config.serverHertz();
        Arrays.sort(hertz);
        double share = Math.min(1, Math.max(config.limit(), config.leastShare() + UNIT));
        double sum = 0;
        for (int k = 0; k < parts; k++) {
            sum += share * hertz[hertz.length - 1 - k];
        }
        mostHertz = sum;
        leastHertz = config.leastShare() * hertz[0];
    }

    /** Least cost of a task of so much work. */
    public double cost(double cycles) {
        double least = cycles / mostHertz;
        double slowest = cycles / (parts * leastHertz);      // from here on, energy falls no more
        double lambda = config.latencyWeight();
        double energy = 2 * (1 - lambda) * config.energy().joulesPerCycleHertzSquared()
                * cycles * cycles * cycles / (parts * parts);
        double best = lambda == 0 ? slowest : StrictMath.cbrt(energy / lambda);
        double seconds = Math.max(least, Math.min(best, slowest));
        double rate = Math.max(cycles / (parts * seconds), leastHertz);
        return config.cost(seconds, config.energy().joulesPerCycleHertzSquared() * rate * rate
                * cycles);
    }
}
