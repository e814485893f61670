package verge.lab.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import verge.lab.Progress;
import verge.lab.run.Manifest;
import verge.lab.run.RunFolder;
import verge.lab.run.SeriesFile;
import verge.lab.run.WorldResults;

/** A run of a policy that does not learn in a scenario, kept in a run folder as any other. */
public final class PolicyRun {
    private static final String NO_KERNELS = "none";

    private final Setup setup;

    private PolicyRun(Setup setup) {
        this.setup = setup;
    }

    /**
     * Prepares a run; nothing is written.
     *
     * @param scenario a scenario's name
     * @param policy one of its policies, with or without arguments
     * @param file a YAML file that overrides the scenario's numbers, or null
     * @param words {@code key=value} words of policy and scenario, which override both
     * @return the run
     * @throws verge.sim.core.InputException for anything that does not fit
     */
    public static PolicyRun of(String scenario, String policy, Path file, List<String> words) {
        return new PolicyRun(Setup.of(Scenarios.standard().find(scenario), policy, file, words));
    }

    /**
     * Runs episodes and writes all of the folder but its report.
     *
     * @param path the folder, new or empty; null for a numbered one
     * @param seed the first episode's seed
     * @param episodes how many; their seeds follow each other
     * @param budget the name of the budget from which that number came
     * @param progress where to tell how far it is
     * @return the folder of the finished run
     * @throws verge.sim.core.InputException if the path is taken
     */
    public RunFolder run(Path path, long seed, int episodes, String budget, Progress progress) {
        RunFolder folder = RunFolder.create(path, Manifest.begin(setup.policy().toString(),
                setup.scenario(), seed, budget, NO_KERNELS), setup.settings());
        Sweep sweep = Sweep.run(setup, new Seeds(seed, seed + episodes - 1), progress);
        try (SeriesFile metrics = folder.appendMetrics(-1);
                SeriesFile timing = folder.appendTiming(-1)) {
            for (int i = 0; i < episodes; i++) {
                Episode episode = sweep.episodes().get(i);
                metrics.add(i, "tasks", episode.tasks());
                metrics.add(i, "dropped", episode.dropped());
                for (var figure : Sweep.FIGURES.entrySet()) {
                    double value = figure.getValue().applyAsDouble(episode);
                    if (Double.isFinite(value)) {
                        metrics.add(i, figure.getKey(), value);
                    }
                }
            }
            timing.add(episodes - 1, "episodes", sweep.seconds());
        }
        folder.writeWorld(world(sweep, seed));
        folder.finish(Map.of("events", sweep.digest()));
        return folder;
    }

    private WorldResults world(Sweep sweep, long seed) {
        List<WorldResults.Figure> figures = new ArrayList<>();
        for (String name : Sweep.FIGURES.keySet()) {
            Sweep.Figure figure = sweep.figure(name);
            figures.add(new WorldResults.Figure(name, figure.mean(), figure.low(), figure.high()));
        }
        return new WorldResults(WorldResults.FORMAT_VERSION, setup.scenario(), setup.world(),
                setup.policy().toString(), sweep.episodes().size(), seed, sweep.tasks(),
                sweep.dropped(), figures, setup.simulation().trace(seed),
                setup.simulation().schedule(seed));
    }
}
