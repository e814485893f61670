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
    final double[] afterUpload;            // [size] least time from the end of an upload to the end

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
            double toResult = hostTime[place] + downloadTime[place];
            afterUpload[place] = Math.max(afterUpload[place], toResult);
            double local = localTime[place] + afterLocal[place];
            double offloaded = uploadTime[place] + afterUpload[place];
            for (int k = parentOffsets[place]; k < parentOffsets[place + 1]; k++) {
                int parent = parents[k];
                double parentToResult = hostTime[parent] + downloadTime[parent];
                double toUpload = resultsBeforeUpload ? parentToResult : 0;
                afterLocal[parent] = Math.max(afterLocal[parent], Math.min(local, offloaded));
                afterUpload[parent] = Math.max(afterUpload[parent],
                        Math.min(parentToResult + local, toUpload + offloaded));
            }
        }
    }
}
