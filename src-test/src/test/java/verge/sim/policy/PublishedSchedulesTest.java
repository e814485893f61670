package verge.sim.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verge.sim.Shared;
import verge.sim.core.OffloadProblem;
import verge.sim.core.Scheduler;
import verge.sim.core.TaskGraph;
import verge.sim.core.Timing;

/** Every row of what the published program made of its graphs, to 1e-9 of each value. */
class PublishedSchedulesTest {

    private static final double RELATIVE = 1e-9;

    private final Scheduler scheduler = new Scheduler(64);
    private int rows;
    private int plans;
    private int optima;

    @ParameterizedTest
    @ValueSource(strings = {"offload_random10", "offload_random20", "offload_random20_1",
        "offload_random20_2", "offload_random20_8", "offload_random20_12", "offload_random20_24",
        "offload_random25", "offload_random30", "offload_random40"})
    void everyRow(String set) {
        List<TaskGraph> graphs = Shared.graphs(set);
        JsonNode rates = Shared.json("golden/dag/" + set + ".json").get("rates");
        for (Map.Entry<String, JsonNode> rate : rates.properties()) {
            double mbps = Double.parseDouble(rate.getKey());
            for (JsonNode row : rate.getValue()) {
                TaskGraph graph = graphs.get(row.get("g").intValue());
                String name = set + " " + rate.getKey() + " " + row.get("g");
                released(new OffloadProblem(graph, Timing.RELEASED, mbps, mbps), row, name);
                printed(new OffloadProblem(graph, Timing.PAPER, mbps, mbps), row, name);
                rows++;
            }
        }
        System.out.println(
                set + ": " + rows + " rows, " + plans + " plans, " + optima + " optima");
        int size = graphs.get(0).size();
        assertThat(rows).isEqualTo(400);
        assertThat(optima).isEqualTo(size <= 20 ? 800 : 0);
        assertThat(plans).isGreaterThanOrEqualTo(400 * 9);
    }

    private void released(OffloadProblem problem, JsonNode row, String name) {
        int[] order = Shared.ints(row.get("order"));
        assertThat(problem.order()).as(name).isEqualTo(order);
        requireLatency(problem, all(0, order.length), row.get("all_local"), name);
        requireLatency(problem, all(1, order.length), row.get("all_mec"), name);

        ListPlan heft = Heft.plan(problem);
        assertThat(heft.plan()).as(name).isEqualTo(Shared.bits(row.get("heft_bits")));
        requireClose(heft.own(), row.get("heft_own"), name);
        requireClose(heft.replay(), row.get("heft_replay"), name);
        requireLatency(problem, heft.plan(), row.get("heft_replay"), name);

        ListPlan greedy = Greedy.plan(problem);
        assertThat(greedy.choiceByTask()).as(name)
                .isEqualTo(Shared.bits(row.get("greedy_index_bits")));
        requireClose(greedy.own(), row.get("greedy_index_own"), name);
        requireClose(greedy.replay(), row.get("greedy_index_replay"), name);

        for (JsonNode random : row.get("random")) {
            int[] plan = Shared.bits(random.get("bits"));
            requireLatency(problem, plan, random.get("latency"), name);
            if (random.has("delta")) {
                requireIncreases(problem, plan, random.get("delta"), name);
            }
        }
        if (row.has("opt")) {
            requireOptimum(problem, row, name);
        }
    }

    private void printed(OffloadProblem problem, JsonNode row, String name) {
        JsonNode paper = row.get("paper_eq");
        int[] order = Shared.ints(paper.get("order"));
        assertThat(problem.order()).as(name).isEqualTo(order);
        requireLatency(problem, all(0, order.length), paper.get("all_local"), name);
        requireLatency(problem, all(1, order.length), paper.get("all_mec"), name);
        assertThat(paper.get("random")).hasSameSizeAs(row.get("random"));
        for (int i = 0; i < paper.get("random").size(); i++) {
            int[] plan = Shared.bits(row.get("random").get(i).get("bits"));
            requireLatency(problem, plan, paper.get("random").get(i), name);
        }
        if (paper.has("opt")) {
            requireOptimum(problem, paper, name);
        }
    }

    private void requireOptimum(OffloadProblem problem, JsonNode row, String name) {
        requireLatency(problem, Shared.bits(row.get("opt_bits")), row.get("opt"), name);
        Optimum.Result found = Optimum.solve(problem, 60);
        assertThat(found.proved()).as(name).isTrue();
        requireClose(found.latency(), row.get("opt"), name);
        assertThat(scheduler.run(problem, found.plan())).as(name).isEqualTo(found.latency());
        optima++;
    }

    private void requireIncreases(OffloadProblem problem, int[] plan, JsonNode deltas,
            String name) {
        scheduler.reset(problem);
        for (int p = 0; p < plan.length; p++) {
            double before = scheduler.latency();
            double increase = scheduler.step(problem.order()[p], plan[p]);
            // Both are differences of latencies, whose rounding they carry.
            assertThat(Math.abs(increase - deltas.get(p).doubleValue())).as(name)
                    .isLessThanOrEqualTo(RELATIVE * Math.max(1, before));
        }
    }

    private void requireLatency(OffloadProblem problem, int[] plan, JsonNode expected,
            String name) {
        requireClose(scheduler.run(problem, plan), expected, name);
        plans++;
    }

    private static void requireClose(double found, JsonNode expected, String name) {
        double value = expected.doubleValue();
        assertThat(Math.abs(found - value)).as(name + ": " + found + " for " + value)
                .isLessThanOrEqualTo(RELATIVE * value);
    }

    private static int[] all(int choice, int tasks) {
        int[] plan = new int[tasks];
        Arrays.fill(plan, choice);
        return plan;
    }

    @Test
    void optimaOfLargerGraphs() {
        List<TaskGraph> graphs = Shared.graphs("offload_random25");
        for (Timing timing : Timing.values()) {
            String mode = timing == Timing.PAPER ? "paper" : "code";
            JsonNode file = Shared.json("golden/dag/opt_big_n25_" + mode + "_7.0.json");
            assertThat(file.get("rows")).hasSize(100);
            for (JsonNode row : file.get("rows")) {
                OffloadProblem problem =
                        new OffloadProblem(graphs.get(row.get("g").intValue()), timing, 7, 7);
                String name = mode + " " + row.get("g");
                requireClose(scheduler.run(problem, Shared.bits(row.get("bits"))), row.get("opt"),
                        name);
                Optimum.Result found = Optimum.solve(problem, 60);
                assertThat(found.proved()).as(name).isTrue();
                requireClose(found.latency(), row.get("opt"), name);
            }
        }
    }
}
