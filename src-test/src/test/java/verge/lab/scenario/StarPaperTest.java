package verge.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import verge.lab.run.EpisodeTrace;
import verge.sim.Shared;

/**
 * The scenario against the figures of the simulation by which it was found, which shares nothing
 * with this one. The whole table takes a thousand seeds each. Fewer leave the mean uncertain by a
 * known amount: then the 95 % interval of our mean has to meet the same band.
 */
class StarPaperTest {

    private static final int SEEDS = Shared.full() ? 1000 : 100;
    private static final int PLANNED_SEEDS = Shared.full() ? 1000 : 20;
    private static final double DELAY_BAND = 0.03;
    private static final double RATE_BAND = 0.015;
    private static final double ACHIEVABLE_BAND = 0.04;

    private static final int[] SERVERS = {3, 5, 7, 9, 11, 13, 15};
    private static final double[] LOCAL = {225.5, 225.0, 225.5, 225.8, 225.5, 225.2, 225.1};
    private static final double[] MAX_SINR = {113.1, 122.6, 120.1, 122.0, 121.6, 121.0, 121.8};
    private static final double[] MAX_SINR_RATE = {.289, .263, .272, .260, .269, .271, .268};
    private static final double[] SQF = {85.1, 91.3, 84.4, 85.4, 83.9, 80.9, 82.4};
    private static final double[] SQF_RATE = {.355, .348, .366, .353, .373, .378, .373};

    private static Sweep sweep(String policy, int servers, int seeds) {
        return Sweep.run(RadioScenario.starPaper(), List.of("servers=" + servers), policy,
                new Seeds(1, seeds));
    }

    private static void near(Sweep sweep, String what, String figure, double expected,
            double band) {
        Sweep.Figure ours = sweep.figure(figure);
        double unsure = Shared.full() ? 0 : (ours.high() - ours.low()) / 2;
        assertThat(Math.abs(ours.mean() - expected)).as("%s, %s: %s, expected %s", what, figure,
                ours, expected).isLessThanOrEqualTo(band + unsure);
    }

    @Test
    void heuristicsScoreAsWhereTheScenarioWasFound() {
        for (int i = 0; i < SERVERS.length; i += Shared.full() ? 1 : 3) {
            int n = SERVERS[i];
            near(sweep("local", n, SEEDS), "local " + n, "meanDelaySeconds", LOCAL[i],
                    DELAY_BAND * LOCAL[i]);
            Sweep channel = sweep("max-sinr", n, SEEDS);
            near(channel, "max-sinr " + n, "meanDelaySeconds", MAX_SINR[i],
                    DELAY_BAND * MAX_SINR[i]);
            near(channel, "max-sinr " + n, "failureRate", MAX_SINR_RATE[i], RATE_BAND);
            Sweep queue = sweep("sqf", n, SEEDS);
            near(queue, "sqf " + n, "meanDelaySeconds", SQF[i], DELAY_BAND * SQF[i]);
            near(queue, "sqf " + n, "failureRate", SQF_RATE[i], RATE_BAND);
        }
    }

    @Test
    void otherPoliciesReachWhatWasFoundAchievable() {
        achievable("random q=0.6", SEEDS, 71.5, .157, 83);
        achievable("myopic", PLANNED_SEEDS, 63.4, .088, 69.5);
        achievable("central", PLANNED_SEEDS, 69.3, .002, 69.5);
        achievable("priced", PLANNED_SEEDS, 52.7, .137, 64);
    }

    private static void achievable(String policy, int seeds, double delay, double rate,
            double cost) {
        Sweep sweep = sweep(policy, 9, seeds);
        near(sweep, policy, "meanDelaySeconds", delay, ACHIEVABLE_BAND * delay);
        near(sweep, policy, "failureRate", rate, Math.max(0.004, ACHIEVABLE_BAND * rate));
        near(sweep, policy, "costSeconds", cost, ACHIEVABLE_BAND * cost);
    }

    /** Episode by episode on the same draws, so that few seeds decide. */
    @Test
    void knowingMoreCostsLess() {
        List<List<Episode>> sweeps = new ArrayList<>();
        for (String policy : List.of("local", "max-sinr", "sqf", "random", "myopic", "priced")) {
            sweeps.add(sweep(policy, 9, 10).episodes());
        }
        for (int i = 1; i < sweeps.size(); i++) {
            double saved = 0;
            for (int k = 0; k < 10; k++) {
                assertThat(sweeps.get(i).get(k).tasks()).isEqualTo(sweeps.get(0).get(k).tasks());
                saved += sweeps.get(i - 1).get(k).costSeconds() - sweeps.get(i).get(k).costSeconds();
            }
            assertThat(saved / 10).as("policy " + i).isGreaterThan(3);
        }
    }

    /** The rate relates failures to tasks offloaded, and cost counts both. */
    @Test
    void figuresAreOfEpisodes() {
        for (Episode episode : sweep("random q=1", 3, 5).episodes()) {
            assertThat(episode.failureRate()).isEqualTo(episode.dropped()
                    / (double) episode.tasks());
            double delays = episode.meanDelaySeconds() * (episode.tasks() - episode.dropped());
            assertThat(episode.costSeconds()).isCloseTo(
                    (delays + 200 * episode.dropped()) / episode.tasks(),
                    within(1e-9));
        }
        for (Episode episode : sweep("local", 3, 5).episodes()) {
            assertThat(episode.failureRate()).isNaN();
            assertThat(episode.costSeconds()).isEqualTo(episode.meanDelaySeconds());
        }
    }

    /** What a report draws is of the same episode. */
    @Test
    void tracesAreOfTheEpisode() {
        RadioScenario scenario = RadioScenario.starPaper();
        RadioSettings settings = ScenarioFile.load(scenario.name()).settings(RadioSettings.class, null,
                List.of("servers=3", "slots=30"));
        Simulation simulation = scenario.simulation(settings,
                PolicyChoice.parse(scenario.policies(), "sqf", new ArrayList<>()));
        EpisodeTrace trace = simulation.trace(4);
        Episode episode = simulation.run(4);
        assertThat(trace.map().places()).hasSize(18);
        assertThat(trace.map().links()).isNotEmpty().allSatisfy(link ->
                assertThat(link.to()).isBetween(15, 17));
        long[] tasks = new long[3];                         // local, offloaded, failed
        for (int i = 0; i < 3; i++) {
            double[] perSlot = trace.charts().get(1).lines().get(i).values();
            assertThat(perSlot).hasSize(30);
            tasks[i] = (long) Arrays.stream(perSlot).sum();
        }
        assertThat(tasks).containsExactly(0, episode.tasks() - episode.dropped(),
                episode.dropped());
        assertThat(Arrays.stream(trace.delays().counts()).sum()).isEqualTo(tasks[1]);
        assertThat(trace.delays().meanSeconds())
                .isCloseTo(episode.meanDelaySeconds(), within(1e-9));
    }
}
