package verge.sim.world;

import verge.sim.model.EnergyModel;

/**
 * Energy of a {@link QueueWorld}, part by part, from the slots in which each device, uplink and
 * server was busy. Processors run at their full rate in a busy slot, whether or not a task fills it.
 *
 * @param device of every device and its radio
 * @param server of every server
 */
public record QueueEnergy(EnergyModel device, EnergyModel server) {

    private static final double HERTZ_PER_GIGAHERTZ = 1e9;

    /** Joules that devices computed with, so far. */
    public double localJoules(QueueWorld world) {
        QueueConfig config = world.config();
        double joules = 0;
        for (int d = 0; d < config.devices(); d++) {
            joules += compute(device, config.localGcycles()[d], config.slotSeconds(),
                    world.queues().localBusySlots()[d]);
        }
        return joules;
    }

    /** Joules that servers computed with, so far. */
    public double serverJoules(QueueWorld world) {
        QueueConfig config = world.config();
        double joules = 0;
        for (int e = 0; e < config.servers(); e++) {
            joules += compute(server, config.serverGcycles()[e], config.slotSeconds(),
                    world.queues().serverBusySlots()[e]);
        }
        return joules;
    }

    private static double compute(EnergyModel model, double gcyclesPerSlot, double slotSeconds,
            long slots) {
        double cycles = gcyclesPerSlot * HERTZ_PER_GIGAHERTZ;
        return model.computeJoules(slots * cycles, cycles / slotSeconds);
    }

    /** Joules that devices transmitted with, so far. */
    public double transmitJoules(QueueWorld world) {
        long slots = 0;
        for (long busy : world.queues().uplinkBusySlots()) {
            slots += busy;
        }
        return device.transmitJoules(slots * world.config().slotSeconds());
    }

    /** Joules of processors that had nothing to do, so far. */
    public double idleJoules(QueueWorld world) {
        QueueConfig config = world.config();
        long now = world.queues().slot();
        long deviceSlots = now * config.devices();
        for (long busy : world.queues().localBusySlots()) {
            deviceSlots -= busy;
        }
        long serverSlots = now * config.servers();
        for (long busy : world.queues().serverBusySlots()) {
            serverSlots -= busy;
        }
        return device.idleJoules(deviceSlots * config.slotSeconds())
                + server.idleJoules(serverSlots * config.slotSeconds());
    }

    /** The sum of all parts. */
    public double joules(QueueWorld world) {
        return localJoules(world) + serverJoules(world) + transmitJoules(world)
                + idleJoules(world);
    }
}
