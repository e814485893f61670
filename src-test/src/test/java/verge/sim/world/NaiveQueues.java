package verge.sim.world;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The slotted queue world once more, without cleverness: lists of tasks, looked through from the
 * front in every slot, and waits found by running ahead.
 */
final class NaiveQueues {

    static final class Task {
        final int device;
        final int born;
        final double size;
        final int choice;
        double left;
        int worked;

        Task(int device, int born, double size, int choice) {
            this.device = device;
            this.born = born;
            this.size = size;
            this.choice = choice;
            this.left = size;
        }
    }

    /** What came of a task. */
    record End(int device, int born, double reward) {
    }

    final List<End> ended = new ArrayList<>();
    final int[] served;
    final int[] waiting;
    int deviceSlots;
    int uplinkSlots;
    int serverSlots;

    private final QueueConfig config;
    private final List<List<Task>> local = new ArrayList<>();
    private final List<List<Task>> uplink = new ArrayList<>();
    private final List<List<Task>> server = new ArrayList<>();
    private int slot;

    NaiveQueues(QueueConfig config) {
        this.config = config;
        served = new int[config.servers()];
        waiting = new int[config.servers()];
        for (int d = 0; d < config.devices(); d++) {
            local.add(new ArrayList<>());
            uplink.add(new ArrayList<>());
            for (int e = 0; e < config.servers(); e++) {
                server.add(new ArrayList<>());
            }
        }
    }

    private boolean out(Task task, int now) {
        return now == task.born + config.deadlineSlots() - 1;
    }

    private double perSlot(Task task) {
        return task.choice == 0 ? config.localMbit(task.device)
                : config.uplinkMbit(task.device, task.choice - 1);
    }

    /** Slots until a processor or uplink has nothing left of these tasks. */
    private int wait(List<Task> tasks) {
        int now = slot;
        for (Task task : tasks) {
            int worked = task.worked;
            boolean over = false;
            while (!over) {
                worked++;
                over = worked * perSlot(task) >= task.size || out(task, now);
                now++;
            }
        }
        return now - slot;
    }

    int localWait(int device) {
        return wait(local.get(device));
    }

    int uplinkWait(int device) {
        return wait(uplink.get(device));
    }

    double backlog(int device, int e) {
        double sum = 0;
        for (Task task : server.get(device * config.servers() + e)) {
            sum += task.left;
        }
        return sum;
    }

    private boolean meetsItsDeadline(Task task, List<Task> before) {
        int slots = 0;
        while (slots * perSlot(task) < task.size) {
            slots++;
        }
        int life = wait(before) + slots;
        return task.choice == 0 ? life <= config.deadlineSlots() : life < config.deadlineSlots();
    }

    private void end(Task task, boolean done) {
        ended.add(new End(task.device, task.born,
                done ? -(slot - task.born + 1) : config.dropReward()));
    }

    void run(double[] size, int[] action) {
        ended.clear();
        for (int d = 0; d < size.length; d++) {
            if (size[d] > 0) {
                Task task = new Task(d, slot, size[d], action[d]);
                List<Task> line = (action[d] == 0 ? local : uplink).get(d);
                if (config.discard() == QueueConfig.Discard.ON_ARRIVAL
                        && !meetsItsDeadline(task, line)) {
                    end(task, false);
                } else {
                    line.add(task);
                }
            }
        }
        for (List<Task> line : local) {
            Task task = work(line);
            deviceSlots += task == null ? 0 : 1;
            if (task != null && !line.contains(task)) {
                end(task, task.worked * perSlot(task) >= task.size);
            }
        }
        serve();
        for (List<Task> line : uplink) {
            Task task = work(line);
            uplinkSlots += task == null ? 0 : 1;
            if (task != null && !line.contains(task)) {
                if (out(task, slot)) {
                    end(task, false);
                } else {
                    server.get(task.device * config.servers() + task.choice - 1).add(task);
                }
            }
        }
        for (int e = 0; e < waiting.length; e++) {
            waiting[e] = count(e);
        }
        slot++;
    }

    /** Works on the first task, which leaves when it is over; null where there is none. */
    private Task work(List<Task> line) {
        if (line.isEmpty()) {
            return null;
        }
        Task task = line.get(0);
        task.worked++;
        if (task.worked * perSlot(task) >= task.size || out(task, slot)) {
            line.remove(0);
        }
        return task;
    }

    private int count(int e) {
        int count = 0;
        for (int d = 0; d < local.size(); d++) {
            count += server.get(d * config.servers() + e).isEmpty() ? 0 : 1;
        }
        return count;
    }

    private void serve() {
        for (int e = 0; e < served.length; e++) {
            served[e] = count(e);
            serverSlots += served[e] > 0 ? 1 : 0;
            for (int d = 0; d < local.size(); d++) {
                Iterator<Task> line = server.get(d * config.servers() + e).iterator();
                if (line.hasNext()) {
                    Task task = line.next();
                    task.left -= config.serverMbit(d, e) / served[e];
                    if (task.left <= 0 || out(task, slot)) {
                        end(task, task.left <= 0);
                        line.remove();
                    }
                }
            }
        }
    }
}
