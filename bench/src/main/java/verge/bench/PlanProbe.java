package verge.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import verge.algorithms.dag.Adaptation;
import verge.algorithms.dag.Decoding;
import verge.algorithms.dag.OffloadingPolicy;
import verge.autodiff.kernel.Kernels;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.Timing;
import verge.sim.workload.TaskGraphGenerator;
import verge.sim.workload.TaskGraphGenerator.Shape;

/**
 * Measures what a plan by the policy in the jar takes in a warm virtual machine: the most probable
 * choices and the best of 20 others, of fresh graphs. Argument: tasks per graph, 20 unless given.
 */
public final class PlanProbe {

    private static final int PLANS = 20;
    private static final int WARM_UP = 300;
    private static final int GRAPHS = 200;

    private PlanProbe() {}

    /** Prints the milliseconds of the median and of the slowest plan, by wall clock. */
    public static void main(String[] args) {
        Kernels.awaitWarm();
        int tasks = args.length == 0 ? 20 : Integer.parseInt(args[0]);
        List<OffloadProblem> problems = new ArrayList<>();
        for (int i = 0; i < WARM_UP + GRAPHS; i++) {
            problems.add(new OffloadProblem(TaskGraphGenerator.generate(
                    Shape.paper(tasks, 0.6, 0.6, 0.4), new RandomStream(1, "graph/" + i),
                    "graph." + i), Timing.RELEASED, 7, 7));
        }
        OffloadingPolicy policy = OffloadingPolicy.shipped();
        Adaptation.Search search = new Adaptation.Search(Decoding.DISTINCT, 1.0);
        double[] milliseconds = new double[GRAPHS];
        for (int i = 0; i < problems.size(); i++) {
            long from = System.nanoTime();
            policy.plan(problems.get(i), PLANS, search, 1);
            if (i >= WARM_UP) {
                milliseconds[i - WARM_UP] = (System.nanoTime() - from) * 1e-6;
            }
        }
        Arrays.sort(milliseconds);
        System.out.printf(Locale.ROOT, "java %s, kernels %s, %d tasks: median %.2f ms, 90 %% below"
                + " %.2f ms, slowest %.2f ms%n", Runtime.version(), Kernels.active().name(), tasks,
                milliseconds[GRAPHS / 2], milliseconds[GRAPHS * 9 / 10], milliseconds[GRAPHS - 1]);
    }
}
