package verge.sim.policy;

import verge.sim.core.OffloadProblem;
import verge.sim.core.TaskGraph;
import verge.sim.core.Timing;

/**
 * An {@link OffloadProblem} with its tasks renamed to their places in its order, and for each place
 * the least time that must pass after its task until everything is done.
 */
final class OrderedProblem {

    final int size;
    final boolean resultsBeforeUpload;     // an upload awaits results, not just parents' uploads
    final boolean downlinkIsQueue;
    final boolean[] holdsUplink;           // [size]
    final double[] localTime;              // [size]
    final double[] uploadTime;             // [size]
    final double[] hostTime;               // [size]
    final double[] downloadTime;           // [size]
    final int[] parentOffsets;             // [size + 1]
    final int[] parents;                   // [edges] places of parents
    final double[] afterLocal;             // [size] least time from a local finish to the end
    final double[] afterUpload;            // [size] likewise from the end of its upload
    final double[] afterHost;              // [size] likewise from its end on the host
    final double[] afterDownload;          // [size] likewise from its result's arrival

    OrderedProblem(OffloadProblem problem) {
        TaskGraph graph = problem.graph();
        size = problem.size();
        boolean paper = problem.timing() == Timing.PAPER;
        resultsBeforeUpload = paper;
        downlinkIsQueue = paper;
        holdsUplink = new boolean[size];
        localTime = new double[size];
        uploadTime = new double[size];
        hostTime = new double[size];
        downloadTime = new double[size];
        parentOffsets = new int[size + 1];
        parents = new int[graph.parents().length];
        afterLocal = new double[size];
        afterUpload = new double[size];
        afterHost = new double[size];
        afterDownload = new double[size];
        int edges = 0;
        for (int place = 0; place < size; place++) {
            int task = problem.order()[place];
            holdsUplink[place] = paper || !graph.isRoot(task);
            localTime[place] = problem.localTime()[task];
            uploadTime[place] = problem.uploadTime()[task];
            hostTime[place] = problem.hostTime()[task];
            downloadTime[place] = problem.downloadTime()[task];
            for (int k = graph.parentOffsets()[task]; k < graph.parentOffsets()[task + 1]; k++) {
                parents[edges++] = problem.position()[graph.parents()[k]];
            }
            parentOffsets[place + 1] = edges;
        }
        measureTails();
    }

    /**
     * Along each edge the child goes where the rest takes less; of all edges the longest counts.
     * Queues are left out, so that no plan does better.
     */
    private void measureTails() {
        for (int place = size - 1; place >= 0; place--) {
            afterHost[place] = Math.max(afterHost[place], downloadTime[place]);
            afterUpload[place] = Math.max(afterUpload[place], hostTime[place] + afterHost[place]);
            double local = localTime[place] + afterLocal[place];
            double offloaded = uploadTime[place] + afterUpload[place];
            double onHost = hostTime[place] + afterHost[place];
            for (int k = parentOffsets[place]; k < parentOffsets[place + 1]; k++) {
                int parent = parents[k];
                double download = downloadTime[parent];
                double computed = hostTime[parent] + download;
                double awaited = Math.min(local, offloaded);
                afterLocal[parent] = Math.max(afterLocal[parent], awaited);
                afterDownload[parent] = Math.max(afterDownload[parent],
                        resultsBeforeUpload ? awaited : 0);
                afterHost[parent] = Math.max(afterHost[parent], Math.min(download + local,
                        resultsBeforeUpload ? download + offloaded : onHost));
                afterUpload[parent] = Math.max(afterUpload[parent], Math.min(computed + local,
                        resultsBeforeUpload ? computed + offloaded : offloaded));
            }
        }
    }

    /** How long each task takes there: {@code [size]}. */
    double[] time(EdgeResource resource) {
        return switch (resource) {
            case UPLINK -> uploadTime;
            case HOST -> hostTime;
            case DOWNLINK -> downloadTime;
        };
    }

    /** Least time that passes after each task has left there: {@code [size]}. */
    double[] after(EdgeResource resource) {
        return switch (resource) {
            case UPLINK -> afterUpload;
            case HOST -> afterHost;
            case DOWNLINK -> afterDownload;
        };
    }

    /** Whether the task keeps others waiting there. */
    boolean holds(EdgeResource resource, int place) {
        return switch (resource) {
            case UPLINK -> holdsUplink[place];
            case HOST -> true;
            case DOWNLINK -> downlinkIsQueue;
        };
    }

    /** Time of all tasks there that keep others waiting. */
    double load(EdgeResource resource) {
        double sum = 0;
        for (int place = 0; place < size; place++) {
            sum += holds(resource, place) ? time(resource)[place] : 0;
        }
        return sum;
    }
}
