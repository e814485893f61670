package verge.lab.scenario;

import java.util.Arrays;
import java.util.List;
import verge.lab.run.EpisodeTrace;
import verge.lab.run.Results.Gantt;
import verge.lab.run.Results.GanttPolicy;
import verge.lab.run.Results.GanttTask;
import verge.lab.run.Schedules;
import verge.sim.core.InputException;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.Scheduler;
import verge.sim.policy.EdgePolicy;
import verge.sim.policy.Greedy;
import verge.sim.policy.Heft;
import verge.sim.policy.LocalPolicy;
import verge.sim.policy.Optimum;
import verge.sim.policy.Policy;
import verge.sim.policy.RandomPolicy;
import verge.sim.policy.RoundRobinPolicy;
import verge.sim.world.Decisions;
import verge.sim.world.TaskGraphWorld;

/** Task graphs under one policy: an episode is one graph, its delay the latency of the plan. */
final class GraphSimulation implements Simulation {
    private static final double SECONDS_PER_UNIT = 1e-3;    // the paper prints ms
    private static final int SAMPLES = 300;

    private final GraphSettings settings;
    private final PolicyChoice choice;
    private final TaskGraphWorld world;
    private final RandomStream random = new RandomStream(0, "policy");
    private final Decisions now = new Decisions(1, TaskGraphWorld.FEATURES);

    GraphSimulation(GraphSettings settings, PolicyChoice choice) {
        this.settings = settings;
        this.choice = choice;
        world = new TaskGraphWorld(0, settings.tasks());
    }

    /** The problem in the order of the policy's plan. */
    private OffloadProblem problem(long seed) {
        OffloadProblem problem = settings.problem(seed);
        return choice.name().equals("greedy") ? problem.withOrder(Greedy.plan(problem).order())
                : problem;
    }

    private Policy policy(OffloadProblem problem) {
        return switch (choice.name()) {
            case "local" -> new LocalPolicy();
            case "edge" -> new EdgePolicy();
            case "random" -> new RandomPolicy(random);
            case "round-robin" -> new RoundRobinPolicy();
            case "greedy" -> planned(Greedy.plan(problem).plan());
            case "heft" -> planned(Heft.plan(problem).plan());
            case "optimal" -> planned(optimum(problem));
            default -> throw new IllegalStateException("no policy " + choice.name());
        };
    }

    /** Decisions come in the order of the problem, one at a time. */
    private static Policy planned(int[] plan) {
        return decisions -> decisions.choice()[0] = plan[(int) decisions.id()[0]];
    }

    private int[] optimum(OffloadProblem problem) {
        Optimum.Result best = Optimum.solveWithinNodes(problem, settings.optimumNodes());
        if (!best.proved()) {
            throw new InputException("command line", "optimal", "optimum-nodes="
                    + settings.optimumNodes(), "more: " + problem.graph().name()
                    + " is not proved with them");
        }
        return best.plan();
    }

    @Override
    public Episode run(long seed) {
        play(problem(seed), seed);
        return new Episode(seed, settings.tasks(), 0, world.latency() * SECONDS_PER_UNIT, 0,
                Double.NaN, world.digest().value(), settings.tasks());
    }

    /** Plays the episode; returns the choices in the problem's order. */
    private int[] play(OffloadProblem problem, long seed) {
        random.setSeed(seed);
        Policy policy = policy(problem);
        int[] plan = new int[problem.size()];
        world.assign(problem);
        world.reset(seed);
        now.clear();
        for (int place = 0; world.next(now); place++) {
            policy.choose(now);
            plan[place] = now.choice()[0];
            world.apply(now);
            now.clear();
        }
        return plan;
    }

    /** {@inheritDoc} A task is waiting for a resource, or on it, from the end of what it did before. */
    @Override
    public EpisodeTrace trace(long seed) {
        OffloadProblem problem = problem(seed);
        GanttPolicy schedule = Schedules.of(choice.toString(), problem, play(problem, seed));
        double step = schedule.latency() / SAMPLES;
        double[][] busy = new double[4][SAMPLES];           // device, uplink, host, downlink
        double[] left = new double[SAMPLES];
        double[] delays = new double[problem.size()];
        int done = 0;
        for (GanttTask task : schedule.tasks()) {
            if (task.offloaded()) {
                mark(busy[1], task.start(), task.uploadFinish(), step);
                mark(busy[2], task.uploadFinish(), task.hostFinish(), step);
                mark(busy[3], task.hostFinish(), task.downloadFinish(), step);
            } else {
                mark(busy[0], task.start(), task.finish(), step);
            }
            mark(left, 0, task.finish(), step);
            delays[done++] = task.finish() * SECONDS_PER_UNIT;
        }
        return EpisodeTrace.of("s", EpisodeTrace.steps(SAMPLES, step * SECONDS_PER_UNIT), null,
                List.of(
                new EpisodeTrace.Chart("Load of each resource", "tasks", List.of(
                        new EpisodeTrace.Line("device", busy[0]),
                        new EpisodeTrace.Line("uplink", busy[1]),
                        new EpisodeTrace.Line("host", busy[2]),
                        new EpisodeTrace.Line("downlink", busy[3]))),
                new EpisodeTrace.Chart("Tasks not yet done", "tasks", List.of(
                        new EpisodeTrace.Line("tasks", left)))),
                EpisodeTrace.Histogram.of(delays, 0));
    }

    /** Adds one to the samples whose moment lies between two times. */
    private static void mark(double[] samples, double from, double to, double step) {
        for (int i = 0; i < samples.length; i++) {
            double time = (i + 0.5) * step;
            samples[i] += time >= from && time < to ? 1 : 0;
        }
    }

    @Override
    public Gantt schedule(long seed) {
        OffloadProblem problem = problem(seed);
        int[] edge = new int[problem.size()];
        Arrays.fill(edge, Scheduler.OFFLOAD);
        return new Gantt(problem.graph().name(), List.of(
                Schedules.of(choice.toString(), problem, play(problem, seed)),
                Schedules.of("all on the device", problem, new int[problem.size()]),
                Schedules.of("all offloaded", problem, edge)));
    }
}
