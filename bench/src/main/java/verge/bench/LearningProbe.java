package verge.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import verge.algorithms.dag.Learner;
import verge.algorithms.dag.LearnerConfig;
import verge.algorithms.dag.OffloadingNetwork;
import verge.algorithms.dag.PlanBatch;
import verge.algorithms.dag.PolicyState;
import verge.algorithms.dag.Profile;
import verge.algorithms.mrlato.MrlatoProfiles;
import verge.algorithms.mrlco.MrlcoProfiles;
import verge.autodiff.Parameters;
import verge.autodiff.kernel.Kernels;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.Timing;
import verge.sim.workload.TaskGraphGenerator;
import verge.sim.workload.TaskGraphGenerator.Shape;

/**
 * Answers each line of standard input with the seconds, by the processor time of the thread, of one
 * learning step: plans are sampled, the simulator included, and the inner gradient steps are taken.
 * {@code bench/compare-learning} alternates it with the same step in PyTorch. Arguments: method,
 * profile, graphs, tasks per graph.
 */
public final class LearningProbe {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 3;

    private LearningProbe() {}

    /** Prints what is used, then serves standard input until its end. */
    public static void main(String[] args) throws IOException {
        Kernels.awaitWarm();
        Profile profile = Profile.valueOf(args[1].toUpperCase(Locale.ROOT));
        LearnerConfig config = args[0].equals("mrlato") ? MrlatoProfiles.of(profile)
                : MrlcoProfiles.of(profile);
        List<OffloadProblem> problems = problems(Integer.parseInt(args[2]),
                Integer.parseInt(args[3]));
        OffloadingNetwork network = new OffloadingNetwork(config.network());
        Parameters policy = new PolicyState(network, config.outerRate(), 1).policy();
        Learner learner = new Learner(network, config.ppo(), config.rewardScale());
        PlanBatch plans = new PlanBatch(config.embedding());
        RandomStream random = new RandomStream(1, "benchmark");
        for (int i = 0; i < WARM_UP; i++) {
            step(learner, policy, problems, plans, config.trajectories(), random);
        }
        String about = "java " + Runtime.version() + ", kernels " + Kernels.active().name() + ", "
                + policy.size() + " parameters";
        Probe.serve(about, line -> {
            long from = THREADS.getCurrentThreadCpuTime();
            step(learner, policy, problems, plans, config.trajectories(), random);
            return String.format(Locale.ROOT, "%.6f",
                    (THREADS.getCurrentThreadCpuTime() - from) * 1e-9);
        });
    }

    /** The inner loop of one learning task, from the same policy each time. */
    private static void step(Learner learner, Parameters policy, List<OffloadProblem> problems,
            PlanBatch plans, int trajectories, RandomStream random) {
        Parameters theta = learner.begin(policy);
        learner.sampleToImprove(plans, problems, theta, trajectories, random);
        learner.improve(plans);
    }

    private static List<OffloadProblem> problems(int graphs, int tasks) {
        List<OffloadProblem> problems = new ArrayList<>();
        for (int i = 0; i < graphs; i++) {
            RandomStream random = new RandomStream(1, "graph/" + i);
            problems.add(new OffloadProblem(TaskGraphGenerator.generate(
                    Shape.paper(tasks, 0.6, 0.6, 0.4), random, "graph." + i), Timing.RELEASED, 7,
                    7));
        }
        return problems;
    }
}
