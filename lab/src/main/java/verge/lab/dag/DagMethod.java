package verge.lab.dag;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import verge.algorithms.dag.Adaptation;
import verge.algorithms.dag.Adaptation.Measurement;
import verge.algorithms.dag.Learner;
import verge.algorithms.dag.LearningTask;
import verge.algorithms.dag.OffloadingPolicy;
import verge.algorithms.dag.Profile;
import verge.autodiff.kernel.Kernels;
import verge.lab.Budget;
import verge.lab.Evaluation;
import verge.lab.EvaluationRequest;
import verge.lab.GraphScores;
import verge.lab.Method;
import verge.lab.RunContext;
import verge.lab.RunOutcome;
import verge.lab.run.Results.CurvePoint;
import verge.lab.run.RunFolder;
import verge.sim.core.InputException;
import verge.sim.core.OffloadProblem;

/** A method over task graphs. */
public final class DagMethod implements Method<DagSettings> {

    private final Kind kind;

    private DagMethod(Kind kind) {
        this.kind = kind;
    }

    /** MRLCO, MRLATO and fine-tuned DRL. */
    public static List<DagMethod> all() {
        return List.of(new DagMethod(Kind.MRLCO), new DagMethod(Kind.MRLATO),
                new DagMethod(Kind.DRL));
    }

    /** The method of a kind. */
    static DagMethod of(Kind kind) {
        return new DagMethod(kind);
    }

    /** MRLCO. */
    public static DagMethod mrlco() {
        return new DagMethod(Kind.MRLCO);
    }

    Kind kind() {
        return kind;
    }

    @Override
    public String name() {
        return kind.methodName;
    }

    @Override
    public String title() {
        return kind.title;
    }

    @Override
    public String paper() {
        return kind.paper;
    }

    @Override
    public String state() {
        return "trains, adapts, evaluates";
    }

    @Override
    public DagSettings defaults(Budget budget) {
        return DagSettings.of(kind, Profile.VERGE, budget);
    }

    @Override
    public DagSettings defaults(Budget budget, DagSettings chosen) {
        return defaults(budget, chosen.method().profile());
    }

    /**
     * The settings of a profile.
     *
     * @throws InputException if the method has no such profile
     */
    DagSettings defaults(Budget budget, Profile profile) {
        try {
            return DagSettings.of(kind, profile, budget);
        } catch (IllegalArgumentException e) {
            throw new InputException("settings", "profile",
                    profile.name().toLowerCase(Locale.ROOT), e.getMessage());
        }
    }

    @Override
    public String kernels() {
        return Kernels.active().name();
    }

    @Override
    public void check(DagSettings config) {
        if (kind == Kind.DRL && config.drlIterations() > 0) {
            throw new InputException("settings", "drl-iterations",
                    Integer.toString(config.drlIterations()), "0: the method is the baseline");
        }
        GraphSets.of(config);
    }

    @Override
    public RunOutcome run(RunContext<DagSettings> context) {
        return new DagRun(kind, context).run();
    }

    @Override
    public Evaluation evaluate(RunFolder run, EvaluationRequest request) {
        DagSettings recorded = run.config(defaults(Budget.QUICK));
        DagSettings settings = with(recorded, request);
        OffloadingPolicy policy = DagCheckpoint.policy(run.checkpoint(), kind);
        LearningTask task = request.on() == null ? all(GraphSets.of(settings).test())
                : GraphSets.read(request.on(), settings);
        GraphScores scores = GraphScores.of(task.problems(), settings.optimum(),
                request.threads());
        Learner learner = new Learner(policy.network(), settings.method().ppo(),
                settings.method().rewardScale());
        Adaptation adaptation = new Adaptation(learner, settings.method().ppo(),
                policy.parameters(), task, settings.search(), request.seed());
        request.progress().begin("updates", request.updates() + 1L);
        List<CurvePoint> points = new ArrayList<>();
        for (int u = 0; u <= request.updates(); u++) {
            points.add(point(adaptation.measure(u < request.updates()), scores.optimal()));
            request.progress().advance("");
        }
        return new Evaluation(task.problems().size(), scores.baselines(), scores.proved(), points);
    }

    /** All graphs as one learning task. */
    private static LearningTask all(List<LearningTask> sets) {
        List<OffloadProblem> problems = new ArrayList<>();
        for (LearningTask set : sets) {
            problems.addAll(set.problems());
        }
        return new LearningTask("test", problems);
    }

    static CurvePoint point(Measurement m, Double optimal) {
        return CurvePoint.of(m.update(), Measurement.mean(m.sampled()),
                Measurement.ci95(m.sampled()), Measurement.mean(m.greedyDecoded()),
                Measurement.mean(m.best()), optimal);
    }

    private static DagSettings with(DagSettings s, EvaluationRequest request) {
        boolean same = request.timing() == null && request.uplinkMbps() == null
                && request.downlinkMbps() == null;
        return same ? s : s.under(request.timing() == null ? s.timing() : request.timing(),
                request.uplinkMbps() == null ? s.uplinkMbps() : request.uplinkMbps(),
                request.downlinkMbps() == null ? s.downlinkMbps() : request.downlinkMbps());
    }

    @Override
    public int[] plan(RunFolder run, OffloadProblem problem) {
        return DagCheckpoint.policy(run.checkpoint(), kind).plan(problem);
    }

    @Override
    public void export(RunFolder run, Path file) {
        try {
            DagCheckpoint.policy(run.checkpoint(), kind).save(file, OffloadingPolicy.POLICY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
