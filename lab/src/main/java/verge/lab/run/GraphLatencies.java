package verge.lab.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import verge.lab.text.Disk;
import verge.lab.text.Numbers;
import verge.sim.core.InputException;

/**
 * What policies reach on each graph of the test sets, as {@code latencies.csv} holds it: what
 * intervals over pairs are made from.
 *
 * @param rows by policy and set, then update, then graph
 */
public record GraphLatencies(List<Row> rows) {
    /** The updates after which the papers' tables show figures; others are not kept. */
    public static final List<Integer> UPDATES = List.of(0, 1, 20, 30, 100);

    private static final String HEADER =
            "policy,set,update,graph,sampled,greedy-decoded,best-of-20,best-sampled";
    private static final int COLUMNS = 8;
    private static final int MAX_BYTES = 256 << 20;

    /** Copies the list. */
    public GraphLatencies {
        rows = List.copyOf(rows);
    }

    /**
     * One graph.
     *
     * @param policy the policy
     * @param set the test set
     * @param update updates made before
     * @param graph the graph's number in its set, from 0
     * @param sampled mean over sampled plans
     * @param greedyDecoded the plan of the likelier choice at each task
     * @param bestOf20 the best of 20 plans, found as the run's settings say
     * @param bestSampled the best of 20 sampled plans
     */
    public record Row(String policy, String set, int update, int graph, double sampled,
            double greedyDecoded, double bestOf20, double bestSampled) {
    }

    /** The file's text. */
    String text() {
        StringBuilder out = new StringBuilder(HEADER).append('\n');
        for (Row row : rows) {
            out.append(row.policy).append(',').append(row.set).append(',').append(row.update)
                    .append(',').append(row.graph);
            for (double value : new double[] {row.sampled, row.greedyDecoded, row.bestOf20,
                row.bestSampled}) {
                out.append(',').append(Numbers.text(value));
            }
            out.append('\n');
        }
        return out.toString();
    }

    /**
     * Reads a file.
     *
     * @throws InputException if it is no such file
     */
    static GraphLatencies read(Path file) {
        String[] lines = Disk.read(file, MAX_BYTES).split("\n", -1);
        if (!lines[0].equals(HEADER) || !lines[lines.length - 1].isEmpty()) {
            throw new InputException(file.toString(), "line 1", lines[0], HEADER
                    + " and complete lines");
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.length - 1; i++) {
            String[] cells = lines[i].split(",", -1);
            try {
                if (cells.length != COLUMNS) {
                    throw new NumberFormatException("columns");
                }
                rows.add(new Row(cells[0], cells[1], Integer.parseInt(cells[2]),
                        Integer.parseInt(cells[3]), Double.parseDouble(cells[4]),
                        Double.parseDouble(cells[5]), Double.parseDouble(cells[6]),
                        Double.parseDouble(cells[7])));
            } catch (NumberFormatException e) {
                throw new InputException(file.toString(), "line " + (i + 1), lines[i], HEADER);
            }
        }
        return new GraphLatencies(rows);
    }
}
