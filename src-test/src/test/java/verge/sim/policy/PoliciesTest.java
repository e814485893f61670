package verge.sim.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.TaskGraph;
import verge.sim.core.Timing;
import verge.sim.world.Decisions;

class PoliciesTest {

    private static final int MIB = 1 << 20;

    private static Decisions rows(long legal, int count) {
        Decisions now = new Decisions(count, 0);
        for (int i = 0; i < count; i++) {
            now.append(0, i, i, legal);
        }
        return now;
    }

    @Test
    void fixedPoliciesAndRoundRobin() {
        Decisions now = rows(0b11, 5);
        new LocalPolicy().choose(now);
        assertThat(now.choice()).containsExactly(0, 0, 0, 0, 0);
        new EdgePolicy().choose(now);
        assertThat(now.choice()).containsExactly(1, 1, 1, 1, 1);
        new RoundRobinPolicy().choose(now);
        assertThat(now.choice()).containsExactly(0, 1, 0, 1, 0);
        Decisions masked = rows(0b1101, 5);
        new RoundRobinPolicy().choose(masked);
        assertThat(masked.choice()).containsExactly(0, 2, 3, 0, 2);
    }

    @Test
    void randomPolicyDrawsEveryLegalChoiceAlike() {
        RandomPolicy policy = new RandomPolicy(new RandomStream(1, "policy"));
        int[] counts = new int[4];
        Decisions now = rows(0b1101, 30_000);
        policy.choose(now);
        for (int row = 0; row < now.size(); row++) {
            assertThat(now.isLegal(row)).isTrue();
            counts[now.choice()[row]]++;
        }
        assertThat(counts[1]).isZero();
        for (int choice : new int[] {0, 2, 3}) {
            assertThat(counts[choice]).isBetween(9_600, 10_400);
        }
    }

    /** Two roots at 8 Mbps: local 40 and 30, offloaded 64 and 43 if the uplink is free. */
    @Test
    void greedyAndHeftGoWhereATaskFinishesEarlier() {
        TaskGraph.Builder graph = new TaskGraph.Builder("two");
        graph.addTask(30 * MIB, 30 * MIB, 10 * MIB);
        graph.addTask(40 * MIB, 40 * MIB, 20 * MIB);
        OffloadProblem problem = new OffloadProblem(graph.build(), Timing.RELEASED, 8, 8);
        ListPlan greedy = Greedy.plan(problem);
        assertThat(greedy.order()).containsExactly(0, 1);
        assertThat(greedy.choiceByTask()).containsExactly(0, 1);     // 30, then 64 before 70
        assertThat(greedy.own()).isEqualTo(64);
        ListPlan heft = Heft.plan(problem);
        assertThat(heft.order()).containsExactly(1, 0);
        assertThat(heft.plan()).containsExactly(0, 1);               // 40, then 43 before 70
        assertThat(heft.own()).isEqualTo(43);
        assertThat(heft.choiceByTask()).containsExactly(1, 0);
    }

    @Test
    void equalFinishesGoToTheEdge() {
        TaskGraph.Builder graph = new TaskGraph.Builder("tie");
        graph.addTask(40 * MIB, 20 * MIB, 16 * MIB);                 // 20 + 4 + 16
        OffloadProblem problem = new OffloadProblem(graph.build(), Timing.RELEASED, 8, 8);
        assertThat(Greedy.plan(problem).plan()).containsExactly(1);
        assertThat(Heft.plan(problem).plan()).containsExactly(1);
    }

    /** Three roots: the second upload waits in the own score, and does not when replayed. */
    @Test
    void ownAndReplayedScoresDifferByTheRootsUploads() {
        TaskGraph.Builder graph = new TaskGraph.Builder("three");
        graph.addTask(10 * MIB, 10 * MIB, 0);                        // local at 10
        graph.addTask(10 * MIB, 10 * MIB, 0);                        // edge at 11
        graph.addTask(100 * MIB, 10 * MIB, 0);                       // own: uploaded 20, edge at 30
        OffloadProblem problem = new OffloadProblem(graph.build(), Timing.RELEASED, 8, 8);
        ListPlan greedy = Greedy.plan(problem);
        assertThat(greedy.plan()).containsExactly(0, 1, 1);
        assertThat(greedy.own()).isEqualTo(30);
        assertThat(greedy.replay()).isEqualTo(21);                   // uploaded 10, host free at 11
    }

    @Test
    void greedyAcceptsEdgesToLowerNumbers() {
        TaskGraph.Builder graph = new TaskGraph.Builder("down");
        graph.addTask(MIB, MIB, MIB);
        graph.addTask(MIB, MIB, MIB);
        graph.addEdge(1, 0);
        OffloadProblem problem = new OffloadProblem(graph.build(), Timing.PAPER, 8, 8);
        assertThat(Greedy.plan(problem).order()).containsExactly(1, 0);
    }
}
