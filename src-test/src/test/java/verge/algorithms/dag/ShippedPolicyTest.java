package verge.algorithms.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.Scheduler;
import verge.sim.core.Timing;
import verge.sim.policy.Heft;
import verge.sim.workload.TaskGraphGenerator;
import verge.sim.workload.TaskGraphGenerator.Shape;

/** The policy in the jar is the one that the documented commands made, and is worth shipping. */
class ShippedPolicyTest {

    /** Changes only together with the file and with the commands in docs/mrlco.md. */
    private static final String DIGEST = "5ecc89204b1a93d1b1978093947ad433a0ef39050fbf79a514bf1ae916aa7d7b";
    private static final int PLANS = 20;
    private static final double LEAST_WON = 0.9;

    @Test
    void itsParametersAreThoseThatWereExported() {
        OffloadingPolicy policy = OffloadingPolicy.shipped();
        assertThat(policy.parameters().digest()).isEqualTo(DIGEST);
        assertThat(4L * policy.parameters().size()).as("bytes").isBetween(100_000L, 600_000L);
    }

    /** On graphs that nobody has trained on, best of 20: 1,000 with {@code -Dverge.tests=full}. */
    @Test
    void beatsHeftOnNineOfTenFreshGraphs() {
        int count = "full".equals(System.getProperty("verge.tests")) ? 1000 : 200;
        List<OffloadProblem> problems = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RandomStream random = new RandomStream(977, "fresh/" + i);
            double fat = 0.4 + 0.1 * random.nextInt(5);
            double density = 0.4 + 0.1 * random.nextInt(5);
            double ccr = 0.3 + 0.1 * random.nextInt(3);
            problems.add(new OffloadProblem(TaskGraphGenerator.generate(
                    Shape.paper(20, fat, density, ccr), random, "fresh." + i), Timing.RELEASED, 7,
                    7));
        }
        OffloadingPolicy policy = OffloadingPolicy.shipped();
        Learner learner = new Learner(policy.network(),
                new PpoSettings(1e-3, 1, 1, 0.2, 0, 0, false, true, 1, 2, 0), RewardScale.VERGE);
        PlanBatch plans = new PlanBatch(policy.network().shape().embedding());
        learner.search(plans, problems, policy.parameters(), PLANS, Decoding.DISTINCT, 1.0,
                new RandomStream(1, "plans"));
        int won = 0;
        double above = 0;
        for (int i = 0; i < count; i++) {
            double heft = Heft.plan(problems.get(i)).replay();
            won += plans.best(i) < heft ? 1 : 0;
            above += plans.best(i) / heft / count;
        }
        System.out.println("shipped policy, best of " + PLANS + ": " + won + " of " + count
                + " graphs won against HEFT, latency " + above + " of its");
        assertThat(won).isGreaterThanOrEqualTo((int) Math.ceil(LEAST_WON * count));
    }

    /** What it plans is a plan, and the best of several is no worse. */
    @Test
    void plansGraphsOfAnySize() {
        OffloadingPolicy policy = OffloadingPolicy.shipped();
        for (int tasks : new int[] {1, 2, 10, 50, 120}) {
            OffloadProblem problem = Graphs.generated(1, tasks, tasks).get(0);
            Scheduler scheduler = new Scheduler(tasks);
            double one = scheduler.run(problem, policy.plan(problem));
            double best = scheduler.run(problem, policy.plan(problem, PLANS,
                    new Adaptation.Search(Decoding.DISTINCT, 1.0), 1));
            assertThat(best).isLessThanOrEqualTo(one);
        }
    }
}
