package verge.lab.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verge.lab.text.Numbers;
import verge.sim.world.RadioSlot;

/** Runs a {@link RadioRecording} through the physics of the radio world. */
public final class RadioReplay {
    /** How far a number may be off, relative to itself; queues, also in seconds. */
    private static final double TOLERANCE = 1e-12;

    private final RadioRecording recording;
    private final RadioSlot physics;
    private int tasks;
    private int offloaded;
    private int failed;
    private double delaySeconds;

    private RadioReplay(RadioRecording recording) {
        this.recording = recording;
        this.physics = new RadioSlot(recording.users(), recording.servers(), recording.setting());
    }

    /**
     * Replays a file.
     *
     * @param file a recording
     * @return {@code name}, {@code slots} with {@code tasks} and queues, and {@code summary}, in the
     *         recording's own format
     * @throws verge.sim.core.InputException if it is none
     */
    public static Map<String, Object> outputs(Path file) {
        RadioReplay replay = new RadioReplay(RadioRecording.read(file));
        List<Map<String, Object>> slots = new ArrayList<>();
        for (RadioRecording.Slot slot : replay.recording.slots()) {
            replay.run(slot);
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("t", slots.size());
            object.put("tasks", replay.tasks(slot));
            object.put("q_local_after_s", replay.physics.localQueueSeconds().clone());
            object.put("q_edge_after_s", replay.physics.serverQueueSeconds().clone());
            slots.add(object);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", replay.recording.name());
        object.put("slots", slots);
        object.put("summary", replay.summary());
        return object;
    }

    /**
     * Compares what a file recorded with what the physics make of its inputs.
     *
     * @param file a recording with outputs
     * @return whether all agree, and the first difference or a count of what agrees
     * @throws verge.sim.core.InputException if it is none, or holds no outputs
     */
    public static Verdict check(Path file) {
        RadioReplay replay = new RadioReplay(RadioRecording.read(file));
        String difference = null;
        int slots = replay.recording.slots().size();
        for (int t = 0; t < slots && difference == null; t++) {
            RadioRecording.Slot slot = replay.recording.slots().get(t);
            replay.run(slot);
            difference = replay.difference(slot);
            if (difference != null) {
                difference = "slot " + t + ", " + difference;
            }
        }
        if (difference == null) {
            difference = replay.summaryDifference();
        }
        return new Verdict(difference == null, replay.recording.source() + ": "
                + (difference == null ? slots + " slots and " + replay.tasks + " tasks agree"
                : difference));
    }

    private void run(RadioRecording.Slot slot) {
        physics.assess(slot.action(), slot.bits(), slot.gigacycles(),
                recording.deviceGigahertz(), recording.serverGigahertz(),
                recording.powerWatts(), recording.gain());
        physics.commit();
        for (int u = 0; u < recording.users(); u++) {
            if (slot.action()[u] != RadioSlot.NONE) {
                tasks++;
                offloaded += slot.action()[u] >= 0 ? 1 : 0;
                failed += physics.failed()[u] ? 1 : 0;
                delaySeconds += physics.failed()[u] ? 0 : physics.delaySeconds()[u];
            }
        }
    }

    private List<Map<String, Object>> tasks(RadioRecording.Slot slot) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (int u = 0; u < recording.users(); u++) {
            if (slot.action()[u] != RadioSlot.NONE) {
                Map<String, Object> task = new LinkedHashMap<>();
                task.put("user", u);
                task.put("action", slot.action()[u]);
                figures(u, slot.action()[u] >= 0).forEach((key, value) ->
                        task.put(key, Double.isFinite(value) ? value : null));
                task.put("failed", physics.failed()[u]);
                list.add(task);
            }
        }
        return list;
    }

    /** Not a number where there is none. */
    private Map<String, Double> figures(int user, boolean offloads) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("sinr", offloads ? physics.sinr()[user] : Double.NaN);
        figures.put("rate_bps", offloads ? physics.rateBitsPerSecond()[user] : Double.NaN);
        figures.put("t_trans_s", offloads ? physics.transmissionSeconds()[user] : Double.NaN);
        figures.put("delay_s", physics.delaySeconds()[user]);
        return figures;
    }

    private Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("tasks", tasks);
        summary.put("offloaded", offloaded);
        summary.put("failed", failed);
        summary.put("mean_delay_success_s", tasks == failed ? null
                : delaySeconds / (tasks - failed));
        summary.put("failure_rate", offloaded == 0 ? null : (double) failed / offloaded);
        return summary;
    }

    /** Null where the slot agrees. */
    private String difference(RadioRecording.Slot slot) {
        List<Fields> recordedTasks = slot.recorded().objects("tasks");
        int next = 0;
        for (int u = 0; u < recording.users(); u++) {
            if (slot.action()[u] == RadioSlot.NONE) {
                continue;
            }
            String user = "user " + u + ", ";
            if (next == recordedTasks.size()) {
                return user + "tasks: recorded none, computed one";
            }
            String difference = difference(slot, u, recordedTasks.get(next++));
            if (difference != null) {
                return user + difference;
            }
        }
        if (next < recordedTasks.size()) {
            int user = recordedTasks.get(next).whole("user", 0, Integer.MAX_VALUE);
            return "user " + user + ", tasks: recorded one, computed none";
        }
        String local = queueDifference("user", "q_local_after_s", slot,
                physics.localQueueSeconds());
        return local != null ? local : queueDifference("server", "q_edge_after_s", slot,
                physics.serverQueueSeconds());
    }

    private String difference(RadioRecording.Slot slot, int user, Fields task) {
        int recordedUser = task.whole("user", 0, Integer.MAX_VALUE);
        int recordedAction = task.whole("action", Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (recordedUser != user) {
            return "user: recorded " + recordedUser + ", computed " + user;
        }
        if (recordedAction != slot.action()[user]) {
            return "action: recorded " + recordedAction + ", computed " + slot.action()[user];
        }
        for (Map.Entry<String, Double> figure
                : figures(user, slot.action()[user] >= 0).entrySet()) {
            double recorded = task.numberOrNull(figure.getKey());
            double value = Double.isFinite(figure.getValue()) ? figure.getValue() : Double.NaN;
            if (!near(recorded, value, 0)) {
                return figure.getKey() + said(recorded, value);
            }
        }
        if (task.flag("failed") != physics.failed()[user]) {
            return "failed: recorded " + task.flag("failed") + ", computed "
                    + physics.failed()[user];
        }
        return null;
    }

    private static String queueDifference(String whose, String key, RadioRecording.Slot slot,
            double[] computed) {
        double[] recorded = slot.recorded().numbers(key, computed.length, -Double.MAX_VALUE,
                Double.MAX_VALUE);
        for (int i = 0; i < computed.length; i++) {
            if (!near(recorded[i], computed[i], TOLERANCE)) {
                return whose + " " + i + ", " + key + said(recorded[i], computed[i]);
            }
        }
        return null;
    }

    private String summaryDifference() {
        if (!recording.recorded().has("summary")) {
            return null;
        }
        Fields recorded = recording.recorded().object("summary");
        for (Map.Entry<String, Object> entry : summary().entrySet()) {
            double computed = entry.getValue() == null ? Double.NaN
                    : ((Number) entry.getValue()).doubleValue();
            double value = recorded.has(entry.getKey())
                    ? recorded.numberOrNull(entry.getKey()) : computed;
            // Means over nothing are written in more than one way.
            if (!Double.isNaN(computed) && !near(value, computed, 0)) {
                return "summary, " + entry.getKey() + said(value, computed);
            }
        }
        return null;
    }

    private static String said(double recorded, double computed) {
        return ": recorded " + text(recorded) + ", computed " + text(computed);
    }

    private static String text(double value) {
        return Double.isNaN(value) ? "null" : Numbers.text(value);
    }

    private static boolean near(double a, double b, double absolute) {
        return Double.isNaN(a) && Double.isNaN(b) || a == b || Math.abs(a - b)
                <= Math.max(absolute, TOLERANCE * Math.max(Math.abs(a), Math.abs(b)));
    }
}
