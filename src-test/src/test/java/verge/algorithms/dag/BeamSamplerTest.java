package verge.algorithms.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import verge.autodiff.Parameters;
import verge.sim.core.OffloadProblem;
import verge.sim.core.Scheduler;

/** Plans without replacement: all different, all real, distributed as they must be. */
class BeamSamplerTest {

    private static final int TASKS = 5;

    static List<Profiles> profiles() {
        return Profiles.all(3);
    }

    private static String plan(Trajectories shard, int b) {
        StringBuilder bits = new StringBuilder();
        for (int t = 0; t < shard.tasks; t++) {
            bits.append(shard.actions[t * shard.batch + b]);
        }
        return bits.toString();
    }

    private static int[] bits(String plan) {
        return plan.chars().map(c -> c - '0').toArray();
    }

    /** As many plans as there are: every one once, with the latency that the scheduler gives it. */
    @ParameterizedTest
    @MethodSource("profiles")
    void allPlansOnceWithTheirLatencies(Profiles profile) {
        OffloadingNetwork network = new OffloadingNetwork(profile.shape());
        Parameters theta = profile.parameters(network, 3);
        List<OffloadProblem> problems = Graphs.generated(3, TASKS, 2);
        for (Random random : new Random[] {new Random(5), null}) {
            Trajectories shard = new Trajectories(problems, profile.shape().embedding(), 1 << TASKS);
            new BeamSampler(network).fill(shard, theta, 1.0, random);
            for (int g = 0; g < 3; g++) {
                Set<String> seen = new HashSet<>();
                for (int b = g << TASKS; b < (g + 1) << TASKS; b++) {
                    seen.add(plan(shard, b));
                    assertThat(shard.latencies[b]).isEqualTo(new Scheduler(TASKS)
                            .run(problems.get(g), bits(plan(shard, b))));
                }
                assertThat(seen).hasSize(1 << TASKS);
            }
        }
    }

    /** Log-probability of a plan under the policy, by the network in double. */
    private static double logProbability(Profiles profile, OffloadingNetwork network,
            Parameters theta, OffloadProblem problem, String plan) {
        double[] wide = new double[theta.size()];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = theta.values()[i];
        }
        Trajectories one = new Trajectories(List.of(problem), profile.shape().embedding(), 1);
        Rollout rollout = new Rollout();
        rollout.begin(one);
        one.scaleRewards(RewardScale.VERGE);
        int[] actions = bits(plan);
        for (int t = 0; t < TASKS; t++) {
            rollout.observe(one, t);
            one.actions[t] = actions[t];
            one.tree.branch(t, actions, false);
            rollout.act(one, t);
        }
        DoubleNetwork.Outputs outputs =
                new DoubleNetwork(profile.shape(), network.table(), wide).all(one).get(0);
        double sum = 0;
        for (int t = 0; t < TASKS; t++) {
            sum += StrictMath.log(DoubleNetwork.softmax(outputs.logits()[t])[actions[t]]);
        }
        return sum;
    }

    /** Wide enough a beam finds the likeliest plans, in order, for every kind of network. */
    @ParameterizedTest
    @MethodSource("profiles")
    void beamsAreInTheOrderOfTheirProbability(Profiles profile) {
        OffloadingNetwork network = new OffloadingNetwork(profile.shape());
        Parameters theta = profile.parameters(network, 8);
        OffloadProblem problem = Graphs.generated(1, TASKS, 4).get(0);
        Trajectories shard = new Trajectories(List.of(problem), profile.shape().embedding(),
                1 << TASKS);
        new BeamSampler(network).fill(shard, theta, 1.0, null);
        double total = 0;
        double last = 0;
        for (int b = 0; b < 1 << TASKS; b++) {
            double logp = logProbability(profile, network, theta, problem, plan(shard, b));
            assertThat(logp).isLessThanOrEqualTo(last + 1e-5);
            last = logp;
            total += StrictMath.exp(logp);
        }
        assertThat(total).isCloseTo(1, within(1e-9));
    }

    /** A policy that is far from coins. */
    private static Parameters decided(Profiles profile, OffloadingNetwork network) {
        Parameters theta = profile.parameters(network, 8);
        for (int i = 0; i < theta.size(); i++) {
            theta.values()[i] *= 3f;
        }
        return theta;
    }

    /**
     * Two plans drawn without replacement: the first falls as the policy has it, and the pair is as
     * likely as p(a) p(b) / (1 - p(a)) says.
     */
    @Test
    void pairsFallAsWithoutReplacement() {
        Profiles profile = profiles().get(2);
        OffloadingNetwork network = new OffloadingNetwork(profile.shape());
        Parameters theta = decided(profile, network);
        OffloadProblem problem = Graphs.generated(1, TASKS, 4).get(0);
        int plans = 1 << TASKS;
        double[] p = new double[plans];
        for (int i = 0; i < plans; i++) {
            String plan = String.format("%5s", Integer.toBinaryString(i)).replace(' ', '0');
            p[i] = StrictMath.exp(logProbability(profile, network, theta, problem, plan));
        }
        int draws = 20_000;
        int together = 200;
        double[] first = new double[plans];
        double[] either = new double[plans];
        BeamSampler sampler = new BeamSampler(network);
        Random random = new Random(6);
        Trajectories shard = new Trajectories(Collections.nCopies(together, problem),
                profile.shape().embedding(), 2);
        for (int d = 0; d < draws / together; d++) {
            sampler.fill(shard, theta, 1.0, random);
            for (int g = 0; g < together; g++) {
                int a = Integer.parseInt(plan(shard, 2 * g), 2);
                int b = Integer.parseInt(plan(shard, 2 * g + 1), 2);
                assertThat(a != b).isTrue();
                first[a] += 1.0 / draws;
                either[a] += 1.0 / draws;
                either[b] += 1.0 / draws;
            }
        }
        for (int i = 0; i < plans; i++) {
            double second = 0;
            for (int j = 0; j < plans; j++) {
                second += j == i ? 0 : p[j] * p[i] / (1 - p[j]);
            }
            assertThat(first[i]).isCloseTo(p[i], within(deviations(p[i], draws)));
            assertThat(either[i]).isCloseTo(p[i] + second, within(deviations(p[i] + second, draws)));
        }
        assertThat(Arrays.stream(p).max().orElse(0)).as("not all alike").isGreaterThan(0.08);
    }

    /** Four and a half standard deviations of a frequency. */
    private static double deviations(double p, int draws) {
        return 4.5 * Math.sqrt(p * (1 - p) / draws) + 1e-6;
    }

    /** Hot policies are closer to coins: more of the plans that a cold one would not draw. */
    @Test
    void temperatureFlattens() {
        Profiles profile = profiles().get(2);
        OffloadingNetwork network = new OffloadingNetwork(profile.shape());
        Parameters theta = decided(profile, network);
        OffloadProblem problem = Graphs.generated(1, TASKS, 4).get(0);
        double[] likeliest = new double[2];
        for (int k = 0; k < 2; k++) {
            Trajectories shard = new Trajectories(List.of(problem), profile.shape().embedding(), 1);
            BeamSampler sampler = new BeamSampler(network);
            Trajectories mode = new Trajectories(List.of(problem), profile.shape().embedding(), 1);
            sampler.fill(mode, theta, 1.0, null);
            Random random = new Random(9);
            for (int d = 0; d < 2000; d++) {
                sampler.fill(shard, theta, k == 0 ? 0.2 : 5.0, random);
                likeliest[k] += plan(shard, 0).equals(plan(mode, 0)) ? 1.0 / 2000 : 0;
            }
        }
        assertThat(likeliest[0]).isGreaterThan(2 * likeliest[1]);
    }
}
