package verge.lab.scenario;

import java.util.Arrays;
import verge.sim.core.InputException;
import verge.sim.model.EnergyModel;
import verge.sim.workload.BernoulliArrivals;
import verge.sim.workload.SlotArrivals;
import verge.sim.world.QueueConfig;
import verge.sim.world.QueueEnergy;
import verge.sim.world.QueueWorld;

/**
 * The numbers of a scenario of the slotted queue world; all devices are alike, and so are all
 * servers. Tasks arrive in {@code slots} slots; the deadline's slots behind them let every task end.
 *
 * @see QueueConfig
 */
record QueueSettings(int devices, int servers, int slots, double slotSeconds, int deadlineSlots,
        double deviceGigahertz, double serverGigahertz, double uplinkMbitPerSecond,
        double cyclesPerBit, double arrivalProbability, double sizeMbit, double halfRangeMbit,
        double leastMbit, QueueConfig.Discard discard, QueueWorld.Mode mode, int historySlots,
        double dropDeadlines, double joulesPerCyclePerHertz2, double transmitWatts,
        double idleWatts, double serverJoulesPerCyclePerHertz2, double serverIdleWatts) {
    private static final int MOST_DEVICES = 100_000;
    private static final int MOST_SERVERS = 63;
    private static final int MOST_SLOTS = 1_000_000;
    private static final double MEGA = 1e6;
    private static final double GIGA = 1e9;

    QueueSettings {
        Bounds.within("devices", devices, 1, MOST_DEVICES);
        Bounds.within("servers", servers, 1, MOST_SERVERS);
        Bounds.within("slots", slots, 1, MOST_SLOTS);
        Bounds.within("slot-seconds", slotSeconds, 1e-6, 1e6);
        Bounds.within("deadline-slots", deadlineSlots, 1, MOST_SLOTS);
        Bounds.within("device-gigahertz", deviceGigahertz, 1e-6, 1e6);
        Bounds.within("server-gigahertz", serverGigahertz, 1e-6, 1e6);
        Bounds.within("uplink-mbit-per-second", uplinkMbitPerSecond, 1e-6, 1e9);
        Bounds.within("cycles-per-bit", cyclesPerBit, 1e-6, 1e9);
        Bounds.within("arrival-probability", arrivalProbability, 0, 1);
        Bounds.within("size-mbit", sizeMbit, 0, 1e6);
        Bounds.within("half-range-mbit", halfRangeMbit, 0, 1e6);
        Bounds.within("least-mbit", leastMbit, 1e-9, 1e6);
        Bounds.within("history-slots", historySlots, 1, MOST_SLOTS);
        Bounds.within("drop-deadlines", dropDeadlines, 1e-3, 1e6);
        Bounds.within("joules-per-cycle-per-hertz2", joulesPerCyclePerHertz2, 0, 1);
        Bounds.within("transmit-watts", transmitWatts, 0, 1e6);
        Bounds.within("idle-watts", idleWatts, 0, 1e6);
        Bounds.within("server-joules-per-cycle-per-hertz2", serverJoulesPerCyclePerHertz2, 0, 1);
        Bounds.within("server-idle-watts", serverIdleWatts, 0, 1e6);
    }

    /** What the world is made with. */
    QueueConfig config() {
        double gcyclesPerMbit = cyclesPerBit * MEGA / GIGA;
        try {
            return new QueueConfig(devices, servers, slots, deadlineSlots, deadlineSlots,
                    slotSeconds, all(devices, deviceGigahertz * slotSeconds),
                    all(servers, serverGigahertz * slotSeconds),
                    all(Math.multiplyExact(devices, servers), uplinkMbitPerSecond * slotSeconds),
                    all(devices, gcyclesPerMbit), discard, historySlots,
                    -dropDeadlines * deadlineSlots);
        } catch (IllegalArgumentException e) {              // what depends on several settings
            throw new InputException("command line", "devices, servers, deadline-slots,"
                    + " history-slots", devices + ", " + servers + ", " + deadlineSlots + ", "
                    + historySlots, "a smaller world (" + e.getMessage() + ")");
        }
    }

    private static double[] all(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }

    /** Which tasks arrive; for one world. */
    SlotArrivals arrivals() {
        return new BernoulliArrivals(arrivalProbability, sizeMbit - halfRangeMbit,
                sizeMbit + halfRangeMbit, leastMbit);
    }

    /** What devices, their radios and servers spend. */
    QueueEnergy energy() {
        return new QueueEnergy(new EnergyModel(joulesPerCyclePerHertz2, transmitWatts, idleWatts),
                new EnergyModel(serverJoulesPerCyclePerHertz2, 0, serverIdleWatts));
    }
}
