package verge.lab.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import verge.lab.run.EpisodeTrace;
import verge.sim.world.QueueWorld;
import verge.sim.world.SlottedQueues;

/** The course of an episode of the slotted queue world, slot by slot. */
final class QueueTrace {
    private final SlottedQueues queues;
    private final double slotSeconds;
    private final int devices;
    private final int slots;
    private final double[][] load;         // [servers][slots]
    private final double[] localWait;
    private final double[] local;
    private final double[] offloaded;
    private final double[] dropped;
    private final double[] delays;
    private final BitSet sent = new BitSet();       // [devices, servers]
    private int done;

    QueueTrace(QueueWorld world) {
        queues = world.emptyQueues();
        slotSeconds = world.config().slotSeconds();
        devices = world.config().devices();
        slots = world.config().horizon();
        load = new double[world.config().servers()][slots];
        localWait = new double[slots];
        local = new double[slots];
        offloaded = new double[slots];
        dropped = new double[slots];
        delays = new double[slots * devices];
    }

    /**
     * Runs the queues.
     *
     * @param sizes Mbit, 0 for no task: {@code [slots, devices]}
     * @param actions 0 on the device, k to server k - 1: {@code [slots, devices]}
     */
    EpisodeTrace of(double[] sizes, int[] actions) {
        double[] size = new double[devices];
        int[] action = new int[devices];
        for (int t = 0; t < slots; t++) {
            System.arraycopy(sizes, t * devices, size, 0, devices);
            System.arraycopy(actions, t * devices, action, 0, devices);
            for (int d = 0; d < devices; d++) {
                if (size[d] > 0) {
                    (action[d] == 0 ? local : offloaded)[t]++;
                    if (action[d] > 0) {
                        sent.set(d * load.length + action[d] - 1);
                    }
                }
            }
            queues.run(size, action);
            record(t);
        }
        return draw();
    }

    private void record(int t) {
        for (int e = 0; e < load.length; e++) {
            load[e][t] = queues.waiting()[e];
        }
        for (int d = 0; d < devices; d++) {
            localWait[t] += Math.max(queues.localWaitSlots(d), 0) / devices;
        }
        for (int i = 0; i < queues.ended(); i++) {
            if (queues.endedHow(i) == SlottedQueues.DONE) {
                delays[done++] = (t - queues.bornOf(queues.endedTask(i)) + 1) * slotSeconds;
            } else {
                dropped[t]++;
            }
        }
    }

    private EpisodeTrace draw() {
        List<EpisodeTrace.Line> loads = new ArrayList<>();
        for (int e = 0; e < load.length; e++) {
            loads.add(new EpisodeTrace.Line("server " + e, load[e]));
        }
        List<EpisodeTrace.Link> links = new ArrayList<>();
        for (int link = sent.nextSetBit(0); link >= 0; link = sent.nextSetBit(link + 1)) {
            links.add(new EpisodeTrace.Link(link / load.length, devices + link % load.length));
        }
        EpisodeTrace.Map map = EpisodeTrace.Map.circles("Lines: to which servers each device sent"
                + " a task.", devices, load.length, links);
        return EpisodeTrace.of("slot", EpisodeTrace.steps(slots, 1), map, List.of(
                new EpisodeTrace.Chart("Load after each slot", "queues", loads),
                new EpisodeTrace.Chart("Wait for the own processor after each slot", "slots",
                        List.of(new EpisodeTrace.Line("devices, mean", localWait))),
                new EpisodeTrace.Chart("What was decided, and what failed", "tasks", List.of(
                        new EpisodeTrace.Line("local", local),
                        new EpisodeTrace.Line("offloaded", offloaded),
                        new EpisodeTrace.Line("dropped", dropped)))),
                EpisodeTrace.Histogram.of(Arrays.copyOf(delays, done), slotSeconds));
    }
}
