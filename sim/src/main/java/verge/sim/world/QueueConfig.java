package verge.sim.world;

/**
 * Everything that a {@link QueueWorld} is made of. Capacities are per slot, so that no rate is
 * multiplied by the length of a slot twice.
 *
 * @param devices         d, at least 1
 * @param servers         e, at least 1
 * @param slots           slots in which tasks arrive
 * @param drainSlots      slots without arrivals behind them; the deadline makes every task end in
 *                        them, fewer cut some off
 * @param deadlineSlots   tau: a task born in slot t is done by the end of slot t + tau - 1 or dropped
 * @param slotSeconds     delta
 * @param localGcycles    f_d delta, Gcycles per slot: {@code [devices]}
 * @param serverGcycles   f_e delta, Gcycles per slot: {@code [servers]}
 * @param uplinkMbit      O_d,e delta of Eq. (1), Mbit per slot: {@code [devices, servers]}
 * @param gcyclesPerMbit  rho_d: {@code [devices]}
 * @param discard         what becomes of a task that cannot meet its deadline
 * @param historySlots    C of Eq. (15), broadcasts that an observation holds, at least 1
 * @param dropReward      Const of Eq. (19), negative
 */
public record QueueConfig(int devices, int servers, int slots, int drainSlots, int deadlineSlots,
        double slotSeconds, double[] localGcycles, double[] serverGcycles, double[] uplinkMbit,
        double[] gcyclesPerMbit, Discard discard, int historySlots, double dropReward) {

    /** Devices times servers and the like must not exceed what arrays can hold. */
    private static final long MOST_CELLS = 1L << 26;
    private static final int MOST_SLOTS = 10_000_000;

    /** What becomes of a task that cannot meet its deadline, as is known on its arrival. */
    public enum Discard {
        /** It is dropped at once and holds nothing: what the published figures are made with. */
        ON_ARRIVAL,
        /** Eqs. (3) and (6) read literally: it holds its processor or uplink up to its deadline. */
        AT_DEADLINE
    }

    /** Checks everything; does not copy. */
    public QueueConfig {
        require(devices >= 1, "devices must be at least 1");
        require(servers >= 1, "servers must be at least 1");
        require(slots >= 1 && slots <= MOST_SLOTS, "slots must be 1 to " + MOST_SLOTS);
        require(drainSlots >= 0 && drainSlots <= MOST_SLOTS, "drainSlots is out of range");
        require(deadlineSlots >= 1 && deadlineSlots <= MOST_SLOTS,
                "deadlineSlots must be 1 to " + MOST_SLOTS);
        require(historySlots >= 1 && historySlots <= MOST_SLOTS,
                "historySlots must be 1 to " + MOST_SLOTS);
        int longest = Math.min(deadlineSlots, slots + drainSlots);
        require((long) devices * servers <= MOST_CELLS && 2L * devices * longest <= MOST_CELLS
                && (long) servers * historySlots <= MOST_CELLS
                && (long) devices * (servers * historySlots) <= MOST_CELLS,
                "devices, servers, deadlineSlots and"
                + " historySlots make a world too large");
        require(slotSeconds > 0 && slotSeconds < Double.POSITIVE_INFINITY,
                "slotSeconds must be positive");
        positive(localGcycles, devices, "localGcycles");
        positive(serverGcycles, servers, "serverGcycles");
        positive(uplinkMbit, devices * servers, "uplinkMbit");
        positive(gcyclesPerMbit, devices, "gcyclesPerMbit");
        require(dropReward < 0 && dropReward > Double.NEGATIVE_INFINITY,
                "dropReward must be negative");
    }

    private static void positive(double[] values, int length, String name) {
        require(values.length == length, name + " has " + values.length + " values");
        for (double value : values) {
            require(value > 0 && value < Double.POSITIVE_INFINITY, name + " must be positive");
        }
    }

    private static void require(boolean legal, String message) {
        if (!legal) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Slots of an episode. */
    public int horizon() {
        return slots + drainSlots;
    }

    /** Slots that a task can live, at most. */
    int longestLife() {
        return Math.min(deadlineSlots, horizon());
    }

    /** Mbit that a device computes in a slot: f_d delta / rho_d. */
    public double localMbit(int device) {
        return localGcycles[device] / gcyclesPerMbit[device];
    }

    /** Mbit of a device's task that a server computes in a slot alone: f_e delta / rho_d. */
    public double serverMbit(int device, int server) {
        return serverGcycles[server] / gcyclesPerMbit[device];
    }

    /** Mbit that a device sends to a server in a slot. */
    public double uplinkMbit(int device, int server) {
        return uplinkMbit[device * servers + server];
    }
}
