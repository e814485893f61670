package verge.sim.world;

import java.util.Arrays;

/**
 * Everything that a {@link CooperativeWorld} needs to know besides its tasks.
 *
 * @param serverHertz       clock rate of each server: {@code [servers]}; copied
 * @param linkBitsPerSecond of the link from each server to each: row-major {@code [servers,
 *                          servers]}; the diagonal is not looked at; copied
 * @param limit             kappa: what a part may take at most, as a share of what remains
 * @param leastShare        what a part takes at least, as a share of the whole: where less remains,
 *                          it waits
 * @param mostTargets       servers that one task may be offloaded to at most
 * @param energy            what is spent
 * @param latencyWeight     lambda, 0 to 1; rho, the weight of energy, is 1 - lambda
 * @param mostRatio         what each ratio of the reward counts at most
 */
public record CooperativeConfig(double[] serverHertz, double[] linkBitsPerSecond, double limit,
        double leastShare, int mostTargets, Energy energy, double latencyWeight, double mostRatio) {

    /** Most servers. */
    public static final int MOST_SERVERS = 64;

    /** Least value of {@link #leastShare()}: at most 1,024 parts share a server or a link. */
    public static final double LEAST_SHARE = 0x1p-10;

    /**
     * What is spent.
     *
     * @param joulesPerCycleHertzSquared kappa_e: a cycle at f hertz takes this times f^2
     * @param transmitWatts              while a part is on a link
     * @param idleWatts                  of a server while it computes nothing
     */
    public record Energy(double joulesPerCycleHertzSquared, double transmitWatts,
            double idleWatts) {

        /** @throws IllegalArgumentException where a number makes no sense */
        public Energy {
            require(positive(joulesPerCycleHertzSquared), "no energy per cycle");
            require(transmitWatts >= 0 && transmitWatts < Double.POSITIVE_INFINITY
                    && idleWatts >= 0 && idleWatts < Double.POSITIVE_INFINITY, "no power");
        }
    }

    /** @throws IllegalArgumentException where a number makes no sense */
    public CooperativeConfig {
        serverHertz = serverHertz.clone();
        linkBitsPerSecond = linkBitsPerSecond.clone();
        int servers = serverHertz.length;
        require(servers > 0 && servers <= MOST_SERVERS, "no number of servers");
        require(Arrays.stream(serverHertz).allMatch(CooperativeConfig::positive),
                "no clock rates");
        require(linkBitsPerSecond.length == servers * servers, "no matrix of links");
        for (int i = 0; i < linkBitsPerSecond.length; i++) {
            require(i % (servers + 1) == 0 || positive(linkBitsPerSecond[i]), "no link rates");
        }
        require(limit > 0 && limit <= 1, "no limit");
        require(leastShare >= LEAST_SHARE && leastShare <= 1, "no least share");
        require(mostTargets >= 0 && mostTargets <= servers - 1, "no number of targets");
        require(latencyWeight >= 0 && latencyWeight <= 1, "no weight of latency");
        require(positive(mostRatio), "no largest ratio");
    }

    /** Servers of some clock rates, each linked to each at the same rate. */
    public static CooperativeConfig mesh(double[] serverHertz, double linkBitsPerSecond,
            double limit, double leastShare, int mostTargets, Energy energy,
            double latencyWeight, double mostRatio) {
        double[] links = new double[serverHertz.length * serverHertz.length];
        Arrays.fill(links, linkBitsPerSecond);
        return new CooperativeConfig(serverHertz, links, limit, leastShare, mostTargets, energy,
                latencyWeight, mostRatio);
    }

    /** M. */
    public int servers() {
        return serverHertz.length;
    }

    /** What all servers compute in a second, in cycles. */
    public double totalHertz() {
        return Arrays.stream(serverHertz).sum();
    }

    /** Latency a task has alone at its own server, at full speed: L_ref. */
    public double referenceSeconds(int server, double cycles) {
        return cycles / serverHertz[server];
    }

    /** Energy a task takes alone at its own server, at full speed: E_ref. */
    public double referenceJoules(int server, double cycles) {
        return energy.joulesPerCycleHertzSquared() * serverHertz[server] * serverHertz[server]
                * cycles;
    }

    /** lambda L_ref / L + rho E_ref / E, each ratio limited. */
    public double reward(int server, double cycles, double seconds, double joules) {
        return latencyWeight * Math.min(mostRatio, referenceSeconds(server, cycles) / seconds)
                + (1 - latencyWeight)
                * Math.min(mostRatio, referenceJoules(server, cycles) / joules);
    }

    /** lambda L + rho E: what is to be minimised, summed over tasks. */
    public double cost(double seconds, double joules) {
        return latencyWeight * seconds + (1 - latencyWeight) * joules;
    }

    private static boolean positive(double value) {
        return value > 0 && value < Double.POSITIVE_INFINITY;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
