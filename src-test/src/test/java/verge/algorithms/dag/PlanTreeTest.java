package verge.algorithms.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import verge.sim.core.OffloadProblem;
import verge.sim.core.Scheduler;

/** Plans share a row where, and only where, they are of one graph and have decided alike so far. */
class PlanTreeTest {

    private static int[] actions(Random random, int size, double ofOffloading) {
        int[] actions = new int[size];
        for (int i = 0; i < size; i++) {
            actions[i] = random.nextDouble() < ofOffloading ? 1 : 0;
        }
        return actions;
    }

    private static String prefix(int[] actions, int batch, int b, int t) {
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < t; i++) {
            bits.append(actions[i * batch + b]);
        }
        return bits.toString();
    }

    private static PlanTree tree(int tasks, int groups, int perGraph, int[] actions,
            boolean even) {
        PlanTree tree = new PlanTree(tasks, groups, perGraph);
        tree.begin(groups, perGraph);
        for (int t = 0; t < tasks; t++) {
            tree.branch(t, actions, even);
        }
        return tree;
    }

    @Test
    void aRowForEachPrefixOfEachGraph() {
        Random random = new Random(3);
        int rows = 0;
        for (int round = 0; round < 60; round++) {
            int tasks = 1 + random.nextInt(6);
            int groups = 1 + random.nextInt(4);
            int perGraph = 1 + random.nextInt(9);
            int batch = groups * perGraph;
            int[] actions = actions(random, tasks * batch, round % 3 * 0.4 + 0.1);
            for (boolean even : new boolean[] {false, true}) {
                PlanTree tree = tree(tasks, groups, perGraph, actions, even);
                for (int t = 0; t <= tasks; t++) {
                    rows += check(tree, t, groups, perGraph, actions, even);
                }
            }
        }
        assertThat(rows).isGreaterThan(1000);
    }

    private static int check(PlanTree tree, int t, int groups, int perGraph, int[] actions,
            boolean even) {
        int batch = groups * perGraph;
        int[] ofGraph = new int[groups];
        Map<Integer, String> seen = new HashMap<>();
        Map<String, Integer> rowOf = new HashMap<>();
        for (int b = 0; b < batch; b++) {
            int g = b / perGraph;
            int row = tree.at[t * batch + b];
            String prefix = g + ":" + prefix(actions, batch, b, t);
            assertThat(row).isBetween(tree.first[t], tree.first[t + 1] - 1);
            assertThat(tree.own[row]).isEqualTo(t * groups + g);
            if (t > 0) {
                assertThat(tree.action[row]).isEqualTo(actions[(t - 1) * batch + b]);
                assertThat(tree.first[t - 1] + tree.parent[row])
                        .isEqualTo(tree.at[(t - 1) * batch + b]);
            }
            assertThat(seen.merge(row, prefix, (x, y) -> x)).isEqualTo(prefix);
            ofGraph[g] += rowOf.putIfAbsent(prefix, row) == null ? 1 : 0;
            assertThat(rowOf).containsEntry(prefix, row);
        }
        int most = Arrays.stream(ofGraph).max().orElseThrow();
        assertThat(tree.rows(t)).isEqualTo(even ? groups * most : Arrays.stream(ofGraph).sum());
        return tree.rows(t);
    }

    @Test
    void aLevelContinuesTheOneBeforeUnlessPlansPart() {
        PlanTree tree = tree(3, 1, 2, new int[] {1, 1, 0, 1, 1, 0}, false);
        assertThat(tree.continues(0)).isTrue();
        assertThat(tree.continues(1)).isTrue();
        assertThat(tree.continues(2)).isFalse();
        assertThat(tree.continues(3)).isTrue();
    }

    /** The shared worlds give each plan its latency, and its rewards add up to it. */
    @Test
    void sharedWorldsGiveEveryPlanItsOwnLatency() {
        int tasks = 8;
        int perGraph = 12;
        for (boolean even : new boolean[] {false, true}) {
            Trajectories shard = new Trajectories(Graphs.generated(3, tasks, 5),
                    TaskEmbedding.PAPER, perGraph);
            System.arraycopy(actions(new Random(8), tasks * shard.batch, 0.3), 0, shard.actions, 0,
                    tasks * shard.batch);
            shard.scaleRewards(RewardScale.PAPER);
            Rollout rollout = new Rollout();
            rollout.begin(shard);
            for (int t = 0; t < tasks; t++) {
                rollout.observe(shard, t);
                shard.tree.branch(t, shard.actions, even);
                rollout.act(shard, t);
                rollout.reward(shard, t);
            }
            rollout.end(shard);
            for (int b = 0; b < shard.batch; b++) {
                OffloadProblem problem = shard.problems[b / perGraph];
                int[] plan = new int[tasks];
                double cost = 0;
                for (int t = 0; t < tasks; t++) {
                    plan[t] = shard.actions[t * shard.batch + b];
                    cost -= 1000 * shard.rewards[t * shard.batch + b];     // of seconds
                }
                double latency = new Scheduler(tasks).run(problem, plan);
                assertThat(shard.latencies[b]).isEqualTo(latency);
                assertThat(cost).isCloseTo(latency, within(1e-9 * latency));
            }
        }
    }
}
