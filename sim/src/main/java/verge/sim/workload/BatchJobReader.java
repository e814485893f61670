package verge.sim.workload;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import verge.sim.core.InputException;
import verge.sim.core.TaskGraph;

/**
 * Reads batch jobs of Alibaba's cluster-trace-v2018 one after another, plain or gzip, in either of two
 * formats: the table {@code batch_task} as published, nine columns without a header, in which a
 * task's name says what it depends on ({@code R4_2_3} is task 4 and needs 2 and 3); and the same
 * tasks with the predecessors in a column of their own, under a header. The rows of a job follow each
 * other. Processors, memory and instances may be missing (empty or {@code nan}), and count as
 * {@link BatchUnits} says. In the published table a predecessor whose row is missing is left out, as
 * is known of that trace. Memory grows with the largest job and the number of jobs.
 */
public final class BatchJobReader implements AutoCloseable {

    /** Tasks of one job at most. */
    public static final int MOST_TASKS = 10_000;

    static final String HEADER =
            "job,task,preds,instances,start_s,end_s,duration_s,cpu_x100,mem_pct";
    private static final double MOST = 1e12;
    private static final long MOST_SECONDS = 1L << 40;

    private final CsvSource rows;
    private final String file;
    private final boolean published;
    private final BatchRow row;
    private final Long2IntOpenHashMap index = new Long2IntOpenHashMap();    // task number -> place
    private final LongOpenHashSet seen = new LongOpenHashSet();
    private final IntArrayList lines = new IntArrayList();
    private final List<BatchRow> tasks = new ArrayList<>();
    private String job;
    private boolean pending;           // whether the row is the first of the next job

    /** @throws InputException where there is no such file, or it cannot be read */
    public BatchJobReader(Path file) {
        this.file = file.toString();
        rows = new CsvSource(file);
        published = !rows.startsWith("job,");
        if (!published) {
            rows.header(HEADER);
        }
        row = new BatchRow();
        index.defaultReturnValue(-1);
    }

    /**
     * One row of the table.
     */
    private static final class BatchRow {
        private String job;
        private int line;
        private long number = -1;                        // -1: depends on nothing, nothing on it
        private final LongArrayList predecessors = new LongArrayList();
        private double instances;
        private double startSeconds;
        private double durationSeconds;
        private double cpu;
        private double memoryPercent;

        BatchRow copy() {
            BatchRow copy = new BatchRow();
            copy.job = job;
            copy.line = line;
            copy.number = number;
            copy.predecessors.addAll(predecessors);
            copy.instances = instances;
            copy.startSeconds = startSeconds;
            copy.durationSeconds = durationSeconds;
            copy.cpu = cpu;
            copy.memoryPercent = memoryPercent;
            return copy;
        }

        double coreSeconds() {
            return instances * (cpu / BatchUnits.CPU_PER_CORE) * durationSeconds;
        }
    }

    /**
     * Moves to the next job.
     *
     * @return false behind the last
     * @throws InputException where a row is bad, a job's rows do not follow each other, or its tasks
     *                        depend on each other in a circle
     */
    public boolean next() {
        tasks.clear();
        index.clear();
        if (!pending && !readRow()) {
            return false;
        }
        job = row.job;
        if (!seen.add(hash(job))) {
            throw rows.rowError(row.line, "job " + job + " again",
                    "all rows of a job one after another");
        }
        do {
            keep();
        } while (readRow() && row.job.equals(job));
        return true;
    }

    private void keep() {
        if (tasks.size() == MOST_TASKS) {
            throw rows.rowError(row.line, "more tasks of job " + job, "at most " + MOST_TASKS);
        }
        if (row.number >= 0 && index.put(row.number, tasks.size()) >= 0) {
            throw rows.rowError(row.line, "a second task " + row.number + " of job " + job,
                    "each task once");
        }
        tasks.add(row.copy());
    }

    private boolean readRow() {
        pending = rows.more();
        if (pending) {
            row.line = rows.line();
            row.number = -1;
            row.predecessors.clear();
            if (published) {
                readPublished();
            } else {
                readDerived();
            }
        }
        return pending;
    }

    private void readDerived() {
        rows.text("a job's name");
        row.job = rows.textString();
        rows.comma("a task's number");
        row.number = rows.whole(Integer.MAX_VALUE, "a task's number");
        rows.comma("predecessors");
        if (!rows.empty()) {
            String expected = "numbers of predecessors with _ between them";
            rows.text(expected);
            if (!numbers(0)) {
                throw rows.error("\"" + rows.textString() + "\"", expected);
            }
        }
        rows.comma("instances");
        row.instances = optional("instances", BatchUnits.UNKNOWN_INSTANCES);
        rows.comma("a start");
        row.startSeconds = rows.decimal(0, MOST, "a start in seconds");
        rows.comma("an end");
        rows.decimal(0, MOST, "an end in seconds");
        rows.comma("a duration");
        row.durationSeconds = optional("a duration in seconds", 0);
        rows.comma("processors");
        row.cpu = optional("processors in hundredths of a core", BatchUnits.UNKNOWN_CPU);
        rows.comma("memory");
        row.memoryPercent = optional("memory in percent", 0);
        rows.endRow("the end of the row, behind 9 columns");
    }

    private void readPublished() {
        rows.text("a task's name");
        readName();
        rows.comma("instances");
        row.instances = optional("instances", BatchUnits.UNKNOWN_INSTANCES);
        rows.comma("a job's name");
        rows.text("a job's name");
        row.job = rows.textString();
        rows.comma("a task's type");
        if (!rows.empty()) {
            rows.text("a task's type");
        }
        rows.comma("a status");
        rows.text("a status");
        rows.comma("a start");
        long start = seconds("a start in seconds or nothing");
        rows.comma("an end");
        long end = seconds("an end in seconds or nothing");
        row.startSeconds = start;
        row.durationSeconds = Math.max(0, end - start);
        rows.comma("processors");
        row.cpu = optional("processors in hundredths of a core", BatchUnits.UNKNOWN_CPU);
        rows.comma("memory");
        row.memoryPercent = optional("memory in percent", 0);
        rows.endRow("the end of the row, behind 9 columns");
    }

    private long seconds(String expected) {
        return rows.empty() ? 0 : rows.whole(MOST_SECONDS, expected);
    }

    private double optional(String what, double unknown) {
        if (rows.empty()) {
            return unknown;
        }
        return rows.decimalOrNan(0, MOST, what + ", nan or nothing", unknown);
    }

    /** A letter and a number, then numbers; any other name depends on nothing. */
    private void readName() {
        int first = rows.textByte(0) | 0x20;
        if (first < 'a' || first > 'z') {
            return;
        }
        long number = rows.textNumber(1);
        if (number < 0) {
            return;
        }
        row.number = number;
        int at = 1;
        while (rows.textByte(at) >= '0' && rows.textByte(at) <= '9') {
            at++;
        }
        if (rows.textByte(at) == '_') {
            numbers(at + 1);
        }
    }

    /** Reads predecessors until something else comes; whether all of the text was numbers. */
    private boolean numbers(int from) {
        int at = from;
        while (true) {
            long number = rows.textNumber(at);
            if (number < 0) {
                return false;
            }
            row.predecessors.add(number);
            while (rows.textByte(at) >= '0' && rows.textByte(at) <= '9') {
                at++;
            }
            if (rows.textByte(at) != '_') {
                return rows.textByte(at) < 0;
            }
            at++;
        }
    }

    /** The job's name. */
    public String job() {
        return job;
    }

    /** Tasks of the job. */
    public int size() {
        return tasks.size();
    }

    /** When the first of its tasks started, in seconds. */
    public double startSeconds() {
        double start = Double.POSITIVE_INFINITY;
        for (BatchRow task : tasks) {
            start = Math.min(start, task.startSeconds);
        }
        return start;
    }

    /** Instances times cores times duration, over all tasks. */
    public double coreSeconds() {
        double sum = 0;
        for (BatchRow task : tasks) {
            sum += task.coreSeconds();
        }
        return sum;
    }

    /** The largest memory of a task's instance, in percent of a machine. */
    public double memoryPercent() {
        double most = 0;
        for (BatchRow task : tasks) {
            most = Math.max(most, task.memoryPercent);
        }
        return most;
    }

    /**
     * The job as a task graph, its tasks in the order of their rows. Allocates.
     *
     * @throws InputException where tasks depend on each other in a circle, or on none that is there
     */
    public TaskGraph graph() {
        TaskGraph.Builder graph = new TaskGraph.Builder(job);
        lines.clear();
        for (BatchRow task : tasks) {
            double data = task.memoryPercent * BatchUnits.DATA_BYTES_PER_MEMORY_PERCENT;
            graph.addTask(task.coreSeconds() * BatchUnits.COST_BYTES_PER_CORE_SECOND, data, data);
        }
        for (int i = 0; i < tasks.size(); i++) {
            for (long number : tasks.get(i).predecessors) {
                addEdge(graph, number, i);
            }
        }
        try {
            return graph.build();
        } catch (TaskGraph.CycleException e) {
            throw rows.rowError(lines.getInt(e.edge()), "job " + job + ", whose tasks need each "
                    + "other in a circle", "a graph without cycles");
        }
    }

    private void addEdge(TaskGraph.Builder graph, long number, int child) {
        int line = tasks.get(child).line;
        int parent = index.get(number);
        if (parent < 0 && published) {
            return;
        }
        if (parent < 0 || parent == child) {
            throw rows.rowError(line, "task " + number + " as a predecessor",
                    "another task of job " + job);
        }
        graph.addEdge(parent, child);
        lines.add(line);
    }

    /**
     * All jobs as task graphs.
     *
     * @throws InputException as {@link #next} and {@link #graph} do, or where there is none
     */
    public static List<TaskGraph> graphs(Path file) {
        try (BatchJobReader jobs = new BatchJobReader(file)) {
            List<TaskGraph> graphs = new ArrayList<>();
            while (jobs.next()) {
                graphs.add(jobs.graph());
            }
            if (graphs.isEmpty()) {
                throw new InputException(jobs.file, "", "no job", "at least one");
            }
            return graphs;
        }
    }

    /**
     * All jobs as tasks that arrive when the first of their tasks started, each a group of its own.
     *
     * @throws InputException as {@link #next} does, or where there is none
     */
    public static TaskTrace arrivals(Path file) {
        try (BatchJobReader jobs = new BatchJobReader(file)) {
            TaskTrace.Builder trace = new TaskTrace.Builder();
            while (jobs.next()) {
                double bits = jobs.memoryPercent() * BatchUnits.DATA_BITS_PER_MEMORY_PERCENT;
                double cycles = jobs.coreSeconds() * BatchUnits.CYCLES_PER_CORE_SECOND;
                trace.add(jobs.startSeconds(), trace.size(),
                        Math.max(BatchUnits.LEAST_CYCLES, cycles), bits, bits);
            }
            if (trace.size() == 0) {
                throw new InputException(jobs.file, "", "no job", "at least one");
            }
            return trace.build();
        }
    }

    /** In practice different for different names; the same on every JDK. */
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;                // FNV-1a
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    @Override
    public void close() {
        rows.close();
    }
}
