package verge.lab.dag;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import verge.algorithms.dag.Adaptation;
import verge.algorithms.dag.Adaptation.Measurement;
import verge.algorithms.dag.LearnerConfig;
import verge.algorithms.dag.LearnerPool;
import verge.algorithms.dag.LearningTask;
import verge.algorithms.dag.OffloadingNetwork;
import verge.algorithms.dag.OffloadingPolicy;
import verge.algorithms.dag.PolicyState;
import verge.algorithms.dag.Trainer;
import verge.autodiff.Parameters;
import verge.lab.GraphScores;
import verge.lab.RunContext;
import verge.lab.RunOutcome;
import verge.lab.run.GraphLatencies;
import verge.lab.run.Point;
import verge.lab.run.Results;
import verge.lab.run.Results.Curve;
import verge.lab.run.Results.CurvePoint;
import verge.lab.run.Results.Gantt;
import verge.lab.run.Results.GanttPolicy;
import verge.lab.run.Results.LearningPoint;
import verge.lab.run.Results.TestSet;
import verge.lab.run.Schedules;
import verge.lab.run.SeriesFile;
import verge.lab.text.Numbers;
import verge.sim.core.InputException;
import verge.sim.core.OffloadProblem;

/**
 * One run: the method's training, that of the fine-tuned DRL baseline if asked for, and the
 * evaluation of both on every test set beside the heuristics and the optimum. Steps of the metrics
 * count iterations of the first, then of the second, then measurements of the evaluation, the first
 * before any update: none shares a step with the last checkpoint. The evaluation follows from the
 * policies and the seed, so only the training needs checkpoints.
 */
final class DagRun {

    private final Kind kind;
    private final RunContext<DagSettings> context;
    private final DagSettings settings;
    private final LearnerConfig config;
    private final GraphSets sets;
    private final OffloadingNetwork network;

    /** One policy that is trained, so many iterations long. */
    private record Part(String name, String policy, Trainer trainer, int iterations) {
        PolicyState state() {
            return trainer.state();
        }
    }

    DagRun(Kind kind, RunContext<DagSettings> context) {
        this.kind = kind;
        this.context = context;
        this.settings = context.config();
        this.config = settings.method();
        this.sets = GraphSets.of(settings);
        this.network = new OffloadingNetwork(config.network());
    }

    RunOutcome run() {
        try (LearnerPool pool = new LearnerPool(network, config.ppo(), config.rewardScale(),
                context.threads())) {
            List<Part> parts = parts(pool);
            boolean resumed = context.resume() && Files.exists(context.folder().checkpoint());
            long step = -1;
            if (resumed) {
                DagCheckpoint.restore(context.folder().checkpoint(), states(parts));
                step = parts.stream().mapToLong(part -> part.state().iteration()).sum();
                requireMetrics(parts);
            } else {
                save(parts);
            }
            List<Evaluated> evaluated;
            try (SeriesFile metrics = context.metrics(step);
                    SeriesFile timing = context.timing(step)) {
                long before = 0;
                for (Part part : parts) {
                    train(part, before, parts, metrics, timing);
                    before += part.iterations();
                }
                evaluated = evaluate(parts, pool);
                record(evaluated, before + 1, metrics);
            }
            context.folder().writeLatencies(latencies(evaluated));
            return outcome(parts, evaluated);
        }
    }

    private List<Part> parts(LearnerPool pool) {
        List<Part> parts = new ArrayList<>();
        parts.add(part(kind, settings.iterations(), pool));
        if (settings.drlIterations() > 0) {
            parts.add(part(Kind.DRL, settings.drlIterations(), pool));
        }
        return parts;
    }

    private Part part(Kind of, int iterations, LearnerPool pool) {
        return new Part(of.part(), of.policyName,
                of.trainer(config, network, sets.training(), pool, context.seed()), iterations);
    }

    private static Map<String, PolicyState> states(List<Part> parts) {
        Map<String, PolicyState> states = new LinkedHashMap<>();
        parts.forEach(part -> states.put(part.name(), part.state()));
        return states;
    }

    /** Every iteration that the checkpoint counts must have left its row. */
    private void requireMetrics(List<Part> parts) {
        Map<String, List<Point>> metrics = context.folder().metrics();
        for (Part part : parts) {
            int rows = metrics.getOrDefault(part.name() + "/latency", List.of()).size();
            int intervals = metrics.getOrDefault(part.name() + "/ci95", List.of()).size();
            if (Math.min(rows, intervals) < part.state().iteration()) {
                throw new InputException(context.folder().path().resolve("metrics.csv").toString(),
                        part.name() + "/latency", Math.min(rows, intervals) + " iterations",
                        part.state().iteration() + ", as the checkpoint counts");
            }
        }
    }

    private void train(Part part, long before, List<Part> parts, SeriesFile metrics,
            SeriesFile timing) {
        PolicyState state = part.state();
        context.progress().begin(part.name() + " training", part.iterations() - state.iteration());
        while (state.iteration() < part.iterations()) {
            long from = System.nanoTime();
            part.trainer().iterate();
            long step = before + state.iteration();
            metrics.add(step, part.name() + "/latency", state.latency());
            metrics.add(step, part.name() + "/ci95", state.ci95());
            timing.add(step, part.name() + "/seconds", (System.nanoTime() - from) * 1e-9);
            context.progress().advance("latency " + Numbers.fixed(state.latency(), 1));
            if (state.iteration() % settings.checkpointEvery() == 0
                    || state.iteration() == part.iterations()) {
                metrics.flush();
                timing.flush();
                save(parts);
            }
        }
    }

    private void save(List<Part> parts) {
        DagCheckpoint.save(context.folder().checkpoint(), kind, config.network(), states(parts));
    }

    /** A policy's adaptation to a test set. */
    private record Evaluated(String policy, LearningTask task, List<Measurement> points,
            Parameters adapted) {}

    private List<Evaluated> evaluate(List<Part> parts, LearnerPool pool) {
        int jobs = parts.size() * sets.test().size();
        context.progress().begin("adaptation", (long) jobs * (settings.updates() + 1));
        return pool.ask(jobs, (learner, i) -> {
            LearningTask task = sets.test().get(i / parts.size());
            Part part = parts.get(i % parts.size());
            Adaptation adaptation = new Adaptation(learner, config.ppo(), part.state().policy(),
                    task, settings.search(), context.seed());
            List<Measurement> points = new ArrayList<>();
            for (int u = 0; u <= settings.updates(); u++) {
                points.add(adaptation.measure(u < settings.updates()));
                synchronized (context.progress()) {
                    context.progress().advance("");
                }
            }
            return new Evaluated(part.policy(), task, points, adaptation.policy());
        });
    }

    private void record(List<Evaluated> evaluated, long first, SeriesFile metrics) {
        for (int u = 0; u <= settings.updates(); u++) {
            for (Evaluated one : evaluated) {
                Measurement m = one.points().get(u);
                String name = one.policy() + "/" + one.task().name() + "/";
                metrics.add(first + u, name + "sampled", Measurement.mean(m.sampled()));
                metrics.add(first + u, name + "greedy-decoded",
                        Measurement.mean(m.greedyDecoded()));
                metrics.add(first + u, name + "best-of-20", Measurement.mean(m.best()));
                metrics.add(first + u, name + "best-sampled", Measurement.mean(m.bestSampled()));
            }
        }
    }

    /** Graph by graph at the updates that the papers' tables show, and after the last. */
    private GraphLatencies latencies(List<Evaluated> evaluated) {
        List<GraphLatencies.Row> rows = new ArrayList<>();
        for (Evaluated one : evaluated) {
            for (Measurement m : one.points()) {
                if (GraphLatencies.UPDATES.contains(m.update())
                        || m.update() == settings.updates()) {
                    for (int g = 0; g < m.sampled().length; g++) {
                        rows.add(new GraphLatencies.Row(one.policy(), one.task().name(),
                                m.update(), g, m.sampled()[g], m.greedyDecoded()[g], m.best()[g],
                                m.bestSampled()[g]));
                    }
                }
            }
        }
        return new GraphLatencies(rows);
    }

    private RunOutcome outcome(List<Part> parts, List<Evaluated> evaluated) {
        context.progress().begin("optimum", sets.test().size());
        List<TestSet> testSets = new ArrayList<>();
        for (LearningTask task : sets.test()) {
            GraphScores scores = GraphScores.of(task.problems(), settings.optimum(),
                    context.threads());
            List<Curve> curves = new ArrayList<>();
            for (Evaluated one : evaluated) {
                if (one.task() == task) {
                    curves.add(curve(one, scores.optimal()));
                }
            }
            OffloadProblem any = task.problems().get(0);
            testSets.add(new TestSet(task.name(), task.problems().size(),
                    any.timing().name().toLowerCase(Locale.ROOT), any.uplinkMbps(),
                    any.downlinkMbps(), scores.baselines(), scores.proved(), curves));
            context.progress().advance("");
        }
        Results results = new Results(Results.FORMAT_VERSION, kind.methodName,
                config.profile().name().toLowerCase(Locale.ROOT), context.seed(),
                context.budget().toString(), learning(parts.get(0)), testSets,
                gantt(parts.get(0), evaluated.get(0)));
        Map<String, String> digests = new LinkedHashMap<>();
        for (Part part : parts) {
            digests.put(part.name() + "-policy", part.state().policy().digest());
            digests.put(part.name() + "-events", part.state().events().hex());
        }
        return new RunOutcome(results, digests);
    }

    private static Curve curve(Evaluated one, Double optimal) {
        List<CurvePoint> points = new ArrayList<>();
        for (Measurement m : one.points()) {
            points.add(DagMethod.point(m, optimal));
        }
        return new Curve(one.policy(), points);
    }

    private List<LearningPoint> learning(Part part) {
        Map<String, List<Point>> metrics = context.folder().metrics();
        List<Point> latency = metrics.getOrDefault(part.name() + "/latency", List.of());
        List<Point> interval = metrics.getOrDefault(part.name() + "/ci95", List.of());
        List<LearningPoint> points = new ArrayList<>();
        for (int i = 0; i < latency.size(); i++) {
            points.add(new LearningPoint(latency.get(i).step(), latency.get(i).value(),
                    interval.get(i).value()));
        }
        return points;
    }

    /** The first graph of the first test set under every policy. */
    private Gantt gantt(Part part, Evaluated first) {
        OffloadProblem problem = first.task().problems().get(0);
        int[] before = new OffloadingPolicy(network, part.state().policy()).plan(problem);
        int[] after = new OffloadingPolicy(network, first.adapted()).plan(problem);
        List<GanttPolicy> policies = new ArrayList<>(GraphScores.schedules(problem,
                settings.optimum()));
        policies.add(policies.size() - 1, Schedules.of(kind.methodName, problem, before));
        policies.add(policies.size() - 1, Schedules.of(kind.methodName + " adapted", problem,
                after));
        return new Gantt(problem.graph().name(), policies);
    }
}
