package verge.sim.world;

import verge.sim.model.EnergyModel;
import verge.sim.model.Interference;
import verge.sim.model.PathLoss;
import verge.sim.model.Range;

/**
 * Everything that a {@link RadioWorld} needs to know besides places and movements.
 *
 * @param users                    M
 * @param servers                  N
 * @param slots                    T, slots of an episode
 * @param slotSeconds              length of a slot
 * @param taskProbability          that a user has a task in a slot
 * @param dataBits                 D, what a task uploads
 * @param workGigacycles           C, what a task computes
 * @param deviceGigahertz          f of each user, drawn per episode
 * @param serverGigahertz          F of each server, drawn per episode
 * @param powerWatts               P of each user, drawn per episode
 * @param channel                  the radio
 * @param rangeMetres              D_max: how far off on the map a server may be
 * @param interferenceRangeMetres  how far off on the map a user counts as a neighbour
 * @param longestUploadSeconds     tau_max: a longer transmission fails
 * @param inSlotWaiting            whether tasks that reach a server in one slot wait for one another,
 *                                 in the order of their arrival; in Eq. (4) they do not
 * @param failurePenaltySeconds    what a failure costs
 * @param energy                   what is spent
 */
public record RadioConfig(int users, int servers, int slots, double slotSeconds,
        double taskProbability, Range dataBits, Range workGigacycles, Range deviceGigahertz,
        Range serverGigahertz, Range powerWatts, Channel channel, double rangeMetres,
        double interferenceRangeMetres, double longestUploadSeconds, boolean inSlotWaiting,
        double failurePenaltySeconds, Energy energy) {

    /** Most users or servers. */
    public static final int MOST_NODES = 100_000;

    /** Most links between users and servers: each has a gain in memory. */
    public static final int MOST_LINKS = 100_000_000;

    /** Most slots of an episode. */
    public static final int MOST_SLOTS = 1_000_000_000;

    /**
     * The radio.
     *
     * @param pathLoss           mean gain by distance
     * @param shadowingDecibels  standard deviation of a normal number of dB on each link, drawn per
     *                           episode
     * @param rayleigh           whether each link's power fades by an exponential factor of mean 1,
     *                           drawn per slot
     * @param bandwidthHertz     B
     * @param noiseWatts         sigma squared
     * @param scope              who disturbs whom
     */
    public record Channel(PathLoss pathLoss, double shadowingDecibels, boolean rayleigh,
            double bandwidthHertz, double noiseWatts, Interference.Scope scope) {

        /** @throws IllegalArgumentException where a number makes no sense */
        public Channel {
            require(shadowingDecibels >= 0 && shadowingDecibels <= 100, "no deviation in dB");
            require(positive(bandwidthHertz), "no bandwidth");
            require(positive(noiseWatts), "no noise: a single user's rate would be infinite");
        }
    }

    /**
     * What is spent. A transmission takes a user's power P besides.
     *
     * @param device of every user's device; its radio's power is what it takes beyond P
     * @param server of every server; its radio is not asked
     */
    public record Energy(EnergyModel device, EnergyModel server) {

        /** What users radiate, and nothing else. */
        public static final Energy RADIATED = new Energy(EnergyModel.NONE, EnergyModel.NONE);
    }

    /** A world whose energy is what users radiate. */
    public RadioConfig(int users, int servers, int slots, double slotSeconds,
            double taskProbability, Range dataBits, Range workGigacycles, Range deviceGigahertz,
            Range serverGigahertz, Range powerWatts, Channel channel, double rangeMetres,
            double interferenceRangeMetres, double longestUploadSeconds, boolean inSlotWaiting,
            double failurePenaltySeconds) {
        this(users, servers, slots, slotSeconds, taskProbability, dataBits, workGigacycles,
                deviceGigahertz, serverGigahertz, powerWatts, channel, rangeMetres,
                interferenceRangeMetres, longestUploadSeconds, inSlotWaiting,
                failurePenaltySeconds, Energy.RADIATED);
    }

    /** @throws IllegalArgumentException where a number makes no sense */
    public RadioConfig {
        require(users > 0 && users <= MOST_NODES, "no number of users");
        require(servers > 0 && servers <= MOST_NODES, "no number of servers");
        require((long) users * servers <= MOST_LINKS, "more than " + MOST_LINKS + " links");
        require(slots > 0 && slots <= MOST_SLOTS, "no number of slots");
        require(positive(slotSeconds), "no length of a slot");
        require(taskProbability >= 0 && taskProbability <= 1, "no probability");
        require(deviceGigahertz.low() > 0 && serverGigahertz.low() > 0, "no clock rates");
        require(rangeMetres >= 0 && rangeMetres < Double.POSITIVE_INFINITY
                && interferenceRangeMetres >= 0
                && interferenceRangeMetres < Double.POSITIVE_INFINITY, "no range");
        require(positive(longestUploadSeconds), "no longest upload");
        require(failurePenaltySeconds >= 0 && failurePenaltySeconds < Double.POSITIVE_INFINITY,
                "no penalty");
    }

    private static boolean positive(double value) {
        return value > 0 && value < Double.POSITIVE_INFINITY;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /**
     * The scenario {@code star-paper}: the published figures of STAR fix M = 5 N and the equations;
     * every constant here was found by a search for a world in which the published heuristics score
     * as published (docs/star.md).
     */
    public static RadioConfig starPaper(int servers) {
        return new RadioConfig(5 * servers, servers, 100, 1, 0.5, new Range(2e6, 15e6),
                new Range(2, 19), new Range(0.8, 1.2), new Range(5.8, 7.1), new Range(0.15, 0.25),
                new Channel(new PathLoss(15.3, 3.76, 25), 0, false, 20e6, 1e-13,
                        Interference.Scope.FULL),
                400, 400, 5, false, 200);
    }

    /** Side of {@code star-paper}'s square: the density of servers is the same at every N. */
    public static double starPaperSideMetres(int servers) {
        return 500 * Math.sqrt(servers);
    }
}
