package verge.sim.world;

import java.util.ArrayList;
import java.util.List;
import verge.sim.model.Interference;

/**
 * The radio world once more: every quantity from its definition, by recursion over slots and lists
 * of everyone, sharing no code with the world beyond its draws.
 */
final class NaiveRadio {

    /** What one user did in one slot: server, -1 for local, and the task. */
    record Task(int user, int action, double bits, double gigacycles) {
    }

    private final RadioConfig config;
    private final double[][] gain;
    private final double[] device;
    private final double[] server;
    private final double[] power;
    private final List<List<Task>> slots = new ArrayList<>();

    NaiveRadio(RadioConfig config, double[][] gain, double[] device, double[] server,
            double[] power) {
        this.config = config;
        this.gain = gain;
        this.device = device;
        this.server = server;
        this.power = power;
    }

    void add(List<Task> slot) {
        slots.add(slot);
    }

    double sinr(int slot, Task task) {
        double disturbance = config.channel().noiseWatts();
        for (Task other : slots.get(slot)) {
            boolean heard = config.channel().scope() == Interference.Scope.FULL
                    || other.action() == task.action();
            if (other.action() >= 0 && other.user() != task.user() && heard) {
                disturbance += power[other.user()] * gain[other.user()][task.action()];
            }
        }
        return power[task.user()] * gain[task.user()][task.action()] / disturbance;
    }

    double transmission(int slot, Task task) {
        double log2 = Math.log(1 + sinr(slot, task)) / Math.log(2);
        return task.bits() / (config.channel().bandwidthHertz() * log2);
    }

    boolean failed(int slot, Task task) {
        return task.action() >= 0 && transmission(slot, task) > config.longestUploadSeconds();
    }

    double work(Task task) {
        return task.gigacycles()
                / (task.action() < 0 ? device[task.user()] : server[task.action()]);
    }

    double localQueue(int slot, int user) {
        if (slot < 0) {
            return 0;
        }
        double work = 0;
        for (Task task : slots.get(slot)) {
            work += task.user() == user && task.action() < 0 ? work(task) : 0;
        }
        return Math.max(localQueue(slot - 1, user) + work - config.slotSeconds(), 0);
    }

    double serverQueue(int slot, int at) {
        if (slot < 0) {
            return 0;
        }
        double work = 0;
        for (Task task : slots.get(slot)) {
            work += task.action() == at && !failed(slot, task) ? work(task) : 0;
        }
        return Math.max(serverQueue(slot - 1, at) + work - config.slotSeconds(), 0);
    }

    /** NaN where it failed. */
    double delay(int slot, Task task) {
        if (task.action() < 0) {
            return localQueue(slot - 1, task.user()) + work(task);
        }
        if (failed(slot, task)) {
            return Double.NaN;
        }
        double own = transmission(slot, task);
        double waiting = 0;
        for (Task other : slots.get(slot)) {
            if (config.inSlotWaiting() && other.action() == task.action()
                    && other.user() != task.user() && !failed(slot, other)) {
                double time = transmission(slot, other);
                boolean earlier = time < own || time == own && other.user() < task.user();
                waiting += earlier ? work(other) : 0;
            }
        }
        return own + serverQueue(slot - 1, task.action()) + work(task) + waiting;
    }

    /** What devices compute with, kappa f^2 C. */
    double localJoules() {
        double joules = 0;
        for (List<Task> tasks : slots) {
            for (Task task : tasks) {
                joules += task.action() < 0 ? config.energy().device().kappa()
                        * Math.pow(device[task.user()] * 1e9, 2) * task.gigacycles() * 1e9 : 0;
            }
        }
        return joules;
    }

    /** What servers compute with, kappa F^2 C. */
    double serverJoules() {
        double joules = 0;
        for (int slot = 0; slot < slots.size(); slot++) {
            for (Task task : slots.get(slot)) {
                joules += task.action() >= 0 && !failed(slot, task)
                        ? config.energy().server().kappa()
                        * Math.pow(server[task.action()] * 1e9, 2) * task.gigacycles() * 1e9 : 0;
            }
        }
        return joules;
    }

    /** What devices transmit with, until it is done or has failed. */
    double transmitJoules() {
        double joules = 0;
        for (int slot = 0; slot < slots.size(); slot++) {
            for (Task task : slots.get(slot)) {
                if (task.action() >= 0) {
                    double seconds = failed(slot, task) ? config.longestUploadSeconds()
                            : transmission(slot, task);
                    joules += seconds * (power[task.user()]
                            + config.energy().device().transmitWatts());
                }
            }
        }
        return joules;
    }

    /** What devices and servers take while they compute nothing. */
    double idleJoules() {
        double joules = 0;
        for (int slot = 0; slot < slots.size(); slot++) {
            for (int user = 0; user < device.length; user++) {
                double work = localQueue(slot - 1, user);
                for (Task task : slots.get(slot)) {
                    work += task.user() == user && task.action() < 0 ? work(task) : 0;
                }
                joules += config.energy().device().idleWatts() * idle(work);
            }
            for (int at = 0; at < server.length; at++) {
                double work = serverQueue(slot - 1, at);
                for (Task task : slots.get(slot)) {
                    work += task.action() == at && !failed(slot, task) ? work(task) : 0;
                }
                joules += config.energy().server().idleWatts() * idle(work);
            }
        }
        return joules;
    }

    private double idle(double work) {
        return work >= config.slotSeconds() ? 0 : config.slotSeconds() - work;
    }

    List<List<Task>> slots() {
        return slots;
    }
}
