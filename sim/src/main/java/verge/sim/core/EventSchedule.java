package verge.sim.core;

import java.util.Arrays;

/**
 * The schedule of a task graph as a simulation of events: the same model as {@link Scheduler}, told
 * from the side of time. A task on the user's equipment has one stage, an offloaded one three:
 * upload, run on the host, download. A stage begins at the moment when the last thing that it waits
 * for is done, be it the stage before it on the same resource, results of parents, or the task's own
 * stage before it; it is done its duration later. What waits for what follows from the graph and the
 * plan; when things happen follows from events alone. Finishing times equal those of the recurrence
 * bit for bit. Nothing is allocated after construction. One thread at a time.
 */
public final class EventSchedule {

    /** Stage: run on the user's equipment. */
    public static final int LOCAL = 0;

    /** Stage: sent to the edge host. */
    public static final int UPLOAD = 1;

    /** Stage: run on the edge host. */
    public static final int HOST = 2;

    /** Stage: result sent back. */
    public static final int DOWNLOAD = 3;

    private static final int STAGES = 4;
    private static final int NONE = -1;

    private final int maxTasks;
    private final EventQueue queue;
    private final int[] choice;             // [tasks]
    private final int[] missing;            // [tasks, STAGES] what a stage still waits for
    private final double[] finish;          // [tasks, STAGES] 0 where a task has no such stage
    private final int[] firstBehind;        // [tasks, STAGES] what waits for it on its resource
    private final int[] nextBehind;         // [tasks, STAGES] the next that waits for the same
    private OffloadProblem problem;
    private int done;

    /** @param maxTasks size of the largest graph to be scheduled */
    public EventSchedule(int maxTasks) {
        this.maxTasks = maxTasks;
        queue = new EventQueue(Math.max(1, maxTasks));
        choice = new int[maxTasks];
        missing = new int[maxTasks * STAGES];
        finish = new double[maxTasks * STAGES];
        firstBehind = new int[maxTasks * STAGES];
        nextBehind = new int[maxTasks * STAGES];
    }

    /**
     * Simulates a whole plan; roots hold the uplink as the timing model says.
     *
     * @param plan choice of each task, by its place in the problem's order: {@code [size]}
     * @return its latency
     * @throws IllegalArgumentException where the graph is too large, or the plan has another length
     *                                  or an unknown choice
     */
    public double run(OffloadProblem problem, int[] plan) {
        return run(problem, plan, problem.timing() == Timing.PAPER);
    }

    /** As {@link #run(OffloadProblem, int[])}, but says whether roots hold the uplink. */
    public double run(OffloadProblem problem, int[] plan, boolean rootsHoldUplink) {
        if (problem.size() > maxTasks || plan.length != problem.size()) {
            throw new IllegalArgumentException("a plan of " + plan.length + " choices for "
                    + problem.size() + " tasks, of at most " + maxTasks);
        }
        this.problem = problem;
        queue.clear();
        done = 0;
        int stages = problem.size() * STAGES;
        Arrays.fill(missing, 0, stages, 0);
        Arrays.fill(finish, 0, stages, 0);
        Arrays.fill(firstBehind, 0, stages, NONE);
        for (int p = 0; p < plan.length; p++) {
            if (plan[p] != Scheduler.LOCAL && plan[p] != Scheduler.OFFLOAD) {
                throw new IllegalArgumentException("choice " + plan[p] + ", neither 0 nor 1");
            }
            choice[problem.order()[p]] = plan[p];
        }
        line(rootsHoldUplink);
        for (int task = 0; task < plan.length; task++) {
            awaitParents(task);
        }
        begin();
        return latency();
    }

    /** Each resource serves its stages in the order of the plan. */
    private void line(boolean rootsHoldUplink) {
        boolean downlinkIsQueue = problem.timing() == Timing.PAPER;
        int device = NONE;
        int uplink = NONE;
        int host = NONE;
        int downlink = NONE;
        for (int task : problem.order()) {
            if (choice[task] == Scheduler.LOCAL) {
                device = behind(device, stage(task, LOCAL));
                continue;
            }
            int upload = behind(uplink, stage(task, UPLOAD));
            uplink = rootsHoldUplink || !problem.graph().isRoot(task) ? upload : uplink;
            host = behind(host, stage(task, HOST));
            missing[host]++;                                        // the upload
            int download = behind(downlink, stage(task, DOWNLOAD));
            downlink = downlinkIsQueue ? download : NONE;
            missing[download]++;                                    // the run
        }
    }

    private int behind(int before, int stage) {
        if (before != NONE) {
            nextBehind[stage] = firstBehind[before];
            firstBehind[before] = stage;
            missing[stage]++;
        }
        return stage;
    }

    private static int stage(int task, int kind) {
        return task * STAGES + kind;
    }

    /** What the stages of a task wait for: one thing per parent, on the host offloaded ones only. */
    private void awaitParents(int task) {
        TaskGraph graph = problem.graph();
        int first = graph.parentOffsets()[task];
        int parents = graph.parentOffsets()[task + 1] - first;
        if (choice[task] == Scheduler.LOCAL) {
            missing[stage(task, LOCAL)] += parents;
            return;
        }
        missing[stage(task, UPLOAD)] += parents;
        for (int k = first; k < first + parents; k++) {
            missing[stage(task, HOST)] += choice[graph.parents()[k]];
        }
    }

    private void begin() {
        for (int task = 0; task < problem.size(); task++) {
            int first = stage(task, choice[task] == Scheduler.LOCAL ? LOCAL : UPLOAD);
            if (missing[first] == 0) {
                start(first);
            }
        }
        while (queue.next()) {
            done++;
            int stage = (int) queue.payload();
            finish[stage] = queue.now();
            for (int next = firstBehind[stage]; next != NONE; next = nextBehind[next]) {
                release(next);
            }
            int kind = stage % STAGES;
            if (kind == UPLOAD || kind == HOST) {
                release(stage + 1);
            }
            tellChildren(stage / STAGES, kind);
        }
    }

    /**
     * A local child needs the result on the user's equipment. So does the upload of a child as
     * printed; as released, an offloaded parent needs to be uploaded only. On the host a child needs
     * the run of an offloaded parent.
     */
    private void tellChildren(int task, int kind) {
        TaskGraph graph = problem.graph();
        boolean result = kind == LOCAL || kind == DOWNLOAD;
        boolean allowsUpload = problem.timing() == Timing.PAPER ? result
                : kind == LOCAL || kind == UPLOAD;
        for (int k = graph.childOffsets()[task]; k < graph.childOffsets()[task + 1]; k++) {
            int child = graph.children()[k];
            if (choice[child] == Scheduler.LOCAL) {
                if (result) {
                    release(stage(child, LOCAL));
                }
            } else {
                if (allowsUpload) {
                    release(stage(child, UPLOAD));
                }
                if (kind == HOST) {
                    release(stage(child, HOST));
                }
            }
        }
    }

    private void release(int stage) {
        if (--missing[stage] == 0) {
            start(stage);
        }
    }

    private void start(int stage) {
        int task = stage / STAGES;
        double[] duration = switch (stage % STAGES) {
            case LOCAL -> problem.localTime();
            case UPLOAD -> problem.uploadTime();
            case HOST -> problem.hostTime();
            default -> problem.downloadTime();
        };
        queue.schedule(queue.now() + duration[task], 0, stage);
    }

    /** When a task is done with a stage; 0 where it has no such stage. */
    public double finish(int task, int stage) {
        return finish[stage(task, stage)];
    }

    /** Latest finish of all tasks. */
    public double latency() {
        return queue.now();
    }

    /** Events of the last run: one per local task, three per offloaded one. */
    public int events() {
        return done;
    }
}
