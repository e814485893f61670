package verge.sim.workload;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import verge.sim.core.InputException;
import verge.sim.core.TaskGraph;

/**
 * Reads workflows in WfFormat, the JSON of WfCommons (Coleman et al., "WfCommons", FGCS 128, 2022), as
 * task graphs: of version 1.5, with the tasks' run times in {@code workflow.execution} and the
 * files' sizes in {@code workflow.specification.files}, and of versions before it, with both in
 * {@code workflow.tasks}. A task's cost is its run time, its upload all its input files, its result all its
 * output files; an edge may be given by either end. Members that say nothing of these are skipped.
 */
public final class WorkflowReader {

    private static final double MOST_SECONDS = 1e12;
    private static final double MOST_BYTES = 0x1p53;
    private static final int MOST_FILES = 10_000_000;
    private static final String NUMBER_OF_BYTES = "a number of bytes, 0 to 2^53";

    private final JsonSource json;
    private final Map<String, Integer> taskById = new HashMap<>();
    private final Map<String, Integer> taskByName = new HashMap<>();
    private final List<String> ids = new ArrayList<>();
    private final IntArrayList taskLine = new IntArrayList();
    private final DoubleArrayList seconds = new DoubleArrayList();       // -1: not known yet
    private final DoubleArrayList inputBytes = new DoubleArrayList();
    private final DoubleArrayList resultBytes = new DoubleArrayList();
    private final Map<String, Double> fileBytes = new HashMap<>();
    private final Map<String, Double> runSeconds = new HashMap<>();
    private final References parents = new References();
    private final References children = new References();
    private final References inputs = new References();
    private final References outputs = new References();

    private WorkflowReader(JsonSource json) {
        this.json = json;
    }

    /** Names of tasks or files that tasks refer to, to be looked up when all are read. */
    private static final class References {
        private final IntArrayList task = new IntArrayList();
        private final List<String> name = new ArrayList<>();
        private final IntArrayList line = new IntArrayList();
        private final IntArrayList column = new IntArrayList();
    }

    /**
     * Reads one workflow; its name is the file's name.
     *
     * @throws InputException where the file is no workflow, or cannot be read
     */
    public static TaskGraph read(Path file) {
        try (JsonSource json = new JsonSource(file)) {
            return new WorkflowReader(json).graph(file.getFileName().toString());
        }
    }

    private TaskGraph graph(String name) {
        boolean found = false;
        json.beginObject();
        for (String member = json.nextName(); member != null; member = json.nextName()) {
            if (member.equals("workflow")) {
                requireFirst(found, member);
                found = true;
                workflow();
            } else {
                json.skip();
            }
        }
        json.end();
        if (ids.isEmpty()) {
            throw json.error(found ? "no task" : "no workflow", "a workflow with at least one task");
        }
        addFiles(inputs, inputBytes);
        addFiles(outputs, resultBytes);
        return build(name);
    }

    private void requireFirst(boolean seen, String member) {
        if (seen) {
            throw json.error("a second member " + member, "each member once");
        }
    }

    private void workflow() {
        json.beginObject();
        for (String member = json.nextName(); member != null; member = json.nextName()) {
            switch (member) {
                case "specification", "execution" -> section(member.equals("execution"));
                case "tasks", "jobs" -> tasks();
                default -> json.skip();
            }
        }
    }

    private void section(boolean execution) {
        json.beginObject();
        for (String member = json.nextName(); member != null; member = json.nextName()) {
            if (member.equals("tasks")) {
                if (execution) {
                    sizes("id", "runtimeInSeconds", MOST_SECONDS, "a run time in seconds",
                            runSeconds, GraphReader.MOST_TASKS);
                } else {
                    tasks();
                }
            } else if (member.equals("files") && !execution) {
                sizes("id", "sizeInBytes", MOST_BYTES, NUMBER_OF_BYTES, fileBytes, MOST_FILES);
            } else {
                json.skip();
            }
        }
    }

    /** An array of objects with a key and a number each. */
    private void sizes(String key, String value, double most, String expected,
            Map<String, Double> to, int mostEntries) {
        json.beginArray();
        while (json.nextElement()) {
            String id = null;
            double size = -1;
            json.beginObject();
            for (String member = json.nextName(); member != null; member = json.nextName()) {
                if (member.equals(key)) {
                    requireFirst(id != null, member);
                    id = json.string("a string");
                } else if (member.equals(value)) {
                    requireFirst(size >= 0, member);
                    size = json.number(0, most, expected);
                } else {
                    json.skip();
                }
            }
            if (id == null || size < 0) {
                throw json.error("an entry without " + (id == null ? key : value), expected);
            }
            if (to.size() == mostEntries) {
                throw json.error("more entries", "at most " + mostEntries);
            }
            if (to.put(id, size) != null) {
                throw json.error("a second entry \"" + id + "\"", "each once");
            }
        }
    }

    private void tasks() {
        json.beginArray();
        while (json.nextElement()) {
            if (ids.size() == GraphReader.MOST_TASKS) {
                throw json.error("more tasks", "at most " + GraphReader.MOST_TASKS);
            }
            task();
        }
    }

    private void task() {
        int task = ids.size();
        json.peek();
        int line = json.line();
        seconds.add(-1);
        inputBytes.add(0);
        resultBytes.add(0);
        taskLine.add(line);
        String id = null;
        String name = null;
        json.beginObject();
        for (String member = json.nextName(); member != null; member = json.nextName()) {
            switch (member) {
                case "id" -> {
                    requireFirst(id != null, member);
                    id = json.string("a task's id");
                }
                case "name" -> {
                    requireFirst(name != null, member);
                    name = json.string("a task's name");
                }
                case "runtime", "runtimeInSeconds" -> {
                    requireFirst(seconds.getDouble(task) >= 0, member);
                    seconds.set(task, json.number(0, MOST_SECONDS, "a run time in seconds"));
                }
                case "parents" -> references(task, parents, GraphReader.MOST_EDGES);
                case "children" -> references(task, children, GraphReader.MOST_EDGES);
                case "inputFiles" -> references(task, inputs, MOST_FILES);
                case "outputFiles" -> references(task, outputs, MOST_FILES);
                case "files" -> files(task);
                default -> json.skip();
            }
        }
        enter(task, line, id, name);
    }

    private void enter(int task, int line, String id, String name) {
        String key = id == null ? name : id;
        if (key == null) {
            throw json.error(line, 1, "a task without id and name", "one of them");
        }
        if (taskById.put(key, task) != null) {
            throw json.error(line, 1, "a second task \"" + key + "\"", "each task once");
        }
        if (name != null) {
            taskByName.putIfAbsent(name, task);
        }
        ids.add(key);
    }

    private void references(int task, References to, int most) {
        json.beginArray();
        while (json.nextElement()) {
            String name = json.string("a string");
            if (to.name.size() == most) {
                throw json.error("more references", "at most " + most);
            }
            to.task.add(task);
            to.name.add(name);
            to.line.add(json.line());
            to.column.add(json.column());
        }
    }

    /** Files in the form of versions before 1.5: with their size and direction, in each task. */
    private void files(int task) {
        json.beginArray();
        while (json.nextElement()) {
            String link = null;
            double size = -1;
            json.beginObject();
            for (String member = json.nextName(); member != null; member = json.nextName()) {
                if (member.equals("link")) {
                    link = json.string("\"input\" or \"output\"");
                } else if (member.equals("size") || member.equals("sizeInBytes")) {
                    requireFirst(size >= 0, member);
                    size = json.number(0, MOST_BYTES, NUMBER_OF_BYTES);
                } else {
                    json.skip();
                }
            }
            boolean input = "input".equals(link);
            if (size < 0 || !input && !"output".equals(link)) {
                throw json.error("a file without " + (size < 0 ? "size" : "direction"),
                        "a size, and link \"input\" or \"output\"");
            }
            DoubleArrayList sum = input ? inputBytes : resultBytes;
            sum.set(task, sum.getDouble(task) + size);
        }
    }

    private void addFiles(References files, DoubleArrayList sum) {
        for (int k = 0; k < files.name.size(); k++) {
            Double size = fileBytes.get(files.name.get(k));
            if (size == null) {
                throw unknown(files, k, "file", "a file of the specification");
            }
            int task = files.task.getInt(k);
            sum.set(task, sum.getDouble(task) + size);
        }
    }

    private InputException unknown(References in, int k, String what, String expected) {
        return json.error(in.line.getInt(k), in.column.getInt(k),
                what + " \"" + in.name.get(k) + "\"", expected);
    }

    private TaskGraph build(String name) {
        TaskGraph.Builder graph = new TaskGraph.Builder(name);
        for (int i = 0; i < ids.size(); i++) {
            Double ran = seconds.getDouble(i) >= 0 ? Double.valueOf(seconds.getDouble(i))
                    : runSeconds.get(ids.get(i));
            if (ran == null) {
                throw json.error(taskLine.getInt(i), 1, "task \"" + ids.get(i)
                        + "\" without a run time", "a run time in seconds");
            }
            if (inputBytes.getDouble(i) > MOST_BYTES || resultBytes.getDouble(i) > MOST_BYTES) {
                throw json.error(taskLine.getInt(i), 1, "files of more than 2^53 bytes",
                        NUMBER_OF_BYTES);
            }
            graph.addTask(ran * WorkflowUnits.COST_BYTES_PER_SECOND, inputBytes.getDouble(i),
                    resultBytes.getDouble(i));
        }
        addEdges(graph, parents, true);
        addEdges(graph, children, false);
        try {
            return graph.build();
        } catch (TaskGraph.CycleException e) {
            References in = e.edge() < parents.name.size() ? parents : children;
            int k = in == parents ? e.edge() : e.edge() - parents.name.size();
            throw unknown(in, k, "a cycle through", "a graph without cycles");
        }
    }

    private void addEdges(TaskGraph.Builder graph, References ends, boolean toTask) {
        for (int k = 0; k < ends.name.size(); k++) {
            int task = ends.task.getInt(k);
            Integer other = taskById.get(ends.name.get(k));
            if (other == null) {
                other = taskByName.get(ends.name.get(k));
            }
            if (other == null || other == task) {
                throw unknown(ends, k, "task", "another task of the workflow");
            }
            graph.addEdge(toTask ? other : task, toTask ? task : other);
        }
    }
}
