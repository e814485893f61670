package verge.sim.core;

import java.util.Arrays;

/**
 * Schedules the tasks of one {@link OffloadProblem} one after another, each on the user's equipment
 * or on the edge host, by Eqs. (5) to (8) of MRLCO (Wang et al., TPDS 2021), in both timing models.
 * Four resources serve tasks first in, first out: the user's equipment, the uplink, the edge host
 * and (under {@link Timing#PAPER}) the downlink. Nothing is allocated after construction. One
 * thread at a time.
 */
public final class Scheduler {

    /** Choice: the task runs on the user's equipment. */
    public static final int LOCAL = 0;

    /** Choice: the task is sent to the edge host, run there, and its result is sent back. */
    public static final int OFFLOAD = 1;

    private static final byte UNSCHEDULED = -1;

    private OffloadProblem problem;
    private TaskGraph graph;
    private boolean rootsHoldUplink;
    private boolean downlinkIsQueue;
    private boolean uploadAwaitsResults;

    private final byte[] choice;
    private final double[] start;
    private final double[] localFinish;     // FT_UE, 0 for an offloaded task
    private final double[] uploadFinish;    // FT_ul, 0 for a local task
    private final double[] hostFinish;      // FT_s,  0 for a local task
    private final double[] downloadFinish;  // FT_dl, 0 for a local task

    private double freeLocal;               // M_UE
    private double freeUplink;              // M_ul
    private double freeHost;                // M_s
    private double freeDownlink;            // M_dl
    private double latency;

    /** @param maxTasks size of the largest graph to be scheduled */
    public Scheduler(int maxTasks) {
        choice = new byte[maxTasks];
        start = new double[maxTasks];
        localFinish = new double[maxTasks];
        uploadFinish = new double[maxTasks];
        hostFinish = new double[maxTasks];
        downloadFinish = new double[maxTasks];
    }

    /**
     * Forgets everything; no task of the problem is scheduled yet.
     *
     * @throws IllegalArgumentException where the graph is larger than the constructor was told
     */
    public void reset(OffloadProblem problem) {
        reset(problem, problem.timing() == Timing.PAPER);
    }

    /**
     * As {@link #reset(OffloadProblem)}, but says whether the upload of a task without parents
     * occupies the uplink. The published heuristics score themselves as if it did, even in the
     * timing model where it does not.
     */
    public void reset(OffloadProblem problem, boolean rootsHoldUplink) {
        if (problem.size() > choice.length) {
            throw new IllegalArgumentException("a graph of " + problem.size()
                    + " tasks in a scheduler for " + choice.length);
        }
        this.problem = problem;
        this.graph = problem.graph();
        this.rootsHoldUplink = rootsHoldUplink;
        this.downlinkIsQueue = problem.timing() == Timing.PAPER;
        this.uploadAwaitsResults = problem.timing() == Timing.PAPER;
        int tasks = problem.size();
        Arrays.fill(choice, 0, tasks, UNSCHEDULED);
        Arrays.fill(start, 0, tasks, 0);
        Arrays.fill(localFinish, 0, tasks, 0);
        Arrays.fill(uploadFinish, 0, tasks, 0);
        Arrays.fill(hostFinish, 0, tasks, 0);
        Arrays.fill(downloadFinish, 0, tasks, 0);
        freeLocal = 0;
        freeUplink = 0;
        freeHost = 0;
        freeDownlink = 0;
        latency = 0;
    }

    /**
     * Schedules a task whose parents are all scheduled.
     *
     * @param choice {@link #LOCAL} or {@link #OFFLOAD}
     * @return by how much the latency of all tasks so far grew, at least 0
     * @throws IllegalStateException    where it is scheduled already, or a parent is not
     * @throws IllegalArgumentException where the choice is neither
     */
    public double step(int task, int choice) {
        requireNext(task);
        requireChoice(choice);
        if (choice == LOCAL) {
            runLocally(task);
        } else {
            offload(task);
        }
        this.choice[task] = (byte) choice;
        double before = latency;
        latency = Math.max(latency, finish(task));                                      // Eq. (8)
        return latency - before;
    }

    /** When a task would finish were it scheduled now; its parents must be scheduled. */
    public double finishIf(int task, int choice) {
        requireChoice(choice);
        if (choice == LOCAL) {
            return localFinishIf(task);
        }
        return downloadFinishIf(task, hostFinishIf(task, uploadFinishIf(task)));
    }

    /**
     * Schedules a whole plan from the beginning.
     *
     * @param plan choice of each task, by its place in the problem's order: {@code [size]}
     * @return its latency
     * @throws IllegalArgumentException where the plan has another length or an unknown choice
     */
    public double run(OffloadProblem problem, int[] plan) {
        reset(problem);
        if (plan.length != problem.size()) {
            throw new IllegalArgumentException("a plan of " + plan.length
                    + " choices for a graph of " + problem.size() + " tasks");
        }
        for (int p = 0; p < plan.length; p++) {
            step(problem.order()[p], plan[p]);
        }
        return latency;
    }

    private void runLocally(int task) {
        start[task] = Math.max(freeLocal, readyLocal(task));
        localFinish[task] = localFinishIf(task);                                        // Eq. (7)
        freeLocal = localFinish[task];
    }

    private void offload(int task) {
        start[task] = Math.max(freeUplink, readyUpload(task));
        uploadFinish[task] = uploadFinishIf(task);                                      // Eq. (5)
        hostFinish[task] = hostFinishIf(task, uploadFinish[task]);                      // Eq. (6)
        downloadFinish[task] = downloadFinishIf(task, hostFinish[task]);                // Eq. (6)
        if (rootsHoldUplink || !graph.isRoot(task)) {
            freeUplink = uploadFinish[task];
        }
        freeHost = hostFinish[task];
        freeDownlink = downlinkIsQueue ? downloadFinish[task] : 0;
    }

    /** FT_UE = max(M_UE, max over parents of max(FT_UE, FT_dl)) + T_UE. Eq. (7) */
    private double localFinishIf(int task) {
        return Math.max(freeLocal, readyLocal(task)) + problem.localTime()[task];
    }

    /** FT_ul = max(M_ul, ready) + T_ul. Eq. (5) */
    private double uploadFinishIf(int task) {
        return Math.max(freeUplink, readyUpload(task)) + problem.uploadTime()[task];
    }

    /** FT_s = max(M_s, FT_ul, max over parents of FT_s) + T_s. Eq. (6) */
    private double hostFinishIf(int task, double uploaded) {
        double ready = uploaded;
        for (int k = graph.parentOffsets()[task]; k < graph.parentOffsets()[task + 1]; k++) {
            ready = Math.max(ready, hostFinish[graph.parents()[k]]);
        }
        return Math.max(freeHost, ready) + problem.hostTime()[task];
    }

    /** FT_dl = max(M_dl, FT_s) + T_dl, where M_dl stays 0 if the downlink is no queue. Eq. (6) */
    private double downloadFinishIf(int task, double computed) {
        return Math.max(freeDownlink, computed) + problem.downloadTime()[task];
    }

    /** When all parents' results are on the user's equipment: max of FT_UE and FT_dl. Eq. (7) */
    public double readyLocal(int task) {
        double ready = 0;
        for (int k = graph.parentOffsets()[task]; k < graph.parentOffsets()[task + 1]; k++) {
            int parent = graph.parents()[k];
            ready = Math.max(ready, Math.max(localFinish[parent], downloadFinish[parent]));
        }
        return ready;
    }

    /**
     * When the parents allow the upload to start. As printed, with all their results on the user's
     * equipment; as released, an offloaded parent needs to be uploaded only. Eq. (5)
     */
    public double readyUpload(int task) {
        if (uploadAwaitsResults) {
            return readyLocal(task);
        }
        double ready = 0;
        for (int k = graph.parentOffsets()[task]; k < graph.parentOffsets()[task + 1]; k++) {
            int parent = graph.parents()[k];
            ready = Math.max(ready, Math.max(localFinish[parent], uploadFinish[parent]));
        }
        return ready;
    }

    /** Latest finish of all scheduled tasks, 0 before the first. Eq. (8) */
    public double latency() {
        return latency;
    }

    /** When the user's equipment is free again: M_UE. */
    public double freeLocal() {
        return freeLocal;
    }

    /** When the uplink is free again: M_ul. */
    public double freeUplink() {
        return freeUplink;
    }

    /** When the edge host is free again: M_s. */
    public double freeHost() {
        return freeHost;
    }

    /** When the downlink is free again: M_dl; always 0 where it is no queue. */
    public double freeDownlink() {
        return freeDownlink;
    }

    /** Whether the task is scheduled. */
    public boolean scheduled(int task) {
        return choice[task] != UNSCHEDULED;
    }

    /** Where a scheduled task was put. */
    public int choice(int task) {
        return choice[task];
    }

    /** When a scheduled task begins: its run on the user's equipment, or its upload. */
    public double start(int task) {
        return start[task];
    }

    /** When a scheduled task's result is on the user's equipment. */
    public double finish(int task) {
        return Math.max(localFinish[task], downloadFinish[task]);
    }

    /** FT_UE: when a local task finishes, 0 for others. */
    public double localFinish(int task) {
        return localFinish[task];
    }

    /** FT_ul: when an offloaded task is uploaded, 0 for others. */
    public double uploadFinish(int task) {
        return uploadFinish[task];
    }

    /** FT_s: when an offloaded task is computed, 0 for others. */
    public double hostFinish(int task) {
        return hostFinish[task];
    }

    /** FT_dl: when an offloaded task's result is downloaded, 0 for others. */
    public double downloadFinish(int task) {
        return downloadFinish[task];
    }

    /**
     * Becomes an exact copy of another scheduler.
     *
     * @throws IllegalArgumentException where the other's graph does not fit
     */
    public void copyFrom(Scheduler other) {
        reset(other.problem, other.rootsHoldUplink);
        int tasks = problem.size();
        System.arraycopy(other.choice, 0, choice, 0, tasks);
        System.arraycopy(other.start, 0, start, 0, tasks);
        System.arraycopy(other.localFinish, 0, localFinish, 0, tasks);
        System.arraycopy(other.uploadFinish, 0, uploadFinish, 0, tasks);
        System.arraycopy(other.hostFinish, 0, hostFinish, 0, tasks);
        System.arraycopy(other.downloadFinish, 0, downloadFinish, 0, tasks);
        freeLocal = other.freeLocal;
        freeUplink = other.freeUplink;
        freeHost = other.freeHost;
        freeDownlink = other.freeDownlink;
        latency = other.latency;
    }

    private void requireNext(int task) {
        if (choice[task] != UNSCHEDULED) {
            throw new IllegalStateException("task " + task + " is scheduled already");
        }
        for (int k = graph.parentOffsets()[task]; k < graph.parentOffsets()[task + 1]; k++) {
            if (choice[graph.parents()[k]] == UNSCHEDULED) {
                throw new IllegalStateException("task " + task + " comes before its parent "
                        + graph.parents()[k]);
            }
        }
    }

    private static void requireChoice(int choice) {
        if (choice != LOCAL && choice != OFFLOAD) {
            throw new IllegalArgumentException("choice " + choice + ", neither 0 nor 1");
        }
    }
}
