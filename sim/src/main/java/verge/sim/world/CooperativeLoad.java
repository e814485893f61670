package verge.sim.world;

import java.util.Arrays;
import verge.sim.core.WorldState;

/** What servers have been assigned and have not computed yet, how busy they were, and the energy. */
public final class CooperativeLoad {

    private final int[] parts;              // [servers] assigned and not computed
    private final double[] cycles;          // [servers] their work
    private final double[] busySeconds;     // [servers] up to the last time a server fell idle
    private final double[] busySince;        // [servers] NaN while idle
    private double computeJoules;
    private double transmitJoules;
    private double sentBits;
    private double computedCycles;

    CooperativeLoad(int servers) {
        parts = new int[servers];
        cycles = new double[servers];
        busySeconds = new double[servers];
        busySince = new double[servers];
    }

    void clear() {
        Arrays.fill(parts, 0);
        Arrays.fill(cycles, 0);
        Arrays.fill(busySeconds, 0);
        Arrays.fill(busySince, Double.NaN);
        computeJoules = 0;
        transmitJoules = 0;
        sentBits = 0;
        computedCycles = 0;
    }

    void assign(int server, double work) {
        parts[server]++;
        cycles[server] += work;
    }

    void computed(int server, double work, double joules) {
        parts[server]--;
        cycles[server] = parts[server] == 0 ? 0 : Math.max(0, cycles[server] - work);
        computeJoules += joules;
        computedCycles += work;
    }

    void sent(double bits, double joules) {
        sentBits += bits;
        transmitJoules += joules;
    }

    void wake(int server, double now) {
        busySince[server] = now;
    }

    void sleep(int server, double now) {
        busySeconds[server] += now - busySince[server];
        busySince[server] = Double.NaN;
    }

    /** Parts that a server has been assigned, wherever they are, and has not computed. */
    public int parts(int server) {
        return parts[server];
    }

    /** Their work; that of a part counts in full until it is computed. */
    public double cycles(int server) {
        return cycles[server];
    }

    /** How long a server has computed anything, up to now. */
    public double busySeconds(int server, double now) {
        return busySeconds[server]
                + (Double.isNaN(busySince[server]) ? 0 : now - busySince[server]);
    }

    /** Spent on stages of computing that are done. */
    public double computeJoules() {
        return computeJoules;
    }

    /** Spent on transmissions that are done. */
    public double transmitJoules() {
        return transmitJoules;
    }

    /** Sent over links, there and back. */
    public double sentBits() {
        return sentBits;
    }

    /** Computed at all servers. */
    public double computedCycles() {
        return computedCycles;
    }

    void copyFrom(CooperativeLoad other) {
        System.arraycopy(other.parts, 0, parts, 0, parts.length);
        System.arraycopy(other.cycles, 0, cycles, 0, parts.length);
        System.arraycopy(other.busySeconds, 0, busySeconds, 0, parts.length);
        System.arraycopy(other.busySince, 0, busySince, 0, parts.length);
        computeJoules = other.computeJoules;
        transmitJoules = other.transmitJoules;
        sentBits = other.sentBits;
        computedCycles = other.computedCycles;
    }

    void save(WorldState to) {
        for (int s = 0; s < parts.length; s++) {
            to.put(parts[s]);
            to.put(cycles[s]);
            to.put(busySeconds[s]);
            to.put(Double.isNaN(busySince[s]) ? 0L : 1L);
            to.put(Double.isNaN(busySince[s]) ? 0 : busySince[s]);
        }
        to.put(computeJoules);
        to.put(transmitJoules);
        to.put(sentBits);
        to.put(computedCycles);
    }

    void restore(WorldState from) {
        for (int s = 0; s < parts.length; s++) {
            parts[s] = from.getInt(0, Integer.MAX_VALUE);
            cycles[s] = from.getNonNegative();
            busySeconds[s] = from.getNonNegative();
            boolean busy = from.getInt(0, 1) == 1;
            double since = from.getNonNegative();
            busySince[s] = busy ? since : Double.NaN;
        }
        computeJoules = from.getNonNegative();
        transmitJoules = from.getNonNegative();
        sentBits = from.getNonNegative();
        computedCycles = from.getNonNegative();
    }
}
