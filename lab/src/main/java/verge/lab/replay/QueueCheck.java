package verge.lab.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import verge.lab.text.Json;
import verge.sim.core.InputException;
import verge.sim.world.QueueConfig;
import verge.sim.world.QueueWorld;

/** Replays recordings of the slotted queue world, and compares them number by number, exactly. */
public final class QueueCheck {
    private static final List<String> BY_TASK = List.of("delay", "unfinished", "delay_trans");
    private static final List<String> WHOLE = List.of("obs0", "drop_counts", "tasks", "dropped",
            "mean_delay_all", "mean_delay_completed", "closed_form_check");

    private final QueueReplay replay;
    private final JsonNode recorded;
    private final JsonNode computed;

    private QueueCheck(QueueReplay replay, QueueWorld.Mode mode) {
        this.replay = replay;
        this.recorded = replay.recorded().node();
        this.computed = Json.tree(QueueCourse.of(replay, mode));
    }

    /**
     * Replays a file.
     *
     * @param file a recording
     * @param mode whose physics
     * @return delays, drops and states in the recording's own format
     * @throws InputException if it is none
     */
    public static Map<String, Object> outputs(Path file, QueueWorld.Mode mode) {
        return QueueCourse.of(QueueReplay.read(file, discard()), mode);
    }

    /** The published simulator knows no other rule. */
    private static QueueConfig.Discard discard() {
        return QueueConfig.Discard.AT_DEADLINE;
    }

    /**
     * Compares what a file recorded with what the queues make of its inputs.
     *
     * @param file a recording with outputs
     * @param mode whose physics
     * @return whether all agree, and the first difference or a count of what agrees
     * @throws InputException if it is none, or holds no outputs
     */
    public static Verdict check(Path file, QueueWorld.Mode mode) {
        return new QueueCheck(QueueReplay.read(file, discard()), mode).verdict();
    }

    private Verdict verdict() {
        for (String field : List.of("delay", "slots")) {
            JsonNode rows = recorded.path(field);
            if (!rows.isArray() || rows.size() != replay.config().slots()) {
                throw replay.recorded().refuse(field,
                        rows.isArray() ? "a list of " + rows.size() : "no list",
                        "what was recorded of each slot, to compare with");
            }
        }
        String difference = null;
        for (int t = 0; t < replay.config().slots() && difference == null; t++) {
            difference = slotDifference(t);
        }
        for (int i = 0; i < WHOLE.size() && difference == null; i++) {
            String field = WHOLE.get(i);
            difference = recorded.has(field) ? difference("device", field, recorded.get(field),
                    computed.get(field)) : null;
        }
        return new Verdict(difference == null, replay.source() + ": " + (difference == null
                ? replay.config().slots() + " slots and " + computed.get("tasks") + " tasks agree"
                : difference));
    }

    private String slotDifference(int t) {
        String slot = "slot " + t + ", ";
        for (String field : BY_TASK) {
            if (recorded.has(field)) {
                String difference = difference("device", field,
                        recorded.get(field).path(t), computed.get(field).get(t));
                if (difference != null) {
                    return slot + difference;
                }
            }
        }
        JsonNode theirs = recorded.get("slots").get(t);
        for (Map.Entry<String, JsonNode> field : computed.get("slots").get(t).properties()) {
            if (theirs.has(field.getKey())) {
                String difference = difference(index(field.getKey()), field.getKey(),
                        theirs.get(field.getKey()), field.getValue());
                if (difference != null) {
                    return slot + difference;
                }
            }
        }
        return null;
    }

    /** What the first index of a slot's field counts. */
    private static String index(String field) {
        return switch (field) {
            case "fog_m", "fog_m_observe", "b_fog_colsum" -> "server";
            case "drops" -> "kind";
            default -> "device";
        };
    }

    /** Null where both are the same. */
    private static String difference(String index, String field, JsonNode theirs, JsonNode ours) {
        if (ours.isArray()) {
            if (!theirs.isArray() || theirs.size() != ours.size()) {
                return field + said(theirs, ours);
            }
            for (int i = 0; i < ours.size(); i++) {
                if (!same(theirs.get(i), ours.get(i))) {
                    return index + " " + i + ", " + field + said(theirs.get(i), ours.get(i));
                }
            }
            return null;
        }
        return same(theirs, ours) ? null : field + said(theirs, ours);
    }

    private static String said(JsonNode theirs, JsonNode ours) {
        return ": recorded " + theirs + ", computed " + ours;
    }

    private static boolean same(JsonNode theirs, JsonNode ours) {
        if (theirs.isNumber() && ours.isNumber()) {
            return theirs.doubleValue() == ours.doubleValue();
        }
        if (theirs.size() != ours.size() || theirs.getNodeType() != ours.getNodeType()) {
            return false;
        }
        if (ours.isObject()) {
            for (Map.Entry<String, JsonNode> field : ours.properties()) {
                if (!theirs.has(field.getKey())
                        || !same(theirs.get(field.getKey()), field.getValue())) {
                    return false;
                }
            }
            return true;
        }
        for (int i = 0; i < ours.size(); i++) {
            if (!same(theirs.get(i), ours.get(i))) {
                return false;
            }
        }
        return ours.isContainerNode() || ours.isNull() || ours.equals(theirs);
    }
}
