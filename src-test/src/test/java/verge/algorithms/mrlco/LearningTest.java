package verge.algorithms.mrlco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import verge.algorithms.dag.Adaptation;
import verge.algorithms.dag.Adaptation.Measurement;
import verge.algorithms.dag.AttentionKind;
import verge.algorithms.dag.Graphs;
import verge.algorithms.dag.Draw;
import verge.algorithms.dag.Learner;
import verge.algorithms.dag.LearnerConfig;
import verge.algorithms.dag.LearnerPool;
import verge.algorithms.dag.LearningTask;
import verge.algorithms.dag.MetaUpdate;
import verge.algorithms.dag.OffloadingNetwork;
import verge.algorithms.dag.PolicyState;
import verge.algorithms.dag.Profile;
import verge.algorithms.dag.RewardScale;
import verge.algorithms.dag.TaskEmbedding;
import verge.algorithms.dag.Trainer;
import verge.algorithms.drl.FineTunedDrl;
import verge.algorithms.mrlato.Mrlato;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.Scheduler;

/** The learners learn, on sets so small that seconds suffice. */
class LearningTest {

    private static final long SEED = 4;

    private static LearnerConfig small(MetaUpdate update, int metaBatch) {
        return new LearnerConfig(Profile.VERGE, TaskEmbedding.VERGE, RewardScale.VERGE, 0, 1, 16,
                false, true, AttentionKind.NONE, 1, true, false, 1.0, 3e-3, 3e-3, 0, 1.0, 0.95, 0.0,
                0.01, 0.2, false, true, 3, 10, 1.0, update, metaBatch, 4);
    }

    private static List<LearningTask> tasks(int sets, long seed) {
        List<LearningTask> tasks = new ArrayList<>();
        for (int i = 0; i < sets; i++) {
            tasks.add(new LearningTask("set-" + i, Graphs.generated(6, 10, seed + i)));
        }
        return tasks;
    }

    private static double randomPlans(List<OffloadProblem> problems) {
        Random random = new Random(SEED);
        double sum = 0;
        for (OffloadProblem problem : problems) {
            for (int i = 0; i < 50; i++) {
                int[] plan = random.ints(problem.size(), 0, 2).toArray();
                sum += new Scheduler(problem.size()).run(problem, plan);
            }
        }
        return sum / (50 * problems.size());
    }

    private static LearnerPool pool(LearnerConfig config, OffloadingNetwork network) {
        return new LearnerPool(network, config.ppo(), config.rewardScale(), 2);
    }

    private static double sampledMean(LearnerConfig config, OffloadingNetwork network,
            PolicyState state, LearningTask on, int updates) {
        Adaptation adaptation = new Adaptation(new Learner(network, config.ppo(),
                config.rewardScale()), config.ppo(), state.policy(), on,
                Adaptation.Search.SAMPLED, SEED);
        for (int u = 0; u < updates; u++) {
            adaptation.measure(true);
        }
        return Measurement.mean(adaptation.measure(false).sampled());
    }

    /** Meta-training alone, on graphs never seen, clearly beats coins and where it began. */
    @Test
    void metaTrainingBeatsRandomPlansOnUnseenGraphs() {
        LearningTask unseen = tasks(1, 900).get(0);
        double coins = randomPlans(unseen.problems());
        for (MetaUpdate update : List.of(MetaUpdate.ADAM_MEAN, MetaUpdate.ADAM_EACH)) {
            LearnerConfig config = small(update, 3);
            OffloadingNetwork network = new OffloadingNetwork(config.network());
            try (LearnerPool pool = pool(config, network)) {
                Mrlco mrlco = new Mrlco(config, network, tasks(4, 100), pool, SEED);
                double before = sampledMean(config, network, mrlco.state(), unseen, 0);
                for (int k = 0; k < 30; k++) {
                    mrlco.iterate();
                }
                double after = sampledMean(config, network, mrlco.state(), unseen, 0);
                System.out.println(update + ": coins " + Math.round(coins) + ", untrained "
                        + Math.round(before) + ", meta-trained " + Math.round(after));
                assertThat(before).isBetween(0.9 * coins, 1.1 * coins);
                assertThat(after).isLessThan(0.9 * coins);
                assertThat(mrlco.state().optimiser().steps())
                        .isEqualTo(update == MetaUpdate.ADAM_EACH ? 3 * 30 : 30);
            }
        }
    }

    /** A policy that has learnt nothing adapts to one set by the inner loop alone. */
    @Test
    void adaptationAloneLearns() {
        LearnerConfig config = small(MetaUpdate.ADAM_MEAN, 1);
        OffloadingNetwork network = new OffloadingNetwork(config.network());
        LearningTask set = tasks(1, 500).get(0);
        PolicyState untrained = new PolicyState(network, 1e-3, SEED);
        String digest = untrained.policy().digest();
        double coins = randomPlans(set.problems());
        double adapted = sampledMean(config, network, untrained, set, 30);
        System.out.println("coins " + Math.round(coins) + ", adapted " + Math.round(adapted));
        assertThat(adapted).isLessThan(0.85 * coins);
        assertThat(untrained.policy().digest()).as("the policy itself is not modified")
                .isEqualTo(digest);
    }

    @Test
    void theBaselineLearns() {
        LearnerConfig config = small(MetaUpdate.ADAM_MEAN, 1);
        OffloadingNetwork network = new OffloadingNetwork(config.network());
        LearningTask unseen = tasks(1, 900).get(0);
        try (LearnerPool pool = pool(config, network)) {
            FineTunedDrl drl = new FineTunedDrl(config, network, tasks(4, 100), pool, SEED);
            for (int k = 0; k < 40; k++) {
                drl.iterate();
            }
            assertThat(sampledMean(config, network, drl.state(), unseen, 0))
                    .isLessThan(0.9 * randomPlans(unseen.problems()));
            assertThat(drl.state().optimiser().steps())
                    .isEqualTo(40 * config.metaBatch() * config.innerSteps());
        }
    }

    /** One iteration of Algorithm 1 by hand: the inner loop of each task, then Eq. (22). */
    @Test
    void eq21_eq22_oneIterationStepByStep() {
        LearnerConfig config = small(MetaUpdate.ASCENT, 2);
        OffloadingNetwork network = new OffloadingNetwork(config.network());
        List<LearningTask> tasks = tasks(2, 40);
        try (LearnerPool pool = pool(config, network)) {
            Mrlco mrlco = new Mrlco(config, network, tasks, pool, SEED);
            float[] theta = mrlco.state().policy().values().clone();
            double[] g = new double[theta.length];
            int[] order = draw(2, 2, stream("tasks", 0));
            for (int i = 0; i < 2; i++) {
                RandomStream random = stream("training", i);
                List<OffloadProblem> all = tasks.get(order[i]).problems();
                List<OffloadProblem> some = new ArrayList<>();
                for (int k : draw(all.size(), 4, random)) {
                    some.add(all.get(k));
                }
                PolicyState inner = new PolicyState(network, config.innerRate(), SEED);
                Learner learner = new Learner(network, config.ppo(), config.rewardScale());
                learner.improve(inner.policy(), inner.optimiser(),
                        learner.sample(some, inner.policy(), config.trajectories(), random));
                for (int k = 0; k < g.length; k++) {
                    g[k] += ((double) inner.policy().values()[k] - theta[k])
                            / config.innerRate() / config.innerSteps() / 2;
                }
            }
            mrlco.iterate();
            for (int k = 0; k < g.length; k++) {
                assertThat((double) mrlco.state().policy().values()[k]).isCloseTo(
                        theta[k] + config.outerRate() * g[k],
                        within(1e-6));
            }
        }
    }

    /** After {@code rateHalving} iterations every training moves half as far as it would. */
    @Test
    void theRateOfTheTrainingFalls() {
        for (MetaUpdate update : List.of(MetaUpdate.ASCENT, MetaUpdate.ADAM_MEAN)) {
            assertHalf(moved(update, 0, Mrlco::new), moved(update, 5, Mrlco::new));
        }
        assertHalf(moved(MetaUpdate.ASCENT, 0, Mrlato::new),
                moved(MetaUpdate.ASCENT, 5, Mrlato::new));
        assertHalf(moved(MetaUpdate.ASCENT, 0, FineTunedDrl::new),
                moved(MetaUpdate.ASCENT, 5, FineTunedDrl::new));
    }

    private static void assertHalf(double[] whole, double[] half) {
        for (int k = 0; k < whole.length; k++) {
            assertThat(half[k]).isCloseTo(whole[k] / 2, within(2e-7));
        }
    }

    private interface Maker {
        Trainer make(LearnerConfig config, OffloadingNetwork network, List<LearningTask> tasks,
                LearnerPool pool, long seed);
    }

    /** How far the sixth iteration moves each parameter, if it takes a single step. */
    private static double[] moved(MetaUpdate update, int halving, Maker maker) {
        LearnerConfig config = new LearnerConfig(Profile.VERGE, TaskEmbedding.VERGE,
                RewardScale.VERGE, 0, 1, 16, false, true, AttentionKind.NONE, 1, true, false, 1.0,
                3e-3, 3e-3, halving, 1.0, 0.95, 0.0, 0.01, 0.2, false, true, 1, 10, 1.0, update, 1,
                4);
        OffloadingNetwork network = new OffloadingNetwork(config.network());
        try (LearnerPool pool = pool(config, network)) {
            Trainer trainer = maker.make(config, network, tasks(2, 40), pool, SEED);
            trainer.state().resume(5);
            float[] before = trainer.state().policy().values().clone();
            trainer.iterate();
            double[] moved = new double[before.length];
            for (int k = 0; k < moved.length; k++) {
                moved[k] = (double) trainer.state().policy().values()[k] - before[k];
            }
            assertThat(Arrays.stream(moved).map(Math::abs).max().orElseThrow()).isGreaterThan(1e-3);
            return moved;
        }
    }

    private static RandomStream stream(String name, int second) {
        RandomStream random = new RandomStream(SEED, name);
        random.restart(SEED, 0, second);
        return random;
    }

    private static int[] draw(int n, int count, RandomStream random) {
        return Arrays.copyOf(new Draw().indices(n, count, random), count);
    }

    /** Every action and latency of 2 sets of 4 graphs with 10 plans of 10 tasks. */
    @Test
    void theDigestCoversEveryPlan() {
        LearnerConfig config = small(MetaUpdate.ADAM_MEAN, 2);
        OffloadingNetwork network = new OffloadingNetwork(config.network());
        List<String> digests = new ArrayList<>();
        for (long seed = 1; seed <= 2; seed++) {
            try (LearnerPool pool = pool(config, network)) {
                Mrlco mrlco = new Mrlco(config, network, tasks(3, 100), pool, seed);
                mrlco.iterate();
                assertThat(mrlco.state().events().count()).isEqualTo(2 * 4 * 10 * (10 + 1));
                digests.add(mrlco.state().events().hex());
            }
        }
        assertThat(digests).doesNotHaveDuplicates();
    }

    @Test
    void drawsWithoutReplacementAndEveryIndex() {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            int[] drawn = draw(7, 3, new RandomStream(i, "draw"));
            assertThat(drawn).hasSize(3).doesNotHaveDuplicates();
            for (int k : drawn) {
                assertThat(k).isBetween(0, 6);
                seen.add(k);
            }
        }
        assertThat(seen).hasSize(7);
        assertThat(draw(4, 4, new RandomStream(1, "all"))).containsExactlyInAnyOrder(0, 1, 2,
                3);
    }

    /** The number of threads changes no bit of the policy. */
    @Test
    void threadsChangeNothing() {
        List<String> digests = new ArrayList<>();
        LearnerConfig config = small(MetaUpdate.ADAM_MEAN, 3);
        OffloadingNetwork network = new OffloadingNetwork(config.network());
        for (int threads = 1; threads <= 3; threads++) {
            try (LearnerPool pool = new LearnerPool(network, config.ppo(), config.rewardScale(),
                    threads)) {
                Mrlco mrlco = new Mrlco(config, network, tasks(4, 100), pool, SEED);
                for (int k = 0; k < 4; k++) {
                    mrlco.iterate();
                }
                digests.add(mrlco.state().policy().digest() + mrlco.state().events().hex());
            }
        }
        assertThat(digests).containsOnly(digests.get(0));
    }
}
