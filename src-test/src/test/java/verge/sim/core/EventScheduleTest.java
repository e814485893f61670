package verge.sim.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import verge.sim.RandomGraphs;
import verge.sim.Shared;

class EventScheduleTest {

    private static final int GRAPHS = Shared.full() ? 20_000 : 1_500;

    /** Every finishing time of random plans of random graphs, in both timings, bit for bit. */
    @Test
    void equalsTheRecurrence() {
        RandomStream random = new RandomStream(1, "events");
        Scheduler scheduler = new Scheduler(30);
        EventSchedule events = new EventSchedule(30);
        int plans = 0;
        int offloaded = 0;
        for (int i = 0; i < GRAPHS; i++) {
            TaskGraph graph = RandomGraphs.any(random, 30);
            for (Timing timing : Timing.values()) {
                OffloadProblem problem = new OffloadProblem(graph, timing,
                        1 + random.nextInt(20), 1 + random.nextInt(20));
                for (int k = 0; k < 3; k++) {
                    int[] plan = RandomGraphs.plan(random, problem.size());
                    boolean rootsHold = k == 0 ? timing == Timing.PAPER : random.nextBoolean();
                    double expected = recurrence(scheduler, problem, plan, rootsHold);
                    String name = "graph " + i + ", " + timing + ", plan " + k;
                    double latency = k == 0 ? events.run(problem, plan)
                            : events.run(problem, plan, rootsHold);
                    assertThat(latency).as(name).isEqualTo(expected);
                    requireEqual(name, scheduler, events, problem.size());
                    int sent = Arrays.stream(plan).sum();
                    assertThat(events.events()).isEqualTo(problem.size() + 2 * sent);
                    offloaded += sent;
                    plans++;
                }
            }
        }
        assertThat(plans).isEqualTo(6 * GRAPHS);
        assertThat(offloaded).isGreaterThan(30 * GRAPHS);
    }

    private static double recurrence(Scheduler scheduler, OffloadProblem problem, int[] plan,
            boolean rootsHold) {
        scheduler.reset(problem, rootsHold);
        for (int p = 0; p < plan.length; p++) {
            scheduler.step(problem.order()[p], plan[p]);
        }
        return scheduler.latency();
    }

    private static void requireEqual(String name, Scheduler scheduler, EventSchedule events,
            int tasks) {
        double[] actual = new double[4 * tasks];
        double[] expected = new double[4 * tasks];
        for (int t = 0; t < tasks; t++) {
            for (int stage = 0; stage < 4; stage++) {
                actual[4 * t + stage] = events.finish(t, stage);
            }
            expected[4 * t + EventSchedule.LOCAL] = scheduler.localFinish(t);
            expected[4 * t + EventSchedule.UPLOAD] = scheduler.uploadFinish(t);
            expected[4 * t + EventSchedule.HOST] = scheduler.hostFinish(t);
            expected[4 * t + EventSchedule.DOWNLOAD] = scheduler.downloadFinish(t);
        }
        assertThat(actual).as(name).isEqualTo(expected);
    }

    @Test
    void allocatesNothing() {
        RandomStream random = new RandomStream(2, "events");
        OffloadProblem problem =
                new OffloadProblem(RandomGraphs.any(random, 30), Timing.PAPER, 7, 7);
        int[] plan = RandomGraphs.plan(random, problem.size());
        EventSchedule events = new EventSchedule(30);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;            // the JVM itself may allocate in some round
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 2_000; i++) {
                events.run(problem, plan);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
    }

    @Test
    void refusesPlansThatDoNotFit() {
        TaskGraph.Builder graph = new TaskGraph.Builder("two");
        graph.addTask(1, 1, 1);
        graph.addTask(1, 1, 1);
        OffloadProblem problem = new OffloadProblem(graph.build(), Timing.PAPER, 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventSchedule(1).run(problem, new int[2]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventSchedule(2).run(problem, new int[1]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventSchedule(2).run(problem, new int[] {0, 2}));
    }
}
