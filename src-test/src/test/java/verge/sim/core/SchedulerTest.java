package verge.sim.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verge.sim.RandomGraphs;

class SchedulerTest {

    private static final int MIB = 1 << 20;

    /** Two roots, 0 and 1, and their child 2; at 8 Mbps 1 MiB takes 1 on a link. */
    private static OffloadProblem vee(Timing timing) {
        TaskGraph.Builder graph = new TaskGraph.Builder("vee");
        graph.addTask(40 * MIB, 40 * MIB, 20 * MIB);
        graph.addTask(30 * MIB, 30 * MIB, 10 * MIB);
        graph.addTask(20 * MIB, 20 * MIB, 5 * MIB);
        graph.addEdge(0, 2);
        graph.addEdge(1, 2);
        return new OffloadProblem(graph.build(), timing, 8, 8).withOrder(new int[] {0, 1, 2});
    }

    private static Scheduler run(OffloadProblem problem, int... plan) {
        Scheduler scheduler = new Scheduler(problem.size());
        scheduler.run(problem, plan);
        return scheduler;
    }

    @Test
    void eq4TimesOfATask() {
        OffloadProblem problem = vee(Timing.PAPER);
        assertThat(problem.localTime()).containsExactly(40, 30, 20);
        assertThat(problem.uploadTime()).containsExactly(40, 30, 20);
        assertThat(problem.hostTime()).containsExactly(4, 3, 2);
        assertThat(problem.downloadTime()).containsExactly(20, 10, 5);
    }

    @Test
    void eq5UploadAsPrintedAwaitsTheUplinkAndTheParentsResults() {
        Scheduler s = run(vee(Timing.PAPER), 1, 1, 1);
        assertThat(s.uploadFinish(0)).isEqualTo(40);
        assertThat(s.uploadFinish(1)).isEqualTo(70);
        assertThat(s.readyUpload(2)).isEqualTo(83);             // results at 64 and 83
        assertThat(s.uploadFinish(2)).isEqualTo(103);
        assertThat(run(vee(Timing.PAPER), 0, 0, 1).uploadFinish(2)).isEqualTo(90);
    }

    @Test
    void eq5UploadAsReleasedAwaitsTheParentsUploadsAndRootsHoldNoUplink() {
        Scheduler s = run(vee(Timing.RELEASED), 1, 1, 1);
        assertThat(s.uploadFinish(0)).isEqualTo(40);
        assertThat(s.uploadFinish(1)).isEqualTo(30);
        assertThat(s.readyUpload(2)).isEqualTo(40);
        assertThat(s.uploadFinish(2)).isEqualTo(60);
        assertThat(s.freeUplink()).isEqualTo(60);
        assertThat(run(vee(Timing.RELEASED), 0, 1, 1).uploadFinish(2)).isEqualTo(60);
    }

    @Test
    void eq6HostServesInOrder() {
        Scheduler paper = run(vee(Timing.PAPER), 1, 1, 1);
        assertThat(paper.hostFinish(0)).isEqualTo(44);
        assertThat(paper.hostFinish(1)).isEqualTo(73);
        assertThat(paper.hostFinish(2)).isEqualTo(105);
        Scheduler released = run(vee(Timing.RELEASED), 1, 1, 1);
        assertThat(released.hostFinish(1)).isEqualTo(47);       // uploaded at 30, host free at 44
        assertThat(released.hostFinish(2)).isEqualTo(62);
    }

    @Test
    void eq6DownlinkIsAQueueAsPrintedOnly() {
        TaskGraph.Builder graph = new TaskGraph.Builder("pair");
        graph.addTask(10 * MIB, 10 * MIB, 50 * MIB);
        graph.addTask(10 * MIB, 10 * MIB, 10 * MIB);
        OffloadProblem paper = new OffloadProblem(graph.build(), Timing.PAPER, 8, 8);
        Scheduler queue = run(paper, 1, 1);
        assertThat(queue.downloadFinish(0)).isEqualTo(61);
        assertThat(queue.downloadFinish(1)).isEqualTo(71);      // computed at 21, link free at 61
        assertThat(queue.freeDownlink()).isEqualTo(71);
        OffloadProblem released = new OffloadProblem(graph.build(), Timing.RELEASED, 8, 8)
                .withOrder(new int[] {0, 1});
        Scheduler none = run(released, 1, 1);
        assertThat(none.downloadFinish(0)).isEqualTo(61);
        assertThat(none.downloadFinish(1)).isEqualTo(22);       // uploaded 10, host free 11
        assertThat(none.freeDownlink()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Timing.class)
    void eq7LocalRunsAwaitTheParentsResults(Timing timing) {
        assertThat(run(vee(timing), 0, 0, 0).localFinish(2)).isEqualTo(90);
        Scheduler mixed = run(vee(timing), 1, 0, 0);
        assertThat(mixed.readyLocal(2)).isEqualTo(64);          // 40 + 4 + 20, the other at 30
        assertThat(mixed.start(2)).isEqualTo(64);
        assertThat(mixed.localFinish(2)).isEqualTo(84);
        assertThat(mixed.freeLocal()).isEqualTo(84);
    }

    @Test
    void eq8LatencyIsTheLatestFinishAndStepsAddUpToIt() {
        OffloadProblem problem = vee(Timing.RELEASED);
        Scheduler s = new Scheduler(3);
        s.reset(problem);
        assertThat(s.step(0, 1)).isEqualTo(64);
        assertThat(s.step(1, 0)).isZero();
        assertThat(s.step(2, 1)).isEqualTo(3);                  // uploaded 60, host 62, result 67
        assertThat(s.latency()).isEqualTo(67);
    }

    @Test
    void rootsMayHoldTheUplinkOnRequest() {
        Scheduler s = new Scheduler(3);
        s.reset(vee(Timing.RELEASED), true);
        s.step(0, 1);
        s.step(1, 1);
        assertThat(s.uploadFinish(1)).isEqualTo(70);
    }

    @Test
    void equalsTheRecursionOnRandomGraphsAndPlans() {
        long seed = 20_260_101;
        RandomStream random = new RandomStream(seed, "scheduler");
        int cases = 0;
        for (int i = 0; i < 10_000; i++) {
            TaskGraph graph = RandomGraphs.any(random, 12);
            for (Timing timing : Timing.values()) {
                double up = 1 + 10 * random.nextDouble();
                double down = 1 + 10 * random.nextDouble();
                OffloadProblem problem = new OffloadProblem(graph, timing, up, down);
                int[] plan = RandomGraphs.plan(random, graph.size());
                compare(problem, plan, "seed " + seed + ", case " + i + ", " + timing);
                cases++;
            }
        }
        assertThat(cases).isEqualTo(20_000);
    }

    private static void compare(OffloadProblem problem, int[] plan, String name) {
        NaiveSchedule naive = new NaiveSchedule(problem, plan);
        Scheduler scheduler = new Scheduler(problem.size() + 3);
        scheduler.reset(problem);
        double sum = 0;
        for (int p = 0; p < plan.length; p++) {
            int task = problem.order()[p];
            double promised = scheduler.finishIf(task, plan[p]);
            double increase = scheduler.step(task, plan[p]);
            assertThat(increase).as(name).isNotNegative();
            sum += increase;
            assertThat(scheduler.finish(task)).as(name).isEqualTo(promised);
            assertThat(scheduler.localFinish(task)).as(name).isEqualTo(naive.ftUe(p));
            assertThat(scheduler.uploadFinish(task)).as(name).isEqualTo(naive.ftUl(p));
            assertThat(scheduler.hostFinish(task)).as(name).isEqualTo(naive.ftS(p));
            assertThat(scheduler.downloadFinish(task)).as(name).isEqualTo(naive.ftDl(p));
        }
        assertThat(scheduler.latency()).as(name).isEqualTo(naive.latency());
        assertThat(Math.abs(sum - scheduler.latency())).as(name)
                .isLessThanOrEqualTo(1e-12 * scheduler.latency());
        requirePrecedence(problem, scheduler, name);
    }

    /** A local task starts with its parents' results; an upload starts as the timing allows. */
    private static void requirePrecedence(OffloadProblem problem, Scheduler s, String name) {
        TaskGraph graph = problem.graph();
        for (int task = 0; task < graph.size(); task++) {
            for (int k = graph.parentOffsets()[task]; k < graph.parentOffsets()[task + 1]; k++) {
                int parent = graph.parents()[k];
                boolean stayOnEdge = problem.timing() == Timing.RELEASED
                        && s.choice(task) == 1 && s.choice(parent) == 1;
                double available = stayOnEdge ? s.uploadFinish(parent) : s.finish(parent);
                assertThat(s.start(task)).as(name).isGreaterThanOrEqualTo(available);
                if (s.choice(task) == 1 && s.choice(parent) == 1) {
                    assertThat(s.hostFinish(task) - problem.hostTime()[task]).as(name)
                            .isGreaterThanOrEqualTo(s.hostFinish(parent) * (1 - 1e-15));
                }
            }
        }
    }

    @Test
    void aCopyContinuesAlikeAndApart() {
        RandomStream random = new RandomStream(5, "copies");
        for (int i = 0; i < 500; i++) {
            OffloadProblem problem = new OffloadProblem(RandomGraphs.any(random, 15),
                    Timing.values()[i % 2], 5, 7);
            int[] plan = RandomGraphs.plan(random, problem.size());
            int half = random.nextInt(problem.size() + 1);
            Scheduler first = new Scheduler(20);
            first.reset(problem, random.nextBoolean());
            for (int p = 0; p < half; p++) {
                first.step(problem.order()[p], plan[p]);
            }
            Scheduler second = new Scheduler(15);
            second.run(problem, plan);
            second.copyFrom(first);
            assertThat(second.latency()).isEqualTo(first.latency());
            for (int p = half; p < plan.length; p++) {
                int task = problem.order()[p];
                assertThat(second.finishIf(task, plan[p])).isEqualTo(first.finishIf(task, plan[p]));
                assertThat(second.step(task, plan[p])).isEqualTo(first.step(task, plan[p]));
                assertThat(second.start(task)).isEqualTo(first.start(task));
                assertThat(second.freeLocal()).isEqualTo(first.freeLocal());
                assertThat(second.freeUplink()).isEqualTo(first.freeUplink());
                assertThat(second.freeHost()).isEqualTo(first.freeHost());
                assertThat(second.freeDownlink()).isEqualTo(first.freeDownlink());
            }
        }
    }

    @Test
    void refusesWhatCannotBeScheduled() {
        OffloadProblem problem = vee(Timing.PAPER);
        Scheduler s = new Scheduler(3);
        s.reset(problem);
        assertThatIllegalStateException().isThrownBy(() -> s.step(2, 0))
                .withMessage("task 2 comes before its parent 0");
        assertThatIllegalArgumentException().isThrownBy(() -> s.step(0, 2));
        assertThat(s.scheduled(0)).isFalse();
        s.step(0, 0);
        assertThatIllegalStateException().isThrownBy(() -> s.step(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Scheduler(2).reset(problem));
        assertThatIllegalArgumentException().isThrownBy(() -> s.run(problem, new int[2]));
    }
}
