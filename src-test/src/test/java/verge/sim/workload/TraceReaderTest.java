package verge.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verge.sim.Shared;
import verge.sim.core.InputException;

class TraceReaderTest {

    /** A task that waits 1 s and runs 4 s; one from before the trace; one killed; one updated. */
    static final String EVENTS = """
            0,2,3418309,0,4155527081,0,70s3v5qRyCO/1PCdI6fVXnrW8FU/w+5CKRSa72xgcIo=,3,9,,,,
            600000000,,5,0,,0,user,0,0,0.25,0.5,1e-03,0
            601000000,,5,0,77,1,user,0,0,0.25,0.5,1e-03,0
            602000000,,6,1048575,,0,,,11,1,1,1,1
            602000000,,6,1048575,8,1,,,11,1,1,1,1
            603000000,,6,1048575,8,5,,,11,1,1,1,1
            603500000,1,7,3,,0,user,2,1,0,0.01,0.0001,
            603500000,,7,3,9,1,user,2,1,0,0.01,0.0001,
            605000000,,5,0,77,4,user,0,0,0.25,0.5,1e-03,0
            606000000,,7,3,9,8,user,2,1,0.5,0.02,0.0001,
            607500000,,7,3,9,4,user,2,1,0.5,0.02,0.0001,
            607500000,,3418309,0,9,4,user,2,1,0.5,0.02,0.0001,
            9223372036854775807,,8,0,,0,user,2,1,0.5,0.02,0.0001,
            """;

    private static final String FINISHED = """
            submit_us,job,task,sched_class,priority,cpu_req,ram_req,disk_req,wait_us,run_us
            700000000,5,0,0,0,0.25,0.5,0.001,1000000,4000000
            604046280,6,1,1,9,0.0625,0.0159,3.815e-06,1522735,69682690
            """;

    @TempDir
    private Path folder;

    private Path file(byte[] bytes) {
        try {
            return Files.write(folder.resolve("part-00000.csv"), bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path file(String text) {
        return file(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void readsEveryColumn() {
        try (TaskEventReader events = new TaskEventReader(file(EVENTS))) {
            assertThat(events.next()).isTrue();
            assertThat(events.missingInfo()).isEqualTo(2);
            assertThat(events.machine()).isEqualTo(4155527081L);
            assertThat(events.schedulingClass()).isEqualTo(3);
            assertThat(events.priority()).isEqualTo(9);
            assertThat(events.cpuRequest()).isNaN();
            assertThat(events.differentMachines()).isEqualTo(-1);
            assertThat(events.next()).isTrue();
            assertThat(events.timeMicros()).isEqualTo(600_000_000);
            assertThat(events.missingInfo()).isEqualTo(-1);
            assertThat(events.job()).isEqualTo(5);
            assertThat(events.machine()).isEqualTo(-1);
            assertThat(events.type()).isEqualTo(TaskEventReader.Type.SUBMIT);
            assertThat(events.cpuRequest()).isEqualTo(0.25);
            assertThat(events.memoryRequest()).isEqualTo(0.5);
            assertThat(events.diskRequest()).isEqualTo(0.001);
            assertThat(events.differentMachines()).isZero();
            assertThat(events.next() && events.next()).isTrue();
            assertThat(events.task()).isEqualTo(1_048_575);
            assertThat(events.schedulingClass()).isEqualTo(-1);
            int rows = 4;
            while (events.next()) {
                rows++;
            }
            assertThat(rows).isEqualTo(13);
            assertThat(events.timeMicros()).isEqualTo(TaskEventReader.AFTER_THE_TRACE);
        }
    }

    @Test
    void pairsSubmissionsAndEnds() {
        TaskTrace trace = TraceReader.taskEvents(file(EVENTS));
        assertThat(trace.seconds()).containsExactly(600, 603.5);
        assertThat(trace.group()).containsExactly(5, 7);
        // 0.25 of a machine for 4 s; by its last update, 0.5 of one for 4 s.
        assertThat(trace.cycles()).containsExactly(1e8, 2e8);
        assertThat(trace.inputBits()).containsExactly(5e8, 2e7);
        assertThat(trace.resultBits()).containsExactly(1e6, 1e5);
        assertThat(trace.totalCycles()).isEqualTo(3e8);
    }

    @Test
    void readsFinishedTasksInTheOrderOfTheirTimes() {
        TaskTrace trace = TraceReader.finishedTasks(file(FINISHED));
        assertThat(trace.seconds()).containsExactly(604.04628, 700);
        assertThat(trace.cycles()[1]).isEqualTo(1e8);
        assertThat(trace.resultBits()[0]).isEqualTo(3.815e-6 * 1e9);
        assertThat(TraceReader.finishedTasks(file(FINISHED.replace("0.25", "0"))).cycles()[1])
                .isEqualTo(ClusterUnits.LEAST_CYCLES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, value = {
        "600000000,,5     | x,,5              | line 2, column 1  | a time",
        "600000000,,5     | ,,5               | line 2, column 1  | a time",
        "600000000,,5     | 9223372036854775808,,5 | line 2, column 1 | longer number",
        "600000000,,5     | 600000000,3,5     | line 2, column 11 | missing info",
        "600000000,,5     | 600000000,,       | line 2, column 12 | job's number",
        "600000000,,5     | 600000000,,-5     | line 2, column 12 | job's number",
        "600000000,,5     | 600000000,,17592186044416 | line 2, column 12 | 2^44",
        "6,1048575        | 6,1048576         | line 4, column 14 | 2^20",
        "77,1,user        | 77,9,user         | line 3, column 19 | type",
        "user,0,0,0.25    | user,4,0,0.25     | line 2, column 24 | class",
        "user,0,0,0.25    | user,0,,0.25      | line 2, column 26 | priority",
        "user,0,0,0.25    | user,0,12,0.25    | line 2, column 26 | priority",
        "0.25,0.5,1e-03   | 1.25,0.5,1e-03    | line 2, column 28 | CPU request",
        "0.25,0.5,1e-03   | 0.25,-0.5,1e-03   | line 2, column 33 | memory request",
        "0.25,0.5,1e-03   | 0.25,.5,1e-03     | line 2, column 33 | memory request",
        "0.25,0.5,1e-03   | 0.25,NaN,1e-03    | line 2, column 33 | memory request",
        "0.25,0.5,1e-03   | 0.25,0.5,1e       | line 2, column 39 | disk request",
        "0.25,0.5,1e-03   | 0.25,0.5,1e999    | line 2, column 37 | disk request",
        "1e-03,0          | 1e-03             | line 2, column 42 | comma",
        "1e-03,0          | 1e-03,0,0         | line 2, column 44 | 13 columns",
        "1e-03,0          | 1e-03,2           | line 2, column 43 | restriction",
        "user,0,0         | us\u0001er,0,0    | line 2            | control character"})
    void namesTheRowOfAnError(String from, String to, String place, String words) {
        String bad = EVENTS.replaceFirst(java.util.regex.Pattern.quote(from), to);
        assertThat(bad).isNotEqualTo(EVENTS);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> TraceReader.taskEvents(file(bad)))
                .withMessageContaining("part-00000.csv: " + place)
                .withMessageContaining(words);
    }

    /** What a file is follows from its name or its first words. */
    @Test
    void readsAnyTraceThatItKnows() throws IOException {
        Map<String, String> files = Map.of("task_events-part-00000.csv", EVENTS, "x.csv", FINISHED,
                "batch_task.csv", BatchJobReaderTest.PUBLISHED, "y.csv", BatchJobReaderTest.DERIVED);
        Map<String, Integer> sizes = Map.of("task_events-part-00000.csv", 2, "x.csv", 2,
                "batch_task.csv", 3, "y.csv", 2);
        for (String name : files.keySet()) {
            Path file = Files.writeString(folder.resolve(name), files.get(name));
            assertThat(TraceReader.read(file).size()).as(name).isEqualTo(sizes.get(name));
        }
        for (String text : new String[] {"", "job;task", "a,b,c"}) {
            Path file = Files.writeString(folder.resolve("z.csv"), text);
            assertThatExceptionOfType(InputException.class).isThrownBy(() -> TraceReader.read(file))
                    .withMessageContainingAll("z.csv", "no trace that is known", "task_events",
                            "job,task");
        }
        Path foreign = Files.writeString(folder.resolve("task_events.csv"), FINISHED);
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> TraceReader.read(foreign))
                .withMessageContaining("line 1, column 1");
    }

    @Test
    void emptyAndForeignFilesAreErrors() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> TraceReader.taskEvents(file("")))
                .withMessageContaining("no task that begins and finishes");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> TraceReader.finishedTasks(file(EVENTS)))
                .withMessageContaining("line 1, column 1").withMessageContaining("header");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> TraceReader
                .finishedTasks(file(FINISHED.substring(0, FINISHED.indexOf('\n')))))
                .withMessageContaining("no task");
    }

    @Test
    void aTruncatedGzipIsAnErrorAndNotAShortTrace() {
        byte[] whole = GzipStreamTest.gzip(EVENTS.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(TraceReader.taskEvents(file(whole)).size()).isEqualTo(2);
        for (int length = 3; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(InputException.class).as("length " + length)
                    .isThrownBy(() -> TraceReader.taskEvents(file(cut)))
                    .withMessageContaining("breaks off");
        }
    }

    @Test
    void readingRowsAllocatesNothing() {
        Path file = file(EVENTS.repeat(4_000));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            try (TaskEventReader events = new TaskEventReader(file)) {
                events.next();
                long before = threads.getCurrentThreadAllocatedBytes();
                int rows = 1;
                while (events.next()) {
                    rows++;
                }
                bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
                assertThat(rows).isEqualTo(52_000);
            }
        }
        // Not for each row: what remains is the channel's own, per buffer.
        assertThat(bytes).isLessThan(20_000);
    }

    @Test
    void theFirstPartHasAsManyEventsAsAnIndependentCount() throws IOException {
        Path part = Shared.path("data/traces/google2011/task_events-part-00000-of-00500.csv.gz");
        long[] counts = new long[9];
        long jobs = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(part)), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split(",", -1);
                counts[Integer.parseInt(fields[5])]++;
                jobs += Long.parseLong(fields[2]);
            }
        }
        long[] read = new long[9];
        try (TaskEventReader events = new TaskEventReader(part)) {
            while (events.next()) {
                read[events.type().ordinal()]++;
                jobs -= events.job();
            }
        }
        assertThat(read).isEqualTo(counts);
        assertThat(Arrays.stream(read).sum()).isEqualTo(450_146);
        assertThat(jobs).isZero();
    }

    @Test
    void theFirstPartYieldsTheTableOfFinishedTasks() {
        TaskTrace derived = TraceReader.finishedTasks(
                Shared.path("data/traces/google2011/finished_tasks.csv"));
        TaskTrace trace = TraceReader.taskEvents(Shared.path(
                "data/traces/google2011/task_events-part-00000-of-00500.csv.gz"));
        assertThat(trace.size()).isEqualTo(38_433);
        assertThat(trace.seconds()).isEqualTo(derived.seconds());
        assertThat(trace.group()).isEqualTo(derived.group());
        assertThat(trace.cycles()).isEqualTo(derived.cycles());
        assertThat(trace.inputBits()).isEqualTo(derived.inputBits());
        assertThat(trace.resultBits()).isEqualTo(derived.resultBits());
    }
}
