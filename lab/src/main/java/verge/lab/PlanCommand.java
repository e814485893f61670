package verge.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verge.algorithms.dag.Adaptation;
import verge.algorithms.dag.Decoding;
import verge.algorithms.dag.OffloadingPolicy;
import verge.lab.config.NearWords;
import verge.lab.run.Results;
import verge.lab.run.Results.GanttPolicy;
import verge.lab.run.Results.GanttTask;
import verge.lab.run.RunFolder;
import verge.lab.run.Schedules;
import verge.lab.text.Numbers;
import verge.lab.text.TextTable;
import verge.sim.core.InputException;
import verge.sim.core.OffloadProblem;
import verge.sim.core.Scheduler;
import verge.sim.policy.Greedy;
import verge.sim.policy.Heft;
import verge.sim.policy.ListPlan;
import verge.sim.policy.Optimum;
import verge.sim.workload.GraphFiles;

/** Plans one application, or scores a given plan. */
@Command(name = "plan", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Plans where each task of one graph runs, or scores a given plan.")
final class PlanCommand implements Callable<Integer> {
    private static final List<String> POLICIES =
            List.of("learned", "heft", "optimal", "greedy", "local", "edge");
    private static final int PLANS = 20;
    /** How long a learned plan waits for the proof that stands beside it. */
    private static final double MOST_OPTIMUM_SECONDS = 0.5;
    private static final Adaptation.Search SEARCH =
            new Adaptation.Search(Decoding.DISTINCT, 1.0);

    private final Console console;

    @Parameters(index = "0", paramLabel = "FILE",
            description = "The application's task graph: .gv, or a workflow of WfCommons, .json.")
    private Path file;

    @Option(names = "--policy", paramLabel = "P",
            description = "learned, heft, optimal, greedy, local, edge, the folder of a run, or a"
            + " file that `export` has written (default: learned: the policy that comes with Verge,"
            + " best of its likeliest and 20 further plans). greedy schedules tasks by their"
            + " numbers, the others by rank.")
    private String policy;

    @Option(names = "--score", paramLabel = "BITS",
            description = "Score this plan instead: one 0 (local) or 1 (edge) per task, by rank.")
    private String bits;

    @Mixin
    private RadioOptions radio;

    @Mixin
    private TimeLimitOption limit;

    @Option(names = "--json", description =
            "Print one JSON object: latency, order, plan (bits in that order), tasks"
            + " (id, where, start, finish), for the policy optimal whether it was proved, and for"
            + " learned ones beside them heft, optimal and optimalProved."
            + " Tasks in order and id count from 0, those of the file and of the table from 1.")
    private boolean json;

    PlanCommand(Console console) {
        this.console = console;
    }

    /** A plan with the problem in whose order its choices are. */
    private record Choice(String name, OffloadProblem problem, int[] plan, Boolean proved) {
    }

    @Override
    public Integer call() {
        if (bits != null && policy != null) {
            throw new InputException("command line", "", "--score and --policy", "one of them");
        }
        OffloadProblem problem = radio.problem(GraphFiles.read(file));
        Choice choice = bits == null ? planned(problem) : scored(problem);
        GanttPolicy schedule = Schedules.of(choice.name, choice.problem, choice.plan);
        boolean learned = bits == null && (policy == null || policy.equals(POLICIES.get(0))
                || !POLICIES.contains(policy));
        Beside beside = learned ? beside(problem) : null;
        if (json) {
            Map<String, Object> object = object(choice, schedule);
            if (learned) {
                object.put("heft", beside.heft);
                object.put("optimal", beside.optimum.latency());
                object.put("optimalProved", beside.optimum.proved());
            }
            console.printJson(object);
        } else {
            console.print((learned ? text(beside, schedule) : "") + text(choice, schedule));
        }
        return 0;
    }

    /** What a learned plan is to be compared with. */
    private record Beside(double heft, Optimum.Result optimum) {
    }

    private Beside beside(OffloadProblem problem) {
        return new Beside(Heft.plan(problem).replay(),
                Optimum.solve(problem, Math.min(limit.seconds(), MOST_OPTIMUM_SECONDS)));
    }

    private static String text(Beside beside, GanttPolicy schedule) {
        TextTable table = new TextTable("policy", "latency", "above the optimum");
        String bound = beside.optimum.proved() ? "optimal" : "best found";
        double[] latencies = {schedule.latency(), beside.heft, beside.optimum.latency()};
        String[] names = {"learned", "HEFT", bound};
        for (int i = 0; i < names.length; i++) {
            Double gap = Results.gap(latencies[i], beside.optimum.latency());
            table.row(names[i], Numbers.fixed(latencies[i], 2),
                    gap == null ? "-" : Numbers.fixed(gap, 2) + " %");
        }
        return table + "\n";
    }

    private Choice planned(OffloadProblem problem) {
        String name = policy == null ? "learned" : policy;
        int[] plan = new int[problem.size()];
        switch (name) {
            case "learned":
                return new Choice(name, problem,
                        OffloadingPolicy.shipped().plan(problem, PLANS, SEARCH, 1), null);
            case "heft":
                return new Choice(name, problem, Heft.plan(problem).plan(), null);
            case "greedy":
                ListPlan greedy = Greedy.plan(problem);
                return new Choice(name, problem.withOrder(greedy.order()), greedy.plan(), null);
            case "local":
                return new Choice(name, problem, plan, null);
            case "edge":
                Arrays.fill(plan, Scheduler.OFFLOAD);
                return new Choice(name, problem, plan, null);
            case "optimal":
                Optimum.Result best = Optimum.solve(problem, limit.seconds());
                return new Choice(name, problem, best.plan(), best.proved());
            default:
                return learned(problem, Path.of(name));
        }
    }

    private Choice learned(OffloadProblem problem, Path run) {
        if (!Files.exists(run)) {
            throw new InputException("command line", "--policy", "\"" + run + "\"",
                    NearWords.expected(run.toString(), POLICIES) + ", or a run's folder");
        }
        if (!Files.isDirectory(run)) {
            return new Choice(run.getFileName().toString(), problem, OffloadingPolicy
                    .read(run, OffloadingPolicy.POLICY).plan(problem, PLANS, SEARCH, 1), null);
        }
        RunFolder folder = RunFolder.open(run);
        Method<?> method = console.methods()
                .find(run.resolve("manifest.json").toString(), folder.manifest().method());
        return new Choice(method.name(), problem, method.plan(folder, problem), null);
    }

    private Choice scored(OffloadProblem problem) {
        if (bits.length() != problem.size()) {
            throw new InputException("command line", "--score", bits.length() + " bits",
                    problem.size() + " bits, one per task");
        }
        int[] plan = new int[bits.length()];
        for (int p = 0; p < plan.length; p++) {
            char bit = bits.charAt(p);
            if (bit != '0' && bit != '1') {
                throw new InputException("command line", "--score: bit " + (p + 1),
                        "\"" + bit + "\"", "0 or 1");
            }
            plan[p] = bit - '0';
        }
        return new Choice("given", problem, plan, null);
    }

    private static Map<String, Object> object(Choice choice, GanttPolicy schedule) {
        List<Map<String, Object>> tasks = new ArrayList<>();
        for (GanttTask task : schedule.tasks()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("id", task.id() - 1);
            entry.put("where", task.where());
            entry.put("start", task.start());
            entry.put("finish", task.finish());
            tasks.add(entry);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("latency", schedule.latency());
        object.put("order", choice.problem.order());
        object.put("plan", bits(choice.plan));
        object.put("tasks", tasks);
        if (choice.proved != null) {
            object.put("proved", choice.proved);
        }
        return object;
    }

    private String text(Choice choice, GanttPolicy schedule) {
        String proof = choice.proved == null ? ""
                : choice.proved ? ", proved" : ", not proved in the time limit";
        return file.getFileName() + ", " + choice.name + ": latency "
                + Numbers.fixed(schedule.latency(), 2) + proof + "\n" + TextGantt.of(schedule);
    }

    static String bits(int[] plan) {
        StringBuilder text = new StringBuilder(plan.length);
        for (int choice : plan) {
            text.append(choice);
        }
        return text.toString();
    }
}
