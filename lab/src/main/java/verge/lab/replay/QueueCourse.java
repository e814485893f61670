package verge.lab.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verge.sim.world.QueueConfig;
import verge.sim.world.QueueSnapshot;
import verge.sim.world.QueueWorld;
import verge.sim.world.SlottedQueues;

/**
 * The course of a {@link QueueReplay}: delays, drops and the state after each slot, under the names
 * of the published simulator's variables.
 */
final class QueueCourse {
    /** Numbers of the full state that are printed where nobody recorded how full it should be. */
    private static final long MOST_NUMBERS = 1_000_000;

    private final QueueReplay replay;
    private final QueueWorld.Mode mode;
    private final QueueConfig config;
    private final SlottedQueues queues;
    private final boolean whole;
    private final int slots;
    private final int devices;
    private final int servers;
    private final int[] delay;             // [slots, devices]
    private final int[] unfinished;        // [slots, devices]
    private final int[] sent;              // [slots, devices] slots to the end of the transmission
    private final int[] drops = new int[3];
    private final List<Map<String, Object>> states = new ArrayList<>();
    private int tasks;
    private int dropped;

    private QueueCourse(QueueReplay replay, QueueWorld.Mode mode) {
        this.replay = replay;
        this.mode = mode;
        config = replay.config();
        queues = QueueWorld.queues(config, mode);
        slots = config.slots();
        devices = config.devices();
        servers = config.servers();
        delay = new int[slots * devices];
        unfinished = new int[slots * devices];
        sent = new int[slots * devices];
        JsonNode first = replay.recorded().node().at("/slots/0");
        whole = first.isMissingNode() ? (long) slots * devices * servers <= MOST_NUMBERS
                : !first.has("b_fog_colsum");
    }

    /**
     * Replays.
     *
     * @param replay arrivals and actions
     * @param mode whose physics
     * @return an object for JSON; the state of a slot is as full as the file's own, and where the
     *         file has none, full unless it is very large
     */
    static Map<String, Object> of(QueueReplay replay, QueueWorld.Mode mode) {
        return new QueueCourse(replay, mode).run();
    }

    private Map<String, Object> run() {
        double[] size = new double[devices];
        int[] action = new int[devices];
        List<List<Double>> first = observations(0);
        for (int t = 0; t < slots; t++) {
            System.arraycopy(replay.arrivals(), t * devices, size, 0, devices);
            System.arraycopy(replay.actions(), t * devices, action, 0, devices);
            queues.run(size, action);
            for (int i = 0; i < queues.ended(); i++) {
                record(t, queues.endedTask(i), queues.endedHow(i));
            }
            states.add(state(t));
        }
        cutOff();
        return object(first);
    }

    private int cell(int task) {
        return queues.bornOf(task) * devices + queues.deviceOf(task);
    }

    private void record(int t, int task, int how) {
        int at = cell(task);
        delay[at] = how == SlottedQueues.DONE ? t - queues.bornOf(task) + 1
                : config.deadlineSlots();
        unfinished[at] = how == SlottedQueues.DONE ? 0 : 1;
        sent[at] = queues.transmissionSlots(task);
        if (how >= SlottedQueues.DROPPED_LOCAL && how <= SlottedQueues.DROPPED_SERVER) {
            drops[how - SlottedQueues.DROPPED_LOCAL]++;
        }
    }

    private void cutOff() {
        for (int task = 0; task < queues.tasks(); task++) {
            if (queues.isAlive(task)) {
                int at = cell(task);
                delay[at] = slots - queues.bornOf(task);
                unfinished[at] = 1;
                sent[at] = queues.transmissionSlots(task);
            }
        }
    }

    private Map<String, Object> object(List<List<Double>> first) {
        long sum = 0;
        long sumDone = 0;
        for (int i = 0; i < delay.length; i++) {
            if (replay.arrivals()[i] > 0) {
                tasks++;
                dropped += unfinished[i];
                sum += delay[i];
                sumDone += unfinished[i] == 0 ? delay[i] : 0;
            }
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", replay.name());
        object.put("obs0", first);
        object.put("delay", rows(delay, devices));
        object.put("unfinished", rows(unfinished, devices));
        object.put("delay_trans", rows(sent, devices));
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("iot", drops[0]);
        counts.put("trans", drops[1]);
        counts.put("fog", drops[2]);
        object.put("drop_counts", counts);
        object.put("tasks", tasks);
        object.put("dropped", dropped);
        object.put("mean_delay_all", tasks == 0 ? null : (double) sum / tasks);
        object.put("mean_delay_completed",
                tasks == dropped ? null : (double) sumDone / (tasks - dropped));
        object.put("closed_form_check", closedForm());
        object.put("slots", states);
        return object;
    }

    /** How many tasks left device or uplink when Eqs. (3) and (6) say they do. */
    private Map<String, Integer> closedForm() {
        int equal = 0;
        int different = 0;
        int[][] psi = new int[2][devices];
        Arrays.fill(psi[0], -1);
        Arrays.fill(psi[1], -1);
        for (int at = 0; at < delay.length; at++) {
            double size = replay.arrivals()[at];
            if (size > 0) {
                int t = at / devices;
                int d = at % devices;
                int action = replay.actions()[at];
                double perSlot = action == 0 ? config.localMbit(d)
                        : config.uplinkMbit(d, action - 1);
                int[] last = psi[action == 0 ? 0 : 1];
                last[d] = (int) Math.min(Math.max(last[d] + 1, t) + Math.ceil(size / perSlot) - 1,
                        t + config.deadlineSlots() - 1.0);
                int left = t + (action == 0 ? delay[at] : sent[at]) - 1;
                boolean asSaid = last[d] < slots ? left == last[d]
                        : action == 0 ? unfinished[at] == 1 : sent[at] == 0;
                equal += asSaid ? 1 : 0;
                different += asSaid ? 0 : 1;
            }
        }
        Map<String, Integer> check = new LinkedHashMap<>();
        check.put("equal", equal);
        check.put("different", different);
        return check;
    }

    private Map<String, Object> state(int t) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("t", t);
        state.put("fog_m", queues.waiting().clone());
        state.put("fog_m_observe", queues.served().clone());
        state.put("drops", drops.clone());
        if (!whole) {
            double[] sums = new double[servers];
            double[] backlog = queues.backlogMbit();
            for (int i = 0; i < backlog.length; i++) {
                sums[i % servers] += backlog[i];
            }
            state.put("b_fog_colsum", sums);
            return state;
        }
        QueueSnapshot now = queues.snapshot();
        state.put("t_iot_comp", now.localLast());
        state.put("t_iot_tran", now.uplinkLast());
        state.put("b_fog", rows(now.backlogMbit(), servers));
        state.put("local_remain", nullable(now.localRemainMbit()));
        state.put("local_time", nullable(now.localBorn()));
        state.put("tran_remain", nullable(now.sendRemainMbit()));
        state.put("tran_fog", nullable(now.sendServer()));
        state.put("fog_remain", nullableRows(now.serverRemainMbit()));
        state.put("q_local", now.localQueue());
        state.put("q_tran", now.sendQueue());
        state.put("q_fog", rows(now.serverQueue(), servers));
        state.put("obs_next", observations(t + 1));
        state.put("lstm_next", loads(t + 1));
        return state;
    }

    private List<List<Double>> observations(int next) {
        List<List<Double>> all = new ArrayList<>();
        for (int d = 0; d < devices; d++) {
            Double[] row = new Double[3 + servers];
            Arrays.fill(row, 0.0);
            double size = next < slots ? replay.arrivals()[next * devices + d] : 0;
            if (size > 0) {
                row[0] = size;
                // The published program begins with its variables themselves, not with waits.
                int early = next == 0 && mode == QueueWorld.Mode.REFERENCE ? 1 : 0;
                row[1] = queues.localWaitSlots(d) - early;
                row[2] = queues.uplinkWaitSlots(d) - early;
                for (int e = 0; e < servers; e++) {
                    row[3 + e] = queues.backlogMbit()[d * servers + e];
                }
            }
            all.add(Arrays.asList(row));
        }
        return all;
    }

    private List<List<Double>> loads(int next) {
        List<List<Double>> all = new ArrayList<>();
        for (int d = 0; d < devices; d++) {
            Double[] row = new Double[servers];
            for (int e = 0; e < servers; e++) {
                row[e] = next < slots ? (double) queues.served()[e] : 0.0;
            }
            all.add(Arrays.asList(row));
        }
        return all;
    }

    private static List<int[]> rows(int[] values, int columns) {
        List<int[]> rows = new ArrayList<>();
        for (int from = 0; from < values.length; from += columns) {
            rows.add(Arrays.copyOfRange(values, from, from + columns));
        }
        return rows;
    }

    private static List<double[]> rows(double[] values, int columns) {
        List<double[]> rows = new ArrayList<>();
        for (int from = 0; from < values.length; from += columns) {
            rows.add(Arrays.copyOfRange(values, from, from + columns));
        }
        return rows;
    }

    private List<List<Double>> nullableRows(double[] values) {
        List<List<Double>> rows = new ArrayList<>();
        for (int from = 0; from < values.length; from += servers) {
            rows.add(nullable(Arrays.copyOfRange(values, from, from + servers)));
        }
        return rows;
    }

    private static List<Double> nullable(double[] values) {
        return Arrays.asList(Arrays.stream(values)
                .mapToObj(value -> Double.isNaN(value) ? null : value).toArray(Double[]::new));
    }

    private static List<Integer> nullable(int[] values) {
        return Arrays.asList(Arrays.stream(values)
                .mapToObj(value -> value < 0 ? null : value).toArray(Integer[]::new));
    }
}
