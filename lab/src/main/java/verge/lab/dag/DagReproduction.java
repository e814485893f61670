package verge.lab.dag;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import verge.lab.InOrder;
import verge.lab.Progress;
import verge.lab.RunContext;
import verge.lab.RunOutcome;
import verge.lab.config.Config;
import verge.lab.dag.PaperTable.Experiment;
import verge.lab.report.Report;
import verge.lab.reproduce.Reproduced;
import verge.lab.reproduce.Reproduction;
import verge.lab.reproduce.ReproductionRequest;
import verge.lab.run.Manifest;
import verge.lab.run.RunFolder;
import verge.lab.text.Disk;
import verge.lab.text.Numbers;
import verge.sim.core.InputException;

/**
 * A table or figure of MRLCO or MRLATO: one run per experiment, method and seed, in a folder of its
 * own below the reproduction's, and what is put together from them.
 */
public final class DagReproduction implements Reproduction {

    private static final String WALL = "wall-seconds.txt";
    private static final int WALL_BYTES = 100;

    private final String name;
    private final String title;
    private final PaperTable table;
    private final List<Experiment> experiments;

    private DagReproduction(String name, String title, PaperTable table, Experiment... experiments) {
        this.name = name;
        this.title = title;
        this.table = table;
        this.experiments = List.of(experiments);
    }

    /** Table 3 and Figs. 6 to 8 of MRLCO, Table III and Figs. 4 to 6 of MRLATO. */
    public static List<Reproduction> all() {
        List<Reproduction> all = new ArrayList<>();
        for (PaperTable table : List.of(PaperTable.mrlco(), PaperTable.mrlato())) {
            int figure = table.kind() == Kind.MRLCO ? 6 : 4;
            all.add(new DagReproduction("table3", "all policies on nine test sets", table,
                    Experiment.values()));
            all.add(new DagReproduction("fig" + figure, "adaptation to other topologies", table,
                    Experiment.TOPOLOGIES));
            all.add(new DagReproduction("fig" + (figure + 1), "adaptation to other numbers of tasks",
                    table, Experiment.SIZES));
            all.add(new DagReproduction("fig" + (figure + 2), "adaptation to other rates", table,
                    Experiment.RATES));
        }
        return all;
    }

    @Override
    public String paper() {
        return table.kind().methodName;
    }

    @Override
    public String table() {
        return name;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Reproduced make(ReproductionRequest request) {
        PaperTable shown = table.only(request.only());
        List<PlannedRun> planned = PlannedRun.of(shown, experiments, request);
        List<RunFolder> folders = finish(planned, request, paper() + " " + name);
        DagTable result = new DagTable(shown, experiments, planned, folders, request,
                wallSeconds(request.out()));
        String heading = paper().toUpperCase(Locale.ROOT) + ", " + name + ", budget "
                + request.budget() + ", profile " + request.profile();
        return new Reproduced(result.json(), result.text(), result.csv(),
                Report.html(folders, heading, result.sections()));
    }

    /** Makes all runs, or goes on with them; what was made already must be what is asked for. */
    static List<RunFolder> finish(List<PlannedRun> planned, ReproductionRequest request, String phase) {
        for (PlannedRun run : planned) {
            requireSame(run, request);
            run.method().check(run.settings());
        }
        long from = System.nanoTime();
        double before = wallSeconds(request.out());
        request.progress().begin(phase, steps(planned, request));
        Progress shared = new Shared(request.progress());
        // Runs side by side, each on one thread, keep every processor busy in every phase.
        int lanes = Math.min(request.threads(), planned.size());
        return InOrder.map(planned.size(), lanes, i -> {
            RunFolder folder = finished(planned.get(i), request,
                    Math.max(1, request.threads() / lanes), shared);
            synchronized (shared) {
                Disk.write(request.out().resolve(WALL),
                        Numbers.fixed(before + (System.nanoTime() - from) * 1e-9, 1) + "\n");
            }
            return folder;
        });
    }

    private static double wallSeconds(Path out) {
        Path file = out.resolve(WALL);
        if (!Files.exists(file)) {
            return 0;
        }
        String text = Disk.read(file, WALL_BYTES).strip();
        if (!text.matches("[0-9]{1,9}\\.[0-9]")) {
            throw new InputException(file.toString(), "", text, "seconds with one decimal");
        }
        return Double.parseDouble(text);
    }

    private static long steps(List<PlannedRun> planned, ReproductionRequest request) {
        long steps = 0;
        for (PlannedRun run : planned) {
            Path at = request.out().resolve(run.name());
            if (!isRun(at) || !RunFolder.open(at).manifest().finished()) {
                DagSettings s = run.settings();
                steps += s.iterations() + s.drlIterations()
                        + 3L * (s.updates() + 1) * (s.drlIterations() > 0 ? 2 : 1);
            }
        }
        return steps;
    }

    private static boolean isRun(Path folder) {
        return Files.exists(folder.resolve("manifest.json"));
    }

    /** A run that is there already must be the one that would be made. */
    private static void requireSame(PlannedRun run, ReproductionRequest request) {
        Path at = request.out().resolve(run.name());
        if (!isRun(at)) {
            return;
        }
        RunFolder folder = RunFolder.open(at);
        String[] then = Config.toYaml(folder.config(run.settings())).split("\n");
        String[] now = Config.toYaml(run.settings()).split("\n");
        for (int i = 0; i < now.length; i++) {
            if (!now[i].equals(then[i])) {
                throw new InputException(at.toString(), "settings", then[i],
                        now[i] + ", or another --out");
            }
        }
    }

    /** Makes a run, goes on with one that was stopped, or takes the one that is there. */
    private static RunFolder finished(PlannedRun run, ReproductionRequest request, int threads,
            Progress progress) {
        Path at = request.out().resolve(run.name());
        boolean resume = isRun(at);
        RunFolder folder = resume ? RunFolder.open(at) : RunFolder.create(at,
                Manifest.begin(run.method().name(), null, run.seed(), request.budget().toString(),
                        run.method().kernels()), run.settings());
        if (!folder.manifest().finished()) {
            RunOutcome outcome = run.method().run(new RunContext<>(run.settings(), folder,
                    request.budget(), null, run.seed(), threads, resume, progress));
            folder.finish(outcome.results(), outcome.digests());
            folder.writeReport(Report.html(List.of(folder)));
        }
        return folder;
    }

    /** Steps of runs side by side, as one. */
    private record Shared(Progress progress) implements Progress {
        @Override
        public void begin(String phase, long total) {
            // the phases of several runs overlap
        }

        @Override
        public synchronized void advance(String note) {
            progress.advance(note);
        }

        @Override
        public void close() {
            // whoever opened it closes it
        }
    }
}
