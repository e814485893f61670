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
import verge.sim.core.InputException;

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
     * @throws InputException for anything that does not fit
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
     * @throws InputException if the path is taken, or a seed is out of bounds
     */
    public RunFolder run(Path path, long seed, int episodes, String budget, Progress progress) {
        Seeds seeds = Seeds.of(seed, episodes);
        RunFolder.requireFree(path);
        Sweep sweep = Sweep.run(setup, seeds, progress);
        WorldResults world = world(sweep, seed);
        RunFolder folder = RunFolder.create(path, Manifest.begin(setup.policy().toString(),
                setup.scenario(), seed, budget, NO_KERNELS), setup.settings());
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
        folder.writeWorld(world);
        folder.finish(Map.of("events", sweep.digest()));
        return folder;
    }

    /**
     * Plays further episodes, as many as a run had; nothing is written.
     *
     * @param folder of a policy's run
     * @param scenario another scenario that has the policy, with its own numbers; null for the run's
     *        own, with the run's numbers
     * @param first the first episode's seed; null for the first that the run did not play
     * @param progress where to tell how far it is
     * @return what came of them
     * @throws InputException if the scenario has no such policy, or the seed is out of bounds
     */
    public static Sweep again(RunFolder folder, String scenario, Long first, Progress progress) {
        WorldResults world = folder.world();
        boolean own = scenario == null || scenario.equals(world.scenario());
        PolicyRun run = of(own ? world.scenario() : scenario, world.policy(),
                own ? folder.configFile() : null, List.of());
        long from = first == null ? world.firstSeed() + world.episodes() : first;
        return Sweep.run(run.setup, Seeds.of(from, world.episodes()), progress);
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
