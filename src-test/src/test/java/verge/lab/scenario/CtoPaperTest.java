package verge.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import verge.lab.run.EpisodeTrace;
import verge.sim.Shared;
import verge.sim.core.InputException;

/** The scenario of cooperative servers as the command runs it. */
class CtoPaperTest {

    private static final int SEEDS = Shared.full() ? 100 : 5;

    private static Sweep sweep(String policy, int seeds, String... words) {
        return Sweep.run(Scenarios.standard().find("cto-paper"), List.of(words), policy,
                new Seeds(1, seeds));
    }

    private static double latency(Sweep sweep) {
        return sweep.figure("meanDelaySeconds").mean();
    }

    /** Every policy sees the same tasks, and all of them are done. */
    @Test
    void policiesAreComparedOnTheSameTasks() {
        List<Double> latency = new ArrayList<>();
        for (PolicyOption option : new CooperativeScenario().policies()) {
            if (!option.name().equals("optimal")) {
                Sweep sweep = sweep(option.name(), 2, "tasks=60");
                for (Episode episode : sweep.episodes()) {
                    assertThat(episode.tasks()).isEqualTo(60);
                    assertThat(episode.dropped()).isZero();
                    assertThat(episode.energyJoules()).isPositive();
                    assertThat(episode.slots()).isGreaterThanOrEqualTo(120);
                }
                latency.add(latency(sweep));
            }
        }
        assertThat(latency).hasSize(6).doesNotHaveDuplicates();
    }

    /** More load means more latency, and looking ahead at exact rates means less. */
    @Test
    void latencyGrowsWithTheLoad() {
        for (String arrivals : List.of("poisson", "bursty", "diurnal", "correlated")) {
            double calm = latency(sweep("least-loaded", SEEDS, "load=0.2",
                    "arrivals=" + arrivals));
            double busy = latency(sweep("least-loaded", SEEDS, "load=0.9",
                    "arrivals=" + arrivals));
            assertThat(busy).as(arrivals).isGreaterThan(1.3 * calm);
        }
        assertThat(latency(sweep("myopic", SEEDS, "tasks=100", "latencyWeight=1")))
                .isLessThan(latency(sweep("least-loaded", SEEDS, "tasks=100")));
    }

    @Test
    void theOptimumCostsLeast() {
        String[] words = {"tasks=3", "load=1", "idleWatts=0"};
        List<Episode> optimal = sweep("optimal", 3, words).episodes();
        for (String policy : List.of("single-server", "jsq", "round-robin", "myopic")) {
            List<Episode> episodes = sweep(policy, 3, words).episodes();
            for (int i = 0; i < 3; i++) {
                assertThat(cost(episodes.get(i))).as(policy)
                        .isGreaterThanOrEqualTo(cost(optimal.get(i)) * (1 - 1e-12));
            }
        }
    }

    /** Half latency, half energy: the scenario's weights, where idle servers take none. */
    private static double cost(Episode episode) {
        return 0.5 * episode.tasks() * episode.meanDelaySeconds() + 0.5 * episode.energyJoules();
    }

    /** Other numbers of servers; the trace where it is. */
    @Test
    void serversAndTrace() {
        for (int servers : new int[] {1, 2, 10}) {
            assertThat(sweep("jsq", 2, "servers=" + servers, "tasks=50").episodes()).hasSize(2);
        }
        assertThat(sweep("jsq", 2, "servers=30", "mostTargets=1", "tasks=50").episodes())
                .hasSize(2);
        Path trace = Shared.path("data/traces/google2011/finished_tasks.csv");
        Sweep alone = sweep("single-server", SEEDS, "trace=" + trace, "load=0.5");
        Sweep shared = sweep("least-loaded", SEEDS, "trace=" + trace, "load=0.5");
        assertThat(latency(shared)).isLessThan(latency(alone));
    }

    @Test
    void printsOneObject() {
        Sweep sweep = sweep("jsq", 3, "tasks=20");
        Map<String, Object> object = sweep.object();
        assertThat(object).containsKeys("tasks", "meanDelaySeconds", "failureRate", "dropped",
                "energyJoules", "digest", "slotsPerSecond", "interval95", "perSeed");
        assertThat(object.get("tasks")).isEqualTo(60L);
        assertThat(sweep("jsq", 3, "tasks=20").digest()).isEqualTo(sweep.digest());
        assertThat(sweep("jsq", 3, "tasks=20", "load=0.6").digest())
                .isNotEqualTo(sweep.digest());
    }

    /** What a report draws is the episode itself: its delays, and a value per arrival. */
    @Test
    void tracesAreTheEpisode() {
        Setup setup = Setup.of(Scenarios.standard().find("cto-paper"), "random", null,
                List.of("tasks=60"));
        Episode episode = setup.simulation().run(3);
        EpisodeTrace trace = setup.simulation().trace(3);
        assertThat(Arrays.stream(trace.delays().counts()).sum()).isEqualTo(60);
        assertThat(trace.delays().meanSeconds())
                .isCloseTo(episode.meanDelaySeconds(), within(1e-12));
        assertThat(trace.map().places()).hasSize(3);
        assertThat(trace.map().links()).hasSize(3);
        assertThat(trace.times()).hasSize(60).isSorted();
        assertThat(trace.times()[0]).isPositive();
        assertThat(trace.charts()).hasSize(3).allSatisfy(chart ->
                assertThat(chart.lines()).allSatisfy(line ->
                        assertThat(line.values()).hasSize(60)));
    }

    @Test
    void refusesWhatMakesNoSense() {
        for (String word : List.of("servers=0", "load=0", "limit=1.5", "leastShare=0",
                "arrivals=weekly", "tasks=0", "trace=/no/such/file.csv", "burstFactor=0.5",
                "latencyWeight=-1", "serverGigahertz=")) {
            assertThatThrownBy(() -> sweep("jsq", 1, word)).as(word)
                    .isInstanceOf(InputException.class);
        }
        assertThatThrownBy(() -> sweep("jsq", 1, "servers=30"))
                .isInstanceOf(InputException.class).hasMessageContaining("most-targets");
        assertThatThrownBy(() -> sweep("optimal", 1)).isInstanceOf(InputException.class)
                .hasMessageContaining("tasks=500");
        assertThatThrownBy(() -> sweep("max-sinr", 1)).isInstanceOf(InputException.class);
    }
}
