package verge.sim.workload;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import verge.sim.core.InputException;
import verge.sim.core.TaskGraph;

/**
 * Reads task graphs in the Graphviz dialect of the generator daggen, one statement per line:
 *
 * <pre>{@code
 * // a comment
 * digraph G {
 *   1 [size="S", alpha="A", expect_size="E"]
 *   1 -> 2 [size ="E"]
 *   2 [size="S", alpha="A", expect_size="E"]
 * }
 * }</pre>
 *
 * Tasks are numbered from 1 without a gap, in any order, and may be used before their own line;
 * inside the program they are numbered from 0. S is the task's cost and its upload, E its result,
 * both whole numbers of bytes up to 2^53; A is checked but has no use here, and may be left out. An
 * edge repeats E of the task it leaves: a task has one result, so another number there is an error
 * rather than a choice between two. A repeated edge counts once. Anything else is an
 * {@link InputException} with line and column. Memory grows with the graph and not with the file:
 * at most {@link #MOST_TASKS} tasks and {@link #MOST_EDGES} edges.
 */
public final class GraphReader {

    /** Largest number of tasks in one graph. */
    public static final int MOST_TASKS = 100_000;

    /** Largest number of edge lines in one graph. */
    public static final int MOST_EDGES = 10_000_000;

    private static final long MOST_BYTES = 1L << 53;
    private static final long UNKNOWN = -1;
    static final String SUFFIX = ".gv";

    private final TextSource source;
    private final IntArrayList from = new IntArrayList();
    private final IntArrayList to = new IntArrayList();
    private final IntArrayList edgeLine = new IntArrayList();
    private long[] cost = new long[0];           // S by task
    private long[] result = new long[0];         // E by task's own line
    private long[] edgeResult = new long[0];     // E by the edges that leave the task
    private int[] useLine = new int[0];          // first edge that names the task
    private int[] useColumn = new int[0];
    private int tasks;

    private GraphReader(TextSource source) {
        this.source = source;
    }

    /**
     * Reads one graph; its name is the file's name.
     *
     * @throws InputException where the file is not a graph in this format, or cannot be read
     */
    public static TaskGraph read(Path file) {
        try (TextSource source = new TextSource(file)) {
            return new GraphReader(source).graph(file.getFileName().toString());
        }
    }

    /**
     * Reads all files {@code *.gv} of a folder, in the order of {@link #listFolder}.
     *
     * @throws InputException where there is none, or one is not a graph in this format
     */
    public static List<TaskGraph> readFolder(Path folder) {
        List<TaskGraph> graphs = new ArrayList<>();
        for (Path file : listFolder(folder)) {
            graphs.add(read(file));
        }
        return graphs;
    }

    /**
     * The files {@code *.gv} of a folder; numbers within names count as numbers, so that
     * {@code random.20.2.gv} comes before {@code random.20.10.gv}.
     *
     * @throws InputException where there is none, or it is no folder
     */
    public static List<Path> listFolder(Path folder) {
        return listFolder(folder, SUFFIX);
    }

    /** As {@link #listFolder(Path)}, of files whose name ends in one of these. */
    static List<Path> listFolder(Path folder, String... suffixes) {
        String name = folder.toString();
        if (!Files.isDirectory(folder)) {
            String found = Files.exists(folder) ? "a file" : "nothing";
            throw new InputException(name, "", found, "a folder");
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String file = entry.getFileName().toString();
                if (Arrays.stream(suffixes).anyMatch(file::endsWith)) {
                    files.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new InputException(name, "", e.getClass().getSimpleName() + " on reading",
                    "a readable folder");
        }
        if (files.isEmpty()) {
            throw new InputException(name, "", "no file *" + String.join(" or *", suffixes),
                    "at least one");
        }
        files.sort((a, b) -> NaturalOrder.compare(
                a.getFileName().toString(), b.getFileName().toString()));
        return files;
    }

    private TaskGraph graph(String name) {
        header();
        while (statement()) {
            source.expectEndOfLine("the end of the line");
        }
        int line = source.line();
        int column = source.column();
        source.advance();
        while (source.peek() != TextSource.END) {
            source.skipBlanks();
            if (source.peek() == '\n') {
                source.advance();
            } else if (source.peek() != TextSource.END) {
                throw source.error(source.upcoming(), "nothing after the closing brace");
            }
        }
        requireComplete(line, column);
        return build(name);
    }

    /** Everything up to and with the line of the opening brace. */
    private void header() {
        skipEmptyLines();
        int line = source.line();
        int column = source.column();
        String found = source.upcoming();
        if (!source.word().equals("digraph")) {
            throw source.error(line, column, found, "\"digraph\"");
        }
        source.skipBlanks();
        source.word();
        source.skipBlanks();
        source.expect('{', "a name and an opening brace");
        source.expectEndOfLine("the end of the line");
    }

    /** One task or edge; false, before the closing brace, where there is no more. */
    private boolean statement() {
        skipEmptyLines();
        if (source.peek() == '}') {
            return false;
        }
        int line = source.line();
        int column = source.column();
        int task = taskNumber();
        source.skipBlanks();
        if (source.peek() == '-') {
            edge(task, line, column);
        } else {
            source.expect('[', "[ or ->");
            taskAttributes(task, line, column);
        }
        source.skipBlanks();
        if (source.peek() == ';') {
            source.advance();
        }
        return true;
    }

    private void edge(int parent, int line, int column) {
        source.advance();
        source.expect('>', "->");
        source.skipBlanks();
        int childColumn = source.column();
        int child = taskNumber();
        if (child == parent) {
            throw source.error(line, column, "an edge from task " + (parent + 1) + " to itself",
                    "an edge between two tasks");
        }
        source.skipBlanks();
        source.expect('[', "[");
        long size = edgeAttributes();
        if (edgeResult[parent] == UNKNOWN) {
            edgeResult[parent] = size;
        }
        requireSameResult(parent, line, column);
        if (edgeResult[parent] != size) {
            throw differentResult(parent, line, column, size, edgeResult[parent]);
        }
        if (from.size() == MOST_EDGES) {
            throw source.error(line, column, "more edges", "at most " + MOST_EDGES + " edges");
        }
        from.add(parent);
        to.add(child);
        edgeLine.add(line);
        noteUse(parent, line, column);
        noteUse(child, line, childColumn);
    }

    private void noteUse(int task, int line, int column) {
        if (useLine[task] == 0) {
            useLine[task] = line;
            useColumn[task] = column;
        }
    }

    private long edgeAttributes() {
        long size = UNKNOWN;
        do {
            String name = attribute();
            if (!name.equals("size") || size != UNKNOWN) {
                throw source.error("\"" + name + "\"", "the attribute size, once");
            }
            size = bytes();
        } while (moreAttributes());
        return size;
    }

    private void taskAttributes(int task, int line, int column) {
        if (result[task] != UNKNOWN) {
            throw source.error(line, column, "a second task " + (task + 1), "each task once");
        }
        long size = UNKNOWN;
        long expectSize = UNKNOWN;
        boolean alpha = false;
        String expected = "the attributes size, alpha, expect_size, each once";
        do {
            String name = attribute();
            if (name.equals("size") && size == UNKNOWN) {
                size = bytes();
            } else if (name.equals("expect_size") && expectSize == UNKNOWN) {
                expectSize = bytes();
            } else if (name.equals("alpha") && !alpha) {
                fraction();
                alpha = true;
            } else {
                throw source.error("\"" + name + "\"", expected);
            }
        } while (moreAttributes());
        if (size == UNKNOWN || expectSize == UNKNOWN) {
            throw source.error(line, column,
                    "no " + (size == UNKNOWN ? "size" : "expect_size"), expected);
        }
        cost[task] = size;
        result[task] = expectSize;
        tasks++;
        requireSameResult(task, line, column);
    }

    private void requireSameResult(int task, int line, int column) {
        if (edgeResult[task] != UNKNOWN && result[task] != UNKNOWN
                && edgeResult[task] != result[task]) {
            throw differentResult(task, line, column, edgeResult[task], result[task]);
        }
    }

    private InputException differentResult(int task, int line, int column, long found, long other) {
        return source.error(line, column, "an edge of size " + found,
                "the result size of task " + (task + 1) + ", " + other);
    }

    /** Up to and with the equals sign. */
    private String attribute() {
        source.skipBlanks();
        String name = source.word();
        if (name.isEmpty()) {
            throw source.error(source.upcoming(), "an attribute");
        }
        source.skipBlanks();
        source.expect('=', "=");
        source.skipBlanks();
        return name;
    }

    /** True behind a comma, false behind the closing bracket. */
    private boolean moreAttributes() {
        source.skipBlanks();
        if (source.peek() == ',') {
            source.advance();
            return true;
        }
        source.expect(']', ", or ]");
        return false;
    }

    private int taskNumber() {
        String expected = "a task's number, 1 to " + MOST_TASKS + ", or a closing brace";
        int line = source.line();
        int column = source.column();
        long number = source.digits(expected);
        if (number < 1 || number > MOST_TASKS) {
            throw source.error(line, column, Long.toString(number), expected);
        }
        int task = (int) number - 1;
        if (task >= cost.length) {
            int known = cost.length;
            int length = Math.min(MOST_TASKS, Math.max(task + 1, 2 * known));
            cost = Arrays.copyOf(cost, length);
            result = Arrays.copyOf(result, length);
            edgeResult = Arrays.copyOf(edgeResult, length);
            useLine = Arrays.copyOf(useLine, length);
            useColumn = Arrays.copyOf(useColumn, length);
            Arrays.fill(result, known, length, UNKNOWN);
            Arrays.fill(edgeResult, known, length, UNKNOWN);
        }
        return task;
    }

    private long bytes() {
        String expected = "a whole number of bytes in quotes, at most 2^53";
        int line = source.line();
        source.expect('"', expected);
        int column = source.column();
        long value = source.digits(expected);
        if (value > MOST_BYTES) {
            throw source.error(line, column, Long.toString(value), expected);
        }
        source.expect('"', expected);
        return value;
    }

    private void fraction() {
        String expected = "a decimal number in quotes";
        source.expect('"', expected);
        source.digits(expected);
        if (source.peek() == '.') {
            source.advance();
            source.digits(expected);
        }
        source.expect('"', expected);
    }

    private void skipEmptyLines() {
        source.skipBlanks();
        while (source.peek() == '\n' || source.peek() == '/') {
            source.expectEndOfLine("the end of the line");
            source.skipBlanks();
        }
    }

    private void requireComplete(int line, int column) {
        if (tasks == 0) {
            throw source.error(line, column, "no task", "at least one");
        }
        for (int i = 0; i < cost.length; i++) {
            if (useLine[i] > 0 && result[i] == UNKNOWN) {
                throw source.error(useLine[i], useColumn[i], "an edge with task " + (i + 1),
                        "tasks that have a line of their own");
            }
        }
        for (int i = 0; i < tasks; i++) {
            if (result[i] == UNKNOWN) {
                throw source.error(line, column, tasks + " tasks, but no task " + (i + 1),
                        "numbers from 1 without a gap");
            }
        }
    }

    private TaskGraph build(String name) {
        TaskGraph.Builder builder = new TaskGraph.Builder(name);
        for (int i = 0; i < tasks; i++) {
            builder.addTask(cost[i], cost[i], result[i]);
        }
        for (int k = 0; k < from.size(); k++) {
            builder.addEdge(from.getInt(k), to.getInt(k));
        }
        try {
            return builder.build();
        } catch (TaskGraph.CycleException e) {
            int edge = e.edge();
            throw source.error(edgeLine.getInt(edge), 1, "an edge from task "
                    + (from.getInt(edge) + 1) + " to task " + (to.getInt(edge) + 1)
                    + " that is part of a cycle", "a graph without cycles");
        }
    }
}
