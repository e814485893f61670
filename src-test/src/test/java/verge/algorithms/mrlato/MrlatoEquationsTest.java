package verge.algorithms.mrlato;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import verge.algorithms.dag.AttentionKind;
import verge.algorithms.dag.Draw;
import verge.algorithms.dag.Graphs;
import verge.algorithms.dag.Learner;
import verge.algorithms.dag.LearnerConfig;
import verge.algorithms.dag.LearnerPool;
import verge.algorithms.dag.LearningTask;
import verge.algorithms.dag.MetaUpdate;
import verge.algorithms.dag.OffloadingNetwork;
import verge.algorithms.dag.PolicyState;
import verge.algorithms.dag.Profile;
import verge.algorithms.dag.RankWeight;
import verge.algorithms.mrlco.MrlcoProfiles;
import verge.autodiff.Slot;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.Scheduler;
import verge.sim.core.Timing;
import verge.sim.workload.TaskGraphGenerator;
import verge.sim.workload.TaskGraphGenerator.Shape;

/** What MRLATO states, with numbers worked by hand or by a formula of its own. */
class MrlatoEquationsTest {

    private static final long SEED = 11;

    /** A diamond 0 -> 1, 2 -> 3 at 8 Mbit/s: up and down take as long as a local unit, host 0.1. */
    private static OffloadProblem diamond() {
        return Graphs.of(new double[] {10, 4, 9, 2}, new double[] {1, 8, 1, 3}, new int[] {0, 1},
                new int[] {0, 2}, new int[] {1, 3}, new int[] {2, 3});
    }

    /** Chains 10 + 1 + 1 = 12, 4 + 0.4 + 8 = 12.4, 9 + 0.9 + 1 = 10.9, 2 + 0.2 + 3 = 5.2. */
    @Test
    void eq13_rankOfOffloadChains() {
        assertThat(ranks(RankWeight.OFFLOAD)).containsExactly(new double[] {29.6, 17.6, 16.1, 5.2},
                within(1e-12));
        assertThat(RankWeight.OFFLOAD.apply(diamond()).order()).containsExactly(0, 1, 2, 3);
    }

    /** By local times task 2 comes before task 1: 10 + 9 + 2, 4 + 2, 9 + 2, 2. */
    @Test
    void eq13_rankOfLocalTimes() {
        assertThat(ranks(RankWeight.LOCAL)).containsExactly(new double[] {21, 6, 11, 2},
                within(1e-12));
        assertThat(RankWeight.LOCAL.apply(diamond()).order()).containsExactly(0, 2, 1, 3);
    }

    /** Recursively, as the paper writes it. */
    private static double[] ranks(RankWeight weight) {
        OffloadProblem problem = diamond();
        double[] rank = new double[problem.size()];
        for (int i = 0; i < rank.length; i++) {
            rank[i] = rank(problem, weight, i);
        }
        for (int p = 1; p < rank.length; p++) {
            int[] order = weight.apply(problem).order();
            assertThat(rank[order[p - 1]]).isGreaterThanOrEqualTo(rank[order[p]]);
        }
        return rank;
    }

    private static double rank(OffloadProblem problem, RankWeight weight, int i) {
        double t = weight == RankWeight.LOCAL ? problem.localTime()[i] : problem.uploadTime()[i]
                + problem.hostTime()[i] + problem.downloadTime()[i];
        double longest = 0;
        for (int k = problem.graph().childOffsets()[i]; k < problem.graph().childOffsets()[i + 1];
                k++) {
            longest = Math.max(longest, rank(problem, weight, problem.graph().children()[k]));
        }
        return t + longest;
    }

    /** Under the printed equations the chain is what the timing model ranks by as well. */
    @Test
    void eq13_offloadChainIsTheRankOfThePrintedEquations() {
        for (int i = 0; i < 200; i++) {
            OffloadProblem problem = new OffloadProblem(TaskGraphGenerator.generate(
                    Shape.paper(20, 0.6, 0.6, 0.4), new RandomStream(i, "g"), "g"), Timing.PAPER, 7,
                    7);
            assertThat(RankWeight.OFFLOAD.apply(problem).order()).containsExactly(problem.order());
        }
    }

    /**
     * Tasks 0 and 1 of the diamond offloaded, 2 and 3 local. Up 10, host 11, down 12; 1 waits for
     * that result: up 16, host 16.4, down 24.4; 2 runs from 12 to 21; 3 from 24.4 to 26.4.
     */
    @Test
    void eq7_to_eq11_latencyOfThePrintedEquations() {
        OffloadProblem released = diamond();
        OffloadProblem problem = new OffloadProblem(released.graph(), Timing.PAPER, 8, 8);
        Scheduler scheduler = new Scheduler(4);
        assertThat(scheduler.run(problem, new int[] {1, 1, 0, 0})).isCloseTo(26.4, within(1e-12));
        assertThat(scheduler.uploadFinish(1)).isCloseTo(16, within(1e-12));        // Eq. (7)
        assertThat(scheduler.hostFinish(1)).isCloseTo(16.4, within(1e-12));        // Eq. (8)
        assertThat(scheduler.downloadFinish(1)).isCloseTo(24.4, within(1e-12));    // Eq. (9)
        assertThat(scheduler.localFinish(2)).isCloseTo(21, within(1e-12));         // Eq. (10)
    }

    /** The paper's Table I and section V. */
    @Test
    void table1_hyperparameters() {
        LearnerConfig c = MrlatoProfiles.paper();
        assertThat(List.of(c.innerRate(), c.outerRate(), c.lambda(), c.gamma(), c.clip(),
                c.valueCoefficient())).containsExactly(5e-4, 5e-4, 0.95, 0.99, 0.2, 0.5);
        assertThat(List.of(c.innerSteps(), c.heads(), c.layers(), c.hidden(), c.metaBatch()))
                .containsExactly(3, 8, 2, 128, 10);
        assertThat(c.layerNorm()).isTrue();
        assertThat(c.metaUpdate()).isEqualTo(MetaUpdate.ASCENT);
        assertThatThrownBy(() -> MrlatoProfiles.of(Profile.RELEASED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** MRLCO and MRLATO of one profile differ in attention, heads and outer step, nothing else. */
    @Test
    void whatThePapersChanged() {
        LearnerConfig mrlco = MrlcoProfiles.verge();
        LearnerConfig mrlato = MrlatoProfiles.verge();
        assertThat(mrlato).usingRecursiveComparison()
                .ignoringFields("attention", "heads", "metaUpdate").isEqualTo(mrlco);
        assertThat(mrlato.outerRate()).as("all the way to the mean of the adapted policies")
                .isEqualTo(mrlato.innerRate() * mrlato.innerSteps());
        assertThat(mrlato.attention()).isEqualTo(AttentionKind.MULTI_HEAD);
        Slot query = new OffloadingNetwork(MrlatoProfiles.paper().network()).table().slots().stream()
                .filter(slot -> slot.name().equals("attention.query.weight")).findFirst()
                .orElseThrow();
        assertThat(List.of(query.rows(), query.cols())).as("d_model").containsExactly(128, 128);
    }

    /** One iteration by hand: theta + beta times the mean of (theta' - theta) / (alpha m). */
    @Test
    void eq28_eq29_oneIterationStepByStep() {
        LearnerConfig c = MrlatoProfiles.verge();
        LearnerConfig config = c.scaled(0, 8, 6, 2, 3);
        OffloadingNetwork network = new OffloadingNetwork(config.network());
        List<LearningTask> tasks = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            tasks.add(new LearningTask("set-" + i, Graphs.generated(5, 8, 60 + i)));
        }
        try (LearnerPool pool = new LearnerPool(network, config.ppo(), config.rewardScale(), 2)) {
            Mrlato mrlato = new Mrlato(config, network, tasks, pool, SEED);
            float[] theta = mrlato.state().policy().values().clone();
            double[] expected = new double[theta.length];
            int[] order = Arrays.copyOf(new Draw().indices(2, 2, stream("tasks", 0)), 2);
            for (int i = 0; i < 2; i++) {
                RandomStream random = stream("training", i);
                List<OffloadProblem> all = tasks.get(order[i]).problems();
                List<OffloadProblem> some = new ArrayList<>();
                for (int k : Arrays.copyOf(new Draw().indices(5, 3, random), 3)) {
                    some.add(all.get(k));
                }
                PolicyState inner = new PolicyState(network, config.innerRate(), SEED);
                Learner learner = new Learner(network, config.ppo(), config.rewardScale());
                learner.improve(inner.policy(), inner.optimiser(),
                        learner.sample(some, inner.policy(), config.trajectories(), random));
                for (int k = 0; k < theta.length; k++) {
                    expected[k] += ((double) inner.policy().values()[k] - theta[k])
                            / (config.innerRate() * config.innerSteps()) / 2;
                }
            }
            mrlato.iterate();
            assertThat(mrlato.state().optimiser().steps()).as("no outer Adam").isZero();
            for (int k = 0; k < theta.length; k++) {
                assertThat((double) mrlato.state().policy().values()[k]).isCloseTo(
                        theta[k] + config.outerRate() * expected[k], within(1e-6));
            }
        }
    }

    private static RandomStream stream(String name, int second) {
        RandomStream random = new RandomStream(SEED, name);
        random.restart(SEED, 0, second);
        return random;
    }
}
