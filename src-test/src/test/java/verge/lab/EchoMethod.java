package verge.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import verge.lab.run.Results;
import verge.lab.run.Results.Baselines;
import verge.lab.run.Results.Curve;
import verge.lab.run.Results.CurvePoint;
import verge.lab.run.Results.Gantt;
import verge.lab.run.Results.LearningPoint;
import verge.lab.run.Results.TestSet;
import verge.lab.run.RunFolder;
import verge.lab.run.Schedules;
import verge.lab.run.SeriesFile;
import verge.lab.text.Disk;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.Scheduler;
import verge.sim.core.TaskGraph;
import verge.sim.core.Timing;
import verge.sim.policy.Greedy;
import verge.sim.policy.Heft;
import verge.sim.workload.GraphReader;
import verge.sim.workload.TaskGraphGenerator;
import verge.sim.workload.TaskGraphGenerator.Shape;

/**
 * A method that learns nothing: it draws one random plan per step and keeps the best, with
 * everything that a method has to do around that. It can be told to stop half-way.
 */
final class EchoMethod implements Method<EchoMethod.Settings> {
    record Settings(int steps, int tasks, double rate, int stopAfter, Path graphs) {
        Settings {
            if (steps < 1) {
                throw new IllegalArgumentException("steps must be at least 1");
            }
        }
    }

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public String title() {
        return "Random search";
    }

    @Override
    public String paper() {
        return "none";
    }

    @Override
    public String state() {
        return "for tests";
    }

    @Override
    public Settings defaults(Budget budget) {
        return new Settings(budget == Budget.SMOKE ? 6 : 12, 8, 7, -1, null);
    }

    @Override
    public String kernels() {
        return "none";
    }

    @Override
    public void check(Settings config) {
        if (config.graphs != null) {
            GraphReader.readFolder(config.graphs);
        }
    }

    private static OffloadProblem problem(Settings config, long seed) {
        TaskGraph graph = TaskGraphGenerator.generate(Shape.paper(config.tasks, 0.6, 0.6, 0.5),
                new RandomStream(seed, "graph"), "</script><b>&'\"");
        return new OffloadProblem(graph, Timing.RELEASED, config.rate, config.rate);
    }

    private static int[] drawn(OffloadProblem problem, long seed, int step) {
        RandomStream random = new RandomStream(seed, "plan " + step);
        return java.util.stream.IntStream.range(0, problem.size()).map(i -> random.nextInt(2))
                .toArray();
    }

    @Override
    public RunOutcome run(RunContext<Settings> context) {
        Settings config = context.config();
        OffloadProblem problem = problem(config, context.seed());
        Path checkpoint = context.folder().checkpoint();
        int done = context.resume() && Files.exists(checkpoint)
                ? Integer.parseInt(Disk.read(checkpoint, 100)) : -1;
        List<LearningPoint> learning = new ArrayList<>();
        List<CurvePoint> points = new ArrayList<>();
        double best = Double.POSITIVE_INFINITY;
        context.progress().begin("searching", config.steps);
        try (SeriesFile metrics = context.metrics(done)) {
            for (int step = 0; step < config.steps; step++) {
                double latency = new Scheduler(problem.size())
                        .run(problem, drawn(problem, context.seed(), step));
                best = Math.min(best, latency);
                learning.add(new LearningPoint(step, latency, 1));
                points.add(CurvePoint.of(step, latency, 1, best, best, null));
                context.progress().advance("");
                if (step > done) {
                    metrics.add(step, "latency", latency);
                    metrics.flush();
                    Disk.write(checkpoint, Integer.toString(step));
                }
                if (step == config.stopAfter && !context.resume()) {
                    metrics.add(step + 1, "latency", -1);
                    throw new IllegalStateException("stopped");
                }
            }
        }
        return new RunOutcome(results(context, problem, learning, points),
                Map.of("best", Long.toHexString((long) best)));
    }

    private static Results results(RunContext<Settings> context, OffloadProblem problem,
            List<LearningPoint> learning, List<CurvePoint> points) {
        int[] edge = new int[problem.size()];
        Arrays.fill(edge, 1);
        double greedy = Greedy.plan(problem).own();
        double heft = Heft.plan(problem).own();
        Gantt gantt = new Gantt(problem.graph().name(), List.of(Schedules.of("edge", problem, edge),
                Schedules.of("heft", problem, Heft.plan(problem).plan())));
        double edgeLatency = new Scheduler(problem.size()).run(problem, edge);
        double local = new Scheduler(problem.size()).run(problem, new int[problem.size()]);
        Baselines baselines = new Baselines(local, edgeLatency, local, local, greedy, greedy, heft,
                heft, null);
        TestSet set = new TestSet("</script><script>alert(1)</script>", 1, "released", 7, 7,
                baselines, 0, List.of(new Curve("echo", points)));
        return new Results(Results.FORMAT_VERSION, "echo", "plain", context.seed(),
                context.budget().toString(), learning, List.of(set), gantt);
    }

    @Override
    public Evaluation evaluate(RunFolder run, EvaluationRequest request) {
        List<CurvePoint> points = new ArrayList<>();
        for (int update = 0; update <= request.updates(); update++) {
            points.add(CurvePoint.of(update, 11 - update, 0.5, 10, 9, 8.0));
        }
        return new Evaluation(GraphReader.readFolder(request.on()).size(),
                new Baselines(20, 16, 15, 14, 12, 12, 10, 9, 8.0), 1, points);
    }

    @Override
    public int[] plan(RunFolder run, OffloadProblem problem) {
        return drawn(problem, run.manifest().seed(), 0);
    }
}
