package verge.sim.policy;

import verge.sim.core.OffloadProblem;
import verge.sim.core.Scheduler;

/**
 * What a list-scheduling heuristic decided, with the two latencies that are in use for it.
 *
 * @param order  the tasks in the order the heuristic visits them: {@code [tasks]}
 * @param plan   choice by place in that order: {@code [tasks]}
 * @param own    latency by the heuristic's own finish times, under which the upload of a task
 *               without parents occupies the uplink in either timing model
 * @param replay latency of the plan by the {@link Scheduler}, in that order
 */
public record ListPlan(int[] order, int[] plan, double own, double replay) {

    /** Choice by task: {@code [tasks]}. Allocates. */
    public int[] choiceByTask() {
        int[] choices = new int[plan.length];
        for (int p = 0; p < plan.length; p++) {
            choices[order[p]] = plan[p];
        }
        return choices;
    }

    /** Each task in turn goes to where it finishes earlier; to the edge where both are equal. */
    static ListPlan earliestFinish(OffloadProblem problem) {
        Scheduler scheduler = new Scheduler(problem.size());
        scheduler.reset(problem, true);
        int[] plan = new int[problem.size()];
        for (int p = 0; p < plan.length; p++) {
            int task = problem.order()[p];
            boolean localIsEarlier = scheduler.finishIf(task, Scheduler.LOCAL)
                    < scheduler.finishIf(task, Scheduler.OFFLOAD);
            plan[p] = localIsEarlier ? Scheduler.LOCAL : Scheduler.OFFLOAD;
            scheduler.step(task, plan[p]);
        }
        double own = scheduler.latency();
        return new ListPlan(problem.order().clone(), plan, own, scheduler.run(problem, plan));
    }
}
