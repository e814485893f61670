package verge;

import java.nio.file.Path;
import verge.algorithms.dag.OffloadingPolicy;
import verge.sim.core.OffloadProblem;
import verge.sim.core.Timing;
import verge.sim.workload.GraphReader;

/** Where each task of an application is to run: 0 on the device, 1 on the edge host. */
final class EmbeddingExample {

    static int[] plan(Path checkpoint, Path application, double uplinkMbps, double downlinkMbps) {
        OffloadingPolicy policy = OffloadingPolicy.read(checkpoint, "meta/");
        OffloadProblem problem = new OffloadProblem(GraphReader.read(application),
                Timing.RELEASED, uplinkMbps, downlinkMbps);
        int[] byOrder = policy.plan(problem);       // tasks in the order they are scheduled in
        int[] byTask = new int[problem.size()];
        for (int p = 0; p < byOrder.length; p++) {
            byTask[problem.order()[p]] = byOrder[p];
        }
        return byTask;
    }
}
