package verge.lab.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import verge.lab.text.Json;
import verge.lab.text.Numbers;
import verge.lab.text.TextTable;
import verge.sim.core.InputException;

/**
 * What a policy came to in a scenario, as {@code world.json} holds it.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param scenario the scenario's name
 * @param world the kind of its world
 * @param policy the policy with its arguments
 * @param episodes how many episodes were run
 * @param firstSeed the seed of the first; the others follow
 * @param tasks tasks that arrived in all of them
 * @param dropped tasks that failed in all of them
 * @param figures means over episodes
 * @param trace the course of the first episode; null where the scenario draws none
 * @param gantt the first episode's schedule beside others, where it is one of a task graph, or null
 */
public record WorldResults(int formatVersion, String scenario, String world, String policy,
        int episodes, long firstSeed, long tasks, long dropped, List<Figure> figures,
        EpisodeTrace trace, Results.Gantt gantt) {
    /** The version of {@code world.json} that is written and read here. */
    public static final int FORMAT_VERSION = 1;
    private static final int MAX_BYTES = 64 << 20;

    /** Copies the list. */
    public WorldResults {
        Objects.requireNonNull(scenario, "scenario");
        Objects.requireNonNull(world, "world");
        Objects.requireNonNull(policy, "policy");
        figures = List.copyOf(figures);
    }

    /**
     * A mean over episodes with its 95 % interval.
     *
     * @param name such as {@code meanDelaySeconds}
     * @param mean null where no episode has the figure
     * @param low lower end of the interval
     * @param high upper end
     */
    public record Figure(String name, Double mean, Double low, Double high) {
    }

    /**
     * Reads a file.
     *
     * @param file a {@code world.json}
     * @return its content
     * @throws InputException if it is no such file
     */
    static WorldResults read(Path file) {
        return Json.read(file, WorldResults.class, FORMAT_VERSION, MAX_BYTES);
    }

    /**
     * The row of the table that ends a run, for JSON.
     *
     * @return scenario, policy, counts and the mean of each figure
     */
    public Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("scenario", scenario);
        row.put("policy", policy);
        row.put("episodes", episodes);
        row.put("tasks", tasks);
        row.put("dropped", dropped);
        figures.forEach(figure -> row.put(figure.name, figure.mean));
        return row;
    }

    /**
     * The columns of a table of runs.
     *
     * @param runs at least one
     * @return their names: scenario, policy, counts, and each figure that one of the runs has
     */
    public static List<String> header(List<WorldResults> runs) {
        List<String> header = new ArrayList<>(List.of("scenario", "policy", "episodes", "tasks",
                "dropped"));
        header.addAll(present(runs));
        return header;
    }

    private static List<String> present(List<WorldResults> runs) {
        return runs.stream().flatMap(run -> run.figures.stream())
                .filter(figure -> figure.mean != null).map(Figure::name).distinct().toList();
    }

    /**
     * The rows of that table.
     *
     * @param runs at least one
     * @return a text per column; of each figure, the mean and half the width of its interval
     */
    public static List<List<String>> rows(List<WorldResults> runs) {
        List<String> names = present(runs);
        List<List<String>> rows = new ArrayList<>();
        for (WorldResults run : runs) {
            List<String> cells = new ArrayList<>(List.of(run.scenario, run.policy,
                    Integer.toString(run.episodes), Long.toString(run.tasks),
                    Long.toString(run.dropped)));
            names.forEach(name -> cells.add(run.figures.stream()
                    .filter(figure -> figure.name.equals(name) && figure.mean != null)
                    .map(figure -> Numbers.fixed(figure.mean, 4) + " ± "
                            + Numbers.fixed((figure.high - figure.low) / 2, 4))
                    .findFirst().orElse("-")));
            rows.add(cells);
        }
        return rows;
    }

    /**
     * The table for a terminal.
     *
     * @return a header and a row
     */
    public String table() {
        TextTable table = new TextTable(header(List.of(this)).toArray(String[]::new));
        rows(List.of(this)).forEach(table::row);
        return table.toString();
    }
}
