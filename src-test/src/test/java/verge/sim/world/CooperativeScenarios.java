package verge.sim.world;

import java.util.List;
import verge.sim.core.RandomStream;
import verge.sim.policy.Policy;
import verge.sim.workload.Arrivals;
import verge.sim.workload.BurstyArrivals;
import verge.sim.workload.CorrelatedArrivals;
import verge.sim.workload.MergedArrivals;
import verge.sim.workload.PoissonArrivals;
import verge.sim.workload.SyntheticTasks;
import verge.sim.workload.TaskSource;
import verge.sim.workload.TaskTrace;
import verge.sim.workload.TraceTasks;

/** Random scenarios of the cooperative world, and policies that choose any action. */
public final class CooperativeScenarios {

    private CooperativeScenarios() {
    }

    /** Any servers, links, limits and weights. */
    static CooperativeConfig config(RandomStream random, int mostServers) {
        int servers = 1 + random.nextInt(mostServers);
        double[] hertz = new double[servers];
        for (int s = 0; s < servers; s++) {
            hertz[s] = random.nextBoolean() ? 4e9 : 1e9 + 8e9 * random.nextDouble();
        }
        double[] links = new double[servers * servers];
        for (int i = 0; i < links.length; i++) {
            links[i] = random.nextBoolean() ? 1e8 : 1e7 + 1e9 * random.nextDouble();
        }
        double[] limits = {1, 0.5, 0.2 + 0.8 * random.nextDouble()};
        double[] least = {1, 0.25, CooperativeConfig.LEAST_SHARE, 0.01 + 0.5 * random.nextDouble()};
        return new CooperativeConfig(hertz, links, limits[random.nextInt(3)],
                least[random.nextInt(4)], random.nextInt(Math.min(servers, 4)),
                new CooperativeConfig.Energy(1e-28, random.nextInt(3), 5 * random.nextDouble()),
                random.nextDouble(), 1 + 9 * random.nextDouble());
    }

    /** Any tasks; some without data, and some at equal times. */
    static TaskSource tasks(RandomStream random, CooperativeConfig config, int mostTasks) {
        int tasks = 1 + random.nextInt(mostTasks);
        int servers = config.servers();
        double perServer = (0.2 + 1.5 * random.nextDouble()) * config.totalHertz() / servers / 2e9;
        if (random.nextInt(4) == 0) {
            TaskTrace.Builder trace = new TaskTrace.Builder();
            for (int i = 0; i <= tasks; i++) {
                trace.add(i / 3, random.nextInt(5), 1e9 * (1 + random.nextInt(3)),
                        1e7 * random.nextInt(3), 1e6 * random.nextInt(3));
            }
            trace.add(1 + tasks, 0, 1e9, 0, 0);
            return new TraceTasks(trace.build(), servers, tasks, config.totalHertz());
        }
        Arrivals[] sites = new Arrivals[servers];
        for (int s = 0; s < servers; s++) {
            sites[s] = BurstyArrivals.bursts(perServer, 1 + 9 * random.nextDouble(), 0.2, 3);
        }
        List<Arrivals> any = List.of(new PoissonArrivals(servers, perServer),
                CorrelatedArrivals.of(servers, perServer, 0.5, 0.7),
                new MergedArrivals(List.of(sites)));
        return new SyntheticTasks(any.get(random.nextInt(3)), tasks, new SyntheticTasks.Sizes(2e9,
                random.nextDouble(), random.nextInt(3) * 0.01, 0.2, 0.5));
    }

    /** Any legal choice and levels, the ends of the scale often. */
    public static Policy any(RandomStream random) {
        return now -> {
            for (int row = 0; row < now.size(); row++) {
                now.choice()[row] = random.nextInt(now.choices(row));
                for (int k = 0; k < now.levelCount(); k++) {
                    int kind = random.nextInt(4);
                    now.levels()[row * now.levelCount() + k] =
                            kind == 0 ? 0 : kind == 1 ? 1 : random.nextFloat();
                }
            }
        };
    }

    static int[] targets(CooperativeWorld world, int site, int choice) {
        int[] targets = new int[world.choices().targets(choice)];
        for (int k = 0; k < targets.length; k++) {
            targets[k] = world.choices().target(site, choice, k);
        }
        return targets;
    }
}
