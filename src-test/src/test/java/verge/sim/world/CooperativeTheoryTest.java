package verge.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import verge.sim.workload.PoissonArrivals;
import verge.sim.workload.SyntheticTasks;

/** Cooperative servers against queueing theory, and the sets of servers a choice stands for. */
class CooperativeTheoryTest {

    /** One server, one task at a time: latency, its 99 % half-width, number arrivals see, rate. */
    private static double[] single(double exponentialShare, double load, int tasks) {
        CooperativeConfig config = CooperativeConfig.mesh(new double[] {1e9}, 1, 1, 1, 0,
                new CooperativeConfig.Energy(1e-27, 0, 0), 1, 1);
        CooperativeWorld world = new CooperativeWorld(0, config, new SyntheticTasks(
                new PoissonArrivals(1, load), tasks,
                new SyntheticTasks.Sizes(1e9, exponentialShare, 0, 0, 0)));
        int batches = 40;
        double[] mean = new double[batches];
        double seen = 0;
        double seconds = 0;
        for (int batch = 0; batch < batches; batch++) {
            world.reset(batch);
            Decisions now = world.decisions();
            while (world.next(now)) {
                now.choice()[0] = 0;
                world.apply(now);
                now.clear();
                seen += world.flow().tasksUnderWay() - 1;
            }
            seconds += world.task().seconds();
            mean[batch] = world.totals().meanLatencySeconds();
        }
        double sum = Arrays.stream(mean).sum() / batches;
        double variance = Arrays.stream(mean).map(m -> (m - sum) * (m - sum)).sum()
                / (batches - 1);
        double arrivals = (double) batches * tasks;
        return new double[] {sum, 2.708 * Math.sqrt(variance / batches),    // Student, 39, 99 %
            seen / arrivals, arrivals / seconds};
    }

    @Test
    void isAnMM1QueueWhereOneServerTakesOneTaskAtATime() {
        double[] found = single(1, 0.7, 20_000);
        assertThat(Math.abs(found[0] - 1 / (1 - 0.7))).as("%s", found[0]).isLessThan(found[1]);
        assertThat(found[1]).isLessThan(0.1);
        // Little: number in system = rate x latency; Poisson arrivals see averages over time.
        assertThat(found[2] / (found[3] * found[0])).isCloseTo(1, within(0.01));
    }

    @Test
    void isAnMD1QueueWhereTasksAreEqual() {
        double[] found = single(0, 0.7, 20_000);
        assertThat(Math.abs(found[0] - (1 + 0.7 / (2 * (1 - 0.7))))).as("%s", found[0])
                .isLessThan(found[1]);
        assertThat(found[1]).isLessThan(0.05);
    }

    @Test
    void choicesAreAllSetsOfOthers() {
        CooperativeChoices choices = new CooperativeChoices(4, 3);
        Set<String> sets = new TreeSet<>();
        for (int choice = 0; choice < choices.count(); choice++) {
            StringBuilder set = new StringBuilder();
            for (int k = 0; k < choices.targets(choice); k++) {
                set.append(choices.target(1, choice, k));
            }
            sets.add(set.toString());
        }
        assertThat(sets).containsExactly("", "0", "02", "023", "03", "2", "23", "3");
        for (int target = 0; target < 4; target++) {
            int choice = CooperativeChoices.choiceOf(1, target);
            if (target == 1) {
                assertThat(choice).isZero();
            } else {
                assertThat(choices.targets(choice)).isOne();
                assertThat(choices.target(1, choice, 0)).isEqualTo(target);
            }
        }
    }
}
