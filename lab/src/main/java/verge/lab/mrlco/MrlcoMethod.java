package verge.lab.mrlco;

import java.util.ArrayList;
import java.util.List;
import verge.algorithms.dag.Adaptation;
import verge.algorithms.dag.Learner;
import verge.algorithms.dag.LearningTask;
import verge.algorithms.dag.OffloadingPolicy;
import verge.algorithms.mrlco.MrlcoConfig;
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
import verge.sim.core.OffloadProblem;

/** MRLCO: meta reinforcement learning over task graphs. */
public final class MrlcoMethod implements Method<MrlcoSettings> {

    /** The method; it has no state. */
    public MrlcoMethod() {}

    @Override
    public String name() {
        return "mrlco";
    }

    @Override
    public String title() {
        return "meta reinforcement learning over task graphs";
    }

    @Override
    public String paper() {
        return "Wang, Hu, Min, Zomaya, Georgalas: Fast Adaptive Task Offloading in Edge Computing"
                + " Based on Meta Reinforcement Learning, TPDS 2021";
    }

    @Override
    public String state() {
        return "trains, adapts, evaluates";
    }

    @Override
    public MrlcoSettings defaults(Budget budget) {
        return MrlcoSettings.of(MrlcoConfig.Profile.VERGE, budget);
    }

    @Override
    public MrlcoSettings defaults(Budget budget, MrlcoSettings chosen) {
        return MrlcoSettings.of(chosen.method().profile(), budget);
    }

    @Override
    public String kernels() {
        return Kernels.active().name();
    }

    @Override
    public void check(MrlcoSettings config) {
        GraphSets.of(config);
    }

    @Override
    public RunOutcome run(RunContext<MrlcoSettings> context) {
        return new MrlcoRun(context).run();
    }

    @Override
    public Evaluation evaluate(RunFolder run, EvaluationRequest request) {
        MrlcoSettings recorded = run.config(defaults(Budget.QUICK));
        MrlcoSettings settings = with(recorded, request);
        OffloadingPolicy policy = MrlcoCheckpoint.policy(run.checkpoint());
        LearningTask task = request.on() == null ? all(GraphSets.of(settings).test())
                : GraphSets.read(request.on(), settings);
        GraphScores scores = GraphScores.of(task.problems(), settings.optimumSeconds(),
                request.threads());
        Learner learner = new Learner(policy.network(), settings.method().ppo(),
                settings.method().rewardScale());
        Adaptation adaptation = new Adaptation(learner, settings.method().ppo(),
                policy.parameters(), task, request.seed());
        request.progress().begin("updates", request.updates() + 1L);
        List<CurvePoint> points = new ArrayList<>();
        for (int u = 0; u <= request.updates(); u++) {
            points.add(point(adaptation.measure(u < request.updates()), scores.optimal()));
            request.progress().advance("");
        }
        return new Evaluation(task.problems().size(), scores.optimal(), scores.proved(), points);
    }

    /** All graphs as one learning task. */
    private static LearningTask all(List<LearningTask> sets) {
        List<OffloadProblem> problems = new ArrayList<>();
        for (LearningTask set : sets) {
            problems.addAll(set.problems());
        }
        return new LearningTask("test", problems);
    }

    static CurvePoint point(Adaptation.Measurement m, Double optimal) {
        return CurvePoint.of(m.update(), m.sampled().mean(), m.sampled().ci95(),
                m.greedyDecoded(), m.best(), optimal);
    }

    private static MrlcoSettings with(MrlcoSettings s, EvaluationRequest request) {
        return new MrlcoSettings(s.method(), s.graphs(), s.testGraphs(), s.graphSeed(), s.tasks(),
                s.graphsPerSet(), request.timing() == null ? s.timing() : request.timing(),
                request.uplinkMbps() == null ? s.uplinkMbps() : request.uplinkMbps(),
                request.downlinkMbps() == null ? s.downlinkMbps() : request.downlinkMbps(),
                s.iterations(), s.drlIterations(), s.updates(), s.checkpointEvery(),
                s.optimumSeconds());
    }

    @Override
    public int[] plan(RunFolder run, OffloadProblem problem) {
        return MrlcoCheckpoint.policy(run.checkpoint()).plan(problem);
    }
}
