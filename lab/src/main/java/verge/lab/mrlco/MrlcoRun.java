package verge.lab.mrlco;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import verge.algorithms.dag.Adaptation;
import verge.algorithms.dag.Adaptation.Measurement;
import verge.algorithms.dag.LearnerPool;
import verge.algorithms.dag.LearningTask;
import verge.algorithms.dag.OffloadingNetwork;
import verge.algorithms.dag.OffloadingPolicy;
import verge.algorithms.dag.PlanBatch;
import verge.algorithms.mrlco.FineTunedDrl;
import verge.algorithms.mrlco.Mrlco;
import verge.algorithms.mrlco.MrlcoConfig;
import verge.autodiff.Parameters;
import verge.lab.GraphScores;
import verge.lab.RunContext;
import verge.lab.RunOutcome;
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
import verge.sim.core.OffloadProblem;

/**
 * One run: meta-training, training of the fine-tuned DRL baseline, and the evaluation of both on
 * every test set beside the heuristics and the optimum. Steps of the metrics count iterations of
 * the first, then of the second, then measurements of the evaluation, the first before any update:
 * none shares a step with the last checkpoint. The evaluation follows from the policies and the
 * seed, so only the training needs checkpoints.
 */
final class MrlcoRun {

    private static final String LATENCY = "meta/latency";
    private static final String INTERVAL = "meta/ci95";

    private final RunContext<MrlcoSettings> context;
    private final MrlcoSettings settings;
    private final MrlcoConfig config;
    private final GraphSets sets;
    private final OffloadingNetwork network;

    MrlcoRun(RunContext<MrlcoSettings> context) {
        this.context = context;
        this.settings = context.config();
        this.config = settings.method();
        this.sets = GraphSets.of(settings);
        this.network = new OffloadingNetwork(config.network());
    }

    RunOutcome run() {
        try (LearnerPool pool = new LearnerPool(network, config.ppo(), config.rewardScale(),
                context.threads())) {
            Mrlco meta = new Mrlco(config, network, sets.training(), pool, context.seed());
            FineTunedDrl drl = new FineTunedDrl(config, network, sets.training(), pool,
                    context.seed());
            boolean resumed = context.resume() && Files.exists(context.folder().checkpoint());
            if (resumed) {
                MrlcoCheckpoint.restore(context.folder().checkpoint(), meta.state(),
                        drl.state());
            } else {
                save(meta, drl);
            }
            long step = resumed ? meta.state().iteration() + drl.state().iteration() : -1;
            List<Evaluated> evaluated;
            try (SeriesFile metrics = context.metrics(step);
                    SeriesFile timing = context.timing(step)) {
                train(meta, drl, metrics, timing);
                evaluated = evaluate(meta, drl, pool);
                record(evaluated, metrics);
            }
            return outcome(meta, drl, evaluated);
        }
    }

    private void train(Mrlco meta, FineTunedDrl drl, SeriesFile metrics, SeriesFile timing) {
        context.progress().begin("meta-training", settings.iterations() - meta.state().iteration());
        while (meta.state().iteration() < settings.iterations()) {
            long from = System.nanoTime();
            Mrlco.Progress now = meta.iterate();
            metrics.add(now.iteration(), LATENCY, now.latency());
            metrics.add(now.iteration(), INTERVAL, now.ci95());
            timing.add(now.iteration(), "meta/seconds", seconds(from));
            context.progress().advance("latency " + Numbers.fixed(now.latency(), 1));
            checkpoint(now.iteration(), settings.iterations(), meta, drl, metrics, timing);
        }
        context.progress().begin("baseline",
                settings.drlIterations() - drl.state().iteration());
        while (drl.state().iteration() < settings.drlIterations()) {
            long from = System.nanoTime();
            PlanBatch.Summary now = drl.iterate();
            long step = settings.iterations() + drl.state().iteration();
            metrics.add(step, "drl/latency", now.mean());
            metrics.add(step, "drl/ci95", now.ci95());
            timing.add(step, "drl/seconds", seconds(from));
            context.progress().advance("latency " + Numbers.fixed(now.mean(), 1));
            checkpoint(drl.state().iteration(), settings.drlIterations(), meta, drl, metrics, timing);
        }
    }

    private static double seconds(long from) {
        return (System.nanoTime() - from) * 1e-9;
    }

    private void checkpoint(int iteration, int last, Mrlco meta, FineTunedDrl drl,
            SeriesFile metrics, SeriesFile timing) {
        if (iteration % settings.checkpointEvery() == 0 || iteration == last) {
            metrics.flush();
            timing.flush();
            save(meta, drl);
        }
    }

    private void save(Mrlco meta, FineTunedDrl drl) {
        MrlcoCheckpoint.save(context.folder().checkpoint(), config.network(), meta.state(),
                drl.state());
    }

    /** A policy's adaptation to a test set. */
    private record Evaluated(String policy, LearningTask task, List<Measurement> points,
            Parameters adapted) {}

    private List<Evaluated> evaluate(Mrlco meta, FineTunedDrl drl, LearnerPool pool) {
        int policies = settings.drlIterations() > 0 ? 2 : 1;
        int jobs = policies * sets.test().size();
        context.progress().begin("adaptation", (long) jobs * (settings.updates() + 1));
        return pool.run(jobs, (learner, i) -> {
            LearningTask task = sets.test().get(i / policies);
            boolean isMeta = i % policies == 0;
            Adaptation adaptation = new Adaptation(learner, config.ppo(),
                    isMeta ? meta.state().policy() : drl.state().policy(), task, context.seed());
            List<Measurement> points = new ArrayList<>();
            for (int u = 0; u <= settings.updates(); u++) {
                points.add(adaptation.measure(u < settings.updates()));
                synchronized (context.progress()) {
                    context.progress().advance("");
                }
            }
            return new Evaluated(isMeta ? "mrlco" : "fine-tuned-drl", task, points,
                    adaptation.policy());
        });
    }

    private void record(List<Evaluated> evaluated, SeriesFile metrics) {
        long first = settings.iterations() + settings.drlIterations() + 1L;
        for (int u = 0; u <= settings.updates(); u++) {
            for (Evaluated one : evaluated) {
                Measurement m = one.points().get(u);
                String name = one.policy() + "/" + one.task().name() + "/";
                metrics.add(first + u, name + "sampled", m.sampled().mean());
                metrics.add(first + u, name + "greedy-decoded", m.greedyDecoded());
                metrics.add(first + u, name + "best-of-20", m.best());
            }
        }
    }

    private RunOutcome outcome(Mrlco meta, FineTunedDrl drl, List<Evaluated> evaluated) {
        context.progress().begin("optimum", sets.test().size());
        List<TestSet> testSets = new ArrayList<>();
        for (LearningTask task : sets.test()) {
            GraphScores scores = GraphScores.of(task.problems(), settings.optimumSeconds(),
                    context.threads());
            List<Curve> curves = new ArrayList<>();
            for (Evaluated one : evaluated) {
                if (one.task() == task) {
                    curves.add(curve(one, scores.optimal()));
                }
            }
            testSets.add(new TestSet(task.name(), task.problems().size(),
                    settings.timing().name().toLowerCase(Locale.ROOT), settings.uplinkMbps(),
                    settings.downlinkMbps(), scores.baselines(), scores.proved(), curves));
            context.progress().advance("");
        }
        Results results = new Results(Results.FORMAT_VERSION, "mrlco",
                config.profile().name().toLowerCase(Locale.ROOT), context.seed(),
                context.budget().toString(), learning(), testSets,
                gantt(meta, evaluated.get(0)));
        Map<String, String> digests = new LinkedHashMap<>();
        digests.put("meta-policy", meta.state().policy().digest());
        digests.put("meta-events", meta.state().events().hex());
        digests.put("drl-policy", drl.state().policy().digest());
        digests.put("drl-events", drl.state().events().hex());
        return new RunOutcome(results, digests);
    }

    private static Curve curve(Evaluated one, Double optimal) {
        List<CurvePoint> points = new ArrayList<>();
        for (Measurement m : one.points()) {
            points.add(MrlcoMethod.point(m, optimal));
        }
        return new Curve(one.policy(), points);
    }

    private List<LearningPoint> learning() {
        Map<String, List<Point>> metrics = context.folder().metrics();
        List<Point> latency = metrics.getOrDefault(LATENCY, List.of());
        List<Point> interval = metrics.getOrDefault(INTERVAL, List.of());
        List<LearningPoint> points = new ArrayList<>();
        for (int i = 0; i < latency.size(); i++) {
            points.add(new LearningPoint(latency.get(i).step(), latency.get(i).value(),
                    interval.get(i).value()));
        }
        return points;
    }

    /** The first graph of the first test set under every policy. */
    private Gantt gantt(Mrlco meta, Evaluated first) {
        OffloadProblem problem = first.task().problems().get(0);
        int[] before = new OffloadingPolicy(network, meta.state().policy()).plan(problem);
        int[] after = new OffloadingPolicy(network, first.adapted()).plan(problem);
        List<GanttPolicy> policies = new ArrayList<>(GraphScores.schedules(problem,
                settings.optimumSeconds()));
        policies.add(policies.size() - 1, Schedules.of("mrlco", problem, before));
        policies.add(policies.size() - 1, Schedules.of("mrlco adapted", problem, after));
        return new Gantt(problem.graph().name(), policies);
    }
}
