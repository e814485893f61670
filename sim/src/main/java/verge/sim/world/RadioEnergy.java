package verge.sim.world;

import verge.sim.core.WorldState;

/**
 * Energy of a {@link RadioWorld} so far, part by part. A task's energy is spent when it is decided,
 * as its delay is known then: all of its cycles count, and all of its transmission, which a failed
 * one breaks off after tau_max. Idle time is what a slot leaves a queue that is empty. STAR (Qu et
 * al., MobiSec 2025) has no energy; the formulas are those of {@link RadioConfig.Energy}.
 */
public final class RadioEnergy {

    private static final double PER_GIGA = 1e9;

    private final RadioConfig config;
    private final RadioNetwork network;
    private double localJoules;
    private double serverJoules;
    private double transmitJoules;
    private double idleJoules;

    RadioEnergy(RadioConfig config, RadioNetwork network) {
        this.config = config;
        this.network = network;
    }

    void clear() {
        localJoules = 0;
        serverJoules = 0;
        transmitJoules = 0;
        idleJoules = 0;
    }

    void addLocal(int user, double gigacycles) {
        localJoules += config.energy().device().computeJoules(gigacycles * PER_GIGA,
                network.deviceGigahertz()[user] * PER_GIGA);
    }

    void addServed(int server, double gigacycles) {
        serverJoules += config.energy().server().computeJoules(gigacycles * PER_GIGA,
                network.serverGigahertz()[server] * PER_GIGA);
    }

    void addTransmission(int user, double seconds) {
        double spent = Math.min(seconds, config.longestUploadSeconds());
        transmitJoules += network.powerWatts()[user] * spent
                + config.energy().device().transmitJoules(spent);
    }

    void addIdle(double deviceSeconds, double serverSeconds) {
        idleJoules += config.energy().device().idleJoules(deviceSeconds)
                + config.energy().server().idleJoules(serverSeconds);
    }

    /** Joules that devices compute with: kappa f^2 C, summed over local tasks. */
    public double localJoules() {
        return localJoules;
    }

    /** Joules that servers compute with: kappa F^2 C, summed over tasks that were received. */
    public double serverJoules() {
        return serverJoules;
    }

    /** Joules that devices transmit with: what they radiate and what their radios take. */
    public double transmitJoules() {
        return transmitJoules;
    }

    /** Joules of devices and servers that had nothing to do. */
    public double idleJoules() {
        return idleJoules;
    }

    /** The sum of all parts. */
    public double joules() {
        return localJoules + serverJoules + transmitJoules + idleJoules;
    }

    void save(WorldState to) {
        to.put(localJoules);
        to.put(serverJoules);
        to.put(transmitJoules);
        to.put(idleJoules);
    }

    void set(double local, double server, double transmit, double idle) {
        localJoules = local;
        serverJoules = server;
        transmitJoules = transmit;
        idleJoules = idle;
    }
}
