package verge.algorithms.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import verge.sim.core.OffloadProblem;
import verge.sim.core.Scheduler;

class RewardScaleTest {

    private static Offset<Double> relative(double value) {
        return within(1e-9 * Math.max(Math.abs(value), 1e-300));
    }

    /** Also from the plan's bits, so that the whole way from an action to its reward is covered. */
    @Test
    void releasedIsThePublishedReward() throws IOException {
        int plans = 0;
        int bounds = 0;
        for (String set : GoldenGraphs.SETS) {
            for (GoldenGraphs.Case one : GoldenGraphs.cases(set, 100)) {
                double least = one.golden().get("min_time").asDouble();
                double largest = one.golden().get("max_time").asDouble();
                assertThat(RewardScale.RELEASED.shift(one.problem())).isCloseTo(least,
                        relative(least));
                assertThat(RewardScale.RELEASED.shift(one.problem())
                        + RewardScale.RELEASED.unit(one.problem()))
                        .isCloseTo(largest, relative(largest));
                bounds++;
                for (JsonNode plan : one.golden().get("random")) {
                    if (plan.has("delta")) {
                        checkPlan(one.problem(), plan);
                        plans++;
                    }
                }
            }
        }
        assertThat(bounds).isEqualTo(10 * 4 * 100);
        assertThat(plans).isEqualTo(10 * 4 * 10 * 4);
    }

    private static void checkPlan(OffloadProblem problem, JsonNode plan) {
        double[] increases = GoldenGraphs.doubles(plan.get("delta"));
        double[] rewards = GoldenGraphs.doubles(plan.get("reward"));
        assertThat(rewards).hasSize(problem.size());
        Scheduler scheduler = new Scheduler(problem.size());
        scheduler.reset(problem);
        for (int p = 0; p < rewards.length; p++) {
            assertThat(RewardScale.RELEASED.reward(problem, increases[p]))
                    .isCloseTo(rewards[p], relative(rewards[p]));
            int choice = plan.get("bits").asText().charAt(p) - '0';
            double increase = scheduler.step(problem.order()[p], choice);
            // An increase is a difference of two latencies: its error is theirs.
            assertThat(increase).isCloseTo(increases[p],
                    within(1e-9 * (1 + scheduler.latency())));
        }
    }

    @Test
    void byHand() {
        // Local 2, 4, 3; downloads 1, 0.25, 5; the least: result 0.25 of the parent, not of others.
        OffloadProblem p = Graphs.of(new double[] {2, 4, 3}, new double[] {1, 0.25, 5},
                new int[] {1, 2});
        assertThat(RewardScale.PAPER.reward(p, 1.5)).as("seconds").isEqualTo(-0.0015);
        assertThat(RewardScale.VERGE.reward(p, 1.5)).isEqualTo(-0.5);
        assertThat(RewardScale.RELEASED.shift(p)).isEqualTo(0.025);
        assertThat(RewardScale.RELEASED.reward(p, 1.5))
                .isCloseTo(-1.475 / 4.975, within(1e-15));
        OffloadProblem exit = Graphs.of(new double[] {2, 4}, new double[] {1, 0.25},
                new int[] {0, 1});
        assertThat(RewardScale.RELEASED.shift(exit)).as("the exit's result does not count")
                .isEqualTo(0.1);
    }

    @Test
    void graphsWithoutSizesCostNothing() {
        for (RewardScale scale : RewardScale.values()) {
            assertThat(scale.reward(Graphs.zeros(2), 0)).isZero();
        }
    }
}
