package verge.lab.run;

import java.util.ArrayList;
import java.util.List;
import verge.lab.run.Results.GanttPolicy;
import verge.lab.run.Results.GanttTask;
import verge.sim.core.OffloadProblem;
import verge.sim.core.Scheduler;

/** When each task of a plan is where. */
public final class Schedules {
    private Schedules() {
    }

    /**
     * Schedules a plan. Allocates.
     *
     * @param policy what to call it
     * @param problem the graph with its rates
     * @param plan choice by place in the problem's order
     * @return the schedule, tasks in that order
     * @throws IllegalArgumentException if the plan is none for this problem
     */
    public static GanttPolicy of(String policy, OffloadProblem problem, int[] plan) {
        Scheduler scheduler = new Scheduler(problem.size());
        double latency = scheduler.run(problem, plan);
        List<GanttTask> tasks = new ArrayList<>(plan.length);
        for (int p = 0; p < plan.length; p++) {
            tasks.add(task(problem, scheduler, problem.order()[p]));
        }
        return new GanttPolicy(policy, latency, tasks);
    }

    private static GanttTask task(OffloadProblem problem, Scheduler scheduler, int task) {
        double start = scheduler.start(task);
        double finish = scheduler.finish(task);
        if (scheduler.choice(task) == Scheduler.LOCAL) {
            return new GanttTask(task + 1, "local", 0, 0, 0, 0, 0, 0, start, finish);
        }
        double uploaded = scheduler.uploadFinish(task);
        double computed = scheduler.hostFinish(task);
        double downloaded = scheduler.downloadFinish(task);
        return new GanttTask(task + 1, "edge", start, uploaded, computed - problem.hostTime()[task],
                computed, downloaded - problem.downloadTime()[task], downloaded, start, finish);
    }
}
