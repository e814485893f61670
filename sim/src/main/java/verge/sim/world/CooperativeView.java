package verge.sim.world;

import java.util.ArrayList;
import java.util.List;
import verge.sim.workload.TaskSource;

/**
 * What agents and critics of the cooperative world see. An agent sees its own server: what remains
 * of it and waits for it (C_m), the same of its links to others (B_k), and the task (D_m). A critic
 * sees all servers and links, and the task.
 */
final class CooperativeView {

    private static final double GIGA = 1e9;
    private static final double MEGA = 1e6;

    private final CooperativeFlow flow;
    private final int servers;

    CooperativeView(CooperativeFlow flow, int servers) {
        this.flow = flow;
        this.servers = servers;
    }

    static List<String> ownNames(int servers) {
        List<String> names = new ArrayList<>(List.of("remainingGigahertz", "waitingGigacycles"));
        for (int k = 0; k + 1 < servers; k++) {
            names.add("remainingMbitPerSecond" + k);
            names.add("waitingMbit" + k);
        }
        addTask(names);
        return names;
    }

    static List<String> globalNames(int servers) {
        List<String> names = new ArrayList<>();
        for (int s = 0; s < servers; s++) {
            names.add("remainingGigahertz" + s);
            names.add("waitingGigacycles" + s);
        }
        for (int from = 0; from < servers; from++) {
            for (int k = 0; k + 1 < servers; k++) {
                int to = CooperativeChoices.other(from, k);
                names.add("remainingMbitPerSecond" + from + "To" + to);
                names.add("waitingMbit" + from + "To" + to);
            }
        }
        addTask(names);
        return names;
    }

    private static void addTask(List<String> names) {
        names.addAll(List.of("workGigacycles", "inputMbit", "resultMbit"));
    }

    void describeOwn(TaskSource task, float[] to, int offset) {
        int next = server(task.site(), to, offset);
        next = links(task.site(), to, next);
        task(task, to, next);
    }

    void describeAll(TaskSource task, float[] to, int offset) {
        int next = offset;
        for (int s = 0; s < servers; s++) {
            next = server(s, to, next);
        }
        for (int s = 0; s < servers; s++) {
            next = links(s, to, next);
        }
        task(task, to, next);
    }

    private int server(int server, float[] to, int offset) {
        to[offset] = (float) (flow.remainingHertz(server) / GIGA);
        to[offset + 1] = (float) (flow.waitingCycles(server) / GIGA);
        return offset + 2;
    }

    private int links(int from, float[] to, int offset) {
        int next = offset;
        for (int k = 0; k + 1 < servers; k++) {
            int target = CooperativeChoices.other(from, k);
            to[next++] = (float) (flow.remainingBitsPerSecond(from, target) / MEGA);
            to[next++] = (float) (flow.waitingBits(from, target) / MEGA);
        }
        return next;
    }

    private static void task(TaskSource task, float[] to, int offset) {
        to[offset] = (float) (task.cycles() / GIGA);
        to[offset + 1] = (float) (task.inputBits() / MEGA);
        to[offset + 2] = (float) (task.resultBits() / MEGA);
    }
}
