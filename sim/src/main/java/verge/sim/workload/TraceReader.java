package verge.sim.workload;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.nio.file.Path;
import java.util.Arrays;
import verge.sim.core.InputException;

/**
 * Reads traces of Google's ClusterData 2011 as tasks that arrive: a part of {@code task_events}, or
 * the table of finished tasks derived from one. Work and data follow {@link ClusterUnits}; a task's
 * group is its job.
 */
public final class TraceReader {

    private static final String FINISHED_HEADER = "submit_us,job,task,sched_class,priority,cpu_req,"
            + "ram_req,disk_req,wait_us,run_us";
    private static final int MOST_LIVE = 4_000_000;
    private static final int TASK_BITS = 20;
    private static final long UNKNOWN = -1;

    private TraceReader() {
    }

    /**
     * Tasks of any trace that is known here, by the name of its file or its first words: {@code
     * task_events...} of Google's ClusterData 2011, its finished tasks, {@code batch_task...} of
     * Alibaba's cluster-trace-v2018, or its jobs as a table with a header. Plain or gzip.
     *
     * @throws InputException where it is none of these, or its reader refuses it
     */
    public static TaskTrace read(Path file) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith("task_events")) {
            return taskEvents(file);
        }
        boolean finished;
        boolean jobs;
        try (CsvSource rows = new CsvSource(file)) {
            finished = rows.startsWith(FINISHED_HEADER.substring(0, FINISHED_HEADER.indexOf(',')));
            jobs = name.startsWith("batch_task") || rows.startsWith("job,");
        }
        if (!finished && !jobs) {
            throw new InputException(file.toString(), "", "no trace that is known here",
                    "a file named task_events... or batch_task..., or the header "
                            + FINISHED_HEADER + " or " + BatchJobReader.HEADER);
        }
        return finished ? finishedTasks(file) : BatchJobReader.arrivals(file);
    }

    /**
     * The tasks that begin and finish in these events, by their last submission; how long they run
     * is known of no others. Memory grows with the tasks alive at once, of which there may be
     * 4,000,000.
     *
     * @throws InputException where a row is bad, a gzip file is not whole, or no task finishes
     */
    public static TaskTrace taskEvents(Path file) {
        try (TaskEventReader events = new TaskEventReader(file)) {
            LiveTasks live = new LiveTasks();
            TaskTrace.Builder trace = new TaskTrace.Builder();
            while (events.next()) {
                live.take(events, file, trace);
            }
            return complete(trace, file, "no task that begins and finishes");
        }
    }

    /**
     * The table of tasks that were found to begin and finish in a part of the trace.
     *
     * @throws InputException where a row is bad, or there is none
     */
    public static TaskTrace finishedTasks(Path file) {
        try (CsvSource rows = new CsvSource(file)) {
            rows.header(FINISHED_HEADER);
            TaskTrace.Builder trace = new TaskTrace.Builder();
            while (rows.more()) {
                addFinished(rows, trace);
            }
            return complete(trace, file, "no task");
        }
    }

    private static TaskTrace complete(TaskTrace.Builder trace, Path file, String found) {
        if (trace.size() == 0) {
            throw new InputException(file.toString(), "", found, "at least one");
        }
        return trace.build();
    }

    private static void addFinished(CsvSource rows, TaskTrace.Builder trace) {
        int line = rows.line();
        long micros = rows.whole(Long.MAX_VALUE / 2, "a time in microseconds");
        rows.comma("a job's number");
        long job = rows.whole(Long.MAX_VALUE, "a job's number");
        rows.comma("a task's number");
        rows.whole(TaskEventReader.MOST_TASK, "a task's number, at most 2^20 - 1");
        rows.comma("a scheduling class");
        rows.whole(3, "a scheduling class, 0 to 3");
        rows.comma("a priority");
        rows.whole(11, "a priority, 0 to 11");
        rows.comma("a CPU request");
        double cpu = rows.decimal(0, 1, "a CPU request, 0 to 1");
        rows.comma("a memory request");
        double memory = rows.decimal(0, 1, "a memory request, 0 to 1");
        rows.comma("a disk request");
        double disk = rows.decimal(0, 1, "a disk request, 0 to 1");
        rows.comma("a waiting time");
        rows.whole(Long.MAX_VALUE, "a waiting time in microseconds");
        rows.comma("a run time");
        long run = rows.whole(Long.MAX_VALUE, "a run time in microseconds");
        rows.endRow("the end of the row, behind 10 columns");
        if (trace.size() == TaskTrace.MOST_TASKS) {
            throw rows.rowError(line, "more tasks", "at most " + TaskTrace.MOST_TASKS);
        }
        add(trace, micros, job, cpu, memory, disk, run);
    }

    private static void add(TaskTrace.Builder trace, long submitMicros, long job, double cpu,
            double memory, double disk, long runMicros) {
        trace.add(submitMicros / ClusterUnits.MICROSECONDS_PER_SECOND, job,
                ClusterUnits.cycles(cpu, runMicros), memory * ClusterUnits.INPUT_BITS_PER_MEMORY,
                disk * ClusterUnits.RESULT_BITS_PER_DISK);
    }

    /** Tasks that were submitted and have not ended, each in a place of its own. */
    private static final class LiveTasks {

        private final Long2IntOpenHashMap places = new Long2IntOpenHashMap();
        private long[] submitMicros = new long[64];
        private long[] startMicros = new long[64];
        private double[] request = new double[3 * 64];      // [place, 3] cpu, memory, disk
        private int[] free = new int[64];                   // places given back
        private int freeCount;

        LiveTasks() {
            places.defaultReturnValue(-1);
        }

        void take(TaskEventReader event, Path file, TaskTrace.Builder trace) {
            long key = event.job() << TASK_BITS | event.task();
            switch (event.type()) {
                case SUBMIT -> submit(key, event, file);
                case SCHEDULE -> {
                    int place = places.get(key);
                    if (place >= 0) {
                        startMicros[place] = event.timeMicros();
                    }
                }
                case UPDATE_PENDING, UPDATE_RUNNING -> {
                    int place = places.get(key);
                    if (place >= 0) {
                        takeRequest(place, event);
                    }
                }
                default -> end(key, event, trace);
            }
        }

        private void submit(long key, TaskEventReader event, Path file) {
            int place = places.get(key);
            if (place < 0) {
                if (places.size() == MOST_LIVE) {
                    throw new InputException(file.toString(), "job " + event.job(),
                            "more tasks at once", "at most " + MOST_LIVE);
                }
                place = freeCount > 0 ? free[--freeCount] : places.size();
                places.put(key, place);
                grow(place + 1);
            }
            submitMicros[place] = event.timeMicros();
            startMicros[place] = UNKNOWN;
            takeRequest(place, event);
        }

        private void grow(int size) {
            if (size > submitMicros.length) {
                int length = 2 * submitMicros.length;
                submitMicros = Arrays.copyOf(submitMicros, length);
                startMicros = Arrays.copyOf(startMicros, length);
                request = Arrays.copyOf(request, 3 * length);
                free = Arrays.copyOf(free, length);
            }
        }

        /** What is not given counts as nothing requested. */
        private void takeRequest(int place, TaskEventReader event) {
            request[3 * place] = given(event.cpuRequest());
            request[3 * place + 1] = given(event.memoryRequest());
            request[3 * place + 2] = given(event.diskRequest());
        }

        private static double given(double request) {
            return Double.isNaN(request) ? 0 : request;
        }

        private void end(long key, TaskEventReader event, TaskTrace.Builder trace) {
            int place = places.remove(key);
            if (place < 0) {
                return;
            }
            free[freeCount++] = place;
            long run = event.timeMicros() - startMicros[place];
            boolean ran = event.type() == TaskEventReader.Type.FINISH
                    && startMicros[place] >= 0 && submitMicros[place] > 0 && run >= 0
                    && event.timeMicros() != TaskEventReader.AFTER_THE_TRACE;
            if (ran) {
                add(trace, submitMicros[place], event.job(), request[3 * place],
                        request[3 * place + 1], request[3 * place + 2], run);
            }
        }
    }
}
