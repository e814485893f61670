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
     * Names of the columns of {@link #cells()}.
     *
     * @return as many texts
     */
    public List<String> header() {
        List<String> header = new ArrayList<>(List.of("scenario", "policy", "episodes", "tasks",
                "dropped"));
        figures.forEach(figure -> header.addAll(List.of(figure.name, "95 %")));
        return header;
    }

    /**
     * The row of the table that ends a run, for people.
     *
     * @return one text per column
     */
    public List<String> cells() {
        List<String> cells = new ArrayList<>(List.of(scenario, policy, Integer.toString(episodes),
                Long.toString(tasks), Long.toString(dropped)));
        for (Figure figure : figures) {
            cells.add(Numbers.fixed(figure.mean, 4));
            cells.add(figure.mean == null ? "-" : Numbers.fixed(figure.low, 4) + " .. "
                    + Numbers.fixed(figure.high, 4));
        }
        return cells;
    }

    /**
     * The table for a terminal.
     *
     * @return a header and a row
     */
    public String table() {
        TextTable table = new TextTable(header().toArray(String[]::new));
        table.row(cells());
        return table.toString();
    }
}
