package verge.sim.workload;

import java.nio.file.Path;
import verge.sim.core.InputException;

/**
 * Reads the table {@code task_events} of Google's ClusterData 2011 row by row, plain or gzip: what
 * happened when to which task, and what the task asked for (Reiss, Wilkes and Hellerstein, "Google
 * cluster-usage traces: format + schema", 2011). Requests are shares of the largest machine. The
 * columns that the schema calls mandatory must be there, the others may be empty. Memory does not
 * grow with the file, and reading a row allocates nothing.
 */
public final class TaskEventReader implements AutoCloseable {

    /** Events, by their number in the trace. */
    public enum Type {
        /** Becomes eligible for scheduling. */
        SUBMIT,
        /** Is put on a machine. */
        SCHEDULE,
        /** Had to leave its machine. */
        EVICT,
        /** Failed. */
        FAIL,
        /** Completed as it should. */
        FINISH,
        /** Cancelled by its user, or because one that it depended on died. */
        KILL,
        /** Presumably ended; the record of it is missing. */
        LOST,
        /** Its class, request or constraints changed while it waited. */
        UPDATE_PENDING,
        /** Its class, request or constraints changed while it ran. */
        UPDATE_RUNNING
    }

    /** What the trace has for events behind its end: 2^63 - 1. */
    public static final long AFTER_THE_TRACE = Long.MAX_VALUE;

    /** Largest job number, 2^44 - 1; those of the trace have 33 bits. */
    public static final long MOST_JOB = (1L << 44) - 1;

    /** Largest task number within a job, 2^20 - 1. */
    public static final int MOST_TASK = (1 << 20) - 1;

    private static final Type[] TYPES = Type.values();
    private static final int MOST_MISSING = 2;
    private static final int MOST_CLASS = 3;
    private static final int MOST_PRIORITY = 11;

    private final CsvSource rows;
    private long timeMicros;
    private int missingInfo;
    private long job;
    private int task;
    private long machine;
    private Type type;
    private int schedulingClass;
    private int priority;
    private double cpuRequest;
    private double memoryRequest;
    private double diskRequest;
    private int differentMachines;

    /** @throws InputException where there is no such file, or it cannot be read */
    public TaskEventReader(Path file) {
        rows = new CsvSource(file);
    }

    /**
     * Moves to the next row.
     *
     * @return false behind the last
     * @throws InputException where the row is no task event, or a gzip file is not whole
     */
    public boolean next() {
        if (!rows.more()) {
            return false;
        }
        timeMicros = rows.whole(AFTER_THE_TRACE, "a time in microseconds");
        rows.comma("missing info");
        missingInfo = optional(MOST_MISSING, "missing info, 0 to 2, or nothing");
        rows.comma("a job's number");
        job = rows.whole(MOST_JOB, "a job's number, at most 2^44 - 1");
        rows.comma("a task's number");
        task = (int) rows.whole(MOST_TASK, "a task's number, at most 2^20 - 1");
        rows.comma("a machine's number");
        machine = rows.empty() ? -1 : rows.whole(Long.MAX_VALUE, "a machine's number or nothing");
        rows.comma("an event's type");
        type = TYPES[(int) rows.whole(TYPES.length - 1, "an event's type, 0 to 8")];
        rows.comma("a user");
        if (!rows.empty()) {
            rows.text("a user's name");
        }
        rows.comma("a scheduling class");
        schedulingClass = optional(MOST_CLASS, "a scheduling class, 0 to 3, or nothing");
        rows.comma("a priority");
        priority = (int) rows.whole(MOST_PRIORITY, "a priority, 0 to 11");
        rows.comma("a CPU request");
        cpuRequest = request("a CPU request, 0 to 1, or nothing");
        rows.comma("a memory request");
        memoryRequest = request("a memory request, 0 to 1, or nothing");
        rows.comma("a disk request");
        diskRequest = request("a disk request, 0 to 1, or nothing");
        rows.comma("a restriction to different machines");
        differentMachines = optional(1, "a restriction, 0 or 1, or nothing");
        rows.endRow("the end of the row, behind 13 columns");
        return true;
    }

    private int optional(int most, String expected) {
        return rows.empty() ? -1 : (int) rows.whole(most, expected);
    }

    private double request(String expected) {
        return rows.empty() ? Double.NaN : rows.decimal(0, 1, expected);
    }

    /**
     * When it happened, in microseconds; 600 s is the beginning of the trace, 0 before it, and
     * {@link #AFTER_THE_TRACE} behind its end.
     */
    public long timeMicros() {
        return timeMicros;
    }

    /** Why a row was made up for a missing one, 0 to 2; -1 where none was missing. */
    public int missingInfo() {
        return missingInfo;
    }

    /** The job's number. */
    public long job() {
        return job;
    }

    /** The task's number within its job. */
    public int task() {
        return task;
    }

    /** The machine's number, -1 where there is none. */
    public long machine() {
        return machine;
    }

    /** What happened. */
    public Type type() {
        return type;
    }

    /** How sensitive to latency, 0 to 3; -1 where not given. */
    public int schedulingClass() {
        return schedulingClass;
    }

    /** 0, the lowest, to 11. */
    public int priority() {
        return priority;
    }

    /** Share of the largest machine's processors; NaN where not given. */
    public double cpuRequest() {
        return cpuRequest;
    }

    /** Share of the largest machine's memory; NaN where not given. */
    public double memoryRequest() {
        return memoryRequest;
    }

    /** Share of the largest machine's disk; NaN where not given. */
    public double diskRequest() {
        return diskRequest;
    }

    /** Whether it must not share a machine with its job's other tasks, 0 or 1; -1: not given. */
    public int differentMachines() {
        return differentMachines;
    }

    @Override
    public void close() {
        rows.close();
    }
}
