package verge.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import verge.sim.RandomGraphs;
import verge.sim.Shared;
import verge.sim.core.NaiveSchedule;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.Scheduler;
import verge.sim.core.TaskGraph;
import verge.sim.core.Timing;
import verge.sim.core.WorldState;
import verge.sim.policy.EdgePolicy;
import verge.sim.policy.LocalPolicy;
import verge.sim.policy.Policy;
import verge.sim.policy.RandomPolicy;
import verge.sim.policy.RoundRobinPolicy;

class TaskGraphWorldTest {

    private static final int SCENARIOS = Shared.full() ? 10_000 : 1_000;

    private static final int MIB = 1 << 20;

    private static OffloadProblem problem(RandomStream random, int most) {
        Timing timing = Timing.values()[random.nextInt(2)];
        return new OffloadProblem(RandomGraphs.any(random, most), timing,
                1 + 9 * random.nextDouble(), 1 + 9 * random.nextDouble());
    }

    private static double play(TaskGraphWorld world, Policy policy) {
        Decisions now = new Decisions(1, TaskGraphWorld.FEATURES);
        world.reset(1);
        while (world.next(now)) {
            policy.choose(now);
            world.apply(now);
            now.clear();
        }
        return world.latency();
    }

    @Test
    void anEpisodeIsTheSchedulersPlan() {
        long seed = 1;
        RandomStream random = new RandomStream(seed, "world");
        TaskGraphWorld world = new TaskGraphWorld(7, 20);
        Decisions now = new Decisions(1, TaskGraphWorld.FEATURES);
        Outcomes known = new Outcomes(20);
        for (int i = 0; i < SCENARIOS; i++) {
            OffloadProblem problem = problem(random, 20);
            int[] plan = RandomGraphs.plan(random, problem.size());
            world.assign(problem);
            world.reset(i);
            double rewards = 0;
            for (int p = 0; p < plan.length; p++) {
                assertThat(world.next(now)).isTrue();
                assertThat(now.size()).isEqualTo(1);
                assertThat(now.world()[0]).isEqualTo(7);
                assertThat(now.id()[0]).isEqualTo(p);
                assertThat(now.node()[0]).isEqualTo(problem.order()[p]);
                assertThat(now.choices(0)).isEqualTo(2);
                now.choice()[0] = plan[p];
                world.apply(now);
                now.clear();
                assertThat(world.drain(known)).isEqualTo(1);
                assertThat(known.world()[0]).isEqualTo(7);
                assertThat(known.id()[0]).isEqualTo(p);
                assertThat(known.reward()[0]).isNotPositive();
                assertThat(known.terminal()[0]).isEqualTo(p == plan.length - 1);
                assertThat(known.truncated()[0]).isFalse();
                rewards += known.reward()[0];
                known.clear();
            }
            assertThat(world.next(now)).isFalse();
            assertThat(world.drain(known)).isZero();
            String name = "seed " + seed + ", case " + i;
            assertThat(world.latency()).as(name)
                    .isEqualTo(new Scheduler(20).run(problem, plan))
                    .isEqualTo(new NaiveSchedule(problem, plan).latency());
            assertThat(Math.abs(rewards + world.latency())).as(name)
                    .isLessThanOrEqualTo(1e-12 * world.latency());
        }
    }

    /** What an agent sees follows from the graph and the decisions so far: nothing of later ones. */
    @Test
    void laterDecisionsCannotBeSeen() {
        RandomStream random = new RandomStream(9, "view");
        int seen = 0;
        for (int i = 0; i < SCENARIOS; i++) {
            OffloadProblem problem = problem(random, 20);
            int[] one = RandomGraphs.plan(random, problem.size());
            int[] other = RandomGraphs.plan(random, problem.size());
            int same = random.nextInt(problem.size());
            System.arraycopy(one, 0, other, 0, same);
            List<String> first = observations(problem, one);
            List<String> second = observations(problem, other);
            assertThat(second.subList(0, same + 1)).as("case " + i)
                    .isEqualTo(first.subList(0, same + 1));
            seen += second.equals(first) ? 0 : 1;
        }
        assertThat(seen).as("earlier ones can").isGreaterThan(SCENARIOS / 2);
    }

    private static List<String> observations(OffloadProblem problem, int[] plan) {
        TaskGraphWorld world = new TaskGraphWorld(0, 20);
        Decisions now = new Decisions(1, TaskGraphWorld.FEATURES);
        List<String> seen = new ArrayList<>();
        world.assign(problem);
        world.reset(1);
        while (world.next(now)) {
            seen.add(now.node()[0] + " " + now.legal()[0] + Arrays.toString(now.features()));
            now.choice()[0] = plan[seen.size() - 1];
            world.apply(now);
            now.clear();
        }
        return seen;
    }

    @Test
    void outcomesMayWait() {
        TaskGraphWorld world = new TaskGraphWorld(0, 30);
        world.assign(problem(new RandomStream(2, "world"), 30));
        play(world, new EdgePolicy());
        Outcomes known = new Outcomes(30);
        assertThat(world.drain(known)).isEqualTo(world.problem().size()).isEqualTo(known.size());
        assertThat(known.terminal()[known.size() - 1]).isTrue();
        assertThat(world.drain(known)).isZero();
    }

    /** Task 0 offloaded and 1 local, before 2, a child of both; 8 Mbps: 1 MiB takes 1 on a link. */
    @Test
    void featuresByHand() {
        TaskGraph.Builder graph = new TaskGraph.Builder("vee");
        graph.addTask(40 * MIB, 40 * MIB, 20 * MIB);
        graph.addTask(30 * MIB, 30 * MIB, 10 * MIB);
        graph.addTask(20 * MIB, 20 * MIB, 5 * MIB);
        graph.addTask(30 * MIB, 30 * MIB, 0);
        graph.addEdge(0, 2);
        graph.addEdge(1, 2);
        graph.addEdge(2, 3);
        TaskGraphWorld world = new TaskGraphWorld(0, 4);
        world.assign(new OffloadProblem(graph.build(), Timing.PAPER, 8, 8)
                .withOrder(new int[] {0, 1, 2, 3}));
        Decisions now = new Decisions(1, TaskGraphWorld.FEATURES);
        world.reset(0);
        for (int choice : new int[] {1, 0}) {
            world.next(now);
            now.choice()[0] = choice;
            world.apply(now);
            now.clear();
        }
        world.next(now);
        // Latency 64, mean local time 30. Local: 64 + 20. Offloaded: 64 + 20 + 2 + 5.
        double[] expected = {2 / 4.0, 20 / 30.0, 20 / 30.0, 2 / 30.0, 5 / 30.0,
            (84 - 64) / 30.0, (91 - 64) / 30.0, (84 - 91) / 30.0,
            (30 - 64) / 30.0, (40 - 64) / 30.0, (44 - 64) / 30.0, (64 - 64) / 30.0,
            50 / 30.0 / 4, 50 / 30.0 / 4, 50 / 30.0, 50 / 30.0, 0, 0,
            2 / 8.0, 1 / 8.0, 0, 0, 2 / 4.0};
        assertThat(TaskGraphWorld.FEATURES).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(now.features()[i]).as(TaskGraphWorld.FEATURE_NAMES.get(i))
                    .isEqualTo((float) expected[i]);
        }
    }

    @Test
    void featuresAgainstTheirDefinitions() {
        RandomStream random = new RandomStream(3, "features");
        TaskGraphWorld world = new TaskGraphWorld(0, 15);
        Decisions now = new Decisions(1, TaskGraphWorld.FEATURES);
        for (int i = 0; i < 500; i++) {
            OffloadProblem problem = problem(random, 15);
            int[] plan = RandomGraphs.plan(random, problem.size());
            world.assign(problem);
            world.reset(0);
            Scheduler scheduler = new Scheduler(15);
            scheduler.reset(problem);
            for (int p = 0; p < plan.length; p++) {
                world.next(now);
                requireFeatures(problem, scheduler, p, now.features());
                now.choice()[0] = plan[p];
                world.apply(now);
                now.clear();
                scheduler.step(problem.order()[p], plan[p]);
            }
        }
    }

    private static void requireFeatures(OffloadProblem problem, Scheduler s, int p, float[] row) {
        TaskGraph graph = problem.graph();
        int n = graph.size();
        int task = problem.order()[p];
        double mean = 0;
        for (double time : problem.localTime()) {
            mean += time / n;
        }
        double local = 0;
        double upload = 0;
        double longest = 0;
        for (int q = p; q < n; q++) {
            local += problem.localTime()[problem.order()[q]];
            upload += problem.uploadTime()[problem.order()[q]];
            longest = Math.max(longest, chain(problem, problem.order()[q]));
        }
        double now = s.latency();
        int parents = graph.parentOffsets()[task + 1] - graph.parentOffsets()[task];
        int children = graph.childOffsets()[task + 1] - graph.childOffsets()[task];
        double ifLocal = s.finishIf(task, 0);
        double ifEdge = s.finishIf(task, 1);
        double[] times = {problem.localTime()[task], problem.uploadTime()[task],
            problem.hostTime()[task], problem.downloadTime()[task], ifLocal - now, ifEdge - now,
            ifLocal - ifEdge, s.freeLocal() - now, s.freeUplink() - now, s.freeHost() - now,
            s.freeDownlink() - now, local / n, upload / n, chain(problem, task), longest,
            s.readyLocal(task) - now, s.readyUpload(task) - now};
        for (int k = 0; k < times.length; k++) {
            double expected = mean == 0 ? 0 : times[k] / mean;
            assertThat(Math.abs(row[1 + k] - expected)).as(TaskGraphWorld.FEATURE_NAMES.get(1 + k))
                    .isLessThanOrEqualTo(1e-6 * Math.max(1, Math.abs(expected)));
        }
        assertThat(List.of(row[0], row[18], row[19], row[20], row[21], row[22])).containsExactly(
                (float) p / n, parents / 8f, children / 8f, parents == 0 ? 1f : 0f,
                children == 0 ? 1f : 0f, (float) (n - p) / n);
    }

    private static double chain(OffloadProblem problem, int task) {
        TaskGraph graph = problem.graph();
        double longest = 0;
        for (int k = graph.childOffsets()[task]; k < graph.childOffsets()[task + 1]; k++) {
            longest = Math.max(longest, chain(problem, graph.children()[k]));
        }
        return longest + Math.min(problem.localTime()[task], problem.uploadTime()[task]
                + problem.hostTime()[task] + problem.downloadTime()[task]);
    }

    @Test
    void savedStatesContinueExactly() {
        RandomStream random = new RandomStream(4, "saves");
        Decisions now = new Decisions(1, TaskGraphWorld.FEATURES);
        for (int i = 0; i < 300; i++) {
            OffloadProblem problem = problem(random, 12);
            TaskGraphWorld world = new TaskGraphWorld(0, 12);
            world.assign(problem);
            world.reset(i);
            int[] plan = RandomGraphs.plan(random, problem.size());
            int half = random.nextInt(plan.length);
            for (int p = 0; p < half; p++) {
                step(world, now, plan[p]);
            }
            boolean between = random.nextBoolean();
            if (between) {
                world.next(now);
            }
            WorldState state = new WorldState();
            state.put(99);
            world.save(state);
            TaskGraphWorld other = new TaskGraphWorld(0, 12);
            other.assign(problem);
            WorldState read = new WorldState();
            read.set(state.toArray());
            assertThat(read.getLong()).isEqualTo(99);
            other.restore(read);
            assertThatIllegalStateException().isThrownBy(read::getLong);
            if (between) {
                now.choice()[0] = plan[half];
                world.apply(now);
                other.apply(now);
                now.clear();
            }
            for (int p = half + (between ? 1 : 0); p < plan.length; p++) {
                step(world, now, plan[p]);
                step(other, now, plan[p]);
            }
            assertThat(other.latency()).isEqualTo(world.latency());
            assertThat(other.digest().value()).isEqualTo(world.digest().value());
            Outcomes a = new Outcomes(12);
            Outcomes b = new Outcomes(12);
            assertThat(other.drain(b)).isEqualTo(world.drain(a)).isEqualTo(plan.length);
            assertThat(b.reward()).isEqualTo(a.reward());
        }
    }

    private static void step(TaskGraphWorld world, Decisions now, int choice) {
        world.next(now);
        now.choice()[0] = choice;
        world.apply(now);
        now.clear();
    }

    @Test
    void badStatesAreRefusedAndChangeNothing() {
        TaskGraphWorld world = new TaskGraphWorld(0, 12);
        world.assign(problem(new RandomStream(5, "saves"), 12));
        play(world, new EdgePolicy());
        WorldState state = new WorldState();
        world.save(state);
        long[] good = state.toArray();
        long digest = world.digest().value();
        double latency = world.latency();
        for (int at = 0; at < good.length; at++) {
            if (at != 3 && at != 4) {                           // any digest is possible
                long[] bad = good.clone();
                bad[at] = 1_000;
                state.set(bad);
                assertThatIllegalArgumentException().as("word " + at)
                        .isThrownBy(() -> world.restore(state));
            }
            state.set(java.util.Arrays.copyOf(good, at));
            assertThatIllegalStateException().isThrownBy(() -> world.restore(state));
            assertThat(world.digest().value()).isEqualTo(digest);
            assertThat(world.latency()).isEqualTo(latency);
        }
    }

    @Test
    void digestsTellEpisodesApart() {
        RandomStream random = new RandomStream(6, "digests");
        TaskGraphWorld world = new TaskGraphWorld(0, 10);
        world.assign(new OffloadProblem(RandomGraphs.any(random, 10), Timing.PAPER, 7, 7));
        play(world, new LocalPolicy());
        String local = world.digest().hex();
        play(world, new LocalPolicy());
        assertThat(world.digest().hex()).isEqualTo(local);
        play(world, new EdgePolicy());
        assertThat(world.digest().hex()).isNotEqualTo(local);
        TaskGraph.Builder tie = new TaskGraph.Builder("tie");
        tie.addTask(40 * MIB, 20 * MIB, 16 * MIB);              // 40 here, 20 + 4 + 16 there
        world.assign(new OffloadProblem(tie.build(), Timing.PAPER, 8, 8));
        assertThat(play(world, new LocalPolicy())).isEqualTo(40);
        local = world.digest().hex();
        assertThat(play(world, new EdgePolicy())).isEqualTo(40);
        assertThat(world.digest().hex()).isNotEqualTo(local);
    }

    /** Several worlds fill one batch, whichever of them are still running. */
    @Test
    void manyWorldsShareABatch() {
        RandomStream random = new RandomStream(7, "batch");
        TaskGraphWorld[] worlds = new TaskGraphWorld[9];
        double[] alone = new double[worlds.length];
        for (int w = 0; w < worlds.length; w++) {
            worlds[w] = new TaskGraphWorld(w, 20);
            worlds[w].assign(problem(random, 20));
            alone[w] = play(worlds[w], new RoundRobinPolicy());
            worlds[w].reset(1);
        }
        Decisions now = new Decisions(worlds.length, TaskGraphWorld.FEATURES);
        boolean running = true;
        while (running) {
            now.clear();
            for (TaskGraphWorld world : worlds) {
                world.next(now);
            }
            new RoundRobinPolicy().choose(now);
            for (int row = 0; row < now.size(); row++) {
                worlds[now.world()[row]].apply(now);
            }
            running = now.size() > 0;
        }
        for (int w = 0; w < worlds.length; w++) {
            assertThat(worlds[w].latency()).isEqualTo(alone[w]);
        }
    }

    @Test
    void refusesMisuse() {
        TaskGraphWorld world = new TaskGraphWorld(3, 10);
        Decisions now = new Decisions(2, TaskGraphWorld.FEATURES);
        assertThatIllegalStateException().isThrownBy(() -> world.reset(0));
        assertThat(world.next(now)).isFalse();
        TaskGraph.Builder graph = new TaskGraph.Builder("pair");
        graph.addTask(1, 1, 1);
        graph.addTask(1, 1, 1);
        OffloadProblem pair = new OffloadProblem(graph.build(), Timing.PAPER, 7, 7);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TaskGraphWorld(0, 1).assign(pair));
        world.assign(pair);
        assertThat(world.next(now)).isFalse();
        world.reset(0);
        assertThatIllegalStateException().isThrownBy(() -> world.apply(now));
        world.next(now);
        assertThatIllegalStateException().isThrownBy(() -> world.next(now));
        assertThatIllegalArgumentException().isThrownBy(() -> world.apply(now));
        now.choice()[0] = 2;
        assertThatIllegalArgumentException().isThrownBy(() -> world.apply(now));
        assertThat(world.latency()).isZero();
        now.clear();
        now.append(4, 0, 0, 0b11);
        assertThatIllegalStateException().isThrownBy(() -> world.apply(now));
        assertThat(world.spec().features()).isEqualTo(TaskGraphWorld.FEATURES);
        now.append(4, 1, 0, 0b11);
        assertThatIllegalStateException().isThrownBy(() -> now.append(4, 2, 0, 0b11));
    }

    @Test
    void randomPolicyPlaysLegally() {
        RandomStream random = new RandomStream(8, "play");
        TaskGraphWorld world = new TaskGraphWorld(0, 20);
        world.assign(problem(random, 20));
        assertThat(play(world, new RandomPolicy(random))).isNotNegative();
        for (int task = 0; task < world.problem().size(); task++) {
            assertThat(world.scheduler().scheduled(task)).isTrue();
        }
    }
}
