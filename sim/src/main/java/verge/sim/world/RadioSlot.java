package verge.sim.world;

import java.util.Arrays;
import verge.sim.core.WorldState;
import verge.sim.model.FifoServers;
import verge.sim.model.Interference;
import verge.sim.model.Shannon;

/**
 * The physics of one slot after another (STAR, Qu et al., MobiSec 2025, Eqs. 1 to 4): who transmits
 * whereto decides rates, rates decide transmission times and failures, and what is accepted enters
 * the queues. All tasks of a slot see the queues as the slot before left them. Arrays are allocated
 * at construction and handed out to be read.
 */
public final class RadioSlot {

    /** Action of a user without a task. */
    public static final int NONE = -2;

    /** Action of a user who computes the task; 0 and above name a server. */
    public static final int LOCAL = -1;

    private final Setting setting;
    private final Interference interference;
    private final double[] sinr;            // [users]
    private final double[] rate;            // [users] bit/s
    private final double[] transmission;    // [users] s
    private final double[] delay;           // [users] s; NaN where there was no task or it failed
    private final boolean[] failed;         // [users]
    private final FifoServers devices;      // [users] s; each slot is time 0 anew
    private final FifoServers edge;         // [servers] s
    private final double[] localWork;       // [users] s, accepted in the slot
    private final double[] serverWork;      // [servers] s, likewise
    private final int[] arrival;            // [users] accepted tasks of one server, by arrival
    private double deviceIdle;              // s, of the last slot, all users
    private double serverIdle;              // s, likewise

    /**
     * What the physics need to know of a scenario.
     *
     * @param slotSeconds          length of a slot
     * @param bandwidthHertz       B
     * @param noiseWatts           sigma squared
     * @param longestUploadSeconds tau_max
     * @param scope                who disturbs whom
     * @param inSlotWaiting        whether tasks of one slot wait for one another
     */
    public record Setting(double slotSeconds, double bandwidthHertz, double noiseWatts,
            double longestUploadSeconds, Interference.Scope scope, boolean inSlotWaiting) {
    }

    /** All queues are empty. */
    public RadioSlot(int users, int servers, Setting setting) {
        this.setting = setting;
        interference = new Interference(users, servers);
        sinr = new double[users];
        rate = new double[users];
        transmission = new double[users];
        delay = new double[users];
        failed = new boolean[users];
        devices = new FifoServers(users);
        edge = new FifoServers(servers);
        localWork = new double[users];
        serverWork = new double[servers];
        arrival = new int[users];
    }

    /** What the physics need to know of a configuration. */
    public static Setting setting(RadioConfig config) {
        return new Setting(config.slotSeconds(), config.channel().bandwidthHertz(),
                config.channel().noiseWatts(), config.longestUploadSeconds(),
                config.channel().scope(), config.inSlotWaiting());
    }

    /** Takes all queues over from another of the same size. */
    public void copyQueues(RadioSlot from) {
        devices.copyFrom(from.devices);
        edge.copyFrom(from.edge);
    }

    /** Empties all queues. */
    public void clear() {
        devices.clear();
        edge.clear();
    }

    void save(WorldState to) {
        devices.save(to);
        edge.save(to);
    }

    /** @param queueSeconds of all users, then of all servers */
    void setQueues(double[] queueSeconds) {
        devices.copyFrom(queueSeconds, 0);
        edge.copyFrom(queueSeconds, localWork.length);
    }

    /**
     * Works out one slot without committing it: rates, failures and delays as they would be. With n
     * servers, link (u, s) lies at {@code u n + s} of the gains.
     *
     * @param action          {@link #NONE}, {@link #LOCAL} or a server: {@code [users]}
     * @param bits            D: {@code [users]}
     * @param gigacycles      C: {@code [users]}
     * @param deviceGigahertz f: {@code [users]}
     * @param serverGigahertz F: {@code [servers]}
     * @param powerWatts      P: {@code [users]}
     * @param gain            h: {@code [users, servers]}
     */
    public void assess(int[] action, double[] bits, double[] gigacycles,
            double[] deviceGigahertz, double[] serverGigahertz, double[] powerWatts,
            double[] gain) {
        interference.sinr(setting.scope(), action, powerWatts, gain, setting.noiseWatts(), sinr);
        Arrays.fill(serverWork, 0);
        for (int u = 0; u < action.length; u++) {
            failed[u] = false;
            delay[u] = Double.NaN;
            localWork[u] = 0;
            if (action[u] == LOCAL) {
                localWork[u] = gigacycles[u] / deviceGigahertz[u];
                delay[u] = devices.waiting(u, 0) + localWork[u];                             // Eq. (3)
            } else if (action[u] >= 0) {
                offload(u, action[u], bits[u], gigacycles[u] / serverGigahertz[action[u]]);
            }
        }
        if (setting.inSlotWaiting()) {
            wait(gigacycles, serverGigahertz);
        }
    }

    /** The slot assessed last comes to pass: what it accepted enters the queues, time goes on. */
    public void commit() {
        deviceIdle = pass(devices, localWork);
        serverIdle = pass(edge, serverWork);
    }

    private double pass(FifoServers servers, double[] work) {
        for (int i = 0; i < work.length; i++) {
            servers.add(i, 0, work[i]);
        }
        return servers.pass(setting.slotSeconds());
    }

    private void offload(int user, int server, double bits, double execution) {
        rate[user] = Shannon.rateBitsPerSecond(setting.bandwidthHertz(), sinr[user]); // Eq. (2)
        transmission[user] = bits == 0 ? 0 : bits / rate[user];
        failed[user] = transmission[user] > setting.longestUploadSeconds();
        if (!failed[user]) {
            delay[user] = transmission[user] + edge.waiting(server, 0) + execution;      // Eq. (4)
            serverWork[server] += execution;
        }
    }

    /** Adds to each accepted task the work that reached its server earlier in the slot. */
    private void wait(double[] gigacycles, double[] serverGigahertz) {
        int[] cells = interference.cells();
        int[] offsets = interference.cellOffsets();
        for (int s = 0; s < serverWork.length; s++) {
            int count = 0;
            for (int k = offsets[s]; k < offsets[s + 1]; k++) {
                int user = cells[k];
                if (!failed[user]) {
                    int at = count++;
                    while (at > 0 && transmission[arrival[at - 1]] > transmission[user]) {
                        arrival[at] = arrival[at - 1];
                        at--;
                    }
                    arrival[at] = user;
                }
            }
            double before = 0;
            for (int k = 0; k < count; k++) {
                delay[arrival[k]] += before;
                before += gigacycles[arrival[k]] / serverGigahertz[s];
            }
        }
    }

    /** SINR of those who offloaded in the last slot: {@code [users]}. */
    public double[] sinr() {
        return sinr;
    }

    /** Rate, bit/s; of those who offloaded in the last slot: {@code [users]}. */
    public double[] rateBitsPerSecond() {
        return rate;
    }

    /** Transmission time; of those who offloaded in the last slot: {@code [users]}. */
    public double[] transmissionSeconds() {
        return transmission;
    }

    /** Delay of the last slot's tasks; NaN where there was none or it failed: {@code [users]}. */
    public double[] delaySeconds() {
        return delay;
    }

    /** Whether the last slot's transmission took too long: {@code [users]}. */
    public boolean[] failed() {
        return failed;
    }

    /** Work that the slot adds to each device, s: {@code [users]}. */
    public double[] localWorkSeconds() {
        return localWork;
    }

    /** Work that the slot adds to each server, s: {@code [servers]}. */
    public double[] serverWorkSeconds() {
        return serverWork;
    }

    /** For how long devices had nothing to do in the last slot, all together. */
    public double deviceIdleSeconds() {
        return deviceIdle;
    }

    /** For how long servers had nothing to do in the last slot, all together. */
    public double serverIdleSeconds() {
        return serverIdle;
    }

    /** Work left on each device, s: {@code [users]}. */
    public double[] localQueueSeconds() {
        return devices.freeAt();
    }

    /** Work left on each server, s: {@code [servers]}. */
    public double[] serverQueueSeconds() {
        return edge.freeAt();
    }
}
