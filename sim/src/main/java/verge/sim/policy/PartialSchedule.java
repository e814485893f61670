package verge.sim.policy;

import java.util.Arrays;

/**
 * Eqs. (5) to (8) over an {@link OrderedProblem}, in the operations of
 * {@link verge.sim.core.Scheduler} and with its bits, but with the state behind every place kept:
 * taking a decision back is going to an earlier place. What does not exist lies at minus infinity.
 */
final class PartialSchedule {

    private static final double NEVER = Double.NEGATIVE_INFINITY;

    private final OrderedProblem tasks;
    private final double[] localFinish;
    private final double[] uploadFinish;
    private final double[] hostFinish;
    private final double[] downloadFinish;

    /** State before each place, and behind the last: {@code [size + 1]}. */
    final double[] freeLocal;
    final double[] freeUplink;
    final double[] freeHost;
    final double[] freeDownlink;
    final double[] latency;

    /** Least latency that paths through the tasks so far leave possible: {@code [size + 1]}. */
    final double[] longestPath;

    PartialSchedule(OrderedProblem tasks) {
        this.tasks = tasks;
        int size = tasks.size;
        localFinish = new double[size];
        uploadFinish = new double[size];
        hostFinish = new double[size];
        downloadFinish = new double[size];
        freeLocal = new double[size + 1];
        freeUplink = new double[size + 1];
        freeHost = new double[size + 1];
        freeDownlink = new double[size + 1];
        latency = new double[size + 1];
        longestPath = new double[size + 1];
    }

    /** When each edge resource is free before each place: {@code [size + 1]}. */
    double[] free(EdgeResource resource) {
        return switch (resource) {
            case UPLINK -> freeUplink;
            case HOST -> freeHost;
            case DOWNLINK -> freeDownlink;
        };
    }

    /** Begins at the first place, with every resource free. */
    void begin() {
        beginWithoutPast(0);
        freeLocal[0] = 0;
        freeUplink[0] = 0;
    }

    /** Begins at a place, as if neither tasks before it nor any resource had ever existed. */
    void beginWithoutPast(int place) {
        Arrays.fill(localFinish, 0, place, NEVER);
        Arrays.fill(uploadFinish, 0, place, NEVER);
        Arrays.fill(hostFinish, 0, place, NEVER);
        Arrays.fill(downloadFinish, 0, place, NEVER);
        freeLocal[place] = NEVER;
        freeUplink[place] = NEVER;
        freeHost[place] = NEVER;
        freeDownlink[place] = NEVER;
        latency[place] = NEVER;
        longestPath[place] = NEVER;
    }

    /** Fills the state behind a place from the state before it. */
    void runLocally(int place) {
        double ready = NEVER;
        for (int k = tasks.parentOffsets[place]; k < tasks.parentOffsets[place + 1]; k++) {
            int parent = tasks.parents[k];
            ready = Math.max(ready, Math.max(localFinish[parent], downloadFinish[parent]));
        }
        double local = Math.max(freeLocal[place], ready) + tasks.localTime[place];      // Eq. (7)
        localFinish[place] = local;
        uploadFinish[place] = NEVER;
        hostFinish[place] = NEVER;
        downloadFinish[place] = NEVER;
        freeLocal[place + 1] = local;
        freeUplink[place + 1] = freeUplink[place];
        freeHost[place + 1] = freeHost[place];
        freeDownlink[place + 1] = freeDownlink[place];
        latency[place + 1] = Math.max(latency[place], local);                           // Eq. (8)
        longestPath[place + 1] = Math.max(longestPath[place], local + tasks.afterLocal[place]);
    }

    /** Fills the state behind a place from the state before it. */
    void offload(int place) {
        double readyUpload = NEVER;
        double readyHost = NEVER;
        double[] awaited = tasks.resultsBeforeUpload ? downloadFinish : uploadFinish;
        for (int k = tasks.parentOffsets[place]; k < tasks.parentOffsets[place + 1]; k++) {
            int parent = tasks.parents[k];
            readyUpload = Math.max(readyUpload, Math.max(localFinish[parent], awaited[parent]));
            readyHost = Math.max(readyHost, hostFinish[parent]);
        }
        double uploaded = Math.max(freeUplink[place], readyUpload)
                + tasks.uploadTime[place];                                              // Eq. (5)
        double computed = Math.max(freeHost[place], Math.max(uploaded, readyHost))
                + tasks.hostTime[place];                                                // Eq. (6)
        double result = Math.max(freeDownlink[place], computed)
                + tasks.downloadTime[place];                                            // Eq. (6)
        localFinish[place] = NEVER;
        uploadFinish[place] = uploaded;
        hostFinish[place] = computed;
        downloadFinish[place] = result;
        freeLocal[place + 1] = freeLocal[place];
        freeUplink[place + 1] = tasks.holdsUplink[place] ? uploaded : freeUplink[place];
        freeHost[place + 1] = computed;
        freeDownlink[place + 1] = tasks.downlinkIsQueue ? result : NEVER;
        latency[place + 1] = Math.max(latency[place], result);                          // Eq. (8)
        longestPath[place + 1] = Math.max(Math.max(longestPath[place], result),
                uploaded + tasks.afterUpload[place]);
    }
}
